"""The harness itself, on a small window of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.bureau import Bureau
from tests.helpers.visiteur import BOUTON, Introuvable, Visiteur

pytestmark = pytest.mark.end2end
RACINE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bureau(bureau_possible: None) -> Iterator[Bureau]:
    with Bureau(900, 700) as prive:
        prive.lancer([sys.executable, "-m", "tests.helpers.fenetre_essai"], journal="fenetre", cwd=RACINE)
        yield prive


@pytest.fixture(scope="module")
def visiteur(bureau: Bureau) -> Iterator[Visiteur]:
    with Visiteur(bureau) as present:
        yield present


def test_types_reads_and_presses_through_the_screen(visiteur: Visiteur, tmp_path: Path) -> None:
    visiteur.toucher("Prénom")
    visiteur.taper_clavier_ecran("Camille")
    assert visiteur.lire("Prénom") == "Camille"
    visiteur.toucher("Effacer")
    visiteur.touche_physique("z")
    visiteur.attendre("Prénom", "text")
    case = visiteur.toucher("Je suis d'accord")
    assert case.role == "check box"
    visiteur.attendre("Je suis d’accord", etats=("checked",))
    visiteur.toucher("Continuer")
    assert visiteur.attendre(re.compile("^Bonjour")).nom == "Bonjour Camillz !"
    visiteur.attendre_absence("Continuer", BOUTON)
    assert not visiteur.voit("Majuscule")
    visiteur.capture(tmp_path / "ecran.png")
    assert (tmp_path / "ecran.png").read_bytes().startswith(b"\x89PNG")
    visiteur.agir("Précédent")
    visiteur.attendre("Continuer", BOUTON)


def test_what_is_not_there_is_said_with_what_is(visiteur: Visiteur) -> None:
    debut = time.monotonic()
    with pytest.raises(Introuvable, match="Majuscule"):
        visiteur.attendre("Payer", delai_s=0.3)
    assert time.monotonic() - debut < 5


def test_no_process_outlives_the_desktop(bureau_possible: None) -> None:
    with Bureau(320, 240) as prive:
        # a child that leaves its parent's session, as a careless daemon would
        prive.lancer(["sh", "-c", "setsid sleep 300 & setsid sleep 300 & wait"], journal="sommeil")
        assert list(prive.processus_vivants())
    assert not list(prive.processus_vivants())
    assert not prive.dossier.exists()


def test_no_process_outlives_a_killed_test_run(bureau_possible: None) -> None:
    code = (
        "from tests.helpers.bureau import Bureau\nimport time\n"
        "with Bureau(320, 240) as b:\n    print(b.identite, flush=True)\n    time.sleep(300)\n"
    )
    mourant = subprocess.Popen([sys.executable, "-c", code], cwd=RACINE, stdout=subprocess.PIPE, text=True)
    assert mourant.stdout is not None
    temoin = Bureau()
    temoin.identite = mourant.stdout.readline().strip()
    mourant.kill()
    mourant.communicate(timeout=10)
    limite = time.monotonic() + 20
    while restants := list(temoin.processus_vivants()):
        assert time.monotonic() < limite, [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in restants]
        os.sched_yield()
