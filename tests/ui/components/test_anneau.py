"""The focus ring: where it is, and when it is not there."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.components.anneau import Anneau, installer
from ui.components.boutons import Bouton
from ui.components.champs import ChampCode
from ui.components.defilement import Defilement
from ui.theme import Theme, actuel


@pytest.fixture
def anneau(theme: Theme, qapp: QApplication) -> Anneau:
    bague = installer(qapp)
    bague.pointeur_presse()
    return bague


@pytest.fixture
def page(anneau: Anneau, qtbot) -> QWidget:
    fond = QFrame()
    pile = QVBoxLayout(fond)
    pile.setContentsMargins(40, 40, 40, 40)
    cadre = QFrame()
    cadre.setProperty("saisie", True)
    rang = QHBoxLayout(cadre)
    champ = QLineEdit()
    champ.setObjectName("champ")
    rang.addWidget(champ)
    pile.addWidget(cadre)
    pile.addWidget(Bouton("Continuer"))
    fond.resize(600, 400)
    qtbot.addWidget(fond)
    with qtbot.waitActive(fond):
        fond.show()
        fond.activateWindow()
    return fond


def test_a_field_shows_it_always_around_its_frame(page: QWidget, anneau: Anneau) -> None:
    champ = page.findChild(QLineEdit)
    champ.setFocus(Qt.FocusReason.MouseFocusReason)
    assert anneau.cible is champ.parentWidget()


def test_a_button_shows_it_after_a_key_and_not_after_a_finger(page: QWidget, anneau: Anneau, qtbot) -> None:
    bouton = page.findChild(Bouton)
    qtbot.mouseClick(bouton, Qt.MouseButton.LeftButton)
    assert bouton.hasFocus()
    assert anneau.cible is None
    page.findChild(QLineEdit).setFocus()
    qtbot.keyClick(page.windowHandle(), Qt.Key.Key_Tab)
    assert bouton.hasFocus()
    assert anneau.cible is bouton
    qtbot.mouseClick(bouton, Qt.MouseButton.LeftButton)
    assert anneau.cible is None


def test_it_is_drawn_outside_in_two_tones(page: QWidget, anneau: Anneau, theme: Theme) -> None:
    champ = page.findChild(QLineEdit)
    champ.setFocus()
    cadre = champ.parentWidget()
    image = page.grab().toImage()
    milieu = cadre.mapTo(page, QPoint(cadre.width() // 2, 0))
    tons = [image.pixelColor(milieu - QPoint(0, ecart)) for ecart in (1, 2, 3, 4, 5, 6, 7)]
    assert tons[0] == QColor(theme.couleurs.focus_int)
    assert tons[-1] == QColor(theme.couleurs.focus_ext)
    assert image.pixelColor(milieu - QPoint(0, 9)) == QColor(theme.couleurs.fond)


def test_it_follows_what_it_surrounds(page: QWidget, anneau: Anneau, qtbot) -> None:
    champ = page.findChild(QLineEdit)
    champ.setFocus()
    cadre = champ.parentWidget()
    trace = anneau._trace
    page.resize(900, 500)
    page.layout().activate()
    marge = cadre.mapTo(page, QPoint(0, 0)) - trace.pos()
    assert trace.width() == cadre.width() + 2 * marge.x()
    cadre.hide()
    # Qt moved the focus to the button as if by Tab; nobody pressed a key.
    assert page.findChild(Bouton).hasFocus()
    assert anneau.cible is None


def test_it_scrolls_with_the_page(anneau: Anneau, qtbot) -> None:
    contenu = QWidget()
    pile = QVBoxLayout(contenu)
    champs = [QLineEdit() for _ in range(40)]
    for champ in champs:
        pile.addWidget(champ)
    defilement = Defilement(contenu, "Voir la suite")
    defilement.resize(500, 400)
    qtbot.addWidget(defilement)
    with qtbot.waitActive(defilement):
        defilement.show()
        defilement.activateWindow()
    champs[3].setFocus()
    assert anneau.cible is champs[3]
    assert anneau._trace.parentWidget() is contenu


def test_it_survives_the_death_of_what_it_surrounds(page: QWidget, anneau: Anneau, qtbot) -> None:
    champ = page.findChild(QLineEdit)
    champ.setFocus()
    with qtbot.waitSignal(champ.destroyed):
        champ.parentWidget().deleteLater()
    assert anneau.cible is None
    qtbot.keyClick(page.windowHandle(), Qt.Key.Key_Tab)
    assert anneau.cible is page.findChild(Bouton)


def test_it_surrounds_the_active_box_of_a_code_and_moves_with_the_caret(anneau: Anneau, qtbot) -> None:
    fond = QWidget()
    pile = QVBoxLayout(fond)
    pile.setContentsMargins(40, 40, 40, 40)
    champ = ChampCode()
    pile.addWidget(champ)
    fond.resize(1000, 300)
    qtbot.addWidget(fond)
    with qtbot.waitActive(fond):
        fond.show()
        fond.activateWindow()
    champ.setFocus()
    saisie = champ.saisie
    marge = actuel().mesures.mm(0.75) + actuel().mesures.mm(1.0)

    def entouree() -> QRect:
        trace = anneau._trace.geometry().adjusted(marge, marge, -marge, -marge)
        return trace.translated(-saisie.mapTo(fond, QPoint(0, 0)))

    assert anneau.cible is saisie
    for rang, chiffre in enumerate("482913"):
        assert entouree() == saisie.cases()[rang]
        qtbot.keyClicks(saisie, chiffre)
    assert entouree() == saisie.cases()[5]
    qtbot.mouseClick(saisie, Qt.MouseButton.LeftButton, pos=saisie.cases()[1].center())
    assert entouree() == saisie.cases()[1]
    fond.resize(1400, 300)
    pile.activate()
    assert entouree() == saisie.cases()[1]
