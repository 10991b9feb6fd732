"""What the code's page says of a telephone and of a mailbox, and how it shows an address of any length."""

import re
from dataclasses import dataclass
from textwrap import wrap

from kiosk.metier.coordonnees import NatureCoordonnee

_SANS_COUPER = 30
_SIGNES = re.compile(r"(?<=[@._+-])")


@dataclass(frozen=True, slots=True)
class Mots:
    """What is said differently of a telephone and of a mailbox."""

    titre: str
    par: str
    """How it is sent, « par SMS au »; the value follows."""
    sans: str
    """What is asked to whoever received nothing."""
    retard: str
    modifier: str
    absent: str


MOTS = {
    NatureCoordonnee.MOBILE: Mots(
        "Vérifions votre numéro de mobile",
        "par SMS au",
        "Pas de SMS\u00a0?",
        "Le SMS a du retard",
        "Modifier le numéro",
        "Je n’ai pas ce téléphone avec\u00a0moi",
    ),
    NatureCoordonnee.MAIL: Mots(
        "Vérifions votre adresse mail",
        "par mail à",
        "Pas de mail\u00a0? Regardez aussi dans les indésirables.",
        "Le mail a du retard",
        "Modifier l’adresse",
        "Je ne peux pas lire mes mails\u00a0ici",
    ),
}


def coupable(valeur: str) -> str:
    """A long mail address that may be cut after its signs, or anywhere if it must; a telephone as it is."""
    if len(valeur) <= _SANS_COUPER:
        return valeur
    morceaux = [x for bout in _SIGNES.split(valeur) for x in wrap(bout, _SANS_COUPER)]
    return "\u200b".join(morceaux)
