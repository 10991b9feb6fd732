"""A finger on a page: it scrolls or it presses, never both; it selects nothing, and two of them do nothing."""

from collections.abc import Callable, Iterator

import pytest
from doigts import laisser_faire, visibles
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScroller, QWidget

from ui.components.boutons import Bouton
from ui.components.champs import ChampTexte
from ui.components.defilement import Defilement
from ui.components.ecran import Ecran
from ui.components.textes import Paragraphe, Texte
from ui.shell.verrou import Verrou
from ui.theme import actuel

PAS_PX = 12
RYTHME_MS = 5
"""A screen reports where a finger is from time to time; how fast it goes is known by that."""
PX_PAR_MM = 4.0
TREMBLEMENT_MM = 4
"""What a trembling finger moves while it presses."""


class Page(Ecran):
    """Buttons, texts and fields; how many buttons were pressed."""

    def __init__(self, nombre: int) -> None:
        super().__init__()
        self.presses: list[str] = []
        self.boutons: list[Bouton] = []
        self.corps.addWidget(Texte("Vos démarches", "h1"))
        self.corps.addWidget(Paragraphe("Un paragraphe que l’on pourrait vouloir choisir du doigt."))
        self.champ = ChampTexte("Nom")
        self.champ.poser("Martin Dupont")
        self.corps.addWidget(self.champ)
        for rang in range(nombre):
            un = Bouton(f"Bouton {rang}", "s")
            un.clicked.connect(self._presser)
            self.boutons.append(un)
            self.corps.addWidget(un)
        self.pousser()
        self.pret()

    def _presser(self) -> None:
        bouton = self.sender()
        assert isinstance(bouton, Bouton)
        self.presses.append(bouton.text())


class Main:
    """Fingers on the window, as the screen reports them."""

    def __init__(self, fenetre, surface: QPointingDevice) -> None:
        self._fenetre, self._poignee, self._surface = fenetre, fenetre.windowHandle(), surface

    def lieu(self, widget: QWidget) -> QPoint:
        return widget.mapTo(self._fenetre, widget.rect().center())

    def glisser(self, depart: QPoint, dx: int, dy: int, pendant: Callable[[], None] = lambda: None) -> None:
        """Put a finger down, move it little by little, lift it."""
        QTest.touchEvent(self._poignee, self._surface).press(0, depart)
        QApplication.processEvents()
        pas = max(1, max(abs(dx), abs(dy)) // PAS_PX)
        for n in range(1, pas + 1):
            QTest.qWait(RYTHME_MS)
            QTest.touchEvent(self._poignee, self._surface).move(
                0, depart + QPoint(dx * n // pas, dy * n // pas)
            )
            QApplication.processEvents()
            pendant()
        QTest.touchEvent(self._poignee, self._surface).release(0, depart + QPoint(dx, dy))
        QApplication.processEvents()
        pendant()

    def lancer(self, depart: QPoint) -> None:
        """Throw the page up, so fast that it runs on its own."""
        QTest.touchEvent(self._poignee, self._surface).press(0, depart)
        for n in range(1, 8):
            QTest.qWait(RYTHME_MS)
            QTest.touchEvent(self._poignee, self._surface).move(0, depart - QPoint(0, 60 * n))
        QTest.touchEvent(self._poignee, self._surface).release(0, depart - QPoint(0, 60 * 8))
        QApplication.processEvents()

    def ecarter(self, milieu: QPoint, de: int, jusqu_a: int) -> None:
        """Two fingers put down together and moved apart, or together."""
        QTest.touchEvent(self._poignee, self._surface).press(0, milieu - QPoint(de, 0)).press(
            1, milieu + QPoint(de, 0)
        )
        sens = 1 if jusqu_a > de else -1
        for ecart in range(de, jusqu_a, sens * PAS_PX):
            QTest.touchEvent(self._poignee, self._surface).move(0, milieu - QPoint(ecart, 0)).move(
                1, milieu + QPoint(ecart, 0)
            )
            QApplication.processEvents()
        QTest.touchEvent(self._poignee, self._surface).release(0, milieu - QPoint(jusqu_a, 0)).release(
            1, milieu + QPoint(jusqu_a, 0)
        )
        laisser_faire()


@pytest.fixture(scope="module")
def surface() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def main(fenetre, surface: QPointingDevice) -> Main:
    """Fingers on a window that is locked, as on a terminal."""
    fenetre.windowHandle().installEventFilter(Verrou(fenetre, PX_PAR_MM))
    return Main(fenetre, surface)


def ouvrir_page(fenetre, nombre: int = 40) -> tuple[Page, Defilement]:
    page = Page(nombre)
    fenetre.montrer(page)
    laisser_faire()
    [vue] = visibles(fenetre, Defilement)
    return page, vue


def entiers(page: Page) -> Iterator[Bouton]:
    """The buttons that can be seen whole."""
    return (un for un in page.boutons if un.visibleRegion().boundingRect() == un.rect())


def arreter(vue: Defilement) -> None:
    """The page no longer runs on its own."""
    QScroller.scroller(vue.zone.viewport()).stop()
    laisser_faire()


@pytest.mark.parametrize("dy", [-80, -120, -400, -900])
def test_a_finger_that_scrolls_presses_nothing(fenetre, main: Main, dy: int) -> None:
    """The page follows the finger: it is lifted on the button that it was put on."""
    page, vue = ouvrir_page(fenetre)
    main.glisser(main.lieu(page.boutons[5]), 0, dy)
    assert vue.zone.verticalScrollBar().value() > 0
    arreter(vue)
    assert page.presses == []
    assert not any(un.isDown() for un in page.boutons)


def test_the_tap_that_stops_a_page_that_runs_presses_nothing(fenetre, main: Main) -> None:
    page, vue = ouvrir_page(fenetre)
    main.lancer(main.lieu(page.boutons[5]))
    main.glisser(main.lieu(next(entiers(page))), 0, 0)
    assert page.presses == []
    arreter(vue)
    assert page.presses == []


def test_a_finger_that_trembles_still_presses(fenetre, main: Main) -> None:
    page, vue = ouvrir_page(fenetre)
    main.glisser(main.lieu(page.boutons[5]), 3, -actuel().mesures.mm(TREMBLEMENT_MM))
    arreter(vue)
    assert page.presses == ["Bouton 5"]
    assert vue.zone.verticalScrollBar().value() == 0


@pytest.mark.parametrize(("debut", "dy"), [("haut", 700), ("bas", -700)])
def test_no_gap_opens_beyond_the_ends_of_a_page(fenetre, main: Main, debut: str, dy: int) -> None:
    page, vue = ouvrir_page(fenetre)
    barre = vue.zone.verticalScrollBar()
    barre.setValue(0 if debut == "haut" else barre.maximum())
    laisser_faire()
    trous: list[tuple[int, int]] = []

    def regarder() -> None:
        haut, bas = page.y(), page.y() + page.height() - vue.zone.viewport().height()
        if haut > 0 or bas < 0:
            trous.append((haut, bas))

    main.glisser(QPoint(fenetre.width() // 2, fenetre.height() // 2), 0, dy, regarder)
    arreter(vue)
    regarder()
    assert trous == []
    assert barre.value() == (0 if debut == "haut" else barre.maximum())


def test_the_strip_goes_once_the_end_is_reached_and_comes_back(fenetre, main: Main, qtbot) -> None:
    _page, vue = ouvrir_page(fenetre)
    assert vue.suite_visible
    milieu = QPoint(fenetre.width() // 2, fenetre.height() // 2)
    barre = vue.zone.verticalScrollBar()
    barre.setValue(barre.maximum() - 150)
    laisser_faire()
    assert vue.suite_visible
    main.glisser(milieu, 0, -400)
    arreter(vue)
    qtbot.waitUntil(lambda: not vue.suite_visible)
    assert barre.value() == barre.maximum()
    main.glisser(milieu, 0, 400)
    arreter(vue)
    qtbot.waitUntil(lambda: vue.suite_visible)


def test_a_finger_drawn_over_texts_and_fields_selects_nothing(fenetre, main: Main) -> None:
    page, vue = ouvrir_page(fenetre, 2)
    for quoi in (*page.findChildren(QLabel), page.champ.saisie):
        gauche = quoi.mapTo(fenetre, QPoint(4, quoi.height() // 2))
        main.glisser(gauche, 300, 0)
        main.glisser(gauche, 300, 40)
        arreter(vue)
    assert not any(texte.hasSelectedText() for texte in page.findChildren(QLabel))
    assert not any(ligne.hasSelectedText() for ligne in page.findChildren(QLineEdit))
    assert page.champ.valeur() == "Martin Dupont"


@pytest.mark.parametrize(("de", "jusqu_a"), [(60, 420), (420, 60)])
def test_two_fingers_that_pinch_change_nothing_and_press_nothing(
    fenetre, main: Main, de: int, jusqu_a: int
) -> None:
    page, vue = ouvrir_page(fenetre)
    tailles = [un.size() for un in page.boutons]
    lieu = main.lieu(page.boutons[5])
    main.ecarter(lieu, de, jusqu_a)
    arreter(vue)
    assert [un.size() for un in page.boutons] == tailles
    assert page.presses == []
    main.glisser(main.lieu(page.boutons[5]), 0, 0)
    assert page.presses == ["Bouton 5"]


def test_lifted_on_another_button_neither_is_pressed(fenetre, main: Main) -> None:
    page, _vue = ouvrir_page(fenetre, 3)
    ecart = main.lieu(page.boutons[1]) - main.lieu(page.boutons[0])
    main.glisser(main.lieu(page.boutons[0]), ecart.x(), ecart.y())
    assert page.presses == []
    main.glisser(main.lieu(page.boutons[2]), 0, 0)
    assert page.presses == ["Bouton 2"]
