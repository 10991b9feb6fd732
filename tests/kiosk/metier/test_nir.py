"""The NIR: every vector of the sources, what is refused and what is said then."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.nir import REFUS, Nir, NirRefuse, afficher, cle, lire_nir

VECTEURS = {
    "2550814168025": "38",
    "255082A168025": "97",
    "253072B073004": "70",
    "253072A073004": "43",
    "2951099126111": "93",
    "186022A215325": "23",
    "1850575056123": "88",
}

MOIS = st.one_of(st.integers(1, 12), st.integers(20, 42), st.integers(50, 99))
DEPARTEMENTS = st.one_of(
    st.integers(1, 96).map(lambda n: f"{n:02d}"), st.sampled_from(["2A", "2B", "97", "98", "99"])
)


@st.composite
def corps(tirer: st.DrawFn) -> str:
    """Thirteen right characters."""
    departement = tirer(DEPARTEMENTS)
    suite = {"97": st.sampled_from("12345678"), "98": st.sampled_from("46789")}.get(
        departement, st.sampled_from("0123456789")
    )
    return "".join(
        (
            tirer(st.sampled_from("12")),
            f"{tirer(st.integers(0, 99)):02d}",
            f"{tirer(MOIS):02d}",
            departement,
            tirer(suite),
            f"{tirer(st.integers(0, 99_999)):05d}",
        )
    )


@pytest.mark.parametrize(("corps", "attendue"), VECTEURS.items())
def test_the_published_vectors_are_read_with_and_without_their_key(corps: str, attendue: str) -> None:
    assert cle(corps) == attendue
    assert lire_nir(corps).valeur == corps
    assert lire_nir(corps + attendue).valeur == corps
    assert lire_nir(corps.lower() + attendue).valeur == corps


@given(corps(), st.data())
def test_a_right_number_is_read_however_it_is_spaced(corps: str, donnees: st.DataObject) -> None:
    complet = corps + donnees.draw(st.sampled_from(["", cle(corps)]))
    espaces = donnees.draw(
        st.lists(st.sampled_from(["", " ", "\u00a0", "\u202f", "\t"]), min_size=16, max_size=16)
    )
    ecrit = "".join(c for paire in zip(espaces, complet, strict=False) for c in paire)
    assert lire_nir(ecrit.lower()).valeur == corps
    assert lire_nir(afficher(corps)).valeur == corps


@given(corps(), st.integers(1, 97))
def test_any_other_key_is_refused(corps: str, autre: int) -> None:
    donnee = f"{autre:02d}"
    if donnee != cle(corps):
        assert code_de(corps + donnee) == "nir-cle"


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("", "nir-vide"),
        (" \u00a0", "nir-vide"),
        ("255081416802539", "nir-cle"),
        ("000000000000097", "nir-sexe"),
        ("253072C07300443", "nir-caracteres"),
        ("12345678", "nir-longueur"),
        ("2550814168025380", "nir-longueur"),
        ("25508141680253", "nir-longueur"),
        ("7550814168025", "nir-provisoire"),
        ("8550814168025", "nir-provisoire"),
        ("85508", "nir-provisoire"),
        ("3550814168025", "nir-sexe"),
        ("2550014168025", "nir-mois"),
        ("2551314168025", "nir-mois"),
        ("2551914168025", "nir-mois"),
        ("2554314168025", "nir-mois"),
        ("2554914168025", "nir-mois"),
        ("255A814168025", "nir-mois"),
        ("2550800168025", "nir-departement"),
        ("2550897068025", "nir-departement"),
        ("2550897968025", "nir-departement"),
        ("2550898068025", "nir-departement"),
        ("25508141A8025", "nir-departement"),
        ("２５５０８１４１６８０２５", "nir-caracteres"),
        ("٢٥٥٠٨١٤١٦٨٠٢٥", "nir-caracteres"),
        ("255081416802\x00", "nir-caracteres"),
    ],
)
def test_what_cannot_be_a_nir_is_refused_for_its_reason(texte: str, code: str) -> None:
    assert code_de(texte) == code


@pytest.mark.parametrize("mois", ["01", "12", "20", "21", "30", "42", "50", "99"])
def test_incomplete_birth_records_are_accepted(mois: str) -> None:
    assert lire_nir(f"255{mois}14168025").valeur


@pytest.mark.parametrize("departement", ["971", "978", "984", "988", "991", "20A", "2A0", "2B9", "961"])
def test_every_part_of_the_world_is_accepted(departement: str) -> None:
    ecrit = f"25508{departement}68025"
    if departement == "20A":
        assert code_de(ecrit) == "nir-departement"
    else:
        assert lire_nir(ecrit).valeur == ecrit


@given(st.text(max_size=20))
def test_anything_typed_is_read_or_refused_with_a_known_sentence(texte: str) -> None:
    try:
        nir = lire_nir(texte)
    except NirRefuse as erreur:
        refus = erreur
    else:
        assert len(nir.valeur) == 13
        return
    assert refus.message == REFUS[refus.code]


def test_a_provisional_number_sends_to_the_reception_desk() -> None:
    assert "accueil" in REFUS["nir-provisoire"]


def test_nothing_that_is_logged_shows_the_number() -> None:
    nir = lire_nir("2900669123045")
    assert "2900669" not in f"{nir} {nir!r} {[nir]}"
    with pytest.raises(NirRefuse) as refus:
        lire_nir("2900669123045" + "00")
    assert "2900669" not in "".join(traceback.format_exception_only(refus.value))
    assert "2900669" not in repr(refus.value)


def test_it_is_shown_in_groups() -> None:
    assert afficher("2900669123045") == "2 90 06 69 123 045".replace(" ", "\u00a0")
    assert Nir("2900669123045") == lire_nir("2 90 06 69 123 045 " + cle("2900669123045"))


def code_de(texte: str) -> str:
    with pytest.raises(NirRefuse) as refus:
        lire_nir(texte)
    assert refus.value.message == str(refus.value)
    return refus.value.code
