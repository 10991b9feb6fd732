"""Telephone numbers of France and of the overseas regions: as typed, as stored (E.164), as shown.

Metropolitan France, Guadeloupe, Saint-Martin, Saint-Barthélemy, Martinique, Guyane, La Réunion, Mayotte and
Saint-Pierre-et-Miquelon share one plan of ten digits (Arcep, décision 2018-0881): the ten digits alone tell the
country code, whichever one was typed before them. Nouvelle-Calédonie, Polynésie française and Wallis-et-Futuna have
plans of their own and are read with their country code only.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

INSECABLE = "\u00a0"

REFUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "telephone-vide": "Écrivez votre numéro de téléphone\u00a0: 10 chiffres.",
        "telephone-caracteres": "Écrivez seulement des chiffres. Vous pouvez mettre des espaces entre eux.",
        "telephone-longueur": "Écrivez les 10 chiffres de votre numéro. Le premier est un 0.",
        "telephone-etranger": "Les numéros étrangers s’enregistrent à l’accueil. Ici, écrivez un numéro français.",
        "telephone-special": "Les numéros courts et ceux en 08 ne peuvent pas être enregistrés. "
        "Écrivez votre numéro personnel.",
        "telephone-plutot-fixe": "C’est un numéro de téléphone fixe. Écrivez-le dans «\u00a0Téléphone fixe\u00a0».",
        "telephone-plutot-mobile": "C’est un numéro de mobile. Écrivez-le dans «\u00a0Téléphone mobile\u00a0».",
    }
)
"""Every code and its sentence."""

_SEPARATEURS = re.compile(
    r"[\s.()/_\-\u2010-\u2015\u2212\u00b7\u2022\u200b\u200e\u200f\u2060\u202a-\u202e\ufeff]+"
)
_CARACTERES = re.compile(r"\+?[0-9]+")
_COURTS = re.compile(r"1[0-9]|1[0-9]{2}|10[0-9]{2}|3[0-9]{3}|11[68][0-9]{3}")

_PLAN_COMMUN = ("33", "262", "508", "590", "594", "596")
_PLANS_A_PART = ("681", "687", "689")
# What the nine digits after the 0 begin with, by country code; the rest is metropolitan, or is asked of the library
# (09). The library's own list of blocks in service is not used for these: it is always some months behind.
_FICTION = "63998"  # kept by Arcep for films and demonstrations; the rest of 0639 is Mayotte's
_OUTRE_MER: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "262": re.compile(r"26(2|3|8[89]|9)|639|69[23]|709(2|3[5-7])"),
        "590": re.compile(r"590|5987|69[01]|7090"),
        "594": re.compile(r"594|5988|694|7093[0-3]"),
        "596": re.compile(r"596|5989|69[67]|7091"),
        "508": re.compile(r"508|708"),
    }
)
_REGIONS_DU_09 = ("RE", "YT", "GP", "MQ", "GF")
_PREFIXE_COURT = "508"  # Saint-Pierre-et-Miquelon: 05 08 41 12 34 is +508 41 12 34
_LONGUEUR = 9


class TelephoneRefuse(ValueError):
    """What was typed cannot be kept. `code` is stable, `message` says what to do and never repeats the number."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def lire_telephone(texte: str, *, mobile: bool) -> str:
    """E.164 form of a French or overseas number, `+33639981042`. Raises `TelephoneRefuse`.

    The shape alone is checked, never whether the number is in service: a code sent to it tells better.
    """
    compact = _SEPARATEURS.sub("", texte)
    if not compact:
        raise _refus("telephone-vide")
    if not _CARACTERES.fullmatch(compact):
        raise _refus("telephone-caracteres")
    if compact.startswith("00"):
        compact = f"+{compact[2:]}"
    if compact.startswith("+"):
        return _international(compact, mobile)
    if _COURTS.fullmatch(compact):
        raise _refus("telephone-special")
    if not compact.startswith("0"):
        raise _refus("telephone-longueur")
    return _national(compact[1:], mobile)


def afficher(e164: str) -> str:
    """`+33639981042` → `06 39 98 10 42`, `+687751234` → `+687 75 12 34`, with no-break spaces."""
    return INSECABLE.join(_groupes(e164))


def masquer(e164: str) -> str:
    """`+33639981042` → `06 •• •• •• 42`, with no-break spaces."""
    premier, *caches, dernier = _groupes(e164)
    return INSECABLE.join((premier, *("••" for _ in caches), dernier))


def _international(compact: str, mobile: bool) -> str:
    chiffres = compact[1:]
    for indicatif in _PLAN_COMMUN:
        if chiffres.startswith(indicatif):
            abonne = chiffres.removeprefix(indicatif).removeprefix("0")
            court = indicatif == _PREFIXE_COURT and len(abonne) == _LONGUEUR - len(_PREFIXE_COURT)
            return _national(_PREFIXE_COURT + abonne if court else abonne, mobile)
    return _plan_a_part(compact, mobile)


def _national(abonne: str, mobile: bool) -> str:
    """E.164 form of the nine digits after the 0."""
    if len(abonne) != _LONGUEUR or abonne.startswith("0"):
        raise _refus("telephone-longueur")
    if abonne.startswith("8"):
        raise _refus("telephone-special")
    # Saint-Pierre-et-Miquelon never set its mobiles apart from its landlines.
    if not abonne.startswith(_PREFIXE_COURT):
        _verifier_nature(abonne[0] in "67", mobile)
    indicatif = _indicatif(abonne)
    return f"+{indicatif}{abonne.removeprefix(_PREFIXE_COURT) if indicatif == _PREFIXE_COURT else abonne}"


def _indicatif(abonne: str) -> str:
    if abonne.startswith(_FICTION):
        return "33"
    for indicatif, debut in _OUTRE_MER.items():
        if debut.match(abonne):
            return indicatif
    if abonne.startswith("9"):
        import phonenumbers

        for region in _REGIONS_DU_09:
            if phonenumbers.is_valid_number_for_region(phonenumbers.parse(f"0{abonne}", region), region):
                return str(phonenumbers.country_code_for_region(region))
    return "33"


def _plan_a_part(compact: str, mobile: bool) -> str:
    import phonenumbers

    try:
        numero = phonenumbers.parse(compact)
    except phonenumbers.NumberParseException:
        raise _refus("telephone-longueur") from None
    if str(numero.country_code) not in _PLANS_A_PART:
        raise _refus("telephone-etranger")
    nature = phonenumbers.number_type(numero)
    if nature is phonenumbers.PhoneNumberType.UNKNOWN:
        raise _refus("telephone-longueur")
    if nature is not phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE:
        _verifier_nature(nature is phonenumbers.PhoneNumberType.MOBILE, mobile)
    return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164)


def _verifier_nature(est_mobile: bool, mobile: bool) -> None:
    if est_mobile is not mobile:
        raise _refus("telephone-plutot-mobile" if est_mobile else "telephone-plutot-fixe")


def _groupes(e164: str) -> list[str]:
    for indicatif in _PLANS_A_PART:
        if e164.startswith(f"+{indicatif}"):
            return [f"+{indicatif}", *_par_deux(e164.removeprefix(f"+{indicatif}"))]
    abonne = e164[-_LONGUEUR:] if len(e164) > _LONGUEUR + 1 else _PREFIXE_COURT + e164.removeprefix("+508")
    return _par_deux(f"0{abonne}")


def _par_deux(chiffres: str) -> list[str]:
    return [chiffres[i : i + 2] for i in range(0, len(chiffres), 2)]


def _refus(code: str) -> TelephoneRefuse:
    return TelephoneRefuse(code, REFUS[code])
