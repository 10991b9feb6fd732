"""What a new password must be (domaine.md, decisions): said rule by rule, while it is typed."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.metier import mots_courants
from kiosk.metier.mots_courants import sans_accents
from kiosk.metier.nir import LONGUEUR as LONGUEUR_NIR
from kiosk.metier.nir import NirRefuse, lire_nir

LONGUEUR_MIN = 12
LONGUEUR_MAX = 128
_NOM_COURT = 3
"""From this many letters a name is looked for inside words too: « Li » must not forbid « lilas »."""


@dataclass(frozen=True, slots=True)
class Exigence:
    """One rule: stable `code`, the sentence that says it, how to correct, and whether it holds."""

    code: str
    libelle: str
    correction: str
    tenue: bool


def exigences(nouveau: str, *, noms: Iterable[str] = ()) -> tuple[Exigence, ...]:
    """Every rule for `nouveau`, in the order they are shown. `noms`: the person's first and last names.

    Lengths are counted once normalised (NFKC), in characters. Under 5 ms once `prechauffer` was called. An empty
    password breaks the first rule only.
    """
    texte = unicodedata.normalize("NFKC", nouveau)
    # What is beyond breaks the first rule already, and may be very long: one character can stand for eighteen.
    debut = texte[:LONGUEUR_MAX]
    return (
        _longueur(len(texte)),
        Exigence(
            "mot-de-passe-courant",
            "Difficile à deviner",
            "Choisissez plusieurs mots sans rapport entre eux.",
            not mots_courants.est_courant(debut, LONGUEUR_MIN),
        ),
        Exigence(
            "mot-de-passe-nir",
            "Sans numéro de Sécurité sociale",
            "Retirez le numéro de Sécurité sociale.",
            not _contient_nir(debut),
        ),
        Exigence(
            "mot-de-passe-nom",
            "Sans votre nom ni votre prénom",
            "Retirez votre nom ou votre prénom.",
            not _contient_nom(debut, noms),
        ),
    )


def prechauffer() -> None:
    """Load the list of common passwords: some 60 ms, for a thread that draws nothing."""
    mots_courants.charger()


def _longueur(longueur: int) -> Exigence:
    if longueur > LONGUEUR_MAX:
        return Exigence(
            "mot-de-passe-longueur",
            f"{LONGUEUR_MAX} caractères au plus",
            "Raccourcissez votre mot de passe.",
            tenue=False,
        )
    return Exigence(
        "mot-de-passe-longueur",
        f"{LONGUEUR_MIN} caractères ou plus",
        "Allongez votre mot de passe, par exemple avec un mot de plus.",
        tenue=longueur >= LONGUEUR_MIN,
    )


def _contient_nir(texte: str) -> bool:
    """Whether thirteen characters in a row read as a NIR, whatever separates them; its key, if any, follows them."""
    compact = "".join(c for c in texte if c.isalnum())
    return any(
        compact[debut] in "12" and _est_nir(compact[debut : debut + LONGUEUR_NIR])
        for debut in range(len(compact) - LONGUEUR_NIR + 1)
    )


def _est_nir(texte: str) -> bool:
    try:
        lire_nir(texte)
    except NirRefuse:
        return False
    return True


def _contient_nom(texte: str, noms: Iterable[str]) -> bool:
    plie = sans_accents(texte)
    mots = set(_mots(plie))
    for nom in noms:
        parties = _mots(sans_accents(nom))
        longues = [partie for partie in parties if len(partie) >= _NOM_COURT]
        if any(partie in plie for partie in longues) or (not longues and mots.intersection(parties)):
            return True
    return False


def _mots(plie: str) -> list[str]:
    return "".join(c if c.isalpha() else " " for c in plie).split()
