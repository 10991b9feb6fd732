"""Screens that come and go while somebody is there: the page keeps to the public's, the others show nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.end2end.visite import CAMILLE, NIR, Visite
from tests.helpers import attente
from tests.helpers.fenetres_x import FenetresX
from tests.helpers.prises import BureauAPrises
from tests.helpers.terminal import Backend, Terminal
from tests.helpers.visiteur import Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(120)]

Place = tuple[int, int, int, int]
PREMIER: Place = (0, 0, 1920, 1080)
DEUXIEME: Place = (1920, 0, 1280, 1024)
TROISIEME: Place = (3200, 0, 1024, 768)


@pytest.fixture
def bureau(bureau_possible: None) -> Iterator[BureauAPrises]:
    with BureauAPrises(1920, 1080) as bureau:
        yield bureau


def attendre(vrai: Callable[[], bool], sinon: Callable[[], object], delai_s: float = 10.0) -> None:
    attente.attendre(vrai, sinon, delai_s)


def test_the_page_goes_to_the_public_s_screen_and_comes_back_to_it_and_every_other_one_is_covered(
    bureau: BureauAPrises,
) -> None:
    reglages = {"CAF_KIOSK_ECRAN__NOM": "dummy1", "CAF_KIOSK_ECRAN__PPI": "80"}
    with (
        Backend(bureau) as backend,
        Terminal(bureau, backend.url, env=reglages) as terminal,
        FenetresX(bureau.env["DISPLAY"]) as fenetres,
    ):
        terminal.attendre_fait("warmup_ms")

        def vues() -> list[Place]:
            return sorted((f.x, f.y, f.largeur, f.hauteur) for f in fenetres.a_l_ecran())

        def voir(page: Place, *couvertes: Place) -> None:
            attendre(lambda: vues() == sorted((page, *couvertes)), vues)
            titre = visiteur.attendre(NIR, "text")
            x, y = titre.centre
            assert page[0] <= x < page[0] + page[2]
            assert page[1] <= y < page[1] + page[3]

        with Visiteur(bureau) as visiteur:
            Visite(visiteur).commencer()
            visiteur.toucher(NIR, "text")
            visiteur.taper_clavier_ecran(CAMILLE.nir[:5])
            pid = visiteur.attendre(NIR, "text").pid
            saisi = visiteur.lire(NIR, "text")
            voir(PREMIER)
            bureau.brancher("DUMMY1", *DEUXIEME[2:], a_droite_de="DUMMY0")
            voir(DEUXIEME, PREMIER)
            bureau.brancher("DUMMY2", *TROISIEME[2:], a_droite_de="DUMMY1")
            voir(DEUXIEME, PREMIER, TROISIEME)
            bureau.debrancher("DUMMY1")
            voir(PREMIER, TROISIEME)
            bureau.debrancher("DUMMY2")
            voir(PREMIER)
            bureau.brancher("DUMMY1", *DEUXIEME[2:], a_droite_de="DUMMY0")
            voir(DEUXIEME, PREMIER)
            visiteur.taper_clavier_ecran(CAMILLE.nir[5:7])
            assert visiteur.lire(NIR, "text").startswith(saisi.rstrip())
            assert visiteur.attendre(NIR, "text").pid == pid
        absences = [fait for fait in terminal.faits() if fait.get("event") == "ecran_absent"]
        assert [fait["demande"] for fait in absences] == ["dummy1", "dummy1"]
        assert [sorted(fait["presents"]) for fait in absences] == [["DUMMY0"], ["DUMMY0", "DUMMY2"]]
        assert terminal.pannes() == []
