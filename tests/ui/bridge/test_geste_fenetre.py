"""The staff's gesture where input enters a window: a mouse, fingers, and what breaks it."""

from itertools import count

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QEventPoint, QMouseEvent, QPointingDevice, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.terminal.geste_equipe import SUITE
from ui.bridge.geste import GesteFenetre, Silence
from ui.bridge.veille import ENTREES

LARGEUR, HAUTEUR = 600, 900
NON = Qt.MouseEventSource.MouseEventNotSynthesized


class Main:
    """A hand over a window, on a clock that the test moves: milliseconds."""

    def __init__(self, fenetre: QWidget) -> None:
        self.fenetre = fenetre
        self.t = 1_000
        self.doigt = QTest.createTouchDevice()

    def souris(
        self, genre: QEvent.Type, x: float, y: float, source: Qt.MouseEventSource = NON, t: int | None = None
    ) -> None:
        ou = QPointF(x * LARGEUR, y * HAUTEUR)
        gauche = Qt.MouseButton.LeftButton
        appareil = QPointingDevice.primaryPointingDevice()
        event = QMouseEvent(
            genre, ou, ou, ou, gauche, gauche, Qt.KeyboardModifier.NoModifier, source, appareil
        )
        event.setTimestamp(self.t if t is None else t)
        QCoreApplication.sendEvent(self.fenetre.windowHandle(), event)

    def toucher(self, etat: QEventPoint.State, x: float, y: float, doigt: int = 7) -> None:
        ou = QPointF(x * LARGEUR, y * HAUTEUR)
        genre = QEvent.Type.TouchBegin if etat is QEventPoint.State.Pressed else QEvent.Type.TouchEnd
        point = QEventPoint(doigt, etat, ou, ou)
        event = QTouchEvent(genre, self.doigt, Qt.KeyboardModifier.NoModifier, [point])
        event.setTimestamp(self.t)
        QCoreApplication.sendEvent(self.fenetre.windowHandle(), event)

    def appuyer(self, x: float, y: float, duree_ms: int = 2_000, *, doigt: bool = False) -> None:
        """One press that lasts, then half a second."""
        x, y = min(max(x, 0.01), 0.99), min(max(y, 0.01), 0.99)
        if doigt:
            self.toucher(QEventPoint.State.Pressed, x, y)
        else:
            self.souris(QEvent.Type.MouseButtonPress, x, y)
        self.t += duree_ms
        if doigt:
            self.toucher(QEventPoint.State.Released, x, y)
        else:
            self.souris(QEvent.Type.MouseButtonRelease, x, y)
        self.t += 500

    def faire_le_geste(self, *, doigt: bool = False) -> None:
        for coin in SUITE:
            self.appuyer(*coin.value, doigt=doigt)


@pytest.fixture
def fenetre(qtbot) -> QWidget:
    une = QWidget()
    qtbot.addWidget(une)
    une.resize(LARGEUR, HAUTEUR)
    with qtbot.waitExposed(une):
        une.show()
    return une


@pytest.fixture
def geste(fenetre: QWidget) -> GesteFenetre:
    un = GesteFenetre(lambda: 0.0, fenetre.rect, fenetre)
    un.guetter(fenetre.windowHandle())
    return un


@pytest.fixture
def faits(geste: GesteFenetre) -> list[int]:
    lus: list[int] = []
    rangs = count()
    geste.fait.connect(lambda: lus.append(next(rangs)))
    return lus


@pytest.mark.parametrize("doigt", [False, True])
def test_a_mouse_and_a_finger_make_it(fenetre: QWidget, faits: list[int], doigt: bool) -> None:
    main = Main(fenetre)
    main.faire_le_geste(doigt=doigt)
    assert faits == [0]
    main.faire_le_geste(doigt=doigt)
    assert faits == [0, 1]


def test_it_lasts_as_long_as_the_finger_did_not_as_long_as_it_was_heard(
    fenetre: QWidget, faits: list[int]
) -> None:
    main = Main(fenetre)
    for coin in SUITE:
        main.appuyer(
            *coin.value, duree_ms=1_000
        )  # all too short, on a clock of the process that stands still
    assert faits == []


def test_the_corners_are_those_of_the_page_where_the_window_covers_other_screens(fenetre: QWidget) -> None:
    geste = GesteFenetre(lambda: 0.0, lambda: QRect(LARGEUR // 2, 0, LARGEUR // 2, HAUTEUR), fenetre)
    geste.guetter(fenetre.windowHandle())
    lus: list[int] = []
    geste.fait.connect(lambda: lus.append(1))
    main = Main(fenetre)
    main.faire_le_geste()
    assert lus == [], "a corner of another screen"
    for coin in SUITE:
        main.appuyer(0.505 + 0.49 * coin.value[0], coin.value[1])
    assert lus == [1]


@pytest.mark.parametrize("rupture", [QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.TouchCancel])
def test_what_takes_the_window_away_breaks_it(
    fenetre: QWidget, geste: GesteFenetre, faits: list[int], rupture: QEvent.Type
) -> None:
    main = Main(fenetre)
    main.appuyer(*SUITE[0].value)
    main.appuyer(*SUITE[1].value)
    geste.eventFilter(fenetre, QEvent(rupture))
    main.appuyer(*SUITE[2].value)
    assert faits == []


def test_the_mouse_that_qt_makes_of_a_finger_is_not_a_second_one(fenetre: QWidget, faits: list[int]) -> None:
    main = Main(fenetre)
    de_qt = Qt.MouseEventSource.MouseEventSynthesizedByQt
    for coin in SUITE:
        x, y = (min(max(bord, 0.01), 0.99) for bord in coin.value)
        main.toucher(QEventPoint.State.Pressed, x, y)
        main.souris(QEvent.Type.MouseButtonPress, x, y, de_qt)
        main.t += 2_000
        main.toucher(QEventPoint.State.Released, x, y)
        main.souris(QEvent.Type.MouseButtonRelease, x, y, de_qt)
        main.t += 500
    assert faits == [0]


def test_a_window_that_is_left_is_watched_no_more(
    fenetre: QWidget, geste: GesteFenetre, faits: list[int]
) -> None:
    geste.cesser()
    Main(fenetre).faire_le_geste()
    assert faits == []


def test_silence_ends_and_every_input_puts_it_off(fenetre: QWidget, qtbot) -> None:
    maintenant = [0.0]
    silence = Silence(3600, lambda: maintenant[0], rappel_s=10)
    silence.guetter(fenetre.windowHandle())
    dits: list[str] = []
    silence.present.connect(lambda: dits.append("present"))
    silence.expire.connect(lambda: dits.append("expire"))
    main = Main(fenetre)
    for secondes, attendus in ((5.0, 0), (10.0, 1), (19.0, 1), (20.0, 2)):
        maintenant[0] = secondes
        silence.regler(1800)
        main.souris(QEvent.Type.MouseButtonPress, 0.5, 0.5)
        assert dits.count("present") == attendus
        assert silence._minuteur.isActive()
    silence.regler(0)
    qtbot.waitUntil(lambda: "expire" in dits)
    # Once it is over, a touch brings nothing back.
    main.souris(QEvent.Type.MouseButtonPress, 0.5, 0.5)
    assert not silence._minuteur.isActive()
    silence.cesser()
    assert QEvent.Type.MouseButtonPress in ENTREES
