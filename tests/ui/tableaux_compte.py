"""The complete profile, and what the account and the end page gained."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from exemples import AUTRES_OFFRES, COMPTE, LONGUE, OFFRE, PLEIN, VIDE, bilan, bilan_ajpa, rien
from tableaux_pass_sport import SPORT_INCONNU, SPORTIFS, UN_SPORTIF

from kiosk.backend.errors import BackendInjoignable
from kiosk.backend.schemas import Compte, EnvoiVue, EtatDepot, EtatEnvoi
from kiosk.demarches.ajpa import AJPA
from kiosk.terminal.printing import EtatImprimante
from ui.bridge.erreurs import avis_envoi_mail
from ui.screens.compte import EcranCompte, Offre
from ui.screens.fin import EcranFin
from ui.screens.profil import EcranProfil
from ui.screens.suivi import EcranDepot, EcranSuivi
from ui.shell.fenetre import Fenetre


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
    montrer_compte(fenetre, PLEIN.model_copy(update={"pass_sport": SPORTIFS}))


def compte(fenetre: Fenetre) -> None:
    """An ordinary account."""
    fenetre.saluer("CM", f"Bonjour {COMPTE.prenom}")
    montrer_compte(fenetre, COMPTE.model_copy(update={"pass_sport": UN_SPORTIF}))


def compte_vide(fenetre: Fenetre) -> None:
    """An account that says nothing yet, on a day when no démarche is open."""
    fenetre.saluer("CM", f"Bonjour {VIDE.prenom}")
    montrer_compte(fenetre, VIDE, ())


def _compte_envoye(fenetre: Fenetre) -> None:
    fenetre.saluer("CM", f"Bonjour {COMPTE.prenom}")
    vue = COMPTE.model_copy(update={"a_faire": (), "pass_sport": SPORT_INCONNU})
    montrer_compte(fenetre, vue, (replace(OFFRE, deja=True), *AUTRES_OFFRES))


def montrer_compte(
    fenetre: Fenetre, vue: Compte, offres: Sequence[Offre] = (OFFRE, *AUTRES_OFFRES)
) -> EcranCompte:
    """« Mon compte » of somebody, with all that it leads to."""
    page = EcranCompte(
        vue,
        offres,
        rien,
        rien,
        modifier_coordonnees=rien,
        voir_profil=rien,
        voir_pass_sport=rien,
        voir_recu=rien,
        voir_suivi=rien,
    )
    fenetre.montrer(page)
    return page


def fin(fenetre: Fenetre, mail: str = "c•••••@exemple.fr", transmis: bool = True) -> EcranFin:
    """The end page, with « Recevoir par mail »."""
    fenetre.saluer("CM", "Bonjour Camille")
    page = EcranFin(bilan(transmis), rien, rien, envoyer_mail=rien, mail=mail)
    fenetre.montrer(page)
    return page


def _envois(fenetre: Fenetre) -> None:
    fenetre.saluer("CM", "Bonjour Camille")
    fenetre.montrer(EcranSuivi(COMPTE.depots, rien, rien, rien))


def depot_deja_envoye(
    fenetre: Fenetre, etat: EtatDepot = EtatDepot.RECU, precision: str = "", mail: str = "c•••••@exemple.fr"
) -> EcranDepot:
    """The receipt of an earlier deposit, on a terminal whose printer is ready."""
    fenetre.saluer("CM", "Bonjour Camille")
    depot = COMPTE.depots[0].model_copy(update={"etat": etat, "titre": AJPA.titre})
    page = EcranDepot(
        depot,
        bilan().recepisse,
        precision,
        "Revenir à mon compte",
        rien,
        rien,
        envoyer_mail=rien,
        mail=mail,
        imprimer=rien,
    )
    fenetre.montrer(page)
    return page


def _depot(fenetre: Fenetre) -> None:
    depot_deja_envoye(fenetre)


def _depot_document(fenetre: Fenetre) -> None:
    depot_deja_envoye(fenetre, EtatDepot.DOCUMENT_ATTENDU, "Heure du lieu de l’envoi", LONGUE)


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


def fin_imprimante(fenetre: Fenetre) -> EcranFin:
    """The end page of a terminal whose printer is ready."""
    fenetre.saluer("CM", "Bonjour Camille")
    page = EcranFin(bilan(True), rien, rien, envoyer_mail=rien, mail="c•••••@exemple.fr", imprimer=rien)
    fenetre.montrer(page)
    return page


def _imprimer(fenetre: Fenetre) -> None:
    fin_imprimante(fenetre)


def _impression_en_cours(fenetre: Fenetre) -> None:
    fin_imprimante(fenetre).impression_en_cours()


def _imprime(fenetre: Fenetre) -> None:
    fin_imprimante(fenetre).impression_finie(None)


def _plus_de_papier(fenetre: Fenetre) -> None:
    fin_imprimante(fenetre).impression_finie(EtatImprimante.PAPIER)


def fin_ajpa(fenetre: Fenetre, combien: int, transmis: bool = True) -> EcranFin:
    """The end of a request that misses so many conditions."""
    fenetre.saluer("CM", "Bonjour Camille")
    page = EcranFin(bilan_ajpa(combien, transmis), rien, rien, envoyer_mail=rien, mail="c•••••@exemple.fr")
    fenetre.montrer(page)
    return page


def _une_condition(fenetre: Fenetre) -> None:
    fin_ajpa(fenetre, 1)


def _deux_conditions(fenetre: Fenetre) -> None:
    fin_ajpa(fenetre, 2)


def _cinq_conditions(fenetre: Fenetre) -> None:
    fin_ajpa(fenetre, 5)


def _conditions_differees(fenetre: Fenetre) -> None:
    fin_ajpa(fenetre, 2, transmis=False)


TABLEAUX_COMPTE: dict[str, Callable[[Fenetre], object]] = {
    "03a-compte": compte,
    "03b-compte-vide": compte_vide,
    "03p-profil": profil,
    "03q-profil-plein": _profil_plein,
    "03r-profil-vide": _profil_vide,
    "03s-compte-plein": _compte_plein,
    "03t-compte-envoye": _compte_envoye,
    "03v-envois": _envois,
    "03w-depot": _depot,
    "03x-depot-document": _depot_document,
    "08c-fin-mail-envoye": _mail_envoye,
    "08d-fin-mail-en-retard": _mail_en_retard,
    "08e-fin-mail-refuse": _mail_refuse,
    "08f-fin-sans-mail": _sans_mail,
    "08g-fin-mail-en-cours": _mail_en_cours,
    "08l-fin-imprimante": _imprimer,
    "08m-fin-impression-en-cours": _impression_en_cours,
    "08n-fin-imprime": _imprime,
    "08o-fin-plus-de-papier": _plus_de_papier,
    "08h-fin-une-condition": _une_condition,
    "08i-fin-deux-conditions": _deux_conditions,
    "08j-fin-cinq-conditions": _cinq_conditions,
    "08k-fin-conditions-differee": _conditions_differees,
}
