"""Silence, with a clock that the test moves: warned, counted down, ended once; or back where the visitor was."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from kiosk.terminal.inactivity import Inactivite
from ui.bridge.veille import Veille


class Temoin:
    """A watch whose clock only moves when told to, and all that it said."""

    def __init__(self, delai_s: float = 120, rebours_s: float = 20) -> None:
        self.t = 1000.0
        self.dits: list[object] = []
        self.veille = Veille(Inactivite(delai_s, rebours_s, self.t), lambda: self.t)
        self.veille.averti.connect(self.dits.append)
        self.veille.reprise.connect(lambda: self.dits.append("reprise"))
        self.veille.expire.connect(lambda: self.dits.append("expire"))
        self.veille.demarrer()

    def avancer(self, secondes: float) -> None:
        """Time goes on, and the timer fires."""
        self.t += secondes
        self.veille.constater()

    def toucher(self) -> None:
        evenement = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        assert self.veille.eventFilter(self.veille, evenement) is False


@pytest.fixture
def temoin(qapp: QApplication) -> Temoin:
    return Temoin()


def test_the_warning_comes_after_the_silence_and_counts_every_second_once(temoin: Temoin) -> None:
    temoin.avancer(119.9)
    assert temoin.dits == []
    temoin.avancer(0.1)
    for _ in range(20):
        temoin.avancer(1)
    assert temoin.dits == [*range(20, 0, -1), "expire"]


def test_the_end_is_said_once(temoin: Temoin) -> None:
    temoin.avancer(120)
    temoin.avancer(20)
    temoin.veille.continuer()
    temoin.toucher()
    temoin.avancer(1000)
    assert temoin.dits.count("expire") == 1
    assert "reprise" not in temoin.dits


def test_any_input_keeps_the_visit_awake(temoin: Temoin) -> None:
    for _ in range(10):
        temoin.avancer(119)
        temoin.toucher()
    assert temoin.dits == []


def test_a_stray_touch_under_the_warning_changes_nothing(temoin: Temoin) -> None:
    temoin.avancer(120)
    for _ in range(20):
        temoin.toucher()
        temoin.avancer(1)
    assert temoin.dits[-1] == "expire"


def test_the_named_button_comes_back_and_the_countdown_starts_anew_in_full(temoin: Temoin) -> None:
    for _ in range(12):
        temoin.avancer(120)
        temoin.avancer(15)
        temoin.veille.continuer()
    assert temoin.dits == [20, 5, "reprise"] * 12


def test_a_terminal_that_slept_wakes_up_on_the_whole_warning(temoin: Temoin) -> None:
    temoin.avancer(5000)
    assert temoin.dits == [20]


def test_large_text_gives_a_longer_countdown_from_the_next_warning_on(temoin: Temoin) -> None:
    temoin.avancer(120)
    temoin.veille.regler_rebours(90)
    temoin.veille.continuer()
    temoin.avancer(120)
    assert temoin.dits == [20, "reprise", 90]


def test_real_input_is_noticed_whatever_it_falls_on_and_reaches_it(qapp, qtbot) -> None:
    temoin = Temoin()
    page = QWidget()
    colonne = QVBoxLayout(page)
    ligne = QLineEdit()
    colonne.addWidget(ligne)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    qapp.installEventFilter(temoin.veille)
    gestes = (
        lambda: QTest.keyClick(ligne, Qt.Key.Key_A),
        lambda: QTest.mouseClick(ligne, Qt.MouseButton.LeftButton),
        lambda: QTest.mouseMove(page),
    )
    for geste in gestes:
        temoin.t += 119
        geste()
        temoin.veille.constater()
    qapp.removeEventFilter(temoin.veille)
    assert temoin.dits == []
    assert ligne.text() == "a"


def test_one_timer_and_none_once_it_is_over(qapp, qtbot) -> None:
    """The timer really runs: a deadline that is already past is told by the loop alone."""
    temoin = Temoin()
    temoin.t += 200
    temoin.veille.demarrer()
    qtbot.waitUntil(lambda: temoin.dits == [20])
    temoin.avancer(20)
    assert temoin.dits == [20, "expire"]
    assert not temoin.veille._reveil.isActive()
