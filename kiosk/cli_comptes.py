"""What an agent does to one person's account from the command line."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli_base import FAIT, REFUSE, agir, demander_numero, dire

if TYPE_CHECKING:
    from kiosk.server.reglages import ReglagesServeur


def deverrouiller(etat: Path, base: str) -> int:
    """Give access back to a locked identifier. Returns the exit code."""
    return agir(etat, base, _deverrouiller)


def mot_de_passe_temporaire(etat: Path, base: str) -> int:
    """Print a temporary password, once; it is nowhere else in clear. Returns the exit code."""
    return agir(etat, base, _mot_de_passe_temporaire)


def _deverrouiller(reglages: "ReglagesServeur") -> int:
    from kiosk.metier.nir import NirRefuse
    from kiosk.server import administration

    try:
        administration.deverrouiller(reglages, demander_numero())
    except NirRefuse as refus:
        return dire(refus.message, REFUSE)
    sys.stdout.write("Accès rendu.\n")
    return FAIT


def _mot_de_passe_temporaire(reglages: "ReglagesServeur") -> int:
    from kiosk.metier.nir import NirRefuse
    from kiosk.metier.periode import en_lettres
    from kiosk.server import administration
    from kiosk.server.horloge import PARIS
    from kiosk.server.identity.temporaire import CompteInconnu

    try:
        donne = administration.mot_de_passe_temporaire(reglages, demander_numero())
    except NirRefuse as refus:
        return dire(refus.message, REFUSE)
    except CompteInconnu:
        return dire("Aucun compte n’a ce numéro. Vérifiez-le sur la carte Vitale.", REFUSE)
    limite = donne.jusqu_a.astimezone(PARIS)
    sys.stdout.write(
        f"Mot de passe temporaire\u00a0: {donne.mot_de_passe}\n"
        "Notez-le maintenant\u00a0: il ne sera plus affiché.\n"
        f"Valable jusqu’au {en_lettres(limite.date())} à {limite:%H\u00a0h\u00a0%M}.\n"
        "À la prochaine connexion, la personne en choisit un autre.\n"
        "Ses sessions sont fermées, son compte est déverrouillé.\n"
    )
    return FAIT
