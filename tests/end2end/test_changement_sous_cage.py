"""Under cage, nobody ever sees what is behind the pages: the ended visit's stays until the next one's is taken."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from kiosk.terminal.rythme import Rythme
from tests.end2end.visite import ACCUEIL, NIR
from tests.helpers.bureau import Bureau
from tests.helpers.cage import Cage
from tests.helpers.ecran_x import EcranX
from tests.helpers.terminal import Terminal
from tests.helpers.visiteur import BOUTON, Visiteur
from ui.shell.premiere_image import LIMITE_MS

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(120)]

ARRET_S = 0.4
"""How long the compositor does not follow: the spare is asked to show itself, and the ended visit would be gone, in a
tenth of it."""


@pytest.fixture(scope="module")
def scene(cage_possible: None) -> Iterator[tuple[Cage, Terminal, Visiteur]]:
    with (
        Bureau() as bureau,
        Cage(bureau) as cage,
        Terminal(bureau, "http://127.0.0.1:9", env=cage.env) as terminal,
        Visiteur(bureau) as visiteur,
    ):
        yield cage, terminal, visiteur


def test_the_limit_leaves_a_page_that_nobody_takes_time_to_say_so() -> None:
    assert Rythme().affichage_s - 1 >= LIMITE_MS / 1000


def _commencer(terminal: Terminal, visiteur: Visiteur, rang: int) -> None:
    """A visit on its first page, and a warm spare behind."""
    _attendre_reserves(terminal, rang + 1)
    visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
    visiteur.agir(ACCUEIL, BOUTON)
    visiteur.attendre(NIR, "text")


def _attendre_reserves(terminal: Terminal, nombre: int) -> None:
    terminal.attendre_fait("warmup_ms", delai_s=40)
    if nombre > 1:
        terminal.attendre_fait("spare_ready_ms", rang=nombre - 2, delai_s=40)


def _changements(terminal: Terminal) -> int:
    return sum("next_visitor_ms" in fait for fait in terminal.faits())


def test_a_compositor_that_does_not_follow_shows_the_old_page_until_it_has_the_new_one(
    scene: tuple[Cage, Terminal, Visiteur],
) -> None:
    cage, terminal, visiteur = scene
    with EcranX(cage.bureau.env["DISPLAY"]) as ecran:
        lignes = ecran.bandes(6)
        for rang in range(2):
            _commencer(terminal, visiteur, rang)
            finis = [fait for fait in terminal.faits() if fait.get("event") == "processus_fini"]
            cage.figer()
            try:
                visiteur.agir("Quitter", BOUTON)
                terminal.attendre_fait("motif", rang=len(finis))
                limite = time.monotonic() + ARRET_S
                while time.monotonic() < limite:
                    assert _changements(terminal) == rang, "told as shown, and nobody can have taken it"
                partis = [fait["pid"] for fait in terminal.faits() if fait.get("event") == "processus_parti"]
                assert len(partis) == rang, "its window has gone, and there is no other"
            finally:
                cage.reprendre()
            # Until the old process has gone, and its window with it.
            limite = time.monotonic() + 10
            while sum(fait.get("event") == "processus_parti" for fait in terminal.faits()) == rang:
                assert time.monotonic() < limite, terminal.faits()
                noires = [ligne for ligne in lignes if not any(ecran.pixels(ligne)[::4])]
                assert not noires, f"black seen at lines {noires}"
            assert _changements(terminal) == rang + 1
    assert terminal.pannes() == []


def test_a_screen_that_takes_nothing_for_long_closes_no_terminal(
    scene: tuple[Cage, Terminal, Visiteur],
) -> None:
    cage, terminal, visiteur = scene
    rang = _changements(terminal)
    _commencer(terminal, visiteur, rang)
    cage.figer()
    try:
        visiteur.agir("Quitter", BOUTON)
        terminal.attendre_fait("next_visitor_ms", rang=rang)
        assert any(fait.get("event") == "image_non_prise" for fait in terminal.faits())
    finally:
        cage.reprendre()
    _commencer(terminal, visiteur, rang + 1)
    assert {fait["motif"] for fait in terminal.faits() if "motif" in fait} == {"fini"}
