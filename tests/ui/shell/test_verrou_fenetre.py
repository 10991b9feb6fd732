"""The locked window: which keys and buttons reach the page, a palm that presses nothing, screens that are covered."""

import pytest
from doigts import laisser_faire
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QKeyEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.components.boutons import Bouton
from ui.components.champs import Champ
from ui.components.ecran import Ecran
from ui.shell.verrou import Verrou, preparer, touche_permise

RIEN = Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
META, MAJ = Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.ShiftModifier
PX_PAR_MM = 4.0


class Page(Ecran):
    """One field and one button, and how many times it was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.champ = Champ("Nom")
        self.champ.saisie.clavier_voulu = "texte"
        self.bouton = Bouton("Continuer")
        self.presses = 0
        self.bouton.clicked.connect(self._presser)
        self.corps.addWidget(self.champ)
        self.corps.addWidget(self.bouton)
        self.pousser()
        self.pret()

    def _presser(self) -> None:
        self.presses += 1


@pytest.fixture
def page(fenetre) -> Page:
    """The page, in a window that is locked."""
    une = Page()
    fenetre.montrer(une)
    laisser_faire()
    poignee = fenetre.windowHandle()
    verrou = Verrou(fenetre, PX_PAR_MM)
    poignee.installEventFilter(verrou)
    return une


@pytest.mark.parametrize(
    ("touche", "modificateurs", "permise"),
    [
        (Qt.Key.Key_E, RIEN, True),
        (Qt.Key.Key_E, MAJ, True),
        (Qt.Key.Key_AltGr, RIEN, True),
        (Qt.Key.Key_Dead_Circumflex, RIEN, True),
        (Qt.Key.Key_Tab, MAJ, True),
        (Qt.Key.Key_Escape, RIEN, True),
        (Qt.Key.Key_V, CTRL, True),
        (Qt.Key.Key_Left, CTRL | MAJ, True),
        (Qt.Key.Key_Q, CTRL, False),
        (Qt.Key.Key_U, CTRL | MAJ, False),
        (Qt.Key.Key_F4, ALT, False),
        (Qt.Key.Key_A, ALT, False),
        (Qt.Key.Key_V, CTRL | ALT, False),
        (Qt.Key.Key_D, META, False),
        (Qt.Key.Key_F1, RIEN, False),
        (Qt.Key.Key_F11, RIEN, False),
        (Qt.Key.Key_F35, RIEN, False),
        (Qt.Key.Key_Menu, RIEN, False),
        (Qt.Key.Key_Print, RIEN, False),
        (Qt.Key.Key_LaunchMail, RIEN, False),
        (Qt.Key.Key_Back, RIEN, False),
        (Qt.Key.Key_Sleep, RIEN, False),
    ],
)
def test_a_real_keyboard_writes_and_commands_nothing(touche, modificateurs, permise: bool) -> None:
    assert touche_permise(touche, modificateurs) is permise


def test_the_window_stops_a_command_and_lets_a_letter_through(fenetre, page: Page) -> None:
    page.champ.setFocus()
    poignee = fenetre.windowHandle()
    for touche, modificateurs, texte in (
        (Qt.Key.Key_E, RIEN, "e"),
        (Qt.Key.Key_E, ALT, "e"),
        (Qt.Key.Key_F11, RIEN, "x"),
    ):
        evenement = QKeyEvent(QEvent.Type.KeyPress, touche, modificateurs, texte)
        QApplication.sendEvent(poignee, evenement)
        assert evenement.isAccepted()
    assert page.champ.valeur() == "e"


def test_a_shortcut_of_qt_is_taken_before_it_acts(fenetre, page: Page) -> None:
    evenement = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Q, CTRL, "q")
    evenement.ignore()
    QApplication.sendEvent(fenetre.windowHandle(), evenement)
    assert evenement.isAccepted()


@pytest.mark.parametrize("bouton", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_only_the_finger_presses(fenetre, page: Page, bouton) -> None:
    lieu = page.bouton.mapTo(fenetre, page.bouton.rect().center())
    QTest.mouseClick(fenetre.windowHandle(), bouton, RIEN, lieu)
    assert page.presses == 0
    QTest.mouseClick(fenetre.windowHandle(), Qt.MouseButton.LeftButton, RIEN, lieu)
    assert page.presses == 1


def test_no_menu_and_no_drop(fenetre, page: Page) -> None:
    poignee = fenetre.windowHandle()
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(poignee, menu)
    assert QApplication.activePopupWidget() is None
    donnees = QMimeData()
    donnees.setText("http://exemple.fr")
    depot = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, donnees, Qt.MouseButton.LeftButton, RIEN)
    QApplication.sendEvent(poignee, depot)
    assert not depot.isAccepted()


@pytest.fixture(scope="module")
def surface() -> QPointingDevice:
    return QTest.createTouchDevice()


def poser(fenetre, surface, *lieux: QPoint) -> None:
    """Fingers come down one after the other, then all are lifted."""
    poignee = fenetre.windowHandle()
    for dernier in range(len(lieux)):
        sequence = QTest.touchEvent(poignee, surface, False)
        for rang in range(dernier + 1):
            if rang == dernier:
                sequence.press(rang, lieux[rang])
            else:
                sequence.stationary(rang)
        sequence.commit()
    sequence = QTest.touchEvent(poignee, surface, False)
    for rang, lieu in enumerate(lieux):
        sequence.release(rang, lieu)
    sequence.commit()
    laisser_faire()


def test_one_finger_presses_and_a_whole_hand_does_not(fenetre, page: Page, surface) -> None:
    lieu = page.bouton.mapTo(fenetre, page.bouton.rect().center())
    poser(fenetre, surface, lieu)
    assert page.presses == 1
    poser(fenetre, surface, *(lieu + QPoint(20 * n, 0) for n in range(5)))
    assert page.presses == 1
    assert not page.bouton.isDown()
    poser(fenetre, surface, lieu)
    assert page.presses == 2


def test_a_whole_hand_on_the_keyboard_types_nothing(fenetre, page: Page, surface) -> None:
    page.champ.setFocus()
    laisser_faire()
    touches = [t for t in fenetre.clavier.touches if t.accessibleName() in "azertyuiop"]
    lieux = [t.mapTo(fenetre, t.rect().center()) for t in touches]
    poser(fenetre, surface, *lieux[:5])
    assert page.champ.valeur() == ""
    poser(fenetre, surface, lieux[0])
    assert page.champ.valeur() == "a"


def test_two_thumbs_that_overlap_type_two_letters(fenetre, page: Page, surface) -> None:
    page.champ.setFocus()
    laisser_faire()
    touches = {t.accessibleName(): t for t in fenetre.clavier.touches}
    lieux = [touches[x].mapTo(fenetre, touches[x].rect().center()) for x in "am"]
    poser(fenetre, surface, *lieux)
    assert sorted(page.champ.valeur()) == ["a", "m"]


def test_a_second_finger_on_the_page_presses_nothing(fenetre, page: Page, surface) -> None:
    vide = QPoint(fenetre.width() // 2, fenetre.height() // 2)
    lieu = page.bouton.mapTo(fenetre, page.bouton.rect().center())
    poser(fenetre, surface, vide, lieu)
    assert page.presses == 0


def test_released_outside_is_not_pressed(fenetre, page: Page) -> None:
    poignee = fenetre.windowHandle()
    dedans = page.bouton.mapTo(fenetre, page.bouton.rect().center())
    dehors = dedans + QPoint(0, page.bouton.height() * 2)
    QTest.mousePress(poignee, Qt.MouseButton.LeftButton, RIEN, dedans)
    QTest.mouseMove(poignee, dehors)
    QTest.mouseRelease(poignee, Qt.MouseButton.LeftButton, RIEN, dehors)
    assert page.presses == 0
    QTest.mousePress(poignee, Qt.MouseButton.LeftButton, RIEN, dehors)
    QTest.mouseMove(poignee, dedans)
    QTest.mouseRelease(poignee, Qt.MouseButton.LeftButton, RIEN, dedans)
    assert page.presses == 0


def test_the_arrow_is_hidden_where_there_is_no_mouse(qapp: QApplication) -> None:
    while qapp.overrideCursor() is not None:
        qapp.restoreOverrideCursor()  # a visit of another test had hidden it
    preparer(qapp, curseur=True)
    assert qapp.overrideCursor() is None
    preparer(qapp, curseur=False)
    try:
        assert qapp.overrideCursor().shape() == Qt.CursorShape.BlankCursor
    finally:
        qapp.restoreOverrideCursor()
