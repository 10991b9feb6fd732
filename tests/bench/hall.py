"""What a visitor waits for and what a terminal costs: figures taken on a private screen."""

from __future__ import annotations

import statistics
import subprocess
import sys
from dataclasses import dataclass

from tests.bench import depart
from tests.bench.depart import ICI, Programme
from tests.bench.gestes import delai_de_peinture
from tests.bench.processus import attendre_calme, cpu_percent, pss_mb, quantile
from tests.end2end.visite import CAMILLE, Visite, champ_montant
from tests.helpers.bureau import Bureau
from tests.helpers.doigt import Doigt
from tests.helpers.ecran_x import EcranX, Zone
from tests.helpers.terminal import CAF_KIOSK, Backend, Terminal, terminal_complet
from tests.helpers.visiteur import BOUTON, Visiteur

HAUTEUR_BOUTON_PX = 60


@dataclass(frozen=True)
class Effort:
    """How many times things are measured, and for how long (seconds)."""

    departs: int = 5
    touches: int = 200
    repos_s: float = 60.0
    depots: int = 400
    identifications: int = 120
    codes: int = 400
    visites: int = 60


def qt_nu(bureau: Bureau, ecran: EcranX, effort: Effort) -> dict[str, float]:
    """The floor: nothing that uses PySide6 Widgets can be quicker or smaller."""
    programme = Programme("qt-nu", lambda _: [sys.executable, str(ICI / "qt_nu.py")])
    return {
        "bare_qt_cold_start_ms": depart.departs_ms(bureau, ecran, programme, fois=effort.departs),
        "bare_qt_pss_mb": depart.memoire_mb(bureau, ecran, programme),
        "bare_qt_tap_to_paint_p95_ms": 1e3 * quantile(_toucher_qt_nu(bureau, ecran, effort), 0.95),
    }


def _toucher_qt_nu(bureau: Bureau, ecran: EcranX, effort: Effort) -> list[float]:
    """Seconds from a touch to a full screen of another colour: what the X server and the reading of it cost alone."""
    zones = ecran.bandes()
    milieu = (ecran.largeur // 2, ecran.hauteur // 2)
    avant = ecran.empreinte(zones)
    processus = bureau.lancer([sys.executable, str(ICI / "qt_nu.py")], journal="qt-nu-touches")
    try:
        ecran.suivre(zones, avant=avant, calme_s=0.5, delai_s=20)
        with Doigt(bureau.env["DISPLAY"]) as doigt:
            return [delai_de_peinture(ecran, doigt, milieu, zones) for _ in range(effort.touches // 2)]
    finally:
        bureau.finir(processus)


def chromium(bureau: Bureau, ecran: EcranX, effort: Effort) -> dict[str, float]:
    """What an organisation would use instead."""
    programme = depart.chromium(bureau)
    return {
        "chromium_cold_start_ms": depart.departs_ms(bureau, ecran, programme, fois=effort.departs),
        "chromium_restart_ms": depart.renaissance_ms(bureau, ecran, programme, fois=effort.departs),
        "chromium_pss_mb": depart.memoire_mb(bureau, ecran, programme),
    }


def borne_absente() -> str | None:
    """Why the terminal cannot be measured, or None."""
    aide = subprocess.run([str(CAF_KIOSK), "--help"], capture_output=True, text=True, timeout=30)
    absentes = [commande for commande in ("serve", "run") if f" {commande} " not in aide.stdout]
    return f"caf-kiosk has no command {' nor '.join(absentes)}" if absentes else None


def borne_depart(bureau: Bureau, ecran: EcranX, effort: Effort) -> dict[str, float]:
    """From nothing to the home page, the backend being there."""
    with Backend(bureau) as backend:
        modele = Terminal(bureau, backend.url)
        modele.etat.mkdir(parents=True, exist_ok=True)
        programme = Programme("terminal-depart", lambda _: [str(CAF_KIOSK), "run"], modele.env)
        return {"cold_start_ms": depart.departs_ms(bureau, ecran, programme, fois=effort.departs)}


def borne_au_repos(bureau: Bureau, ecran: EcranX, effort: Effort) -> dict[str, float]:
    """What a terminal that waits at home takes from its machine."""
    with terminal_complet(bureau) as (_backend, terminal):
        terminal.attendre_fait("warmup_ms")
        attendre_calme(terminal.pid)
        return {
            "memory_pss_mb": pss_mb(terminal.pid),
            "idle_cpu_percent": cpu_percent(terminal.pid, effort.repos_s),
        }


def borne_en_visite(bureau: Bureau, ecran: EcranX, effort: Effort) -> dict[str, float]:
    """What the visitor's finger waits for, and the next visitor.

    Who looks for the buttons through AT-SPI leaves before anything is timed: listening has a price of its own.
    """
    with terminal_complet(bureau) as (_backend, terminal), Doigt(bureau.env["DISPLAY"]) as doigt:
        with Visiteur(bureau) as visiteur:
            visite = Visite(visiteur)
            visite.commencer()
            visite.s_identifier(CAMILLE)
            visite.ouvrir_les_ressources()
            visite.continuer_vers("Vos ressources en 2021")
            visite.continuer_vers("Vos salaires et allocations")
            lieux = _reperer_les_pages(visiteur)
        pages = _tourner_les_pages(ecran, doigt, lieux, effort.touches)
        with Visiteur(bureau) as visiteur:
            clavier = _reperer_le_clavier(visiteur)
        touches = _frapper(ecran, doigt, clavier, effort.touches // 2)
        fins = [_finir_et_revenir(bureau, ecran, doigt, terminal) for _ in range(effort.departs)]
        return {
            "tap_to_paint_p50_ms": 1e3 * quantile(pages, 0.50),
            "tap_to_paint_p95_ms": 1e3 * quantile(pages, 0.95),
            "tap_to_paint_p99_ms": 1e3 * quantile(pages, 0.99),
            "key_to_paint_p95_ms": 1e3 * quantile(touches, 0.95),
            "next_visitor_ms": 1e3 * statistics.median(fins),
            "spare_ready_ms": _median(terminal, "spare_ready_ms"),
            "supervisor_next_visitor_ms": _median(terminal, "next_visitor_ms"),
        }


def _median(terminal: Terminal, cle: str) -> float:
    return statistics.median([float(fait[cle]) for fait in terminal.faits() if cle in fait])


@dataclass(frozen=True)
class Lieux:
    """Two places to touch in turn, and the lines of the screen that show the effect."""

    aller: tuple[int, int]
    retour: tuple[int, int]
    zones: tuple[Zone, ...]


def _reperer_les_pages(visiteur: Visiteur) -> Lieux:
    """« Continuer » towards the step with most fields, « Précédent » back from it."""
    aller = visiteur.attendre("Continuer", BOUTON).centre
    titre = visiteur.attendre("Vos salaires et allocations")
    visiteur.toucher("Continuer", BOUTON)
    visiteur.attendre("Vos pensions et autres revenus")
    retour = visiteur.attendre("Précédent", BOUTON).centre
    visiteur.toucher("Précédent", BOUTON)
    visiteur.attendre("Vos salaires et allocations")
    # From the title down to above the buttons: what is read, and not the button that lights up under the finger.
    return Lieux(
        aller, retour, _rayures(visiteur.ecran, titre.y, min(aller[1], retour[1]) - HAUTEUR_BOUTON_PX, 12)
    )


def _tourner_les_pages(ecran: EcranX, doigt: Doigt, lieux: Lieux, fois: int) -> list[float]:
    """Seconds from each touch to the page's new picture, forwards and backwards in turn."""
    return [
        delai_de_peinture(ecran, doigt, lieux.retour if rang % 2 else lieux.aller, lieux.zones)
        for rang in range(fois)
    ]


def _reperer_le_clavier(visiteur: Visiteur) -> Lieux:
    """A digit, « Effacer », and the field that shows them."""
    champ = champ_montant("Traitements et salaires")
    visiteur.toucher(champ, "text")
    chiffre = visiteur.attendre("7", BOUTON).centre
    effacer = visiteur.attendre("Effacer", BOUTON).centre
    return Lieux(chiffre, effacer, (visiteur.attendre(champ, "text", etats=("focused",)).visible,))


def _frapper(ecran: EcranX, doigt: Doigt, lieux: Lieux, fois: int) -> list[float]:
    """Seconds from the touch of a digit to its picture in the field; it is taken away after each."""
    durees = []
    for _ in range(fois):
        durees.append(delai_de_peinture(ecran, doigt, lieux.aller, lieux.zones))
        delai_de_peinture(ecran, doigt, lieux.retour, lieux.zones)
    return durees


def _finir_et_revenir(bureau: Bureau, ecran: EcranX, doigt: Doigt, terminal: Terminal) -> float:
    """Ends the visit by touch: seconds until the next visitor's home is painted, whole. Then signs in again."""
    rang = sum("next_visitor_ms" in fait for fait in terminal.faits())
    with Visiteur(bureau) as visiteur:
        if visiteur.voit("Continuer", BOUTON):  # in the middle of a démarche it asks first
            visiteur.toucher("Terminer ma session", BOUTON)
            point = visiteur.attendre("Terminer", BOUTON).centre
        else:
            point = visiteur.attendre("Terminer ma session", BOUTON).centre
    duree = delai_de_peinture(ecran, doigt, point, ecran.bandes(), calme_s=0.4)
    terminal.attendre_fait("next_visitor_ms", rang=rang)
    terminal.attendre_fait("spare_ready_ms", rang=rang)
    with Visiteur(bureau) as visiteur:
        visite = Visite(visiteur)
        visite.commencer()
        visite.s_identifier(CAMILLE)
    return duree


def _rayures(ecran: EcranX, haut: int, bas: int, nombre: int) -> tuple[Zone, ...]:
    pas = (bas - haut) / (nombre - 1)
    return tuple((0, round(haut + pas * rang), ecran.largeur, 1) for rang in range(nombre))
