"""What the code's page says of a telephone and of a mailbox, and how it shows an address of any length."""

import re
from dataclasses import dataclass
from textwrap import wrap

from kiosk.backend.schemas import EtatEnvoi, VerificationVue
from kiosk.metier.coordonnees import NatureCoordonnee
from ui.components.compte_a_rebours import dans

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


def ou_en_est(vers: str, verification: VerificationVue | None, *, mort: bool, part: bool) -> str:
    """Where the sending stands, « Envoyé par SMS au 06… »; `mort`: the code has no try left, `part`: one is leaving."""
    if mort:
        return f"Un nouveau code peut partir {vers}."
    if verification is None:
        return f"{'Nous l’envoyons' if part else 'À recevoir'} {vers}."
    if verification.envoi is EtatEnvoi.EN_RETARD:
        return f"Il partira {vers} dès que possible."
    minutes = max(1, round(verification.expire_dans_s / 60))
    return f"Envoyé {vers}. Il est valable {minutes}\u00a0minute{'s' if minutes > 1 else ''}."


def au_plus(secondes: int) -> str:
    """A wait in whole minutes, to be heard: it does not change each second."""
    return "moins d’une minute" if secondes <= 60 else dans(60 * -(-secondes // 60))
