"""Under cage, which makes a window as large as all screens together, the page keeps to the public's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.bureau import Bureau
from tests.helpers.cage import Cage

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(120)]

ESSAI = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from ui.shell.couverture_ecrans import CouvertureEcrans
from ui.shell.fenetre import Fenetre
from ui.theme import THEMES, Forme, Mesures, TailleTexte, Theme, appliquer

app = QApplication(["essai"])
appliquer(app, Theme(THEMES["clair"], Mesures(80, Forme.PAYSAGE, TailleTexte.NORMAL), "clair"))
choisi = next(ecran for ecran in app.screens() if ecran.name() == sys.argv[1])
fenetre = Fenetre()
fenetre.occuper(choisi.geometry(), plein_ecran=True)
couverture = CouvertureEcrans(fenetre)
fenetre.showFullScreen()
couverture.couvrir()

def regarder():
    if fenetre.size() == app.primaryScreen().virtualSize():
        vu = {
            "fenetre": fenetre.size().toTuple(),
            "choisi": choisi.geometry().getRect(),
            "place": fenetre.place.getRect(),
            "page": fenetre.plan.geometry().getRect(),
            "feuilles": len(couverture.couvertures),
        }
        autre = next(ecran for ecran in app.screens() if ecran is not choisi)
        fenetre.occuper(autre.geometry(), plein_ecran=True)
        vu["autre"], vu["ensuite"] = autre.geometry().getRect(), fenetre.plan.geometry().getRect()
        print(json.dumps(vu), flush=True)
        app.exit()

fenetre.peinte.connect(regarder)
app.exec()
"""


@pytest.fixture(scope="module")
def cage(cage_possible: None) -> Iterator[Cage]:
    """Two screens, side by side."""
    with Bureau() as bureau, Cage(bureau, sorties=2) as cage:
        yield cage


@pytest.mark.parametrize("nom", ["HEADLESS-1", "HEADLESS-2"])
def test_the_page_keeps_to_its_screen_and_no_sheet_hides_it(cage: Cage, tmp_path: Path, nom: str) -> None:
    essai = tmp_path / "essai.py"
    essai.write_text(ESSAI)
    fini = subprocess.run(
        [sys.executable, str(essai), nom],
        env={**cage.bureau.env, **cage.env, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    dit = fini.stdout
    vu = json.loads(dit.splitlines()[-1]) if fini.returncode == 0 else pytest.fail(dit + fini.stderr)
    assert vu["fenetre"] == [2560, 720]
    assert vu["place"] == vu["page"] == vu["choisi"]
    assert vu["ensuite"] == vu["autre"] != vu["choisi"]
    assert vu["feuilles"] == 0
