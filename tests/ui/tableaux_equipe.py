"""The staff's pages, as a terminal shows them."""

from collections.abc import Callable, Mapping

from doigts import champ, dicter, laisser_faire
from exemples import rien

from kiosk.terminal.diagnostic import Constat, Etat
from kiosk.terminal.link_equipe import Porte
from ui.screens.equipe import EcranEquipe, Gestes
from ui.screens.equipe_gestes import OUI_HORS_SERVICE, EcranMotif, panneau_confirmer
from ui.screens.equipe_mots import BORNE, ORDINATEUR, Mots
from ui.screens.equipe_pin import CODE, EcranPin, EcranSansPin
from ui.shell.fenetre import Fenetre
from ui.theme import actuel

EN_ORDRE = (
    Constat("versions.ok", Etat.OK, "Versions", "caf-kiosk 1.4.0, Python 3.11.2, Qt 6.11.3, Debian 12."),
    Constat(
        "superviseur.ok",
        Etat.OK,
        "Superviseur",
        "Processus 812, démarré le 1 décembre 2022 à 8 h 02 (il y a 2\u00a0heures), sans redémarrage par systemd.",
    ),
    Constat("service.ok", Etat.OK, "Service", "La borne n’est pas mise hors service."),
    Constat("backend.ok", Etat.OK, "Backend", "https://bornes.caf.example répond en 34\u00a0ms."),
    Constat("trousseau.ok", Etat.OK, "Secret de la borne", "Présent, valable encore 61\u00a0jours."),
    Constat("boite.ok", Etat.OK, "Envois en attente", "Aucun envoi n’attend."),
    Constat("ecran.ok", Etat.OK, "Écran", "1080 × 1920 pixels, 102,5 pixels par pouce."),
    Constat("equipe.ok", Etat.OK, "Accès de l’équipe", "Un code est choisi, aucun essai manqué."),
)
FAUTES = (
    Constat(
        "journal.erreurs",
        Etat.ATTENTION,
        "Dernières erreurs",
        "2\u00a0erreurs dans le journal, dont 2 depuis 24\u00a0heures.\n"
        "1 décembre 2022 à 9 h 12\u00a0: une visite ne répondait plus\n"
        "1 décembre 2022 à 9 h 40\u00a0: l’écran ne répondait plus",
        "Si elles reviennent, donnez ces lignes à l’assistance.",
    ),
    Constat(
        "imprimante.papier",
        Etat.PANNE,
        "Imprimante",
        "Accueil-2 n’a plus de papier.",
        "Remettez du papier. L’impression reprend toute seule.",
    ),
    Constat(
        "superviseur.illisible",
        Etat.INCONNU,
        "Superviseur",
        "/var/lib/caf-kiosk/superviseur.verrou est fermé à ce compte.",
        "Lancez cette commande depuis le compte de la borne, ou en administrateur.",
    ),
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
    _page(fenetre, Gestes(rien, rien, rien, rien, rien, rien)).montrer(EN_ORDRE, hors_service=False)


def _fautes(fenetre: Fenetre) -> None:
    en_ordre = tuple(c for c in EN_ORDRE if c.titre != "Superviseur")
    _page(fenetre).montrer((*en_ordre, *FAUTES), hors_service=False)


def _fermee(fenetre: Fenetre) -> None:
    _page(fenetre).montrer((*EN_ORDRE, FAUTES[1]), hors_service=True)


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
