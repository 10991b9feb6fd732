"""Ways out of the terminal, under a window manager with its own keys: after each, the kiosk alone is on the screen."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.end2end.visite import ACCUEIL, NIR
from tests.helpers.bureau import Bureau
from tests.helpers.fenetres_x import FenetresX
from tests.helpers.terminal import Backend, Terminal
from tests.helpers.visiteur import BOUTON, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(240)]

LARGEUR, HAUTEUR = 1080, 1920
CHANGEMENTS = 6
RETOUR_S = 8.0
"""A window that was put aside has that long to be back; a machine that tests is a busy one."""

TOUCHES = (
    *("alt+F4", "alt+Tab", "alt+shift+Tab", "ctrl+alt+Tab", "alt+Escape", "alt+space", "alt+F1", "alt+F2"),
    *("alt+F9", "alt+F10", "ctrl+alt+Left", "ctrl+alt+Right", "ctrl+alt+Up", "ctrl+alt+Down", "ctrl+alt+d"),
    *(
        "super+d",
        "super+e",
        "super+l",
        "super+r",
        "super+Tab",
        "super+F1",
        "super+F2",
        "super+F3",
        "super+F4",
    ),
    *("Super_L", "Super_R", "Menu", "ctrl+alt+Delete", "ctrl+alt+t", "ctrl+alt+F1", "ctrl+alt+F2"),
    *(
        "shift+alt+Left",
        "shift+alt+Right",
        "ctrl+Escape",
        "ctrl+shift+Escape",
        "Escape",
        "Print",
        "alt+Print",
    ),
    *("ctrl+q", "ctrl+w", "ctrl+o", "ctrl+s", "ctrl+p", "ctrl+n", "ctrl+t", "ctrl+h", "ctrl+shift+i"),
    *("ctrl+shift+u", "ctrl+space", "F1", "shift+F1", "F5", "F10", "shift+F10", "F11", "F12"),
    *("alt+Left", "alt+Home", "alt+d", "alt+t", "XF86WWW", "XF86Mail", "XF86Explorer", "XF86Calculator"),
    *("XF86Sleep", "XF86AudioMedia", "XF86Back", "XF86HomePage", "ctrl+a", "ctrl+c", "ctrl+x", "shift+Home"),
)

CHAMP, PAGE = ("700", "800"), ("540", "1000")

POINTEUR: dict[str, list[str]] = {
    "right click on the page": ["mousemove", *PAGE, "click", "3"],
    "right click in a field": ["mousemove", *CHAMP, "click", "3"],
    "right click on the way out": ["mousemove", "880", "60", "click", "3"],
    "right click in the top left corner": ["mousemove", "0", "0", "click", "3"],
    "right click in the top right corner": ["mousemove", "1079", "0", "click", "3"],
    "right click in the bottom left corner": ["mousemove", "0", "1919", "click", "3"],
    "right click in the bottom right corner": ["mousemove", "1079", "1919", "click", "3"],
    "middle click in a field": ["mousemove", *CHAMP, "click", "2"],
    "middle click on the page": ["mousemove", *PAGE, "click", "2"],
    "back button of a mouse": ["mousemove", *PAGE, "click", "8"],
    "forward button of a mouse": ["mousemove", *PAGE, "click", "9"],
    "ten taps in a corner": ["mousemove", "1", "1", "click", "--repeat", "10", "1"],
    "the wheel of the desktops": ["mousemove", *PAGE, "keydown", "alt", "click", "4", "click", "5", "keyup", "alt"],
    "the wheel, with Ctrl": ["mousemove", *PAGE, "keydown", "ctrl", "click", "4", "click", "4", "keyup", "ctrl"],
    "move of a window": [
        *("mousemove", *PAGE, "keydown", "alt", "mousedown", "1", "mousemove", "900", "1500"),
        *("mouseup", "1", "keyup", "alt"),
    ],
    "resizing of a window": [
        *("mousemove", *PAGE, "keydown", "alt", "mousedown", "3", "mousemove", "200", "300"),
        *("mouseup", "3", "keyup", "alt"),
    ],
    "lowering of a window": ["mousemove", *PAGE, "keydown", "alt", "click", "2", "keyup", "alt"],
    "selection by dragging": ["mousemove", *CHAMP, "mousedown", "1", "mousemove", "100", "800", "mouseup", "1"],
    "double tap in a field": ["mousemove", *CHAMP, "click", "--repeat", "2", "--delay", "60", "1"],
    "all selected, then keys that leave it so": [
        *("mousemove", *CHAMP, "click", "1", "key", "ctrl+a", "key", "Shift_L", "key", "Control_L", "key", "Down"),
        *("key", "ctrl+Down", "key", "ctrl+Up", "key", "ctrl+Insert", "key", "shift+ctrl+Right"),
    ],
    "selected by Tab, then keys that leave it so": ["key", "shift+Tab", "key", "Tab", "key", "Shift_L", "key", "Up"],
    "triple tap in a field": ["mousemove", *CHAMP, "click", "--repeat", "3", "--delay", "60", "1"],
    "long press": ["mousemove", *PAGE, "mousedown", "1", "sleep", "1.2", "mouseup", "1"],
    "drag out of the screen": ["mousemove", *PAGE, "mousedown", "1", "mousemove", "0", "1000", "mouseup", "1"],
    "swipe from the top": ["mousemove", "540", "0", "mousedown", "1", "mousemove", "540", "900", "mouseup", "1"],
    "swipe from the left": ["mousemove", "0", "900", "mousedown", "1", "mousemove", "800", "900", "mouseup", "1"],
    "Alt+Tab, held": ["keydown", "alt", "key", "Tab", "key", "Tab", "sleep", "0.3", "key", "Escape", "keyup", "alt"],
    "window menu, then its first entry": ["key", "alt+space", "key", "Down", "key", "Return"],
    "close, asked by another program": ["getactivewindow", "windowquit"],
    "minimise, asked by another program": ["getactivewindow", "windowminimize"],
    "move, asked by another program": ["getactivewindow", "windowmove", "300", "300"],
    "small, asked by another program": ["getactivewindow", "windowsize", "300", "300"],
    "another desktop, asked by another program": ["set_desktop", "1"],
}  # fmt: skip


@dataclass
class Salle:
    """A terminal with a window manager, in front of the page where the number is typed."""

    bureau: Bureau
    terminal: Terminal
    visiteur: Visiteur
    fenetres: FenetresX
    etrangers: frozenset[int]

    def processus_etrangers(self) -> frozenset[int]:
        """Processes of this desktop that are not of the terminal."""
        du_terminal = set(self.terminal.descendants())
        return frozenset(pid for pid in self.bureau.processus_vivants() if pid not in du_terminal)

    def defaut(self) -> str:
        """What is wrong: empty when the kiosk alone is there, full-screen and active."""
        active = self.fenetres.active()
        if active is None:
            return "no window is active"
        if self.fenetres.pid(active) not in self.terminal.descendants():
            return "the active window is somebody else's"
        if not self.fenetres.plein_ecran(active):
            return "the window is not full-screen"
        vues = self.fenetres.a_l_ecran()
        if not vues or (vues[-1].x, vues[-1].y, vues[-1].largeur, vues[-1].hauteur) != (
            0,
            0,
            LARGEUR,
            HAUTEUR,
        ):
            return f"something is over the kiosk: {vues}"
        if len(vues) > 1:
            return f"not alone: {vues}"
        if self.fenetres.selection_tenue("PRIMARY") or self.fenetres.selection_tenue("CLIPBOARD"):
            return "what was typed is offered to other programs"
        if nouveaux := self.processus_etrangers() - self.etrangers:
            return f"new processes: {nouveaux}"
        return ""

    def verifier(self) -> None:
        """The kiosk alone is there, once the window manager has done with what was tried, or soon after."""
        self.fenetres.attendre_le_gestionnaire()
        limite = time.monotonic() + RETOUR_S
        while defaut := self.defaut():
            assert time.monotonic() < limite, defaut

    def essayer(self, *xdotool: str) -> None:
        subprocess.run(["xdotool", *xdotool], env=self.bureau.env, timeout=30, capture_output=True)


@pytest.fixture(scope="module")
def salle() -> Iterator[Salle]:
    with (
        Bureau(LARGEUR, HAUTEUR, gestionnaire=True) as bureau,
        Backend(bureau) as backend,
        Terminal(bureau, backend.url) as terminal,
        Visiteur(bureau) as visiteur,
        FenetresX(bureau.env["DISPLAY"]) as fenetres,
    ):
        visiteur.toucher(ACCUEIL, delai_s=30)
        visiteur.toucher(NIR, "text")
        visiteur.taper_clavier_ecran("28506")
        salle = Salle(bureau, terminal, visiteur, fenetres, frozenset())
        salle.etrangers = salle.processus_etrangers()
        salle.verifier()
        yield salle


@pytest.mark.parametrize("touche", TOUCHES)
def test_no_key_leads_out(bureau_possible: None, salle: Salle, touche: str) -> None:
    salle.essayer("key", touche)
    salle.verifier()


@pytest.mark.parametrize("geste", POINTEUR)
def test_no_gesture_leads_out(bureau_possible: None, salle: Salle, geste: str) -> None:
    salle.essayer(*POINTEUR[geste])
    salle.verifier()


def test_after_all_that_the_visit_goes_on_where_it_was(bureau_possible: None, salle: Salle) -> None:
    assert not salle.terminal.pannes()
    assert salle.visiteur.voit(NIR, "text")


def test_between_two_visits_the_keys_of_the_window_manager_reach_nobody(
    bureau_possible: None, salle: Salle
) -> None:
    x, y = salle.visiteur.attendre("Quitter", BOUTON).centre
    reserve = salle.terminal.attendre_fait("warmup_ms")["pid"]
    os.kill(reserve, signal.SIGSTOP)  # between two visits for as long as it takes to look
    try:
        salle.essayer("mousemove", str(x), str(y), "click", "1")
        assert salle.terminal.attendre_fait("motif")["motif"] == "fini"
        salle.essayer("keydown", "alt", "key", "Tab")
        salle.fenetres.attendre_le_gestionnaire()
        assert len(salle.fenetres.a_l_ecran()) == 1
    finally:
        os.kill(reserve, signal.SIGCONT)
        salle.essayer("keyup", "alt")
    salle.verifier()
    salle.visiteur.toucher(ACCUEIL, delai_s=30)
    salle.visiteur.attendre(NIR, "text")
    salle.essayer("key", "alt+space")
    salle.verifier()


@pytest.mark.parametrize("clics", [0, 80], ids=["keys", "keys and clicks"])
def test_keys_beaten_all_through_the_change_of_visits_reach_nobody(
    bureau_possible: None, salle: Salle, clics: int
) -> None:
    for _ in range(CHANGEMENTS):
        x, y = salle.visiteur.attendre("Quitter", BOUTON).centre
        with subprocess.Popen(
            ["xdotool", "key", "--repeat", "200", "--delay", "1", "super+e"], env=salle.bureau.env
        ) as coups:
            salle.essayer("mousemove", str(x), str(y), "click", "1", "mousemove", *PAGE)
            if clics:
                salle.essayer("click", "--repeat", str(clics), "--delay", "10", "1")
            salle.visiteur.toucher(ACCUEIL, delai_s=30)
            coups.wait(30)
        salle.verifier()
        salle.visiteur.attendre(NIR, "text")


def test_a_crash_under_a_flood_of_taps_shows_nothing_else(bureau_possible: None, salle: Salle) -> None:
    salle.verifier()
    active = salle.fenetres.active()
    assert active is not None
    pid = salle.fenetres.pid(active)
    assert pid is not None
    with subprocess.Popen(
        ["xdotool", "mousemove", "540", "1000", "click", "--repeat", "60", "--delay", "10", "1"],
        env=salle.bureau.env,
        stderr=subprocess.DEVNULL,
    ) as coups:
        os.kill(pid, signal.SIGSEGV)
        coups.wait(30)
    salle.visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
    salle.verifier()
    salle.visiteur.toucher(ACCUEIL)
    salle.visiteur.attendre(NIR, "text")
    salle.essayer("key", "alt+space")
    salle.verifier()
