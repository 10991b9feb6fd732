"""The staff's pages, as a terminal shows them."""

from collections.abc import Callable, Mapping

from doigts import champ, dicter, laisser_faire
from exemples import rien

from kiosk.terminal import (
    diagnostic_backend,
    diagnostic_boite,
    diagnostic_ecran,
    diagnostic_equipe,
    diagnostic_imprimante,
    diagnostic_journal,
    diagnostic_superviseur,
    diagnostic_trousseau,
    diagnostic_versions,
)
from kiosk.terminal.link_equipe import Porte
from ui.screens.equipe import EcranEquipe, Gestes
from ui.screens.equipe_gestes import OUI_HORS_SERVICE, EcranMotif, panneau_confirmer
from ui.screens.equipe_mots import BORNE, ORDINATEUR, Mots
from ui.screens.equipe_pin import CODE, EcranPin, EcranSansPin
from ui.shell.fenetre import Fenetre
from ui.theme import actuel

FERMEE = diagnostic_superviseur.FERME.constat(
    "Hors service depuis le 01/12/2022 à 09:58\u00a0: l’imprimante ou le papier."
)
SERVICE = diagnostic_superviseur.OUVERT.constat("Le poste n’est pas hors service.")
EN_ORDRE = (
    diagnostic_versions.VERSIONS.constat("caf-kiosk 1.4.0, Python 3.11.2, Qt 6.11.3, Debian 12."),
    diagnostic_superviseur.MARCHE.constat(
        "Processus 812, démarré le 01/12/2022 à 08:02 (il y a 2\u00a0heures), sans redémarrage par systemd."
    ),
    diagnostic_backend.REPOND.constat("https://bornes.caf.example répond en 34\u00a0ms."),
    diagnostic_trousseau.LU.constat("Présent, valable encore 61\u00a0jours."),
    diagnostic_boite.RIEN.constat("Aucun."),
    diagnostic_ecran.VU.constat("1080 × 1920 pixels, 102,5 pixels par pouce."),
    diagnostic_equipe.PRET.constat("Un code est choisi, aucun essai manqué."),
)
PAPIER = diagnostic_imprimante.PAPIER.constat("Accueil-2\u00a0: plus de papier.")
FAUTES = (
    diagnostic_journal.ERREURS.constat(
        "2\u00a0erreurs dans le journal, dont 2 depuis 24\u00a0heures.\n"
        "01/12/2022 à 09:12\u00a0: une visite ne répondait plus\n"
        "01/12/2022 à 09:40\u00a0: l’écran ne répondait plus"
    ),
    PAPIER,
    diagnostic_boite.PEU.constat("/var/lib/caf-kiosk\u00a0: 180\u00a0Mo libres."),
)
GESTES = Gestes(rien, rien, rien, rien, rien)


def _mots() -> Mots:
    return BORNE if actuel().mesures.borne else ORDINATEUR


def _code(fenetre: Fenetre) -> EcranPin:
    page = EcranPin(lambda _saisi: None, rien)
    fenetre.montrer(page)
    laisser_faire()
    fenetre.activateWindow()
    laisser_faire()
    return page


def _code_saisi(fenetre: Fenetre) -> None:
    dicter(champ(_code(fenetre), CODE), "70419")


def _code_faux(fenetre: Fenetre) -> None:
    _code(fenetre).dire(Porte.REFUSEE)


def _attente(fenetre: Fenetre) -> None:
    _code(fenetre).dire(Porte.ATTENTE, 120)


def _sans_code(fenetre: Fenetre) -> None:
    fenetre.montrer(EcranSansPin(rien))


def _page(fenetre: Fenetre, gestes: Gestes = GESTES) -> EcranEquipe:
    page = EcranEquipe(gestes, _mots())
    fenetre.setProperty("page_equipe", page)
    fenetre.montrer(page)
    return page


def _examen(fenetre: Fenetre) -> None:
    _page(fenetre)


def _en_ordre(fenetre: Fenetre) -> None:
    _page(fenetre, Gestes(rien, rien, rien, rien, rien, rien)).montrer(
        (*EN_ORDRE, SERVICE), hors_service=False
    )


def _fautes(fenetre: Fenetre) -> None:
    _page(fenetre).montrer((*EN_ORDRE, SERVICE, *FAUTES), hors_service=False)


def _fermee(fenetre: Fenetre) -> None:
    _page(fenetre).montrer((*EN_ORDRE, FERMEE, PAPIER), hors_service=True)


def _motif(fenetre: Fenetre) -> None:
    fenetre.montrer(EcranMotif(_mots(), lambda _motif: None, rien))


def _confirmer(fenetre: Fenetre) -> None:
    _motif(fenetre)
    laisser_faire()
    panneau_confirmer(
        fenetre,
        "Mettre hors service\u00a0: imprimante ou papier\u00a0?",
        "Personne ne pourra plus utiliser la borne. Elle reste hors service même après un redémarrage.",
        OUI_HORS_SERVICE,
        rien,
    ).ouvrir()


TABLEAUX_EQUIPE: Mapping[str, Callable[[Fenetre], object]] = {
    "18a-equipe-code": _code_saisi,
    "18b-equipe-code-faux": _code_faux,
    "18c-equipe-attente": _attente,
    "18d-equipe-sans-code": _sans_code,
    "18e-equipe-examen": _examen,
    "18f-equipe-en-ordre": _en_ordre,
    "18g-equipe-a-voir": _fautes,
    "18h-equipe-hors-service": _fermee,
    "18i-equipe-motif": _motif,
    "18j-equipe-confirmer": _confirmer,
}
