"""Screens that the kiosk does not use: each has its sheet, which does not close."""

import json
import os
import subprocess
import sys
from pathlib import Path

ESSAI = """
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from ui.shell.couverture_ecrans import CouvertureEcrans
from ui.theme import THEMES, Forme, Mesures, TailleTexte, Theme, appliquer

app = QApplication(["essai"])
appliquer(app, Theme(THEMES["clair"], Mesures(96, Forme.PORTRAIT, TailleTexte.NORMAL), "clair"))
fenetre = QWidget()
principal, *autres = QGuiApplication.screens()
fenetre.setGeometry(principal.geometry())
fenetre.showFullScreen()
couverture = CouvertureEcrans(fenetre)
for _ in range(2):
    couverture.couvrir()
app.processEvents()
feuilles = couverture.couvertures
assert sorted((f.x(), f.width(), f.height()) for f in feuilles) == sorted(
    (e.geometry().x(), e.geometry().width(), e.geometry().height()) for e in autres
), feuilles
for feuille in feuilles:
    assert feuille.isVisible()
    feuille.close()
    assert feuille.isVisible()
QGuiApplication.instance().screenRemoved.emit(autres[0])
assert len(couverture.couvertures) == len(autres) - 1
app.processEvents()
print(len(feuilles))
"""


def essayer(tmp_path: Path, nombre: int) -> int:
    """How many sheets there are on a post of so many screens, side by side."""
    reglages = tmp_path / "ecrans.json"
    reglages.write_text(
        json.dumps(
            {
                "screens": [
                    {"name": f"E{n}", "x": 1080 * n, "y": 0, "width": 1080, "height": 1920 - 100 * n}
                    for n in range(nombre)
                ]
            }
        )
    )
    env = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={reglages}"}
    fini = subprocess.run(
        [sys.executable, "-c", ESSAI], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert fini.returncode == 0, fini.stderr
    return int(fini.stdout)


def test_every_other_screen_has_its_sheet(tmp_path: Path) -> None:
    assert essayer(tmp_path, 3) == 2
