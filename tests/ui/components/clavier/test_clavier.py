"""The keyboard with real fields in a real window."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.components.champs import (
    Champ,
    ChampCode,
    ChampMail,
    ChampMontant,
    ChampMotDePasse,
    ChampNir,
    ChampTexte,
)
from ui.components.clavier import Clavier, Touche
from ui.theme import Forme, TailleTexte

GAUCHE = Qt.MouseButton.LeftButton


class Horloge:
    def __init__(self) -> None:
        self.maintenant = 0.0

    def __call__(self) -> float:
        self.maintenant += 1
        return self.maintenant


class Page(QWidget):
    """Fields above a keyboard, as the shell lays them out."""

    def __init__(self, *champs: QWidget, taille: tuple[int, int] = (1080, 1400)) -> None:
        super().__init__()
        self.champs = champs
        self.grille = QGridLayout(self)
        self.grille.setContentsMargins(0, 0, 0, 0)
        corps = QWidget()
        colonne = QVBoxLayout(corps)
        for champ in champs:
            colonne.addWidget(champ)
        colonne.addStretch(1)
        self.grille.addWidget(corps, 0, 0)
        self.clavier = Clavier(self, horloge=Horloge())
        self.clavier.geometrie_changee.connect(self.placer)
        self.dits: list[str] = []
        self.clavier.a_dire.connect(self.dits.append)
        self.resize(*taille)

    def placer(self) -> None:
        self.grille.removeWidget(self.clavier)
        self.grille.addWidget(self.clavier, *((1, 0) if self.clavier.ancrage == "bas" else (0, 1)))

    def touche(self, nom: str) -> Touche:
        QApplication.processEvents()  # the page lays itself out
        return next(t for t in self.clavier.touches if t.definition.nom == nom)

    def taper(self, *noms: str) -> None:
        for nom in noms:
            QTest.mouseClick(self.touche(nom), GAUCHE)


Ouvrir = Callable[..., Page]


@pytest.fixture
def ouvrir(qtbot, theme) -> Ouvrir:
    def _ouvrir(*champs: QWidget, taille: tuple[int, int] = (1080, 1400)) -> Page:
        page = Page(*champs, taille=taille)
        qtbot.addWidget(page)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        champs[0].setFocus()
        QApplication.processEvents()
        return page

    return _ouvrir


def test_it_shows_for_a_field_and_hides_for_anything_else(ouvrir: Ouvrir) -> None:
    bouton = QPushButton("ailleurs")
    page = ouvrir(ChampMontant("Salaires"), bouton)
    assert page.clavier.isVisible()
    assert page.clavier.height() == page.clavier.taille_voulue().height() == 402
    bouton.setFocus()
    assert not page.clavier.isVisible()
    page.champs[0].setFocus()
    assert page.clavier.isVisible()


def test_it_never_takes_the_focus(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampTexte("Nom"))
    page.taper("a", "Majuscule", "B majuscule", "Effacer")
    QTest.mouseClick(page.clavier, GAUCHE, pos=QPoint(3, 3))
    assert page.focusWidget() is page.champs[0].saisie
    assert all(t.focusPolicy() == Qt.FocusPolicy.NoFocus for t in page.clavier.touches)


def test_a_shared_pc_has_no_on_screen_keyboard(ouvrir: Ouvrir, habiller) -> None:
    habiller(Forme.PC)
    page = ouvrir(ChampMontant("Salaires"))
    assert not page.clavier.isVisible()


def test_it_stands_below_upright_and_at_the_right_when_lying(ouvrir: Ouvrir, habiller) -> None:
    habiller(Forme.PAYSAGE)
    page = ouvrir(ChampMontant("Salaires"), ChampTexte("Nom"), taille=(1280, 835))
    assert page.clavier.ancrage == "droite"
    assert page.clavier.width() == 414
    page.taper("Champ suivant")
    QApplication.processEvents()
    assert page.clavier.ancrage == "bas"
    assert page.clavier.taille_voulue().height() == 416
    assert page.clavier.width() == 1280


def test_keys_type_what_a_real_keyboard_types(ouvrir: Ouvrir) -> None:
    ecran, reel = ChampTexte("Nom"), QLineEdit()
    page = ouvrir(ecran, reel)
    page.taper("j", "o", "tiret", "n", "Espace", "4", "Accents et signes", "arobase", "dièse")
    QTest.keyClicks(reel, "jo-n 4@#")
    assert ecran.valeur() == reel.text()
    page.taper("e accent aigu", "euro")
    assert ecran.valeur() == "jo-n 4@#é€"


def test_what_was_typed_on_screen_can_be_undone(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampTexte("Nom"))
    page.taper("a", "b")
    QTest.keyClick(page.champs[0].saisie, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.champs[0].valeur() == ""
    QTest.keyClick(
        page.champs[0].saisie,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert page.champs[0].valeur() == "ab"


def test_the_erase_key_works_at_the_caret(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampTexte("Nom"))
    page.champs[0].poser("abc")
    page.champs[0].saisie.setCursorPosition(2)
    page.taper("Effacer")
    assert page.champs[0].valeur() == "ac"
    assert page.champs[0].saisie.cursorPosition() == 1


def test_shift_holds_for_one_letter_twice_locks_three_times_frees(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampTexte("Nom"))
    page.taper("Majuscule", "A majuscule", "b")
    page.taper("Majuscule", "Majuscule", "C majuscule", "D majuscule", "Majuscule", "e")
    assert page.champs[0].valeur() == "AbCDe"


def test_the_page_of_signs_has_its_own_capitals_and_comes_back(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampTexte("Nom"))
    page.taper("Accents et signes", "Majuscule", "e accent aigu majuscule", "e accent aigu", "Lettres", "a")
    assert page.champs[0].valeur() == "Ééa"


def test_field_keys_move_the_focus_and_sleep_at_the_ends(ouvrir: Ouvrir) -> None:
    bouton = QPushButton("entre les deux")
    page = ouvrir(ChampMontant("Un"), bouton, ChampMontant("Deux"))
    un, _, deux = page.champs
    assert not page.touche("Champ précédent").isEnabled()
    page.taper("Champ suivant")
    assert deux.saisie.hasFocus()
    assert not page.touche("Champ suivant").isEnabled()
    page.taper("Champ précédent")
    assert un.saisie.hasFocus()


def test_moving_to_a_filled_field_does_not_select_it(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampMontant("Un"), ChampMontant("Deux"))
    page.champs[1].poser("12")
    page.taper("Champ suivant", "3")
    assert page.champs[1].valeur() == "123"


def test_next_in_the_last_field_gives_the_page_back(qtbot, ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampTexte("Nom"))
    with qtbot.waitSignal(page.clavier.termine):
        page.taper("Champ suivant")
    assert not page.clavier.isVisible()


def test_hidden_by_its_key_it_comes_back_when_a_field_is_touched(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampMontant("Salaires"))
    page.taper("Masquer le clavier")
    assert not page.clavier.isVisible()
    QTest.mouseClick(page.champs[0].saisie, GAUCHE)
    assert page.clavier.isVisible()


def test_a_real_key_hides_it_until_a_field_is_touched(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampMontant("Un"), ChampMontant("Deux"))
    page.taper("4")
    assert page.clavier.isVisible()
    QTest.keyClick(page.champs[0].saisie, Qt.Key.Key_2)
    assert not page.clavier.isVisible()
    page.champs[1].setFocus()
    assert not page.clavier.isVisible()
    QTest.mouseClick(page.champs[1].saisie, GAUCHE)
    assert page.clavier.isVisible()
    assert page.champs[0].valeur() == "42"
    page.champs[0].setFocus()
    assert page.clavier.isVisible()


def test_it_stays_while_the_finger_is_on_what_took_the_focus(qtbot, ouvrir: Ouvrir) -> None:
    bouton = QPushButton("ailleurs")
    page = ouvrir(ChampMontant("Un"), bouton)
    pos = bouton.mapTo(page, bouton.rect().center())
    QTest.mousePress(page.windowHandle(), GAUCHE, pos=pos)
    assert bouton.hasFocus()
    assert page.clavier.isVisible()
    with qtbot.waitSignal(bouton.clicked):
        QTest.mouseRelease(page.windowHandle(), GAUCHE, pos=pos)
    qtbot.waitUntil(lambda: not page.clavier.isVisible())


def test_the_keys_of_corsica_wake_at_the_seventh_character_after_a_2(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampNir())
    for frappe in "129066":
        assert not page.touche("A, Corse").isEnabled()
        page.taper(frappe)
    assert not page.touche("A, Corse").isEnabled()
    page.taper("Effacer", "2")
    assert page.touche("A, Corse").isEnabled()
    page.taper("A, Corse")
    assert not page.touche("B, Corse").isEnabled()
    assert page.champs[0].valeur() == "129062A"


@pytest.mark.parametrize("forme", [Forme.PORTRAIT, Forme.PAYSAGE])
def test_an_only_field_has_no_keys_that_lead_nowhere(ouvrir: Ouvrir, habiller, forme: Forme) -> None:
    habiller(forme)
    ailleurs = ChampMontant("Plus tard")
    page = ouvrir(ChampMontant("Salaires"), ailleurs, QPushButton("x"))
    assert {"Champ précédent", "Champ suivant"} <= noms(page)
    ailleurs.hide()
    page.champs[2].setFocus()
    page.champs[0].setFocus()
    assert not {"Champ précédent", "Champ suivant"} & noms(page)
    places = [touche.geometry() for touche in page.clavier.touches]
    page.taper(*"4820")
    assert page.champs[0].valeur() == "4820"
    assert [touche.geometry() for touche in page.clavier.touches] == places


def test_a_domain_completes_a_mail_once(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampMail("Adresse mail"))
    page.taper("c", "arobase", "arobase free.fr")
    assert page.champs[0].valeur() == "c@free.fr"
    assert not page.touche("arobase free.fr").isEnabled()


def noms(page: Page) -> set[str]:
    return {touche.definition.nom for touche in page.clavier.touches}


def test_a_code_has_no_other_field_to_go_to(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampCode(), ChampMontant("autre"))
    assert not {"Champ précédent", "Champ suivant"} & noms(page)
    page.taper("4", "8", "2")
    assert page.champs[0].valeur() == "482"


def test_a_masked_password_leaves_no_mark_on_the_keys_nor_in_the_ear(ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampMotDePasse())
    touche = page.touche("s")
    repos = page.clavier.grab().toImage()
    QTest.mousePress(touche, GAUCHE)
    assert page.clavier.grab().toImage() == repos
    QTest.mouseRelease(touche, GAUCHE)
    page.taper("e", "Effacer")
    assert page.champs[0].valeur() == "s"
    assert page.dits == ["Effacer"]
    page.champs[0].afficher()
    QTest.mousePress(touche, GAUCHE)
    assert page.clavier.grab().toImage() != repos
    QTest.mouseRelease(touche, GAUCHE)
    assert page.dits == ["Effacer", "s"]


def test_a_panel_bounds_the_walk_over_fields(ouvrir: Ouvrir) -> None:
    panneau = QWidget()
    panneau.setProperty("portee_clavier", True)
    colonne = QVBoxLayout(panneau)
    un, deux = ChampMontant("Un"), ChampMontant("Deux")
    colonne.addWidget(un)
    colonne.addWidget(deux)
    page = ouvrir(panneau, ChampMontant("Dessous"))
    deux.setFocus()
    assert page.touche("Champ précédent").isEnabled()
    assert not page.touche("Champ suivant").isEnabled()


@pytest.mark.parametrize("champ", [ChampMontant, ChampMail, ChampNir])
def test_every_key_is_a_named_button_in_the_accessible_tree(ouvrir: Ouvrir, champ: type[Champ]) -> None:
    page = ouvrir(champ("Un"))
    vue = QAccessible.queryAccessibleInterface(page.clavier)
    assert vue.text(QAccessible.Text.Name) == "Clavier à l’écran"
    enfants = [vue.child(rang) for rang in range(vue.childCount())]
    montres = [enfant for enfant in enfants if not enfant.state().invisible]
    assert len(montres) == len(page.clavier.touches)
    for enfant in montres:
        assert enfant.role() == QAccessible.Role.Button
        assert enfant.text(QAccessible.Text.Name).strip()


def test_the_page_hears_of_every_change_of_geometry(qtbot, ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampMontant("Un"), ChampMail("Mail"), QPushButton("x"))
    entendus: list[tuple[bool, int]] = []

    def noter() -> None:
        entendus.append((page.clavier.deploye, page.clavier.taille_voulue().height()))

    page.clavier.geometrie_changee.connect(noter)
    page.champs[1].setFocus()
    page.taper("a", "Majuscule")
    page.champs[2].setFocus()
    assert entendus == [(True, 588), (False, 588)]


def test_keys_keep_their_size_and_change_their_look_with_the_theme(ouvrir: Ouvrir, habiller) -> None:
    page = ouvrir(ChampTexte("Nom"))
    avant = page.touche("a").size()
    clair = page.clavier.grab().toImage()
    habiller(nom="contraste_sombre", taille=TailleTexte.GRAND)
    assert page.touche("a").size() == avant
    assert page.clavier.grab().toImage() != clair


def test_closing_a_page_while_typing_in_it_is_harmless(qtbot, ouvrir: Ouvrir) -> None:
    page = ouvrir(ChampMontant("Un"), ChampMontant("Deux"))
    champ: Champ = page.champs[0]
    champ.hide()
    champ.deleteLater()
    qtbot.waitUntil(lambda: page.clavier.editeur is not champ.saisie)
    page.champs[1].setFocus()
    page.taper("7")
    assert page.champs[1].valeur() == "7"
