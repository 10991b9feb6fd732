"""The keys without a finger: arrows go from one to the next, Enter presses, the field keeps the focus."""

import pytest
from doigts import champ, laisser_faire
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from ui.components.champs import Champ, ChampMail, ChampMontant, ChampMotDePasse, ChampNir, ChampTexte
from ui.components.clavier import Touche
from ui.components.clavier.balayage import Balayage
from ui.components.ecran import Action, Ecran
from ui.shell.fenetre import Fenetre
from ui.theme import Forme

BAS, HAUT = Qt.Key.Key_Down, Qt.Key.Key_Up
DROITE, GAUCHE = Qt.Key.Key_Right, Qt.Key.Key_Left
ENTREE, ECHAP = Qt.Key.Key_Return, Qt.Key.Key_Escape


class Page(Ecran):
    """Fields, and one button in the action bar."""

    def __init__(self, *champs: Champ) -> None:
        super().__init__()
        self.champs = champs
        self.presses = 0
        for un in champs:
            self.corps.addWidget(un)
        self.pousser()
        self.proposer(Action("Continuer", self._presser))
        self.pret()

    def _presser(self) -> None:
        self.presses += 1

    def depart(self) -> Champ:
        return self.champs[0]


def ouvrir_page(fenetre: Fenetre, *champs: Champ) -> QLineEdit:
    """A page in the window, its first field ready to be typed in."""
    fenetre.montrer(Page(*champs))
    laisser_faire()
    return champs[0].saisie


def visee(fenetre: Fenetre) -> str | None:
    """The name of the key that Enter would press."""
    noms = [t.definition.nom for t in fenetre.clavier.touches if t.visee]
    assert len(noms) <= 1
    return noms[0] if noms else None


def appuyer(ligne: QLineEdit, *touches: Qt.Key) -> None:
    for touche in touches:
        QTest.keyClick(ligne, touche)


def aller(fenetre: Fenetre, ligne: QLineEdit, nom: str, touche: Qt.Key = DROITE) -> None:
    """Press the same arrow until the key with this name is reached."""
    for _ in range(len(fenetre.clavier.touches)):
        if visee(fenetre) == nom:
            return
        QTest.keyClick(ligne, touche)
    raise AssertionError(nom)


def test_arrows_and_enter_write_and_the_field_keeps_the_focus(fenetre) -> None:
    ligne = ouvrir_page(fenetre, ChampTexte("Nom"))
    appuyer(ligne, BAS)
    assert visee(fenetre) == "1"
    appuyer(ligne, BAS, BAS, DROITE, ENTREE)
    assert visee(fenetre) == "s"
    appuyer(ligne, HAUT, Qt.Key.Key_Space)
    assert ligne.text() == "sz"
    assert ligne.hasFocus()
    assert fenetre.clavier.isVisible()
    assert fenetre.ecran.presses == 0


def test_two_switches_reach_every_key_in_reading_order(fenetre) -> None:
    ligne = ouvrir_page(fenetre, ChampMail("Mail"))
    appuyer(ligne, BAS)
    lus = []
    for _ in range(len(fenetre.clavier.touches)):
        lus.append(visee(fenetre))
        appuyer(ligne, DROITE)
    attendus = [t.definition.nom for t in fenetre.clavier.touches if t.isEnabled()]
    assert lus[: len(attendus)] == attendus
    assert lus[len(attendus) :] == attendus[: len(lus) - len(attendus)]  # and round again
    appuyer(ligne, GAUCHE, GAUCHE)
    assert visee(fenetre) in attendus


def test_keys_asleep_are_stepped_over(fenetre) -> None:
    ligne = ouvrir_page(fenetre, ChampNir())
    appuyer(ligne, BAS)
    assert visee(fenetre) == "1"  # there is no field before
    aller(fenetre, ligne, "9")
    appuyer(ligne, DROITE, DROITE)
    assert visee(fenetre) == "0"  # neither is it Corsica


def test_shift_erase_and_the_page_of_signs_are_in_reach(fenetre) -> None:
    ligne = ouvrir_page(fenetre, ChampTexte("Nom"))
    appuyer(ligne, BAS)
    for nom in ("Majuscule", "W majuscule", "a", "Effacer", "Accents et signes", "dièse"):
        aller(fenetre, ligne, nom)
        appuyer(ligne, ENTREE)
    assert ligne.text() == "W#"


def test_a_key_held_presses_once(fenetre) -> None:
    ligne = ouvrir_page(fenetre, ChampTexte("Nom"))
    balayage = Balayage(lambda: fenetre.clavier.touches, lambda _touche: None)
    rien = Qt.KeyboardModifier.NoModifier
    assert balayage.suivre(QKeyEvent(QEvent.Type.KeyPress, BAS, rien))
    for repete in (False, True, True):
        assert balayage.suivre(QKeyEvent(QEvent.Type.KeyPress, ENTREE, rien, "\r", repete))
    assert ligne.text() == "1"


@pytest.mark.parametrize("sortie", [ECHAP, HAUT])
def test_the_way_back_to_the_field(fenetre, sortie: Qt.Key) -> None:
    ligne = ouvrir_page(fenetre, ChampTexte("Nom"))
    appuyer(ligne, BAS, sortie)
    assert visee(fenetre) is None
    assert fenetre.clavier.isVisible()
    assert ligne.hasFocus()


def test_the_next_field_is_reached_by_its_key_and_by_tab(fenetre) -> None:
    premier, second = ChampMontant("Un"), ChampMontant("Deux")
    ligne = ouvrir_page(fenetre, premier, second)
    appuyer(ligne, BAS)
    aller(fenetre, ligne, "Champ suivant")
    appuyer(ligne, ENTREE)
    laisser_faire()
    assert second.saisie.hasFocus()
    assert visee(fenetre) is None
    premier.setFocus()
    laisser_faire()
    appuyer(ligne, BAS, Qt.Key.Key_Tab)
    laisser_faire()
    assert second.saisie.hasFocus()
    assert visee(fenetre) is None
    assert fenetre.clavier.isVisible()  # whoever goes by Tab may have no letters on their keypad


def test_a_letter_of_a_real_keyboard_ends_it(fenetre) -> None:
    ligne = ouvrir_page(fenetre, ChampTexte("Nom"))
    appuyer(ligne, BAS)
    QTest.keyClick(ligne, Qt.Key.Key_E)
    assert ligne.text() == "e"
    assert not fenetre.clavier.isVisible()
    appuyer(ligne, BAS)
    assert visee(fenetre) is None


def test_where_there_is_no_keyboard_arrows_do_nothing(ouvrir) -> None:
    fenetre = ouvrir(Forme.PC)
    ligne = ouvrir_page(fenetre, ChampTexte("Nom"))
    appuyer(ligne, BAS, ENTREE)
    assert ligne.text() == ""


def test_a_headset_hears_each_key_and_no_character_of_a_secret(fenetre) -> None:
    dits: list[str] = []
    fenetre.clavier.a_dire.connect(dits.append)
    ligne = ouvrir_page(fenetre, ChampTexte("Nom"))
    appuyer(ligne, BAS, DROITE, ENTREE)
    assert dits == ["1", "2", "2"]
    dits.clear()
    ligne = ouvrir_page(fenetre, ChampMotDePasse("Mot de passe"))
    appuyer(ligne, BAS, DROITE, ENTREE)
    aller(fenetre, ligne, "Majuscule")
    assert dits == ["Majuscule"]


def test_the_key_looked_for_is_drawn_as_such(fenetre) -> None:
    ligne = ouvrir_page(fenetre, ChampTexte("Nom"))
    touche: Touche = fenetre.clavier.touches[0]
    avant = touche.grab().toImage()
    appuyer(ligne, BAS)
    assert touche.grab().toImage() != avant
    appuyer(ligne, ECHAP)
    assert touche.grab().toImage() == avant


def test_a_screen_reader_meets_page_keyboard_and_actions_in_the_order_of_the_screen(fenetre) -> None:
    ouvrir_page(fenetre, ChampTexte("Nom"))
    boutons: list[str] = []

    def lire(vue) -> None:
        if vue.state().invisible:
            return
        if vue.role() == QAccessible.Role.EditableText:
            boutons.append("le champ")
        elif isinstance(vue.object(), QAbstractButton):
            boutons.append(vue.text(QAccessible.Text.Name))
        for rang in range(vue.childCount()):
            lire(vue.child(rang))

    lire(QAccessible.queryAccessibleInterface(fenetre))
    vus = [boutons.index(nom) for nom in ("Quitter", "le champ", "1", "a", "Champ suivant", "Continuer")]
    assert vus == sorted(vus)
    clavier = boutons[boutons.index("1") : boutons.index("Continuer")]
    assert clavier == [t.definition.nom for t in fenetre.clavier.touches]


@pytest.mark.parametrize(("delai_ms", "attendu"), [(0, "aa"), (2_000, "a")])
def test_the_delay_of_the_settings_reaches_the_keys(qtbot, theme, delai_ms: int, attendu: str) -> None:
    fenetre = Fenetre(delai_touche_ms=delai_ms)
    qtbot.addWidget(fenetre)
    fenetre.resize(1080, 1920)
    fenetre.show()
    fenetre.activateWindow()
    qtbot.waitUntil(fenetre.isActiveWindow)
    ouvrir_page(fenetre, ChampTexte("Nom"))
    touche = next(t for t in fenetre.clavier.touches if t.definition.nom == "a")
    for _ in range(2):
        QTest.mouseClick(touche, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert champ(fenetre, "Nom").valeur() == attendu
