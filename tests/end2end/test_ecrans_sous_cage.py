"""Under cage, which makes a window as large as all screens together, the page keeps to the public's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.skipif(
    not (shutil.which("cage") and shutil.which("Xwayland")), reason="packaging/preparer --tests installs cage"
)
@pytest.mark.parametrize("nom", ["HEADLESS-1", "HEADLESS-2"])
def test_the_page_keeps_to_its_screen_and_no_sheet_hides_it(tmp_path: Path, nom: str) -> None:
    essai, sortie = tmp_path / "essai.py", tmp_path / "sortie"
    essai.write_text(ESSAI)
    env = {
        **{cle: valeur for cle, valeur in os.environ.items() if cle not in ("DISPLAY", "WAYLAND_DISPLAY")},
        "XDG_RUNTIME_DIR": str(tmp_path),
        "QT_QPA_PLATFORM": "wayland",
        "WLR_BACKENDS": "headless",
        "WLR_RENDERER": "pixman",
        "WLR_HEADLESS_OUTPUTS": "2",
        "WLR_LIBINPUT_NO_DEVICES": "1",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    commande = f'exec "$0" "$1" {nom} >"$2" 2>&1'
    argv = ["cage", "--", "sh", "-c", commande, sys.executable, str(essai), str(sortie)]
    if os.getuid() == 0:
        # cage does not start as root.
        argv = ["unshare", "--user", "--map-user=1000", "--map-group=1000", *argv]
    tmp_path.chmod(0o700)
    fini = subprocess.run(
        argv, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    dit = sortie.read_text() if sortie.exists() else fini.stderr
    vu = json.loads(dit.splitlines()[-1]) if dit.lstrip().startswith("{") else pytest.fail(dit)
    assert vu["fenetre"] == [2560, 720]
    assert vu["place"] == vu["page"] == vu["choisi"]
    assert vu["ensuite"] == vu["autre"] != vu["choisi"]
    assert vu["feuilles"] == 0
