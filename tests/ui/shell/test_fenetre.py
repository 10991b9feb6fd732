"""The one window: the keyboard pushes the page, a cover hides it, and what was left is gone."""

import gc
import weakref

import pytest
from doigts import champ, ecran, ecrire, laisser_faire, mots_de_passe_presents, toucher, visibles
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from tableaux import TABLEAUX, a_l_etape, poser

from ui.components.anneau import installer as installer_anneau
from ui.components.boutons import Bouton
from ui.components.champs import Champ, ChampMontant
from ui.components.ecran import Action, Ecran
from ui.components.textes import Texte
from ui.screens.accueil import EcranAccueil
from ui.screens.identification import EcranIdentification
from ui.screens.inactivite import EcranInactivite
from ui.theme import Forme, TailleTexte, actuel


class Longue(Ecran):
    """More amounts than any screen can hold."""

    connecte = True

    def __init__(self, nombre: int = 14) -> None:
        super().__init__()
        self.champs = [ChampMontant(f"Montant {n}") for n in range(nombre)]
        for un in self.champs:
            self.corps.addWidget(un)
        self.proposer(Action("Continuer", int))
        self.pret()

    def depart(self) -> QWidget:
        return self.champs[0]


class Lue(Ecran):
    """Read from its title down; its one button is below what can be seen, or there is none."""

    def __init__(self, bouton: Bouton | None) -> None:
        super().__init__()
        self.corps.addWidget(Texte("Mon profil", "h1"))
        for n in range(60):
            self.corps.addWidget(Texte(f"Ligne {n}"))
        if bouton is not None:
            self.corps.addWidget(bouton)
        self.pret()


class Guet(QObject):
    """Notes what comes to a widget, among some kinds of events."""

    def __init__(self, widget: QWidget, *genres: QEvent.Type) -> None:
        super().__init__()
        self._guettes = genres
        self.genres: list[QEvent.Type] = []
        widget.installEventFilter(self)

    def eventFilter(self, _objet: QObject, event: QEvent) -> bool:
        if event.type() in self._guettes:
            self.genres.append(event.type())
        return False


def rect(fenetre, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(fenetre, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("forme", [Forme.PORTRAIT, Forme.PAYSAGE])
def test_the_keyboard_pushes_the_page_and_the_field_stays_in_sight(
    ouvrir, forme: Forme, taille: TailleTexte
) -> None:
    fenetre = ouvrir(forme, "clair", taille)
    page = Longue()
    fenetre.montrer(page)
    laisser_faire()
    for un in (page.champs[0], page.champs[7], page.champs[-1], page.champs[3]):
        un.setFocus()
        laisser_faire()
        assert fenetre.clavier.isVisible()
        clavier = rect(fenetre, fenetre.clavier)
        ligne = rect(fenetre, un.saisie)
        vue = rect(fenetre, fenetre._pages)
        assert not vue.intersects(clavier)
        assert vue.contains(ligne)
        assert fenetre.rect().contains(clavier)
        assert fenetre.childAt(ligne.center()) is un.saisie
    largeur = fenetre.width()
    assert clavier.width() == largeur if forme is Forme.PORTRAIT else clavier.right() == largeur - 1


def test_a_page_opens_at_its_top_and_follows_the_keyboard_from_there(fenetre) -> None:
    precedente, bouton = Bouton("Voir mon profil"), Bouton("Modifier")
    fenetre.montrer(Lue(precedente))
    precedente.setFocus()
    page = Lue(bouton)
    fenetre.montrer(page)
    laisser_faire()
    titre = next(t for t in page.findChildren(Texte) if t.est_titre)
    assert titre.hasFocus()  # a screen reader begins there, not with the first thing that can be pressed
    vue = rect(fenetre, fenetre._pages)
    assert vue.contains(rect(fenetre, titre))
    assert not vue.contains(rect(fenetre, bouton))
    QTest.keyClick(titre, Qt.Key.Key_Tab)
    laisser_faire()
    assert bouton.hasFocus()
    assert rect(fenetre, fenetre._pages).contains(rect(fenetre, bouton))


def test_a_title_that_is_given_the_keyboard_is_not_painted_again(fenetre) -> None:
    page = Lue(Bouton("Modifier"))
    fenetre.montrer(page)
    laisser_faire()
    titre = next(t for t in page.findChildren(Texte) if t.est_titre)
    titre.clearFocus()
    laisser_faire()
    vus = Guet(titre, QEvent.Type.Paint)
    titre.setFocus()
    laisser_faire()
    assert titre.hasFocus()
    assert vus.genres == []


def test_between_two_pages_of_fields_the_keyboard_stays_where_it_is(fenetre) -> None:
    fenetre.montrer(Longue(2))
    laisser_faire()
    assert fenetre.clavier.isVisible()
    vus = Guet(fenetre.clavier, QEvent.Type.Hide, QEvent.Type.Show)
    page = Longue(3)
    fenetre.montrer(page)
    laisser_faire()
    assert fenetre.clavier.isVisible()
    assert fenetre.clavier.editeur is page.champs[0].saisie
    assert vus.genres == []


def test_a_page_with_nothing_to_reach_has_no_ring_around_it(fenetre) -> None:
    precedente = Bouton("Compléter")
    fenetre.montrer(Lue(precedente))
    precedente.setFocus()
    anneau = installer_anneau(QApplication.instance())
    anneau.touche_pressee()
    assert anneau.cible is precedente
    fenetre.montrer(Lue(None))
    laisser_faire()
    assert anneau.cible is None


def test_leaving_the_fields_gives_the_room_back(fenetre) -> None:
    page = Longue()
    fenetre.montrer(page)
    page.champs[0].setFocus()
    laisser_faire()
    avec = fenetre._pages.height()
    page.champs[0].saisie.clearFocus()
    laisser_faire()
    assert not fenetre.clavier.isVisible()
    assert fenetre._pages.height() > avec


def test_a_pc_has_no_keyboard_on_screen(ouvrir) -> None:
    fenetre = ouvrir(Forme.PC)
    page = Longue()
    fenetre.montrer(page)
    page.champs[0].setFocus()
    laisser_faire()
    assert not fenetre.clavier.isVisible()


def test_next_field_walks_the_fields_of_the_page_shown_and_no_other(fenetre) -> None:
    prete = Longue(2)
    fenetre.preparer(prete)
    page = Longue(3)
    fenetre.montrer(page)
    page.champs[0].setFocus()
    laisser_faire()
    for attendu in page.champs[1:]:
        touche = next(t for t in fenetre.clavier.touches if t.definition.nom == "Champ suivant")
        QTest.mouseClick(touche, Qt.MouseButton.LeftButton)
        laisser_faire()
        assert attendu.saisie.hasFocus()


# -- cover --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", TABLEAUX)
def test_a_cover_is_opaque(fenetre, nom: str) -> None:
    """Under it, a page of plain red: not one red pixel can be seen."""
    poser(fenetre, nom)
    dessous = QLabel(parent=fenetre.plan)
    dessous.setStyleSheet("background: #ff0000;")
    dessous.setGeometry(fenetre.rect())
    dessous.show()
    fenetre.couvrir(EcranInactivite(45, int, int))
    laisser_faire()
    image = fenetre.grab().toImage()
    rouges = [
        (x, y)
        for x in range(0, image.width(), 9)
        for y in range(0, image.height(), 9)
        if image.pixelColor(x, y).name() == "#ff0000"
    ]
    assert rouges == []


def test_uncovering_restores_exactly_what_was_there(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.pensions")
    ecrire(champ(fenetre, "Autres revenus"), "12,5")
    champ(fenetre, "Autres revenus").saisie.setCursorPosition(1)
    laisser_faire()
    page = fenetre.ecran
    for _ in range(3):
        fenetre.couvrir(EcranInactivite(45, int, int))
        laisser_faire()
        assert not any(c.isVisible() for c in page.findChildren(Champ))
        assert not fenetre.clavier.isVisible()
        fenetre.decouvrir()
        laisser_faire()
    assert fenetre.ecran is page
    ligne = champ(fenetre, "Autres revenus").saisie
    assert ligne.text() == "12,5"
    assert ligne.hasFocus()
    assert ligne.cursorPosition() == 1
    assert fenetre.findChildren(EcranInactivite) == []


def test_nothing_typed_or_touched_reaches_the_page_under_a_cover(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")
    ligne = champ(fenetre, "Frais réels").saisie
    ou = rect(fenetre, ligne).center()
    fenetre.couvrir(EcranInactivite(45, int, int))
    laisser_faire()
    QTest.mouseClick(fenetre.childAt(ou) or fenetre, Qt.MouseButton.LeftButton)
    QTest.keyClicks(fenetre.focusWidget() or fenetre, "123")
    fenetre.decouvrir()
    assert ligne.text() == ""


def test_a_cover_follows_the_window(fenetre) -> None:
    fenetre.couvrir(EcranInactivite(45, int, int))
    fenetre.resize(900, 1600)
    laisser_faire()
    [page] = fenetre.findChildren(EcranInactivite)
    assert page.geometry() == fenetre.rect()


# -- what is left behind --------------------------------------------------------------------------------------


def test_fifty_navigations_leave_one_page(fenetre) -> None:
    traces = []
    for rang in range(50):
        page = Longue(3) if rang % 2 else EcranIdentification(int, int)
        traces.append(weakref.ref(page))
        fenetre.montrer(page)
        del page
        laisser_faire()
    gc.collect()
    vivantes = [t for t in traces if t() is not None]
    assert len(vivantes) == 1
    assert len(fenetre.findChildren(Ecran)) == 1


def test_a_page_that_was_prepared_stays_until_it_is_forgotten(fenetre) -> None:
    prete, autre = Longue(2), Longue(3)
    trace = weakref.ref(prete)
    fenetre.preparer(prete)
    fenetre.montrer(prete)
    fenetre.montrer(autre)
    laisser_faire()
    assert len(fenetre.findChildren(Longue)) == 2
    fenetre.oublier(prete)
    del prete
    laisser_faire()
    gc.collect()
    assert trace() is None
    fenetre.oublier(autre)
    laisser_faire()
    assert fenetre.findChildren(Longue) == [autre]


def test_no_widget_keeps_a_password_after_its_page(fenetre) -> None:
    fenetre.montrer(EcranIdentification(int, int))
    laisser_faire()
    ecrire(champ(fenetre, "Mot de passe"), "soleil velo pomme")
    assert mots_de_passe_presents(fenetre, "soleil") != []
    fenetre.montrer(Longue(1))
    laisser_faire()
    assert mots_de_passe_presents(fenetre, "soleil") == []


def test_a_theme_change_moves_every_page_and_loses_nothing(fenetre, habiller) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")
    ecrire(champ(fenetre, "Frais réels"), "42,5")
    habiller(Forme.PORTRAIT, "contraste_sombre", TailleTexte.GRAND)
    laisser_faire()
    assert actuel().mesures.grand
    assert champ(fenetre, "Frais réels").valeur() == "42,5"


# -- bars -----------------------------------------------------------------------------------------------------


def test_the_way_out_says_what_it_ends(fenetre) -> None:
    demandes = []
    fenetre.fin_demandee.connect(lambda: demandes.append(1))
    fenetre.montrer(EcranIdentification(int, int))
    toucher(fenetre, "Quitter")
    fenetre.montrer(Longue(1))
    toucher(fenetre, "Terminer ma session")
    assert demandes == [1, 1]


def test_home_has_no_bars(fenetre) -> None:
    fenetre.montrer(EcranAccueil(int, int, int))
    laisser_faire()
    ecran(fenetre, EcranAccueil)
    assert not fenetre._barre.isVisible()
    assert not fenetre._actions.isVisible()


def test_the_window_cannot_be_closed_from_outside(fenetre) -> None:
    fermees = []
    fenetre.fermee.connect(lambda: fermees.append(1))
    evenement = QCloseEvent()
    fenetre.closeEvent(evenement)
    assert not evenement.isAccepted()
    assert fermees == [1]
    assert fenetre.isVisible()


def test_the_actions_of_the_page_before_cannot_be_pressed_any_more(fenetre) -> None:
    faits = []

    class Une(Ecran):
        def __init__(self, nom: str) -> None:
            super().__init__()
            self._nom = nom
            self.proposer(Action("Continuer", self._faire))
            self.pret()

        def _faire(self) -> None:
            faits.append(self._nom)

    fenetre.montrer(Une("a"))
    fenetre.montrer(Une("b"))
    toucher(fenetre, "Continuer")
    assert faits == ["b"]


def test_a_page_is_asked_where_it_begins_and_told_when_it_is_left(fenetre) -> None:
    vu = []

    class Une(Ecran):
        def __init__(self) -> None:
            super().__init__()
            QVBoxLayout()
            self.pret()

        def depart(self) -> None:
            vu.append("depart")

        def quitter(self) -> None:
            vu.append("quitter")

    fenetre.montrer(Une())
    fenetre.couvrir(EcranInactivite(45, int, int))
    fenetre.decouvrir()
    fenetre.montrer(Longue(1))
    assert vu == ["depart", "quitter", "quitter"]
    assert list(visibles(fenetre, Une)) == []
