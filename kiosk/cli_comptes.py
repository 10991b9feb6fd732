"""What an agent does to one person's account from the command line."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.server.reglages import ReglagesServeur

FAIT, IMPOSSIBLE, REFUSE = 0, 1, 2


def mot_de_passe_temporaire(reglages: "ReglagesServeur", nir: str) -> int:
    """Print a temporary password, once; it is nowhere else in clear. Returns the exit code."""
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.metier.nir import NirRefuse
    from kiosk.metier.periode import en_lettres
    from kiosk.server import administration
    from kiosk.server.cles import SecretsInutilisables
    from kiosk.server.horloge import PARIS
    from kiosk.server.identity.temporaire import CompteInconnu

    try:
        donne = administration.mot_de_passe_temporaire(reglages, nir)
    except NirRefuse as refus:
        return _dire(refus.message, REFUSE)
    except CompteInconnu:
        return _dire("Aucun compte n’a ce numéro. Vérifiez-le sur la carte Vitale.", REFUSE)
    except SecretsInutilisables as erreur:
        return _dire(f"Les clés de ce backend ne se lisent pas\u00a0: {erreur}", IMPOSSIBLE)
    except SQLAlchemyError:
        # The error quotes the statement and its values.
        return _dire("La base ne répond pas, ou n’est pas à jour. Démarrez d’abord le backend.", IMPOSSIBLE)
    limite = donne.jusqu_a.astimezone(PARIS)
    sys.stdout.write(
        f"Mot de passe temporaire\u00a0: {donne.mot_de_passe}\n"
        "Notez-le maintenant\u00a0: il ne sera plus affiché.\n"
        f"Valable jusqu’au {en_lettres(limite.date())} à {limite:%H\u00a0h\u00a0%M}.\n"
        "À la prochaine connexion, la personne en choisit un autre.\n"
        "Ses sessions sont fermées, son compte est déverrouillé.\n"
    )
    return FAIT


def _dire(message: str, code: int) -> int:
    sys.stderr.write(f"{message}\n")
    return code
