"""A monkey at the terminal: random touches and keys, from the home page and from an account. Its seed is printed.

SINGE_GESTES says how many gestures (a touch, a swipe or a key), SINGE_GRAINE replays a seed.
"""

from __future__ import annotations

import os
import random
import subprocess

import pytest

from tests.end2end.test_evasions import HAUTEUR, LARGEUR, TOUCHES, Salle
from tests.end2end.visite import ACCUEIL, CAMILLE, Visite
from tests.helpers.bureau import Bureau
from tests.helpers.fenetres_x import FenetresX
from tests.helpers.terminal import Backend, Terminal
from tests.helpers.visiteur import BOUTON, Visiteur

GESTES = int(os.environ.get("SINGE_GESTES", "800"))
PAR_SERIE = 100
"""Gestures between two looks at the screen."""

# Chance must not decide whether a submission passes: what it finds becomes a case of its own in `test_evasions`.
pytestmark = [
    pytest.mark.end2end,
    pytest.mark.timeout(240 + GESTES // 5),
    pytest.mark.skipif("SINGE_GESTES" not in os.environ, reason="SINGE_GESTES=800"),
]

LETTRES = (
    *"abcdefghijklmnopqrstuvwxyz0123456789",
    "space",
    "Return",
    "Tab",
    "shift+Tab",
    "BackSpace",
    "Down",
)


def serie(hasard: random.Random) -> list[str]:
    """Gestures for one call of xdotool."""
    gestes: list[str] = []
    for _ in range(PAR_SERIE):
        x, y = str(hasard.randrange(LARGEUR)), str(hasard.randrange(HAUTEUR))
        match hasard.randrange(10):
            case 0 | 1:
                gestes += ["key", hasard.choice(LETTRES)]
            case 2:
                gestes += ["key", hasard.choice(TOUCHES)]
            case 3:
                fin = str(hasard.randrange(HAUTEUR))
                gestes += ["mousemove", x, y, "mousedown", "1", "mousemove", x, fin, "mouseup", "1"]
            case 4:
                gestes += ["mousemove", x, y, "click", str(hasard.choice((2, 3, 4, 5)))]
            case _:
                gestes += ["mousemove", x, y, "click", "1"]
    return gestes


def test_a_monkey_finds_no_way_out_and_breaks_nothing(bureau_possible: None) -> None:
    graine = int(os.environ.get("SINGE_GRAINE", random.SystemRandom().randrange(2**32)))
    print(f"SINGE_GRAINE={graine} SINGE_GESTES={GESTES}")
    hasard = random.Random(graine)
    with (
        Bureau(LARGEUR, HAUTEUR, gestionnaire=True) as bureau,
        Backend(bureau) as backend,
        Terminal(bureau, backend.url) as terminal,
        Visiteur(bureau) as visiteur,
        FenetresX(bureau.env["DISPLAY"]) as fenetres,
    ):
        visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
        salle = Salle(bureau, terminal, visiteur, fenetres, frozenset())
        salle.etrangers = salle.processus_etrangers()
        for rang in range(GESTES // PAR_SERIE):
            if rang == GESTES // PAR_SERIE // 2 and visiteur.voit(ACCUEIL, BOUTON):
                visite = Visite(visiteur)
                visite.commencer()
                visite.s_identifier(CAMILLE)
            subprocess.run(["xdotool", *serie(hasard)], env=bureau.env, timeout=120, capture_output=True)
            salle.verifier()
            assert not terminal.pannes(), f"graine {graine}, série {rang}"
        assert "Traceback" not in bureau.journal("terminal")
        assert not [fait for fait in terminal.faits() if fait.get("event") == "exception"]
