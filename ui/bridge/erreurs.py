"""From a backend error to what the visitor reads: the only place where one becomes the other."""

from dataclasses import dataclass
from math import ceil

from kiosk.backend.errors import (
    Attente,
    BackendError,
    BackendInjoignable,
    BackendLent,
    CompteVerrouille,
    IdentifiantsRefuses,
    SessionExpiree,
)

ACCUEIL = "Ou demandez à l’accueil\u00a0: un conseiller peut vous aider."


@dataclass(frozen=True, slots=True)
class Avis:
    """What to show: what happened, then what to do. `garder` is False when the visit must end there.

    `a_corriger` is True when what was typed on this page is the cause.
    """

    titre: str
    texte: str
    conseil: str = ""
    garder: bool = True
    a_corriger: bool = False


def _minutes(secondes: int) -> str:
    minutes = max(1, ceil(secondes / 60))
    return "1\u00a0minute" if minutes == 1 else f"{minutes}\u00a0minutes"


def avis_identification(erreur: BackendError) -> Avis:
    """For « Me connecter ». One sentence for a wrong number and a wrong password (domaine.md, decisions)."""
    match erreur:
        case IdentifiantsRefuses():
            return Avis(
                "Nous n’avons pas pu vous identifier",
                "Le numéro de Sécurité sociale ou le mot de passe est incorrect.",
                "Vérifiez le numéro, puis saisissez à nouveau votre mot de passe\u00a0: nous l’avons effacé.",
                a_corriger=True,
            )
        case Attente():
            return Avis(
                "Trop d’essais à la suite",
                f"Attendez {_minutes(erreur.attente_s)}, puis réessayez.",
                "Vous avez oublié votre mot de passe\u00a0? Un conseiller peut vous aider à l’accueil.",
            )
        case CompteVerrouille():
            return Avis(
                "Votre accès est bloqué",
                "Il y a eu trop d’essais. Nous l’avons bloqué pour vous protéger.",
                "Adressez-vous à l’accueil\u00a0: un conseiller peut le débloquer.",
            )
    return avis_service(erreur, "Vous n’êtes pas connecté. Votre mot de passe a été effacé de l’écran.")


def avis_service(erreur: BackendError, devenir: str) -> Avis:
    """For any other call; `devenir` says what became of what the person did."""
    match erreur:
        case SessionExpiree():
            return Avis(
                "Votre session est terminée",
                "Elle a été fermée pour vous protéger. Identifiez-vous à nouveau pour continuer.",
                devenir,
                garder=False,
            )
        case BackendLent():
            return Avis(
                "La Caf met trop de temps à répondre", devenir, f"Réessayez dans un instant. {ACCUEIL}"
            )
        case BackendInjoignable():
            return Avis("La liaison avec la Caf est coupée", devenir, f"Réessayez dans un instant. {ACCUEIL}")
    return Avis("Le service ne répond pas comme prévu", devenir, f"Réessayez dans un instant. {ACCUEIL}")
