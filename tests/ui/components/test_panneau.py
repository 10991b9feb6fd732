"""A panel holds the focus, gives it back, and never decides anything by itself."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout
from shiboken6 import isValid

from ui.components.boutons import Bouton
from ui.components.panneau import Panneau
from ui.components.textes import Paragraphe
from ui.theme import Theme


@pytest.fixture
def fond(theme: Theme, qtbot) -> QFrame:
    page = QFrame()
    pile = QVBoxLayout(page)
    pile.addWidget(QLineEdit())
    pile.addWidget(Bouton("Continuer"))
    page.resize(1080, 1920)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.findChild(QLineEdit).setFocus()
    return page


@pytest.fixture
def panneau(fond: QFrame) -> Panneau:
    feuille = Panneau(
        fond, "Quitter\u00a0?", "Voir la suite", Bouton("Terminer", "s"), Bouton("Continuer ma démarche")
    )
    feuille.corps.addWidget(Paragraphe("Vos réponses seront effacées."))
    return feuille


def test_the_safe_button_has_the_focus_and_tab_goes_round_inside(panneau: Panneau, qtbot) -> None:
    panneau.ouvrir()
    terminer, continuer = panneau.pied.boutons
    assert QApplication.focusWidget() is continuer
    for touche, attendu in (
        (Qt.Key.Key_Tab, terminer),
        (Qt.Key.Key_Tab, continuer),
        (Qt.Key.Key_Backtab, terminer),
    ):
        qtbot.keyClick(QApplication.focusWidget(), touche)
        assert QApplication.focusWidget() is attendu


def test_a_screen_reader_meets_a_question_to_answer_first(panneau: Panneau) -> None:
    panneau.ouvrir()
    lecture = QAccessible.queryAccessibleInterface(panneau)
    assert lecture.role() is QAccessible.Role.Dialog
    assert lecture.state().modal
    assert lecture.text(QAccessible.Text.Name) == "Quitter\u00a0?"


def test_escape_stays_and_gives_the_focus_back(fond: QFrame, panneau: Panneau, qtbot) -> None:
    panneau.ouvrir()
    with qtbot.waitSignals([panneau.reste, panneau.ferme]):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert panneau.isHidden()
    assert fond.findChild(QLineEdit).hasFocus()


def test_the_page_behind_cannot_be_touched_nor_typed_in(fond: QFrame, panneau: Panneau, qtbot) -> None:
    coups: list[bool] = []
    fond.findChild(Bouton).clicked.connect(lambda: coups.append(True))
    panneau.ouvrir()
    dessous = fond.childAt(fond.findChild(QLineEdit).geometry().center())
    assert dessous is panneau
    qtbot.mouseClick(panneau, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(panneau, "abc")
    assert not panneau.isHidden()
    assert not coups
    assert fond.findChild(QLineEdit).text() == ""


def test_it_follows_the_window(fond: QFrame, panneau: Panneau) -> None:
    panneau.ouvrir()
    fond.resize(1080, 1700)
    assert panneau.size() == fond.size()
    assert panneau.feuille.geometry().bottom() == fond.rect().bottom()


def test_a_sheet_too_long_for_the_screen_scrolls(fond: QFrame, panneau: Panneau) -> None:
    for _ in range(40):
        panneau.corps.addWidget(Paragraphe("Une ligne de plus."))
    panneau.ouvrir()
    assert panneau.feuille.height() == fond.height()
    assert panneau.pied.isVisible()


def test_closing_twice_says_it_once(panneau: Panneau) -> None:
    dits: list[int] = []
    panneau.ferme.connect(lambda: dits.append(1))
    panneau.ouvrir()
    panneau.fermer()
    panneau.fermer()
    assert dits == [1]


def test_what_is_held_of_the_window_outlives_a_panel(fond: QFrame, panneau: Panneau, qapp) -> None:
    tenu = fond.windowHandle()
    panneau.ouvrir()
    panneau.fermer()
    panneau.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(panneau)
    assert isValid(tenu)
