"""Pressing, with a finger, a mouse or keys."""

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.components.boutons import Bouton
from ui.components.segments import Segment, Segments
from ui.components.tuiles import TuileChoix, TuileDemarche
from ui.theme import Theme

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def boite(theme: Theme, qtbot) -> QWidget:
    widget = QWidget()
    QVBoxLayout(widget)
    qtbot.addWidget(widget)
    return widget


def test_a_press_counts_when_lifted_inside(boite: QWidget, qtbot) -> None:
    bouton = Bouton("Continuer")
    boite.layout().addWidget(bouton)
    boite.show()
    coups: list[bool] = []
    bouton.clicked.connect(lambda: coups.append(True))
    qtbot.mousePress(bouton, GAUCHE)
    qtbot.mouseRelease(bouton, GAUCHE, pos=QPoint(-30, -30))
    assert not coups
    qtbot.mouseClick(bouton, GAUCHE)
    assert len(coups) == 1


def test_what_a_press_changes_is_painted_once_with_the_button(boite: QWidget, qtbot) -> None:
    peints: list[str] = []

    class Peint(QLabel):
        def paintEvent(self, event: QPaintEvent) -> None:
            peints.append(self.text())
            super().paintEvent(event)

    bouton, etat = Bouton("Continuer"), Peint("avant")
    bouton.clicked.connect(lambda: etat.setText("après"))
    bouton.pressed.connect(lambda: etat.setText("pendant"))
    boite.layout().addWidget(bouton)
    boite.layout().addWidget(etat)
    with qtbot.waitExposed(boite):
        boite.show()
    qtbot.waitUntil(lambda: "avant" in peints)
    peints.clear()
    for geste in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        milieu = QPointF(bouton.rect().center())
        tenus = GAUCHE if geste == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        QApplication.sendEvent(
            bouton,
            QMouseEvent(
                geste, milieu, bouton.mapToGlobal(milieu), GAUCHE, tenus, Qt.KeyboardModifier.NoModifier
            ),
        )
    assert peints == []
    qtbot.waitUntil(lambda: bool(peints))
    assert set(peints) == {"après"}
    assert bouton.updatesEnabled()


def test_a_button_may_go_with_what_its_press_does(boite: QWidget, qtbot) -> None:
    bouton = Bouton("Supprimer")
    bouton.clicked.connect(lambda: shiboken6.delete(bouton))
    boite.layout().addWidget(bouton)
    boite.show()
    qtbot.mouseClick(bouton, GAUCHE)
    assert not shiboken6.isValid(bouton)


def test_a_press_begun_elsewhere_does_not_count(boite: QWidget, qtbot) -> None:
    premier, second = Bouton("Précédent", "s"), Bouton("Continuer")
    coups: list[bool] = []
    for bouton in (premier, second):
        boite.layout().addWidget(bouton)
        bouton.clicked.connect(lambda: coups.append(True))
    boite.show()
    qtbot.mousePress(premier, GAUCHE)
    qtbot.mouseRelease(premier, GAUCHE, pos=second.mapTo(boite, QPoint(5, 5)) - premier.pos())
    assert not coups


@pytest.mark.parametrize("touche", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_press_once(boite: QWidget, qtbot, touche: Qt.Key) -> None:
    bouton = Bouton("Continuer")
    boite.layout().addWidget(bouton)
    boite.show()
    coups: list[bool] = []
    bouton.clicked.connect(lambda: coups.append(True))
    qtbot.keyClick(bouton, touche)
    assert len(coups) == 1


def test_a_label_wraps_rather_than_being_clipped(boite: QWidget) -> None:
    bouton = Bouton("Terminer ma session", "session", "sortie")
    une_ligne = bouton.heightForWidth(bouton.sizeHint().width())
    etroit = bouton.sizeHint().width() * 2 // 3
    assert bouton.minimumSizeHint().width() <= etroit
    assert bouton.heightForWidth(etroit) > une_ligne


def test_in_a_narrow_row_both_lines_show(theme: Theme, qtbot) -> None:
    rangee = QWidget()
    rang = QHBoxLayout(rangee)
    boutons = [Bouton("Recevoir mon reçu par mail", "petit", "enveloppe") for _ in range(2)]
    for bouton in boutons:
        rang.addWidget(bouton)
    qtbot.addWidget(rangee)
    rangee.resize(rangee.minimumSizeHint().width() + 40, 400)
    rangee.show()
    for bouton in boutons:
        assert bouton.height() >= bouton.heightForWidth(bouton.width()) > theme.mesures.h_petit


def test_a_changed_label_is_measured_again(boite: QWidget) -> None:
    bouton = Bouton("Oui")
    court = bouton.heightForWidth(200)
    bouton.setText("Oui, je veux continuer ma déclaration de ressources")
    assert bouton.heightForWidth(200) > court
    assert bouton.accessibleName() == bouton.text()


def test_what_a_screen_reader_meets(boite: QWidget) -> None:
    attendus = (
        (Bouton("Continuer"), QAccessible.Role.Button, "Continuer", ""),
        (TuileChoix("Oui", "Une aide."), QAccessible.Role.RadioButton, "Oui", "Une aide."),
        (TuileChoix("J’atteste", unique=False), QAccessible.Role.CheckBox, "J’atteste", ""),
        (TuileDemarche("Déclarer", "euro"), QAccessible.Role.Button, "Déclarer", ""),
    )
    for widget, role, nom, description in attendus:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.role() == role
        assert interface.text(QAccessible.Text.Name) == nom
        assert interface.text(QAccessible.Text.Description) == description


def test_an_error_joins_the_description_of_a_tile(boite: QWidget) -> None:
    tuile = TuileChoix("Oui", "Une aide.")
    tuile.signaler("Choisissez une réponse.")
    assert tuile.accessibleDescription() == "Choisissez une réponse. Une aide."
    tuile.signaler("")
    assert tuile.accessibleDescription() == "Une aide."


def test_the_whole_tile_can_be_pressed_and_answers_exclude_each_other(boite: QWidget, qtbot) -> None:
    oui, non = TuileChoix("Oui"), TuileChoix("Non")
    for tuile in (oui, non):
        boite.layout().addWidget(tuile)
    boite.resize(800, 400)
    boite.show()
    qtbot.mouseClick(oui, GAUCHE, pos=QPoint(oui.width() - 5, oui.height() - 5))
    assert oui.isChecked()
    qtbot.mouseClick(non, GAUCHE)
    assert (oui.isChecked(), non.isChecked()) == (False, True)
    qtbot.mouseClick(non, GAUCHE)
    assert non.isChecked()


def test_segments_say_what_the_visitor_chose_and_only_that(boite: QWidget, qtbot) -> None:
    segments = Segments((Segment("normal", "Normal"), Segment("grand", "Grand texte")))
    boite.layout().addWidget(segments)
    boite.show()
    choix: list[str] = []
    segments.choisi.connect(choix.append)
    segments.choisir("normal")
    assert not choix
    qtbot.mouseClick(segments.bouton("grand"), GAUCHE)
    assert choix == ["grand"]
    assert not segments.bouton("normal").isChecked()


def test_the_second_of_two_taps_is_not_for_what_came_under_the_finger_since(boite: QWidget, qtbot) -> None:
    premier, second = Bouton("Ignorer"), Bouton("Ignorer quand même")
    coups: list[str] = []
    premier.clicked.connect(lambda: coups.append("premier"))
    premier.clicked.connect(second.show)
    premier.clicked.connect(premier.hide)
    second.clicked.connect(lambda: coups.append("second"))
    boite.resize(400, 200)
    for bouton in (premier, second):
        bouton.setParent(boite)
        bouton.setGeometry(boite.rect())
    second.hide()
    with qtbot.waitExposed(boite):
        boite.show()
    ou = premier.mapTo(boite, premier.rect().center())
    QTest.mouseDClick(boite.windowHandle(), GAUCHE, pos=ou)
    assert coups == ["premier"]
    QTest.mouseClick(boite.windowHandle(), GAUCHE, pos=ou)
    QTest.mouseDClick(boite.windowHandle(), GAUCHE, pos=ou)
    assert coups == ["premier", "second", "second", "second"]
