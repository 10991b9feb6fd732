"""What is selected never reaches X11's PRIMARY; only a real X server has one."""

import os
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).parents[4]
ESSAI = """
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from ui.components.champs import ChampMontant, ChampMotDePasse, ChampTexte
from ui.theme import THEMES, Forme, Mesures, Theme, appliquer

app = QApplication([])
appliquer(app, Theme(THEMES["clair"], Mesures(102.46, Forme.PORTRAIT), "clair"))
presse_papier, primaire = QGuiApplication.clipboard(), QClipboard.Mode.Selection
assert presse_papier.supportsSelection()
page = QWidget()
champs = [ChampMontant("a"), ChampTexte("b"), ChampMotDePasse("c")]
saisies = [QLineEdit(), *(champ.saisie for champ in champs)]
colonne = QVBoxLayout(page)
for widget in [saisies[0], *champs]:
    colonne.addWidget(widget)
page.show()
champs[2].afficher()
maj, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
for saisie in saisies:
    presse_papier.setText("rien", primaire)
    QTest.keyClicks(saisie, "12345")
    for touche, avec in (
        (Qt.Key.Key_A, ctrl),
        (Qt.Key.Key_Left, maj),
        (Qt.Key.Key_Right, maj),
        (Qt.Key.Key_Left, maj | ctrl),
        (Qt.Key.Key_Right, maj | ctrl),
        (Qt.Key.Key_Home, maj),
        (Qt.Key.Key_End, maj),
        (Qt.Key.Key_C, ctrl),
        (Qt.Key.Key_Insert, ctrl),
        (Qt.Key.Key_X, ctrl),
        (Qt.Key.Key_6, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, ctrl),
        (Qt.Key.Key_Backspace, ctrl),
        (Qt.Key.Key_Z, ctrl),
        (Qt.Key.Key_A, ctrl),
        (Qt.Key.Key_Direction_R, maj),
        (Qt.Key.Key_Down, ctrl),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Insert, ctrl),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(saisie, touche, avec)
        app.processEvents()
    QTest.mouseClick(saisie, Qt.MouseButton.MiddleButton)
    print(presse_papier.text(primaire), presse_papier.text(), sep="|", flush=True)
"""

OFFRE = """
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from ui.shell.verrou import preparer

app = QApplication([])
preparer(app, curseur=True)
ligne = QLineEdit("12345")
ligne.show()
ligne.selectAll()
ctrl = Qt.KeyboardModifier.ControlModifier
for touche in (Qt.Key.Key_A, Qt.Key.Key_C):
    QTest.keyClick(ligne, touche, ctrl)
    app.processEvents()
    presse_papier = app.clipboard()
    print(f"{presse_papier.ownsSelection()}{presse_papier.ownsClipboard()}", end="|")
    print(presse_papier.text(QClipboard.Mode.Selection) + presse_papier.text() or "nothing", flush=True)
"""


def lancer(essai: str) -> list[str]:
    return subprocess.run(
        ["xvfb-run", "-a", sys.executable, "-c", essai],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=RACINE,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(RACINE)},
    ).stdout.split()


def test_no_selection_leaks_to_primary(bureau_possible) -> None:
    bare, *ours = lancer(ESSAI)
    assert bare.startswith("12345|")  # what Qt does by itself: the reason for this test
    assert [ligne.split("|")[0] for ligne in ours] == ["rien"] * 3


def test_no_widget_of_a_visit_offers_what_it_copies_or_selects(bureau_possible) -> None:
    assert lancer(OFFRE) == ["FalseFalse|nothing"] * 2
