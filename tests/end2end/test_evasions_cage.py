"""Ways out of the packaged session: under cage, as its unit starts it, no key and no gesture gets past the terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.end2end.test_evasions import HAUTEUR, LARGEUR, POINTEUR, RETOUR_S, TOUCHES
from tests.end2end.visite import ACCUEIL, NIR
from tests.helpers.bureau import Bureau
from tests.helpers.cage import Cage, options_de_l_unite
from tests.helpers.ecran_x import EcranX, Zone
from tests.helpers.fenetres_x import FenetresX
from tests.helpers.terminal import Backend, Terminal
from tests.helpers.visiteur import BOUTON, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(240)]

DU_COMPOSITEUR = (
    *("alt+Escape", "alt+F4", "alt+Tab", "alt+shift+Tab", "alt+space", "alt+F1", "alt+F2", "alt+Return"),
    *("ctrl+alt+BackSpace", "ctrl+alt+Delete", "ctrl+alt+Escape", "ctrl+alt+t", "ctrl+Escape", "ctrl+q"),
    *(
        "ctrl+alt+F1",
        "ctrl+alt+F2",
        "ctrl+alt+F3",
        "ctrl+alt+F7",
        "ctrl+shift+Escape",
        "Super_L",
        "super+Tab",
    ),
    *(
        "super+Return",
        "super+d",
        "super+l",
        "super+r",
        "super+shift+e",
        "super+shift+q",
        "XF86Sleep",
        "Print",
    ),
)
"""What some compositor acts on. Alt+Escape ends a cage that was built to be debugged; Ctrl+Alt+Fn changes the
console where cage is given `-s`."""

GESTES = {nom: geste for nom, geste in POINTEUR.items() if "asked by another program" not in nom}
ENTETE: Zone = (0, 0, 400, 60)
"""The name of the Caf: no key and no gesture changes these pixels while the terminal is in front."""


@dataclass
class Hall:
    """A terminal in the packaged session, in front of the page where the number is typed."""

    bureau: Bureau
    cage: Cage
    terminal: Terminal
    visiteur: Visiteur
    fenetres: FenetresX
    clients: int = 0
    entete: bytes = b""

    def defaut(self) -> str:
        """What is wrong: empty when the terminal alone is there, over all of the screen."""
        if not self.cage.vivante():
            return f"the compositor has ended: {self.bureau.journal('cage')}"
        if (clients := self.cage.clients()) != self.clients:
            return f"{clients} programs have windows, not {self.clients}"
        vues = [(v.x, v.y, v.largeur, v.hauteur) for v in self.fenetres.a_l_ecran()]
        if vues != [(0, 0, LARGEUR, HAUTEUR)]:
            return f"not alone: {vues}"
        with EcranX(self.bureau.env["DISPLAY"]) as ecran:
            if ecran.pixels(ENTETE) != self.entete:
                return "something is over the terminal"
        return ""

    def verifier(self) -> None:
        limite = time.monotonic() + RETOUR_S
        while defaut := self.defaut():
            assert time.monotonic() < limite, defaut
        assert not self.terminal.pannes()

    def essayer(self, *xdotool: str) -> None:
        subprocess.run(
            ["xdotool", *xdotool], env=self.bureau.env, timeout=30, check=True, capture_output=True
        )

    def taper_et_effacer(self) -> None:
        """What is typed still goes to the number, after all that came before it."""
        self.visiteur.toucher(NIR, "text")
        self.essayer("key", "End", "7")
        self.visiteur.attendre_texte(NIR, lambda lu: lu.endswith("7"), "text")
        self.essayer("key", "ctrl+a", "BackSpace")
        self.visiteur.attendre_texte(NIR, lambda lu: not lu, "text")


@pytest.fixture(scope="module")
def hall(cage_possible: None) -> Iterator[Hall]:
    with (
        Bureau(LARGEUR, HAUTEUR) as bureau,
        Cage(bureau) as cage,
        Backend(bureau) as backend,
        Terminal(bureau, backend.url, env=cage.env) as terminal,
        Visiteur(bureau) as visiteur,
        FenetresX(bureau.env["DISPLAY"]) as fenetres,
        EcranX(bureau.env["DISPLAY"]) as ecran,
    ):
        visiteur.toucher(ACCUEIL, delai_s=30)
        visiteur.attendre(NIR, "text")
        terminal.attendre_fait("warmup_ms", delai_s=40)  # the spare has its window, hidden
        hall = Hall(bureau, cage, terminal, visiteur, fenetres)
        hall.taper_et_effacer()
        hall.clients, hall.entete = cage.clients(), ecran.pixels(ENTETE)
        assert len(set(hall.entete)) > 2  # a picture, not a screen without one
        yield hall


def test_the_unit_lets_nobody_change_the_console() -> None:
    assert options_de_l_unite() == []


@pytest.mark.parametrize("touche", DU_COMPOSITEUR)
def test_no_key_of_a_compositor_leads_out(hall: Hall, touche: str) -> None:
    hall.essayer("key", touche)
    hall.verifier()
    hall.taper_et_effacer()


def test_no_other_key_leads_out(hall: Hall) -> None:
    for touche in TOUCHES:
        hall.essayer("key", touche)
        hall.verifier()
    hall.taper_et_effacer()


@pytest.mark.parametrize("geste", GESTES)
def test_no_gesture_leads_out_of_the_session(hall: Hall, geste: str) -> None:
    hall.essayer(*GESTES[geste])
    hall.verifier()


def test_after_all_that_the_number_can_be_typed(hall: Hall) -> None:
    hall.taper_et_effacer()


def test_a_crash_in_the_session_shows_nothing_else(hall: Hall) -> None:
    visite = [fait["pid"] for fait in hall.terminal.faits() if fait.get("event") == "visite_commencee"][-1]
    with subprocess.Popen(
        ["xdotool", "mousemove", "540", "1000", "click", "--repeat", "60", "--delay", "10", "1"],
        env=hall.bureau.env,
        stderr=subprocess.DEVNULL,
    ) as coups:
        os.kill(visite, signal.SIGSEGV)
        coups.wait(30)
    hall.visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
    assert hall.cage.vivante()
    hall.visiteur.toucher(ACCUEIL)
    hall.visiteur.attendre(NIR, "text")
    hall.taper_et_effacer()
    limite = time.monotonic() + RETOUR_S
    while defaut := hall.defaut():  # the next spare has its window too
        assert time.monotonic() < limite, defaut
