"""The NIR that identifies an allocataire: thirteen characters, as typed, as checked, as shown (domaine.md §1.5)."""

import re
from dataclasses import dataclass, field

from stdnum.fr.nir import calc_check_digits

LONGUEUR = 13
_AVEC_CLE = 15

_ESPACES = re.compile(r"\s+")
_CARACTERES = re.compile(r"[0-9]+([AB][0-9]*)?")
# 20 and 30–42, 50–99: birth records without a month, or written later.
_MOIS = re.compile(r"0[1-9]|1[0-2]|2[0-9]|3[0-9]|4[0-2]|[5-9][0-9]")
# Two characters, three overseas. 20: Corsica before 1976; 91–96: also North Africa before independence.
_DEPARTEMENT = re.compile(r"2[AB][0-9]|97[1-8]|98[4-9]|99[0-9]|(?!00|97|98|99)[0-9]{3}")


class NirRefuse(ValueError):
    """What was typed cannot be a NIR. `code` is stable, `message` says what to do and never repeats the number."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Nir:
    """Thirteen checked characters. Neither `repr` nor `str` shows them; `valeur` does."""

    valeur: str = field(repr=False)


REFUS = {
    "nir-vide": "Écrivez votre numéro de Sécurité sociale\u00a0: 13 chiffres.",
    "nir-caracteres": "Écrivez seulement des chiffres. Né en Corse, vous pouvez avoir 2A ou 2B au milieu.",
    "nir-longueur": "Écrivez les 13 premiers chiffres de votre numéro. Ils sont sur votre carte Vitale.",
    "nir-provisoire": "Les numéros provisoires, qui commencent par 7 ou 8, ne sont pas acceptés ici. "
    "Demandez à l’accueil.",
    "nir-sexe": "Votre numéro commence par 1 ou par 2. Vérifiez le premier chiffre.",
    "nir-mois": "Vérifiez le mois de naissance\u00a0: ce sont les 4e et 5e chiffres.",
    "nir-departement": "Vérifiez le département de naissance\u00a0: ce sont les 6e et 7e chiffres.",
    "nir-cle": "Le numéro et sa clé, les deux derniers chiffres, ne vont pas ensemble. "
    "Vérifiez chaque chiffre.",
}
"""Every code and its sentence."""


def lire_nir(texte: str) -> Nir:
    """Read 13 characters, or 15 with a right key, which is cut; spaces are ignored. Raises `NirRefuse`.

    The shape alone is checked: whether the number exists is never told here. A 13-character number has no key, and
    a right key proves little (that of thirteen zeros is 97): sex, month and department are checked first.
    """
    compact = _ESPACES.sub("", texte).upper()
    if not compact:
        raise _refus("nir-vide")
    if not _CARACTERES.fullmatch(compact):
        raise _refus("nir-caracteres")
    if compact[0] in "78":
        raise _refus("nir-provisoire")
    if len(compact) not in (LONGUEUR, _AVEC_CLE):
        raise _refus("nir-longueur")
    corps, cle_donnee = compact[:LONGUEUR], compact[LONGUEUR:]
    if corps[0] not in "12":
        raise _refus("nir-sexe")
    if not corps[:5].isdecimal() or not _MOIS.fullmatch(corps[3:5]):
        raise _refus("nir-mois")
    if not corps[7:].isdecimal() or not _DEPARTEMENT.fullmatch(corps[5:8]):
        raise _refus("nir-departement")
    if cle_donnee and cle_donnee != cle(corps):
        raise _refus("nir-cle")
    return Nir(corps)


def cle(nir13: str) -> str:
    """The two digits that complete thirteen characters: 97 − (n mod 97), Corsica read as 19 and 18."""
    return calc_check_digits(nir13)


def afficher(nir13: str) -> str:
    """`2900669123045` → `2 90 06 69 123 045`, with no-break spaces."""
    return "\u00a0".join((nir13[0], nir13[1:3], nir13[3:5], nir13[5:7], nir13[7:10], nir13[10:13]))


def _refus(code: str) -> NirRefuse:
    return NirRefuse(code, REFUS[code])
