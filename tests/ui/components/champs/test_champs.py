"""Fields as a visitor, a screen reader and the next visitor meet them."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStyle, QVBoxLayout, QWidget

from ui.components.champs import (
    Champ,
    ChampCode,
    ChampDate,
    ChampEntier,
    ChampMail,
    ChampMontant,
    ChampMotDePasse,
    ChampNir,
    ChampTexte,
)
from ui.theme import THEMES, Forme, TailleTexte

CTRL = Qt.KeyboardModifier.ControlModifier
GAUCHE = Qt.MouseButton.LeftButton
TOUS: list[type[Champ]] = [
    ChampCode,
    ChampDate,
    ChampEntier,
    ChampMail,
    ChampMontant,
    ChampMotDePasse,
    ChampNir,
    ChampTexte,
]
Montrer = Callable[..., QWidget]


@pytest.fixture
def montrer(qtbot, theme) -> Montrer:
    pages: list[QWidget] = []

    def _montrer(*champs: Champ, largeur: int = 984) -> QWidget:
        page = QWidget()
        colonne = QVBoxLayout(page)
        for champ in champs:
            colonne.addWidget(champ)
        colonne.addStretch(1)
        pages.append(page)
        page.resize(largeur, 900)
        qtbot.addWidget(page)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return _montrer


def vue(widget: QWidget):
    return QAccessible.queryAccessibleInterface(widget)


@pytest.mark.parametrize("genre", TOUS)
def test_label_hint_and_error_are_told_to_a_screen_reader(montrer: Montrer, genre: type[Champ]) -> None:
    champ = genre("Vos revenus", aide="De l’année.")
    montrer(champ)
    interface = vue(champ.saisie)
    assert interface.role() == QAccessible.Role.EditableText
    assert interface.text(QAccessible.Text.Name).startswith("Vos revenus")
    assert interface.text(QAccessible.Text.Description) == "De l’année."
    champ.erreur("Écrivez un montant.")
    assert interface.text(QAccessible.Text.Description) == "Erreur\u00a0: Écrivez un montant. De l’année."
    assert champ.message == "Écrivez un montant."
    champ.erreur(None)
    assert interface.text(QAccessible.Text.Description) == "De l’année."
    assert champ.message == ""


@pytest.mark.parametrize("genre", TOUS)
def test_an_error_shows_a_sentence_unless_a_group_says_it(montrer: Montrer, genre: type[Champ]) -> None:
    champ = genre("Vos revenus")
    montrer(champ)

    def phrases() -> list[str]:
        return [
            label.text()
            for label in champ.findChildren(QLabel)
            if label.isVisible() and "faux" in label.text()
        ]

    champ.erreur("C’est faux.")
    assert phrases() == ["C’est faux."]
    rouge = champ.cadre.grab().toImage()
    champ.erreur("C’est faux.", dans_groupe=True)
    assert phrases() == []
    assert champ.cadre.grab().toImage().pixelColor(40, 1) == rouge.pixelColor(40, 1)
    champ.erreur(None)
    assert champ.cadre.grab().toImage().pixelColor(40, 1) != rouge.pixelColor(40, 1)


@pytest.mark.parametrize("genre", TOUS)
def test_only_the_visitor_s_hand_says_modified(qtbot, montrer: Montrer, genre: type[Champ]) -> None:
    champ = genre("Vos revenus")
    montrer(champ)
    fois: list[str] = []

    def noter() -> None:
        fois.append(champ.valeur())

    champ.modifie.connect(noter)
    champ.poser("12")
    assert fois == []
    QTest.keyClicks(champ.saisie, "34")
    assert fois[-1] == champ.valeur()
    assert len(fois) == 2
    champ.vider()
    assert champ.valeur() == ""
    assert len(fois) == 2


@pytest.mark.parametrize("genre", TOUS)
def test_assistive_technology_can_write_in_a_field(montrer: Montrer, genre: type[Champ]) -> None:
    champ = genre("Vos revenus")
    montrer(champ)
    fois: list[None] = []
    champ.modifie.connect(lambda: fois.append(None))
    vue(champ.saisie).setText(QAccessible.Text.Value, "1234")
    assert champ.valeur().replace("/", "") == "1234"
    assert len(fois) == 1


@pytest.mark.parametrize("genre", TOUS)
def test_an_emptied_field_cannot_be_brought_back(montrer: Montrer, genre: type[Champ]) -> None:
    champ = genre("Vos revenus")
    montrer(champ)
    QTest.keyClicks(champ.saisie, "1234")
    champ.vider()
    for _ in range(3):
        QTest.keyClick(champ.saisie, Qt.Key.Key_Z, CTRL)
        assert champ.valeur() == ""
        assert champ.saisie.text() == ""


@pytest.mark.parametrize("genre", TOUS)
def test_nothing_reaches_a_clipboard_and_nothing_is_dropped(montrer: Montrer, genre: type[Champ]) -> None:
    champ = genre("Vos revenus")
    montrer(champ)
    presse_papier = QGuiApplication.clipboard()
    presse_papier.setText("avant")
    QTest.keyClicks(champ.saisie, "1234")
    avant = champ.saisie.text()
    for touche in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_Insert, Qt.Key.Key_X, Qt.Key.Key_K):
        QTest.keyClick(champ.saisie, touche, CTRL)
    assert presse_papier.text() == "avant"
    assert champ.saisie.text() == avant
    assert champ.saisie.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
    donnees = QMimeData()
    donnees.setText("jeté")
    depot = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, donnees, GAUCHE, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(champ.saisie, depot)
    assert not champ.saisie.acceptDrops()
    presse_papier.clear()


def test_dragging_or_double_clicking_selects_nothing(montrer: Montrer) -> None:
    champ = ChampTexte("Nom")
    montrer(champ)
    champ.poser("un nom assez long")
    saisie = champ.saisie
    QTest.mousePress(saisie, GAUCHE, pos=QPoint(30, 20))
    QTest.mouseMove(saisie, QPoint(300, 20))
    QTest.mouseRelease(saisie, GAUCHE, pos=QPoint(300, 20))
    assert not saisie.hasSelectedText()
    QTest.mouseDClick(saisie, GAUCHE, pos=QPoint(60, 20))
    QTest.mouseClick(saisie, GAUCHE, pos=QPoint(60, 20))
    QTest.mouseClick(saisie, GAUCHE, Qt.KeyboardModifier.ShiftModifier, QPoint(200, 20))
    assert not saisie.hasSelectedText()


def test_a_touch_puts_the_caret_where_the_finger_is(montrer: Montrer) -> None:
    champ = ChampTexte("Nom")
    montrer(champ)
    champ.poser("un nom assez long")
    QTest.mouseClick(champ.saisie, GAUCHE, pos=QPoint(5, 20))
    assert champ.saisie.cursorPosition() == 0
    assert champ.saisie.hasFocus()


def test_the_keyboard_can_select_and_replace(montrer: Montrer) -> None:
    champ = ChampTexte("Nom")
    montrer(champ)
    QTest.keyClicks(champ.saisie, "abc")
    QTest.keyClick(champ.saisie, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert champ.saisie.selectedText() == "c"
    QTest.keyClick(champ.saisie, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(champ.saisie, "z")
    assert champ.valeur() == "z"


@pytest.mark.parametrize("genre", TOUS)
def test_what_is_selected_can_be_erased_left_and_validated(
    qtbot, montrer: Montrer, genre: type[Champ]
) -> None:
    champ = genre("Libellé")
    montrer(champ)
    for touche in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        champ.poser("12")
        QTest.keyClick(champ.saisie, Qt.Key.Key_A, CTRL)
        QTest.keyClick(champ.saisie, touche)
        assert champ.saisie.text() == ""
    for touche in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        champ.poser("12")
        QTest.keyClick(champ.saisie, Qt.Key.Key_A, CTRL)
        QTest.keyClick(champ.saisie, touche)
        assert not champ.saisie.hasSelectedText()
    for touche in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(champ.saisie, Qt.Key.Key_A, CTRL)
        with qtbot.waitSignal(champ.valide, timeout=1000):
            QTest.keyClick(champ.saisie, touche)


def test_the_text_does_not_move_when_the_border_thickens(montrer: Montrer) -> None:
    champ, autre = ChampTexte("Nom"), ChampTexte("Autre")
    montrer(champ, autre)
    autre.saisie.setFocus()
    QApplication.processEvents()
    gauche = champ.saisie.mapTo(champ, QPoint(0, 0)).x()
    champ.saisie.setFocus()
    champ.erreur("Faux.", dans_groupe=True)
    QApplication.processEvents()
    assert champ.saisie.mapTo(champ, QPoint(0, 0)).x() == gauche


@pytest.mark.parametrize("genre", TOUS)
@pytest.mark.parametrize("nom", sorted(THEMES))
def test_every_field_fits_in_every_theme_and_large_text(habiller, montrer: Montrer, genre, nom: str) -> None:
    theme = habiller(nom=nom, taille=TailleTexte.GRAND)
    champ = genre("Numéro de Sécurité sociale", aide="Sur votre carte Vitale.")
    page = montrer(champ)
    assert page.minimumSizeHint().width() <= 984
    attendu = theme.mesures.mm(32) if genre is ChampCode else theme.mesures.h_champ
    assert champ.cadre.height() == attendu
    habiller(Forme.PC)
    QApplication.processEvents()
    if genre is not ChampCode:
        assert champ.cadre.height() == 62


def test_the_card_shows_upright_only_and_not_in_large_text(habiller, montrer: Montrer) -> None:
    champ = ChampNir()
    montrer(champ)
    large = champ.cadre.width()
    habiller(Forme.PORTRAIT, taille=TailleTexte.GRAND)
    QApplication.processEvents()
    assert champ.cadre.width() > large + 300


# --- password -----------------------------------------------------------------------------------------


def test_a_password_is_masked_with_dots_and_never_shows_its_last_letter(montrer: Montrer) -> None:
    champ = ChampMotDePasse()
    montrer(champ)
    QTest.keyClicks(champ.saisie, "Soleil")
    assert champ.valeur() == "Soleil"
    assert champ.saisie.displayText() == "•" * 6
    assert (
        champ.saisie.style().styleHint(QStyle.StyleHint.SH_LineEdit_PasswordMaskDelay, None, champ.saisie)
        <= 0
    )
    interface = vue(champ.saisie)
    assert interface.state().passwordEdit
    assert "Soleil" not in interface.text(QAccessible.Text.Value)


def test_it_shows_until_pressed_again_and_says_so(qtbot, montrer: Montrer) -> None:
    champ = ChampMotDePasse()
    montrer(champ)
    champ.saisie.setFocus()
    champ.poser("Soleil")
    bouton = champ.cadre.findChild(QWidget, "oeil")
    assert isinstance(bouton, QWidget)
    assert vue(bouton).text(QAccessible.Text.Name) == "Afficher le mot de passe"
    with qtbot.waitSignal(champ.visibilite_changee):
        QTest.mouseClick(bouton, GAUCHE)
    assert champ.visible
    assert champ.saisie.hasFocus()
    assert champ.saisie.displayText() == "Soleil"
    assert vue(bouton).text(QAccessible.Text.Name) == "Masquer le mot de passe"
    assert vue(bouton).text(QAccessible.Text.Description) == "Le mot de passe est visible."
    assert "15\u00a0secondes" in vue(champ.saisie).text(QAccessible.Text.Description)
    QTest.mouseClick(bouton, GAUCHE)
    assert not champ.visible
    assert vue(champ.saisie).text(QAccessible.Text.Description) == ""


def test_a_shown_password_is_masked_when_another_window_comes_in_front(montrer: Montrer, qtbot) -> None:
    champ = ChampMotDePasse()
    page = montrer(champ)
    champ.afficher()
    assert champ.visible
    montrer(ChampTexte("Ailleurs"))
    assert not page.isActiveWindow()
    assert not champ.visible


def test_it_masks_itself_in_time_when_hidden_and_when_emptied(qtbot, montrer: Montrer) -> None:
    champ = ChampMotDePasse(duree_ms=1)
    montrer(champ)
    champ.afficher()
    qtbot.waitUntil(lambda: not champ.visible)
    long = ChampMotDePasse()
    montrer(long)
    for cacher in (long.hide, long.vider, long.masquer):
        long.show()
        long.afficher()
        assert long.visible
        cacher()
        assert not long.visible


def test_undo_never_brings_a_password_back(montrer: Montrer) -> None:
    champ = ChampMotDePasse()
    montrer(champ)
    QTest.keyClicks(champ.saisie, "Soleil")
    QTest.keyClick(champ.saisie, Qt.Key.Key_A, CTRL)
    QTest.keyClick(champ.saisie, Qt.Key.Key_Delete)
    champ.afficher()
    QTest.keyClick(champ.saisie, Qt.Key.Key_Z, CTRL)
    assert champ.valeur() == ""


def test_the_button_may_be_missing_and_is_52_mm_wide(theme, montrer: Montrer) -> None:
    champ = ChampMotDePasse()
    sans = ChampMotDePasse(afficher_possible=False)
    montrer(champ, sans)
    assert champ.cadre.findChild(QWidget, "oeil").width() >= theme.mesures.mm(52)
    assert not sans.cadre.findChild(QWidget, "oeil").isVisible()


# --- code, count ----------------------------------------------------------------------------------------


def test_a_code_is_one_field_drawn_as_six_equal_boxes(theme, montrer: Montrer) -> None:
    champ = ChampCode()
    montrer(champ)
    cases = champ.saisie.cases()
    assert len({case.width() for case in cases}) <= 2
    assert max(case.width() for case in cases) - min(case.width() for case in cases) <= 1
    assert cases[-1].right() == champ.saisie.width() - 1
    assert all(b.left() - a.right() - 1 >= theme.mesures.mm(4) for a, b in pairwise(cases))
    champ.saisie.setFocus()
    vide = champ.saisie.grab().toImage()
    QTest.keyClicks(champ.saisie, "4")
    plein = champ.saisie.grab().toImage()
    assert plein.copy(cases[0]) != vide.copy(cases[0])
    assert champ.saisie.rect_anneau() == cases[1]
    QTest.mouseClick(champ.saisie, GAUCHE, pos=cases[0].center())
    assert champ.saisie.case_active() == 0


def test_a_count_steps_inside_its_bounds_and_keeps_what_is_typed(montrer: Montrer) -> None:
    champ = ChampEntier("Enfants attendus", minimum=1, maximum=3)
    montrer(champ)
    moins, plus = (champ.findChild(QWidget, nom) for nom in ("moins", "plus"))
    assert not moins.isEnabled()
    for attendu in ("1", "2", "3"):
        QTest.mouseClick(plus, GAUCHE)
        assert champ.valeur() == attendu
    assert not plus.isEnabled()
    QTest.mouseClick(moins, GAUCHE)
    assert champ.valeur() == "2"
    champ.poser("12")
    assert champ.valeur() == "12"
    assert champ.nombre() == 12
    QTest.mouseClick(moins, GAUCHE)
    assert champ.valeur() == "3"
    champ.poser("deux")
    assert champ.nombre() is None
    assert vue(plus).text(QAccessible.Text.Name) == "Un de plus\u00a0: Enfants attendus"
