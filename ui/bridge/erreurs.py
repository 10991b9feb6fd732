"""From a backend error to what the visitor reads: the only place where one becomes the other."""

from dataclasses import dataclass
from math import ceil

from kiosk.backend.errors import (
    Attente,
    BackendError,
    BackendInjoignable,
    BackendLent,
    CompteVerrouille,
    CoordonneesChangees,
    IdentifiantsRefuses,
    MotDePasseAChanger,
    Refus,
    ReponsesRefusees,
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


EN_VIGUEUR = "Vos coordonnées actuelles restent en vigueur."
_DEUX_CHOIX = "Réessayez dans un instant, ou continuez plus tard."
_NOUVEAU_CODE = f"Demandez un nouveau code. {EN_VIGUEUR}"

_REMPLACE = Avis(
    "Ce changement n’attend plus de code",
    "Vos coordonnées ont été vérifiées ou modifiées entre-temps.",
    "Continuez plus tard\u00a0: vous verrez vos coordonnées à jour.",
)


def _nombre(combien: int, nom: str) -> str:
    return f"{combien}\u00a0{nom}" if combien == 1 else f"{combien}\u00a0{nom}s"


def _minutes(secondes: int) -> str:
    return _nombre(max(1, ceil(secondes / 60)), "minute")


def _plus_tard(secondes: int | None) -> str:
    if secondes is None:
        return "demain"
    return f"dans {_minutes(secondes) if secondes <= 3600 else _nombre(ceil(secondes / 3600), 'heure')}"


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
        case Attente() | CompteVerrouille():
            return _trop_d_essais(erreur)
    return avis_service(erreur, "Vous n’êtes pas connecté. Votre mot de passe a été effacé de l’écran.")


def avis_mot_de_passe(erreur: BackendError) -> Avis:
    """For « Enregistrer » a new password."""
    match erreur:
        case Refus(code="mot_de_passe_refuse"):
            return Avis(
                "Votre mot de passe actuel n’est pas le bon",
                "Votre mot de passe n’a pas changé.",
                "Saisissez à nouveau votre mot de passe actuel. "
                "Vous l’avez oublié\u00a0? Un conseiller peut vous aider à l’accueil.",
                a_corriger=True,
            )
        case ReponsesRefusees() | Refus(code="requete_invalide"):
            return Avis(
                "Ce nouveau mot de passe ne convient pas",
                _messages(erreur) or "Choisissez-en un autre, fait de plusieurs mots.",
                "Votre mot de passe n’a pas changé.",
                a_corriger=True,
            )
        case Attente() | CompteVerrouille():
            return _trop_d_essais(erreur)
        case SessionExpiree():
            return avis_service(erreur, "Votre mot de passe n’a pas changé.")
    return _service(
        erreur,
        "Nous ne savons pas si votre mot de passe a changé.",
        "Réessayez avec le même nouveau mot de passe. "
        "Si l’actuel est refusé, c’est que le nouveau est déjà en place.",
    )


def avis_coordonnees(erreur: BackendError) -> Avis:
    """For what is asked about the contact details: to read them in full, to change them."""
    match erreur:
        case CoordonneesChangees():
            return Avis(
                "Vos coordonnées ont changé entre-temps",
                "Elles ne sont plus celles que vous avez vues. Cette demande n’a rien changé.",
                "Réessayez\u00a0: vous verrez vos coordonnées à jour.",
            )
        case ReponsesRefusees():
            return Avis(
                "Une coordonnée est à corriger",
                _messages(erreur) or "Vérifiez ce que vous avez saisi.",
                f"Rien n’est enregistré. {EN_VIGUEUR}",
                a_corriger=True,
            )
        case SessionExpiree():
            return avis_service(erreur, "Cette demande n’est pas enregistrée.")
    return _service(
        erreur,
        "Votre demande n’est pas confirmée.",
        f"Réessayez\u00a0: vous verrez vos coordonnées telles que la Caf les connaît. {ACCUEIL}",
    )


def avis_envoi_code(erreur: BackendError, *, saisissable: bool = True) -> Avis:
    """For a code that was asked for; `saisissable`: one that was sent before can still be typed on this page."""
    match erreur:
        case Refus(code="code_trop_tot"):
            secondes = erreur.probleme.attente_s or 60
            return Avis(
                "Un code vient d’être demandé",
                f"Vous pourrez en demander un autre dans {_nombre(secondes, 'seconde')}.",
                "Le premier peut encore arriver. Sinon, continuez plus tard."
                if saisissable
                else "Attendez ici, ou continuez plus tard.",
            )
        case Refus(code="codes_du_jour"):
            return Avis(
                "Vous ne pouvez plus demander de code pour l’instant",
                f"Vous en avez déjà demandé plusieurs. {EN_VIGUEUR}",
                f"Un autre sera possible {_plus_tard(erreur.probleme.attente_s)}."
                + (" Vous pouvez encore saisir un code déjà reçu." if saisissable else ""),
            )
        case Refus(code="rien_a_verifier" | "code_remplace"):
            return _REMPLACE
        case SessionExpiree():
            return avis_service(erreur, EN_VIGUEUR)
    return _service(erreur, f"Nous ne savons pas si le code est parti. {EN_VIGUEUR}", _DEUX_CHOIX)


def avis_code(erreur: BackendError) -> Avis:
    """For a code that was typed."""
    match erreur:
        case Refus(code="code_incorrect", probleme=probleme) if probleme.essais_restants != 0:
            essais = probleme.essais_restants
            return Avis(
                "Ce code n’est pas le bon",
                f"Il vous reste {_nombre(essais, 'essai')}." if essais else "Vérifiez ses 6\u00a0chiffres.",
                f"Saisissez le dernier code reçu. {EN_VIGUEUR}",
                a_corriger=True,
            )
        case Refus(code="code_incorrect" | "code_epuise"):
            return Avis("Ce code ne fonctionne plus", "Il y a eu trop d’essais.", _NOUVEAU_CODE)
        case Refus(code="code_expire" | "introuvable"):
            return Avis(
                "Ce code n’est plus valable", "Un code fonctionne pendant 15\u00a0minutes.", _NOUVEAU_CODE
            )
        case Refus(code="code_utilise"):
            return Avis(
                "Ce code a déjà servi",
                "Un code ne fonctionne qu’une fois.",
                "Si votre coordonnée n’est pas encore vérifiée, demandez un nouveau code.",
            )
        case Refus(code="code_remplace" | "rien_a_verifier"):
            return _REMPLACE
        case SessionExpiree():
            return avis_service(erreur, "Vous pourrez demander un code à votre prochaine connexion.")
    return _service(
        erreur,
        "Nous ne savons pas si votre code est accepté.",
        "Saisissez à nouveau le même code dans un instant, ou continuez plus tard.",
    )


def avis_envoi_mail(erreur: BackendError) -> Avis:
    """For « Recevoir par mail » the receipt of a deposit."""
    match erreur:
        case Refus(code="sans_mail_securise"):
            return Avis(
                "Vous n’avez pas d’adresse mail vérifiée",
                "Le mail n’est pas parti. Votre demande, elle, reste enregistrée.",
                "Faites vérifier votre adresse mail depuis votre compte.",
            )
        case Refus(code="envois_du_jour"):
            return Avis(
                "Vous avez déjà demandé ce mail plusieurs fois",
                "Rien de plus n’est parti. Votre demande reste enregistrée.",
                "Regardez dans vos courriers indésirables. "
                f"Un autre envoi sera possible {_plus_tard(erreur.probleme.attente_s)}.",
            )
        case Refus(code="introuvable"):
            return Avis(
                "La Caf n’a pas encore confirmé votre demande",
                "Le mail n’est pas parti. Votre demande reste enregistrée.",
                "Gardez le numéro affiché sur cette page\u00a0: c’est votre preuve.",
            )
        case SessionExpiree():
            return avis_service(erreur, "Le mail n’est pas parti. Votre demande reste enregistrée.")
    return _service(
        erreur,
        "Nous ne savons pas si le mail est parti. Votre demande reste enregistrée.",
        "Réessayez dans un instant\u00a0: il ne partira pas deux fois.",
    )


def _trop_d_essais(erreur: Attente | CompteVerrouille) -> Avis:
    if isinstance(erreur, Attente):
        return Avis(
            "Trop d’essais à la suite",
            f"Attendez {_minutes(erreur.attente_s)}, puis réessayez.",
            "Vous avez oublié votre mot de passe\u00a0? Un conseiller peut vous aider à l’accueil.",
        )
    return Avis(
        "Votre accès est bloqué",
        "Il y a eu trop d’essais. Nous l’avons bloqué pour vous protéger.",
        "Adressez-vous à l’accueil\u00a0: un conseiller peut le débloquer.",
    )


def _messages(erreur: Refus) -> str:
    """What the rules that were broken say, in their own words."""
    return " ".join(dict.fromkeys(anomalie.message for anomalie in erreur.probleme.anomalies))


def avis_service(erreur: BackendError, devenir: str) -> Avis:
    """For any other call; `devenir` says what became of what the person did."""
    return _service(erreur, devenir, f"Réessayez dans un instant. {ACCUEIL}")


def _service(erreur: BackendError, devenir: str, conseil: str) -> Avis:
    match erreur:
        case SessionExpiree():
            return Avis(
                "Votre session est terminée",
                "Elle a été fermée pour vous protéger. Identifiez-vous à nouveau pour continuer.",
                devenir,
                garder=False,
            )
        case MotDePasseAChanger():
            return Avis(
                "Votre mot de passe est à changer",
                devenir,
                "Terminez votre session, puis identifiez-vous à nouveau pour choisir le vôtre.",
            )
        case BackendLent():
            return Avis("La Caf met trop de temps à répondre", devenir, conseil)
        case BackendInjoignable():
            return Avis("La liaison avec la Caf est coupée", devenir, conseil)
    return Avis("Le service ne répond pas comme prévu", devenir, conseil)
