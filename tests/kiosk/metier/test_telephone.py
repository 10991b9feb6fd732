"""Telephone numbers: every territory, every way of writing one, and what is said of what cannot be kept."""

from __future__ import annotations

import traceback

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata, PhoneNumberType

from kiosk.metier.telephone import REFUS, TelephoneRefuse, afficher, lire_telephone, masquer

# What follows the 0, as far as it tells the territory, and the country code by hand.
MOBILES = {
    "33": ("60", "61", "637", "63998", "65", "68", "695", "73", "77", "79"),
    "262": ("639 0", "639 2", "639 97", "692", "693", "7092", "70935", "70937"),
    "590": ("690", "691", "7090"),
    "594": ("694", "7093 0", "7093 3"),
    "596": ("696", "697", "7091"),
    "508": ("708",),
}
FIXES = {
    "33": ("1", "19900", "261", "3", "4", "51", "598 0", "970", "950"),
    "262": ("262", "263", "2688", "2689", "269", "9762 2"),
    "590": ("590", "598 7", "9760"),
    "594": ("594", "598 8", "9476 0"),
    "596": ("596", "598 9", "9766"),
}
OUTRE_MER_DANS_FR = ("263", "2688", "2689", "269", "508", "596", "5987", "5988", "5989")
SEPARATEURS = ["", " ", ".", "-", "/", "\u00a0", "\u202f", "\u2011", "\u2013", "_", " - ", "\u200e"]


@st.composite
def numeros(tirer: st.DrawFn, plan: dict[str, tuple[str, ...]]) -> tuple[str, str]:
    """A country code and the nine digits after the 0."""
    indicatif = tirer(st.sampled_from(sorted(plan)))
    debut = tirer(st.sampled_from(plan[indicatif])).replace(" ", "")
    return indicatif, debut + chiffres(tirer, 9 - len(debut))


def chiffres(tirer: st.DrawFn, combien: int) -> str:
    return tirer(st.text("0123456789", min_size=combien, max_size=combien))


@st.composite
def ecritures(tirer: st.DrawFn, indicatif: str, abonne: str) -> str:
    """One of the ways to write a number, with separators anywhere."""
    debut = tirer(
        st.sampled_from(
            ("0", f"+{indicatif}", f"00{indicatif}", f"+{indicatif}(0)", f"00{indicatif} (0)", "+33", "0033")
        )
    )
    morceaux = [tirer(st.sampled_from(SEPARATEURS)) + chiffre for chiffre in abonne]
    entoure = f"({debut})" if tirer(st.booleans()) and "(" not in debut else debut
    return f" {entoure}{''.join(morceaux)} "


@given(st.data())
def test_every_writing_of_a_mobile_is_the_same_number(donnees: st.DataObject) -> None:
    indicatif, abonne = donnees.draw(numeros(MOBILES))
    attendu = f"+{indicatif}{abonne}"
    assert lire_telephone(donnees.draw(ecritures(indicatif, abonne)), mobile=True) == attendu
    assert afficher(attendu) == par_deux(f"0{abonne}")
    assert masquer(attendu) == f"0{abonne[0]}\u00a0••\u00a0••\u00a0••\u00a0{abonne[-2:]}"
    aller_et_retour(attendu, mobile=True)
    assert code_de(f"0{abonne}", mobile=False) == "telephone-plutot-mobile"


@given(st.data())
def test_every_writing_of_a_landline_is_the_same_number(donnees: st.DataObject) -> None:
    indicatif, abonne = donnees.draw(numeros(FIXES))
    if indicatif == "33" and abonne.startswith(("59", "508", "97", "947", "939", "26", "90")):
        return  # those may be overseas
    attendu = f"+{indicatif}{abonne}"
    if indicatif != "33" and abonne.startswith("9") and not valide(attendu):
        return
    assert lire_telephone(donnees.draw(ecritures(indicatif, abonne)), mobile=False) == attendu
    aller_et_retour(attendu, mobile=False)
    assert code_de(f"0{abonne}", mobile=True) == "telephone-plutot-fixe"


@pytest.mark.parametrize("mobile", [True, False])
@given(st.data())
def test_saint_pierre_et_miquelon_has_six_digits_after_its_code(mobile: bool, donnees: st.DataObject) -> None:
    """Its mobiles and its landlines cannot be told apart."""
    six = donnees.draw(st.from_regex(r"[45][0-9]{5}", fullmatch=True))
    for ecrit in (f"0508 {six}", f"+508 {six}", f"00508{six}", f"+508 (0)508 {six}", f"+33 508 {six}"):
        assert lire_telephone(ecrit, mobile=mobile) == f"+508{six}"
    assert afficher(f"+508{six}") == par_deux(f"0508{six}")
    aller_et_retour(f"+508{six}", mobile=mobile)


@pytest.mark.parametrize(
    ("ecrit", "mobile", "lu", "montre", "masque"),
    [
        ("00687 75 12 34", True, "+687751234", "+687 75 12 34", "+687 •• •• 34"),
        ("+687 25 12 34", False, "+687251234", "+687 25 12 34", "+687 •• •• 34"),
        ("+689 87.12.34.56", True, "+68987123456", "+689 87 12 34 56", "+689 •• •• •• 56"),
        ("+689 40 49 12 34", False, "+68940491234", "+689 40 49 12 34", "+689 •• •• •• 34"),
        ("+681 82 12 34", True, "+681821234", "+681 82 12 34", "+681 •• •• 34"),
        ("+681 72 12 34", False, "+681721234", "+681 72 12 34", "+681 •• •• 34"),
        ("+681 72 12 34", True, "+681721234", "+681 72 12 34", "+681 •• •• 34"),
    ],
)
def test_the_pacific_is_read_with_its_country_code(
    ecrit: str, mobile: bool, lu: str, montre: str, masque: str
) -> None:
    assert lire_telephone(ecrit, mobile=mobile) == lu
    assert afficher(lu) == montre.replace(" ", "\u00a0")
    assert masquer(lu) == masque.replace(" ", "\u00a0")
    aller_et_retour(lu, mobile=mobile)


@pytest.mark.parametrize("region", ["FR", "RE", "YT", "GP", "MF", "BL", "MQ", "GF", "PM", "NC", "PF", "WF"])
@pytest.mark.parametrize("mobile", [True, False])
@given(donnees=st.data())
def test_what_the_library_knows_is_read_the_same(region: str, mobile: bool, donnees: st.DataObject) -> None:
    """The library's own list of blocks in service, drawn from: our short plan never contradicts it."""
    metadata = PhoneMetadata.metadata_for_region(region)
    motif = (metadata.mobile if mobile else metadata.fixed_line).national_number_pattern
    national = donnees.draw(st.from_regex(motif.replace(r"\d", "[0-9]"), fullmatch=True))
    numero = phonenumbers.parse(f"+{metadata.country_code}{national}")
    if phonenumbers.number_type(numero) is PhoneNumberType.UNKNOWN or national.startswith("80"):
        return  # the library counts some numbers in 080 as landlines
    if region == "FR" and national.startswith(OUTRE_MER_DANS_FR):
        return  # and takes these for metropolitan, by whole tens of thousands
    e164 = phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164)
    assert lire_telephone(e164, mobile=mobile) == e164
    aller_et_retour(e164, mobile=mobile)


@pytest.mark.parametrize(
    ("texte", "mobile", "code"),
    [
        ("", True, "telephone-vide"),
        (" \u00a0.-()", True, "telephone-vide"),
        ("O6 39 98 10 42", True, "telephone-caracteres"),
        ("06 39 98 10 42 poste 3", True, "telephone-caracteres"),
        ("06+39981042", True, "telephone-caracteres"),
        ("++33639981042", True, "telephone-caracteres"),
        ("+", True, "telephone-caracteres"),
        ("０６３９９８１０４２", True, "telephone-caracteres"),
        ("٠٦٣٩٩٨١٠٤٢", True, "telephone-caracteres"),
        ("06399810\x0042", True, "telephone-caracteres"),
        ("06 39 98 10 4", True, "telephone-longueur"),
        ("06 39 98 10 42 1", True, "telephone-longueur"),
        ("6 39 98 10 42", True, "telephone-longueur"),
        ("33 6 39 98 10 42", True, "telephone-longueur"),
        ("0", True, "telephone-longueur"),
        ("00", True, "telephone-longueur"),
        ("0000000000", True, "telephone-longueur"),
        ("+33", True, "telephone-longueur"),
        ("+33 6 39 98 10 4", True, "telephone-longueur"),
        ("+33 (0)0 39 98 10 42", True, "telephone-longueur"),
        ("+999 12 34 56 78", True, "telephone-longueur"),
        ("+687 75 12", True, "telephone-longueur"),
        ("41 12 34", False, "telephone-longueur"),
        ("+508 41 12", False, "telephone-longueur"),
        ("1" * 200, True, "telephone-longueur"),
        ("+" + "1" * 200, True, "telephone-longueur"),
        ("+32 470 12 34 56", True, "telephone-etranger"),
        ("0032 2 123 45 67", False, "telephone-etranger"),
        ("+41 79 123 45 67", True, "telephone-etranger"),
        ("+1 202 555 0123", True, "telephone-etranger"),
        ("+377 6 12 34 56 78", True, "telephone-etranger"),
        ("08 99 12 34 56", False, "telephone-special"),
        ("+33 800 12 34 56", True, "telephone-special"),
        ("3230", False, "telephone-special"),
        ("15", False, "telephone-special"),
        ("112", False, "telephone-special"),
        ("1014", False, "telephone-special"),
        ("118 218", False, "telephone-special"),
        ("116 117", False, "telephone-special"),
        ("01 99 00 10 17", True, "telephone-plutot-fixe"),
        ("09 70 12 34 56", True, "telephone-plutot-fixe"),
        ("+687 25 12 34", True, "telephone-plutot-fixe"),
        ("06 39 98 10 42", False, "telephone-plutot-mobile"),
        ("+262 692 12 34 56", False, "telephone-plutot-mobile"),
        ("+689 87 12 34 56", False, "telephone-plutot-mobile"),
    ],
)
def test_what_cannot_be_kept_is_refused_for_its_reason(texte: str, mobile: bool, code: str) -> None:
    assert code_de(texte, mobile=mobile) == code


@given(st.text("+0123456789 .-()abcé\u00a0", max_size=24) | st.text(max_size=24), st.booleans())
def test_anything_typed_is_read_or_refused_with_a_known_sentence(texte: str, mobile: bool) -> None:
    try:
        lu = lire_telephone(texte, mobile=mobile)
    except TelephoneRefuse as erreur:
        refus = erreur
    else:
        assert lu[0] == "+"
        assert lu[1:].isdecimal()
        aller_et_retour(lu, mobile=mobile)
        return
    assert refus.message == REFUS[refus.code]


@pytest.mark.parametrize("numero", ["06 39 98 10 42 1", "01 99 00 10 17"])
def test_a_refusal_never_repeats_the_number(numero: str) -> None:
    with pytest.raises(TelephoneRefuse) as refus:
        lire_telephone(numero, mobile=True)
    ecrit = "".join(traceback.format_exception_only(refus.value)) + repr(refus.value)
    assert numero[6:11] not in ecrit


def test_fiction_is_metropolitan_and_its_neighbours_are_in_mayotte() -> None:
    assert lire_telephone("06 39 98 00 00", mobile=True) == "+33639980000"
    assert lire_telephone("06 39 98 99 99", mobile=True) == "+33639989999"
    assert lire_telephone("06 39 97 99 99", mobile=True) == "+262639979999"
    assert lire_telephone("06 39 99 00 00", mobile=True) == "+262639990000"


def aller_et_retour(e164: str, *, mobile: bool) -> None:
    assert lire_telephone(afficher(e164), mobile=mobile) == e164
    assert lire_telephone(e164, mobile=mobile) == e164


def par_deux(national: str) -> str:
    return "\u00a0".join(national[i : i + 2] for i in range(0, 10, 2))


def valide(e164: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(e164))


def code_de(texte: str, *, mobile: bool) -> str:
    with pytest.raises(TelephoneRefuse) as refus:
        lire_telephone(texte, mobile=mobile)
    assert refus.value.message == str(refus.value) == REFUS[refus.value.code]
    return refus.value.code
