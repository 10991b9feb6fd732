"""One key: when it fires, what it shows, what assistive technology meets."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.components.clavier.disposition import disposition
from ui.components.clavier.modele import Definition
from ui.components.clavier.touche import Touche
from ui.theme import Forme, TailleTexte


class Horloge:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.maintenant = 100.0

    def __call__(self) -> float:
        return self.maintenant


class Plateau(QWidget):
    """Two keys side by side, and what they sent."""

    def __init__(self) -> None:
        super().__init__()
        self.discret = False
        self.horloge = Horloge()
        self.frappes: list[str] = []
        self.touches = []
        for rang, texte in enumerate("ab"):
            touche = Touche(self, discretion=lambda: self.discret, horloge=self.horloge)
            touche.definir(Definition(texte, texte, 0, 0, texte=texte))
            touche.setGeometry(20 + 120 * rang, 20, 100, 80)
            touche.frappee.connect(self._noter)
            self.touches.append(touche)
        self.resize(280, 120)

    def _noter(self, definition: Definition) -> None:
        self.frappes.append(definition.texte)


@pytest.fixture
def plateau(qtbot, theme) -> Plateau:
    plateau = Plateau()
    qtbot.addWidget(plateau)
    plateau.show()
    qtbot.waitExposed(plateau)
    return plateau


GAUCHE = Qt.MouseButton.LeftButton
DEHORS = QPoint(90, 200)


def test_a_key_fires_when_released_inside(plateau: Plateau) -> None:
    touche = plateau.touches[0]
    QTest.mousePress(touche, GAUCHE)
    assert plateau.frappes == []
    QTest.mouseRelease(touche, GAUCHE)
    assert plateau.frappes == ["a"]


def test_a_key_released_outside_does_nothing(plateau: Plateau) -> None:
    touche = plateau.touches[0]
    QTest.mousePress(touche, GAUCHE)
    QTest.mouseMove(touche, DEHORS)
    QTest.mouseRelease(touche, GAUCHE, pos=DEHORS)
    assert plateau.frappes == []
    assert not touche.isDown()


def test_a_key_held_does_not_repeat(plateau: Plateau) -> None:
    assert not plateau.touches[0].autoRepeat()


def frapper(touche: Touche, instant_ms: int) -> None:
    """A press and its release, both dated by the screen; 0 when it does not say."""
    milieu = QPointF(touche.rect().center())
    for genre, tenus in (
        (QEvent.Type.MouseButtonPress, GAUCHE),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        evenement = QMouseEvent(
            genre, milieu, QPointF(touche.mapToGlobal(milieu)), GAUCHE, tenus, Qt.KeyboardModifier.NoModifier
        )
        evenement.setTimestamp(instant_ms)
        QApplication.sendEvent(touche, evenement)


REBOND = pytest.mark.parametrize(("ecart_ms", "attendu"), [(149, ["a"]), (151, ["a", "a"])])


@REBOND
def test_a_bounce_counts_once(plateau: Plateau, ecart_ms: int, attendu: list[str]) -> None:
    for instant in (7_000, 7_000 + ecart_ms):
        frapper(plateau.touches[0], instant)
    assert plateau.frappes == attendu


def test_a_bounce_that_a_busy_page_handles_late_still_counts_once(plateau: Plateau) -> None:
    frapper(plateau.touches[0], 7_000)
    plateau.horloge.maintenant += 0.4
    frapper(plateau.touches[0], 7_060)
    assert plateau.frappes == ["a"]


@REBOND
def test_what_the_screen_does_not_date_counts_from_when_it_is_handled(
    plateau: Plateau, ecart_ms: int, attendu: list[str]
) -> None:
    frapper(plateau.touches[0], 0)
    plateau.horloge.maintenant += ecart_ms / 1000
    frapper(plateau.touches[0], 0)
    assert plateau.frappes == attendu


@pytest.mark.parametrize(("avant", "apres"), [(7_000, 0), (0, 7_000), (2**32 - 10, 40)])
@REBOND
def test_dates_that_cannot_be_compared_leave_it_to_the_clock(
    plateau: Plateau, avant: int, apres: int, ecart_ms: int, attendu: list[str]
) -> None:
    frapper(plateau.touches[0], avant)
    plateau.horloge.maintenant += ecart_ms / 1000
    frapper(plateau.touches[0], apres)
    assert plateau.frappes == attendu


def test_a_trembling_hand_may_ask_for_a_longer_delay_and_two_keys_do_not_wait_for_each_other(
    plateau: Plateau,
) -> None:
    a, b = plateau.touches
    a.delai_ms = 600
    for instant in (7_000, 7_250, 7_500):
        frapper(a, instant)
    frapper(b, 7_500)
    assert plateau.frappes == ["a", "b"]


def test_a_key_asleep_does_nothing(plateau: Plateau) -> None:
    plateau.touches[0].eveiller(False)
    QTest.mouseClick(plateau.touches[0], GAUCHE)
    assert plateau.frappes == []


@pytest.fixture
def ecran_tactile() -> QPointingDevice:
    return QTest.createTouchDevice()


def test_two_thumbs_that_overlap_type_two_letters(plateau: Plateau, ecran_tactile: QPointingDevice) -> None:
    a, b = (touche.geometry().center() for touche in plateau.touches)
    doigts = QTest.touchEvent(plateau, ecran_tactile)
    doigts.press(0, a, plateau).commit()
    doigts.stationary(0).press(1, b, plateau).commit()
    doigts.release(0, a, plateau).stationary(1).commit()
    assert plateau.frappes == ["a"]
    doigts.release(1, b, plateau).commit()
    assert plateau.frappes == ["a", "b"]


def test_a_finger_that_slides_off_types_nothing(plateau: Plateau, ecran_tactile: QPointingDevice) -> None:
    a, dehors = plateau.touches[0].geometry().center(), QPoint(140, 110)
    doigts = QTest.touchEvent(plateau, ecran_tactile)
    doigts.press(0, a, plateau).commit()
    assert plateau.touches[0].isDown()
    doigts.move(0, dehors, plateau).commit()
    doigts.release(0, dehors, plateau).commit()
    assert plateau.frappes == []
    assert not plateau.touches[0].isDown()


def test_a_press_shows_except_while_a_secret_is_typed(plateau: Plateau) -> None:
    touche = plateau.touches[0]
    repos = touche.grab().toImage()
    for discret in (False, True):
        plateau.discret = discret
        QTest.mousePress(touche, GAUCHE)
        assert (touche.grab().toImage() == repos) is discret
        QTest.mouseRelease(touche, GAUCHE)
        assert touche.grab().toImage() == repos


def test_assistive_technology_meets_a_named_button_that_it_can_press(qtbot, plateau: Plateau) -> None:
    touche = plateau.touches[0]
    touche.definir(Definition("@", "arobase", 0, 0, texte="@"))
    vue = QAccessible.queryAccessibleInterface(touche)
    assert vue.role() == QAccessible.Role.Button
    assert vue.text(QAccessible.Text.Name) == "arobase"
    assert not vue.state().focusable
    with qtbot.waitSignal(touche.frappee):
        vue.actionInterface().doAction("Press")
    assert plateau.frappes == ["@"]
    touche.eveiller(False)
    assert QAccessible.queryAccessibleInterface(touche).state().disabled


@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("forme", [Forme.PORTRAIT, Forme.PAYSAGE])
def test_no_label_is_wider_than_its_key(qtbot, habiller, forme: Forme, taille: TailleTexte) -> None:
    theme = habiller(forme, taille=taille)
    paysage, grand = forme is Forme.PAYSAGE, taille is not TailleTexte.NORMAL
    hote = QWidget()
    qtbot.addWidget(hote)
    touche = Touche(hote, discretion=lambda: False)
    for voulu in ("nombre", "nir", "code", "texte", "mail"):
        for page in ("minuscules", "majuscules", "signes", "signes_bis"):
            une = disposition(voulu, paysage=paysage, grand=grand, page=page)
            largeur = 337 if une.ancrage == "droite" else 1184 if paysage else 984
            rects = une.rectangles(largeur, theme.mesures.ppi / 25.4)
            for definition, rect in zip(une.touches, rects, strict=True):
                touche.definir(definition)
                touche.setGeometry(rect)
                assert 0 <= touche.largeur_contenu() <= rect.width() - 4, (une.code, definition.etiquette)
                assert touche.lignes() or definition.icone
