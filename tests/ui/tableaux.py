"""Every screen and state of a visit, put up from plain values: what is photographed and what is measured."""

from collections.abc import Callable, Mapping

from doigts import bouton, champ, dicter, ecrire, laisser_faire, toucher
from exemples import FOYER, JOUR, reglages, rien
from tableaux_compte import TABLEAUX_COMPTE, fin
from tableaux_coordonnees import TABLEAUX_COORDONNEES
from tableaux_equipe import TABLEAUX_EQUIPE
from tableaux_pass_sport import TABLEAUX_PASS_SPORT
from tableaux_secrets import TABLEAUX_SECRETS
from tableaux_services import TABLEAUX_SERVICES

from kiosk.backend.errors import BackendInjoignable, refus
from kiosk.backend.schemas import Probleme
from kiosk.demarches import CATALOGUE
from kiosk.formulaire import Contexte, Parcours
from kiosk.metier.foyer import Membre, Qualite
from kiosk.terminal.link_messages import HorsService
from kiosk.terminal.visite import Profil
from ui.bridge.erreurs import avis_identification, avis_service
from ui.screens.accueil import EcranAccueil
from ui.screens.aide import AIDES, panneau_aide, panneau_fin
from ui.screens.hors_service import EcranHorsService
from ui.screens.identification import EcranIdentification
from ui.screens.inactivite import EcranInactivite
from ui.screens.panne import EcranPanne
from ui.shell.fenetre import Fenetre
from ui.theme import actuel
from ui.wizard.assistant import Assistant


def parcours(foyer: tuple[Membre, ...] = FOYER) -> Parcours:
    """A walk through the déclaration de ressources that begins."""
    return Parcours(CATALOGUE["ressources"], Contexte(JOUR, foyer))


def remplir(walk: Parcours) -> None:
    """Answer everything, up to check-answers."""
    walk.saisir("personnes.0.salaires", "18240")
    walk.saisir("personnes.0.retraites", "3200")
    walk.saisir("personnes.1.absence_de_ressources", True)
    walk.saisir("personnes.2.pensions_alimentaires_recues", "2400")
    while not walk.en_verification and walk.sortie is None:
        assert walk.continuer() == ()


def assister(fenetre: Fenetre, walk: Parcours) -> Assistant:
    """A démarche in the window; the caller keeps it alive."""
    assistant = Assistant(walk)
    assistant.page.connect(fenetre.montrer)
    assistant.prepare.connect(fenetre.preparer)
    assistant.oublie.connect(fenetre.oublier)
    fenetre.setProperty("assistant", assistant)
    fenetre.saluer("CM", "Bonjour Camille")
    return assistant


def a_l_etape(fenetre: Fenetre, code: str) -> Assistant:
    """On the step with this code, everything before it answered."""
    walk = parcours()
    remplir(walk)
    lieu = next(lieu for lieu in walk.marche.etapes if lieu.code == code)
    walk.modifier(lieu.chemins[0])
    assistant = assister(fenetre, walk)
    assistant.afficher()
    return assistant


def _accueil(fenetre: Fenetre) -> None:
    fenetre.montrer(EcranAccueil(rien, rien, rien, pass_sport=rien, descendre=rien))


def _identification(fenetre: Fenetre) -> EcranIdentification:
    fenetre.saluer("", "")
    page = EcranIdentification(rien, rien)
    page.aide_demandee.connect(rien)
    fenetre.montrer(page)
    laisser_faire()
    fenetre.activateWindow()
    laisser_faire()
    return page


def _identification_nir(fenetre: Fenetre) -> None:
    dicter(champ(_identification(fenetre), "Numéro"), "2850675")


def _identification_mot_de_passe(fenetre: Fenetre) -> None:
    page = _identification(fenetre)
    dicter(champ(page, "Numéro"), "2850675990011")
    dicter(champ(page, "Mot de passe"), "soleil velo pomme")


def _identification_visible(fenetre: Fenetre) -> None:
    _identification_mot_de_passe(fenetre)
    toucher(fenetre, "Afficher le mot de passe")


def _identification_vide(fenetre: Fenetre) -> None:
    _identification(fenetre)
    toucher(fenetre, "Me connecter")


def _identification_refusee(fenetre: Fenetre, code: str = "identifiants_refuses") -> None:
    page = _identification(fenetre)
    ecrire(champ(page, "Numéro"), "2850675990011")
    probleme = Probleme(title="", status=401, code=code, attente_s=130)
    page.refuser(avis_identification(refus(probleme)))


def _identification_attente(fenetre: Fenetre) -> None:
    _identification_refusee(fenetre, "attente")


def _identification_verrou(fenetre: Fenetre) -> None:
    _identification_refusee(fenetre, "compte_verrouille")


def _identification_coupee(fenetre: Fenetre) -> None:
    _identification(fenetre).refuser(avis_identification(BackendInjoignable("")))


def _identification_aide(fenetre: Fenetre) -> None:
    _identification(fenetre)
    panneau_aide(fenetre, AIDES["oubli"]).ouvrir()


def _a_savoir(fenetre: Fenetre) -> None:
    assister(fenetre, parcours()).afficher()


def _foyer(fenetre: Fenetre) -> None:
    a_l_etape(fenetre, "foyer")


def _situation(fenetre: Fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.situation")


def _salaires(fenetre: Fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")


def _pensions(fenetre: Fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.pensions")


def _autre_personne(fenetre: Fenetre) -> None:
    a_l_etape(fenetre, "personnes.2.pensions")


def _montant_refuse(fenetre: Fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")
    ecrire(champ(fenetre, "Allocations de chômage"), "3333334")
    ecrire(champ(fenetre, "Frais réels"), "12,50")
    toucher(fenetre, "Continuer")


def _regles(fenetre: Fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.fonciers")
    ecrire(champ(fenetre, "Revenus fonciers"), "3600")
    ecrire(champ(fenetre, "Déficit foncier"), "1200")
    toucher(fenetre, "Continuer")


def _independants_refus(fenetre: Fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.independants")
    ecrire(champ(fenetre, "Bénéfice, adhérent"), "12000")
    ecrire(champ(fenetre, "Déficit professionnel"), "1200")
    toucher(fenetre, "Continuer")


def _sortie(fenetre: Fenetre) -> None:
    walk = parcours(FOYER + tuple(Membre(Qualite.AUTRE, f"Enfant {n}") for n in range(4)))
    remplir_jusqu_a_la_sortie(walk)
    assister(fenetre, walk).afficher()


def remplir_jusqu_a_la_sortie(walk: Parcours) -> None:
    """Go on until the road ends."""
    while walk.sortie is None:
        assert walk.continuer() == ()


def _verification(fenetre: Fenetre) -> Assistant:
    walk = parcours()
    remplir(walk)
    assistant = assister(fenetre, walk)
    assistant.afficher()
    return assistant


def _verification_non_attestee(fenetre: Fenetre) -> None:
    _verification(fenetre)
    toucher(fenetre, "Envoyer ma déclaration")


def _verification_en_cours(fenetre: Fenetre) -> None:
    _verification(fenetre).en_cours()


def _fin_differee(fenetre: Fenetre) -> None:
    fin(fenetre, transmis=False)


def _panne(fenetre: Fenetre) -> None:
    fenetre.saluer("CM", "Bonjour Camille")
    avis = avis_service(BackendInjoignable(""), "Rien de ce que vous avez envoyé n’est perdu.")
    fenetre.montrer(EcranPanne("Mon compte", avis, rien, rien))


def _panneau_fin(fenetre: Fenetre) -> None:
    _salaires(fenetre)
    panneau_fin(fenetre, rien).ouvrir()


def _inactivite(fenetre: Fenetre) -> None:
    _salaires(fenetre)
    page = EcranInactivite(45, rien, rien)
    fenetre.couvrir(page)
    page.montrer(38)


def _hors_service(fenetre: Fenetre) -> None:
    profil = Profil.BORNE if actuel().mesures.borne else Profil.LIBRE_SERVICE
    page = EcranHorsService(
        reglages(profil=profil), HorsService("3 pannes en 60 s", "2022-12-01T10:42:00+01:00")
    )
    fenetre.montrer(page)


TABLEAUX: Mapping[str, Callable[[Fenetre], object]] = {
    "01-accueil": _accueil,
    "02a-identification": _identification_nir,
    "02b-mot-de-passe": _identification_mot_de_passe,
    "02c-mot-de-passe-visible": _identification_visible,
    "02d-champs-vides": _identification_vide,
    "02e-refus": _identification_refusee,
    "02f-attente": _identification_attente,
    "02g-verrou": _identification_verrou,
    "02h-liaison-coupee": _identification_coupee,
    "02i-aide": _identification_aide,
    "04a-a-savoir": _a_savoir,
    "04b-foyer": _foyer,
    "04c-situation": _situation,
    "05a-montants": _salaires,
    "05b-quatre-montants": _pensions,
    "05c-autre-personne": _autre_personne,
    "05d-montants-refuses": _montant_refuse,
    "05e-regle-foncier": _regles,
    "05f-regle-independants": _independants_refus,
    "06-sortie": _sortie,
    "07a-verification": _verification,
    "07b-non-attestee": _verification_non_attestee,
    "07c-envoi-en-cours": _verification_en_cours,
    "08a-fin": fin,
    "08b-fin-differee": _fin_differee,
    "09-panne": _panne,
    "10-terminer": _panneau_fin,
    "11-inactivite": _inactivite,
    "12-hors-service": _hors_service,
    **TABLEAUX_COORDONNEES,
    **TABLEAUX_SECRETS,
    **TABLEAUX_COMPTE,
    **TABLEAUX_PASS_SPORT,
    **TABLEAUX_SERVICES,
    **TABLEAUX_EQUIPE,
}


def poser(fenetre: Fenetre, nom: str) -> None:
    """Put a screen up, and let it settle."""
    TABLEAUX[nom](fenetre)
    laisser_faire()


__all__ = ["TABLEAUX", "a_l_etape", "bouton", "parcours", "poser", "remplir"]
