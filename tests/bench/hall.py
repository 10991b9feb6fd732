"""What a visitor waits for and what a terminal costs: figures taken on a private screen."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
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
PAUSE_S = 0.2
"""Between two touches: the terminal takes a quicker second one for a trembling finger."""


@dataclass(frozen=True)
class Effort:
    """How many times things are measured, and for how long (seconds)."""

    departs: int = 5
    touches: int = 200
    repos_s: float = 60.0
    depots: int = 400


def qt_nu(bureau: Bureau, ecran: EcranX, effort: Effort) -> dict[str, float]:
    """The floor: nothing that uses PySide6 Widgets can be quicker or smaller."""
    programme = Programme("qt-nu", lambda _: [sys.executable, str(ICI / "qt_nu.py")])
    return {
        "bare_qt_cold_start_ms": depart.departs_ms(bureau, ecran, programme, fois=effort.departs),
        "bare_qt_pss_mb": depart.memoire_mb(bureau, ecran, programme),
    }


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
    """What the visitor's finger waits for, and the next visitor."""
    with terminal_complet(bureau) as (_backend, terminal), Visiteur(bureau) as visiteur:
        visite = Visite(visiteur)
        visite.commencer()
        visite.s_identifier(CAMILLE)
        visite.ouvrir_les_ressources()
        visite.continuer_vers("Vos ressources en 2021")
        visite.continuer_vers("Vos salaires et allocations")
        with Doigt(bureau.env["DISPLAY"]) as doigt:
            pages = _tourner_les_pages(visiteur, doigt, effort.touches)
            touches = _frapper(visiteur, doigt, effort.touches // 2)
            fins = [_finir_et_revenir(visiteur, doigt, visite, terminal) for _ in range(effort.departs)]
        vus = {
            "next_visitor_seen_ms": statistics.median(fins),
            "spare_ready_ms": _median(terminal, "spare_ready_ms"),
            "next_visitor_ms": _median(terminal, "next_visitor_ms"),
        }
    return {
        "tap_to_paint_p50_ms": 1e3 * quantile(pages, 0.50),
        "tap_to_paint_p95_ms": 1e3 * quantile(pages, 0.95),
        "tap_to_paint_p99_ms": 1e3 * quantile(pages, 0.99),
        "key_to_paint_p95_ms": 1e3 * quantile(touches, 0.95),
        **vus,
    }


def _median(terminal: Terminal, cle: str) -> float:
    return statistics.median([float(fait[cle]) for fait in terminal.faits() if cle in fait])


def _tourner_les_pages(visiteur: Visiteur, doigt: Doigt, fois: int) -> list[float]:
    """« Continuer » to the step with most fields, « Précédent » back: seconds from touch to the page's new picture."""
    ici = visiteur.attendre("Continuer", BOUTON).centre
    titre = visiteur.attendre("Vos salaires et allocations")
    visiteur.toucher("Continuer", BOUTON)
    visiteur.attendre("Vos pensions et autres revenus")
    retour = visiteur.attendre("Précédent", BOUTON).centre
    visiteur.toucher("Précédent", BOUTON)
    visiteur.attendre("Vos salaires et allocations")
    # From the title down to above the buttons: what is read, and not the button that lights up under the finger.
    zones = _rayures(visiteur.ecran, titre.y, min(ici[1], retour[1]) - HAUTEUR_BOUTON_PX, 12)
    durees = []
    for rang in range(fois):
        durees.append(delai_de_peinture(visiteur.ecran, doigt, ici if rang % 2 == 0 else retour, zones))
        time.sleep(PAUSE_S)
    return durees


def _frapper(visiteur: Visiteur, doigt: Doigt, fois: int) -> list[float]:
    """A digit on the pad: seconds from touch to its picture in the field. It is taken away after each."""
    visiteur.toucher(champ_montant("Traitements et salaires"), "text")
    chiffre = visiteur.attendre("7", BOUTON).centre
    effacer = visiteur.attendre("Effacer", BOUTON).centre
    champ = visiteur.attendre(champ_montant("Traitements et salaires"), "text")
    zones = ((champ.x, champ.y, champ.largeur, champ.hauteur),)
    durees = []
    for _ in range(fois):
        durees.append(delai_de_peinture(visiteur.ecran, doigt, chiffre, zones))
        time.sleep(PAUSE_S)
        delai_de_peinture(visiteur.ecran, doigt, effacer, zones)
        time.sleep(PAUSE_S)
    return durees


def _finir_et_revenir(visiteur: Visiteur, doigt: Doigt, visite: Visite, terminal: Terminal) -> float:
    """Ends the visit by touch; ms until the next visitor's home is painted. Then signs in again for the next time."""
    rang = sum("next_visitor_ms" in fait for fait in terminal.faits())
    point = visiteur.attendre("Terminer ma session", BOUTON).centre
    if visiteur.voit("Continuer", BOUTON):  # in the middle of a démarche it asks first
        visiteur.toucher("Terminer ma session", BOUTON)
        point = visiteur.attendre("Terminer", BOUTON).centre
    zones = visiteur.ecran.bandes()
    duree = delai_de_peinture(visiteur.ecran, doigt, point, zones, calme_s=0.4)
    terminal.attendre_fait("next_visitor_ms", rang=rang)
    terminal.attendre_fait("spare_ready_ms", rang=rang)
    visite.commencer()
    visite.s_identifier(CAMILLE)
    return 1e3 * duree


def _rayures(ecran: EcranX, haut: int, bas: int, nombre: int) -> tuple[Zone, ...]:
    pas = (bas - haut) / (nombre - 1)
    return tuple((0, round(haut + pas * rang), ecran.largeur, 1) for rang in range(nombre))
