"""The home page goes dark when nobody comes; what wakes it presses nothing."""

from collections.abc import Iterator

import pytest
from doigts import laisser_faire, visibles
from exemples import reglages
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from tuyau import Bout

from kiosk.terminal.link_messages import Alive, Depart, Show, Shown, VisitStarted
from ui.app.composition import Composition
from ui.app.veille_ecran import VeilleEcran
from ui.components.ecran import Ecran
from ui.screens.accueil import EcranAccueil
from ui.screens.ecran_noir import EcranNoir
from ui.theme import THEMES, Forme

GAUCHE = Qt.MouseButton.LeftButton
RIEN = Qt.KeyboardModifier.NoModifier


class Accueil(EcranAccueil):
    """The home page, and how many times something of it was pressed."""

    def __init__(self) -> None:
        self.presses: list[int] = []
        faire = self._presser
        super().__init__(faire, faire, faire, pass_sport=faire)

    def _presser(self) -> None:
        self.presses.append(1)


class Visite(Ecran):
    """A page of a visit."""

    def __init__(self) -> None:
        super().__init__()
        self.pret()


@pytest.fixture
def surface() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def accueil(fenetre) -> Accueil:
    une = Accueil()
    fenetre.montrer(une)
    laisser_faire()
    return une


@pytest.fixture
def veille(fenetre, accueil: Accueil) -> VeilleEcran:
    """The home page of a window, about to sleep."""
    une = VeilleEcran(fenetre, 600)
    une.guetter()
    return une


def endormie(fenetre) -> bool:
    laisser_faire()
    return bool(list(visibles(fenetre, EcranNoir)))


def tous_les_boutons(fenetre) -> list[QPoint]:
    """The middle of each button of the home page, in the window."""
    return [b.mapTo(fenetre, b.rect().center()) for b in visibles(fenetre, QAbstractButton)]


def test_silence_puts_the_home_page_to_sleep(fenetre, accueil: Accueil, qtbot) -> None:
    courte = VeilleEcran(fenetre, 0.05)
    courte.guetter()
    qtbot.waitUntil(lambda: endormie(fenetre))
    assert not accueil.isVisible()
    image = fenetre.grab().toImage()
    noirs = sum(
        image.pixelColor(x, y).name() == THEMES["contraste_sombre"].fond
        for x in range(0, image.width(), 9)
        for y in range(0, image.height(), 9)
    )
    assert noirs > 0.95 * (image.width() // 9) * (image.height() // 9)


@pytest.mark.parametrize("rang", range(4))
def test_the_touch_that_wakes_presses_nothing_under_it(
    fenetre, accueil: Accueil, veille: VeilleEcran, surface: QPointingDevice, rang: int
) -> None:
    lieu = tous_les_boutons(fenetre)[rang]
    veille.endormir()
    assert endormie(fenetre)
    QTest.touchEvent(fenetre.windowHandle(), surface).press(0, lieu)
    assert endormie(fenetre)
    QTest.touchEvent(fenetre.windowHandle(), surface).release(0, lieu)
    assert not endormie(fenetre)
    assert accueil.presses == []
    QTest.touchEvent(fenetre.windowHandle(), surface).press(0, lieu)
    QTest.touchEvent(fenetre.windowHandle(), surface).release(0, lieu)
    laisser_faire()
    assert accueil.isVisible()


def test_the_second_tap_of_a_trembling_finger_presses_nothing_either(
    fenetre, accueil: Accueil, veille: VeilleEcran
) -> None:
    lieu = tous_les_boutons(fenetre)[-1]
    veille.endormir()
    assert endormie(fenetre)
    QTest.mouseDClick(fenetre.windowHandle(), GAUCHE, RIEN, lieu)
    assert not endormie(fenetre)
    assert accueil.presses == []


@pytest.mark.parametrize("touche", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_A, Qt.Key.Key_Tab])
def test_any_key_wakes_and_does_nothing_else(fenetre, accueil: Accueil, veille: VeilleEcran, touche) -> None:
    veille.endormir()
    assert endormie(fenetre)
    QTest.keyClick(fenetre.windowHandle(), touche)
    assert not endormie(fenetre)
    assert accueil.presses == []


def test_a_screen_reader_finds_what_wakes(fenetre, veille: VeilleEcran, qtbot) -> None:
    veille.endormir()
    laisser_faire()
    [bouton] = visibles(fenetre, QAbstractButton)
    acces = QAccessible.queryAccessibleInterface(bouton)
    assert bouton.hasFocus()
    assert acces.text(QAccessible.Text.Name) == "Touchez l’écran"
    acces.actionInterface().doAction("Press")
    qtbot.waitUntil(lambda: not endormie(fenetre))


def test_a_shared_pc_says_what_its_visitor_has_in_hand(ouvrir) -> None:
    fenetre = ouvrir(Forme.PC)
    fenetre.montrer(Accueil())
    VeilleEcran(fenetre, 600).endormir()
    laisser_faire()
    [bouton] = visibles(fenetre, QAbstractButton)
    assert bouton.accessibleName() == "Appuyez sur une touche du clavier"


def test_each_input_counts_the_silence_anew(fenetre, accueil: Accueil, veille: VeilleEcran) -> None:
    [minuteur] = veille.findChildren(QTimer)
    minuteur.stop()
    QTest.mouseMove(fenetre.windowHandle(), QPoint(20, 20))
    laisser_faire()
    assert minuteur.remainingTime() > 500_000


def test_only_the_home_page_sleeps(fenetre, veille: VeilleEcran) -> None:
    fenetre.montrer(Visite())
    veille.endormir()
    assert not endormie(fenetre)
    fenetre.montrer(Accueil())
    fenetre.couvrir(Visite())
    veille.endormir()
    assert not endormie(fenetre)


def test_what_must_be_seen_wakes_the_screen(fenetre, veille: VeilleEcran) -> None:
    veille.endormir()
    assert endormie(fenetre)
    veille.cesser()
    assert not endormie(fenetre)


# -- in a visit ---------------------------------------------------------------------------------------------


@pytest.fixture
def bout(qapp: QApplication) -> Iterator[Bout]:
    un = Bout()
    yield un
    un.fermer()


@pytest.fixture
def composition(bout: Bout, qapp: QApplication, qtbot, tmp_path) -> Composition:
    base = reglages(dossier_etat=tmp_path, ecran={"mode": "plein_ecran", "veille_s": 1})
    une = Composition(qapp, Depart(base, False, None), bout.lien)
    qtbot.addWidget(une.fenetre)
    return une


def test_a_terminal_sleeps_wakes_and_has_not_begun_a_visit(
    bout: Bout, composition: Composition, qtbot
) -> None:
    bout.lien.ouvrir()
    bout.superviseur.envoyer(Show())
    qtbot.waitUntil(lambda: Shown() in bout.entendre())
    fenetre = composition.fenetre
    qtbot.waitUntil(lambda: endormie(fenetre))
    QTest.mouseClick(
        fenetre.windowHandle(), GAUCHE, RIEN, QPoint(fenetre.width() // 2, fenetre.height() - 60)
    )
    assert not endormie(fenetre)
    assert isinstance(fenetre.ecran, EcranAccueil)
    assert VisitStarted() not in bout.entendre()
    assert {type(m) for m in bout.recus} <= {Shown, Alive}
