"""The complete profile, and what the account and the end page gained."""

from collections.abc import Callable

from exemples import COMPTE, LONGUE, OFFRE, PLEIN, VIDE, bilan, rien

from kiosk.backend.errors import BackendInjoignable
from kiosk.backend.schemas import Compte, EnvoiVue, EtatEnvoi
from ui.bridge.erreurs import avis_envoi_mail
from ui.screens.compte import EcranCompte, Offre
from ui.screens.fin import EcranFin
from ui.screens.profil import EcranProfil
from ui.shell.fenetre import Fenetre

AUTRES_OFFRES = (
    Offre("grossesse", "Déclarer une grossesse", "poussette", "Déclarer une grossesse"),
    Offre("prime", "Demander la prime à la naissance", "cadeau", "Demander la prime"),
    Offre("ajpa", "Demander l’AJPA, pour aider un proche", "aidant", "Demander l’AJPA"),
)


def profil(fenetre: Fenetre, compte: Compte = COMPTE) -> None:
    """« Mon profil » of an account."""
    fenetre.saluer("CM", f"Bonjour {compte.prenom}")
    fenetre.montrer(
        EcranProfil(
            compte, modifier_coordonnees=rien, modifier_mot_de_passe=rien, revenir=rien, terminer=rien
        )
    )


def _profil_plein(fenetre: Fenetre) -> None:
    profil(fenetre, PLEIN)


def _profil_vide(fenetre: Fenetre) -> None:
    profil(fenetre, VIDE)


def _compte_plein(fenetre: Fenetre) -> None:
    fenetre.saluer("MM", f"Bonjour {PLEIN.prenom}")
    fenetre.montrer(
        EcranCompte(PLEIN, [OFFRE, *AUTRES_OFFRES], rien, rien, modifier_coordonnees=rien, voir_profil=rien)
    )


def fin(fenetre: Fenetre, mail: str = "c•••••@exemple.fr", transmis: bool = True) -> EcranFin:
    """The end page, with « Recevoir par mail »."""
    fenetre.saluer("CM", "Bonjour Camille")
    page = EcranFin(bilan(transmis), rien, rien, envoyer_mail=rien, mail=mail)
    fenetre.montrer(page)
    return page


def _mail_en_cours(fenetre: Fenetre) -> None:
    fin(fenetre, LONGUE).mail_en_cours()


def _mail_envoye(fenetre: Fenetre) -> None:
    fin(fenetre).mail_envoye(EnvoiVue(valeur_masquee="c•••••@exemple.fr", envoi=EtatEnvoi.PARTI))


def _mail_en_retard(fenetre: Fenetre) -> None:
    fin(fenetre).mail_envoye(EnvoiVue(valeur_masquee=LONGUE, envoi=EtatEnvoi.EN_RETARD))


def _mail_refuse(fenetre: Fenetre) -> None:
    fin(fenetre).mail_refuse(avis_envoi_mail(BackendInjoignable("")))


def _sans_mail(fenetre: Fenetre) -> None:
    fin(fenetre, "")


TABLEAUX_COMPTE: dict[str, Callable[[Fenetre], object]] = {
    "03p-profil": profil,
    "03q-profil-plein": _profil_plein,
    "03r-profil-vide": _profil_vide,
    "03s-compte-plein": _compte_plein,
    "08c-fin-mail-envoye": _mail_envoye,
    "08d-fin-mail-en-retard": _mail_en_retard,
    "08e-fin-mail-refuse": _mail_refuse,
    "08f-fin-sans-mail": _sans_mail,
    "08g-fin-mail-en-cours": _mail_en_cours,
}
