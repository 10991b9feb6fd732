"""« Descendre les commandes »: on every screen, all that can be pressed is within reach of somebody seated."""

import pytest
from doigts import bouton, champ, laisser_faire, lu, toucher, visibles
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from tableaux import TABLEAUX, a_l_etape, poser

from ui.components.panneau import Panneau
from ui.screens.identification import EcranIdentification
from ui.theme import Forme, TailleTexte, actuel

NOM = "Descendre les commandes"
BORD_MM = 800
"""Where the lower edge of the screen stands above the floor, and what is in everybody's reach (design.md §2)."""
PORTEE_MM = 1_180


def au_dessus(fenetre, widget: QWidget) -> float:
    """Millimetres above the floor of the highest pixel of a widget that can be seen."""
    vu: QRect = widget.visibleRegion().boundingRect().translated(widget.mapTo(fenetre, QPoint(0, 0)))
    return BORD_MM + (fenetre.height() - vu.top()) * 25.4 / actuel().mesures.ppi


def hors_de_portee(fenetre) -> list[str]:
    return [
        f"{w.accessibleName()} at {au_dessus(fenetre, w):.0f} mm"
        for w in visibles(fenetre, QWidget)
        if isinstance(w, QAbstractButton | QLineEdit) and not w.visibleRegion().isEmpty()
        if au_dessus(fenetre, w) > PORTEE_MM
    ]


def coupes(fenetre) -> list[str]:
    """What is drawn outside of the screen or outside of its parent, sideways."""
    return [
        f"{type(w).__name__} « {w.text()[:40]} »"
        for w in visibles(fenetre, QWidget)
        if isinstance(w, QLabel | QAbstractButton)
        if w.width() < w.minimumSizeHint().width()
        or not 0 <= w.mapTo(fenetre, QPoint(0, 0)).x() <= fenetre.width() - w.width()
    ]


def places(fenetre) -> dict[str, int]:
    """How far from the top of the screen each button is."""
    return {
        b.accessibleName(): b.mapTo(fenetre, QPoint(0, 0)).y() for b in visibles(fenetre, QAbstractButton)
    }


@pytest.mark.parametrize("taille", list(TailleTexte))
def test_on_every_screen_all_that_can_be_pressed_is_in_reach(ouvrir, taille: TailleTexte) -> None:
    fenetre = ouvrir(Forme.PORTRAIT, "clair", taille)
    fenetre.descendre(True)
    trouvees: dict[str, list[str]] = {}
    for nom in TABLEAUX:
        poser(fenetre, nom)
        trouvees[nom] = hors_de_portee(fenetre) + coupes(fenetre)
        fenetre.decouvrir()
        for panneau in visibles(fenetre, Panneau):
            panneau.fermer()
    assert {nom: fautes for nom, fautes in trouvees.items() if fautes} == {}
    assert len(trouvees) == len(TABLEAUX)


def test_without_it_the_top_of_the_screen_is_out_of_reach(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")
    laisser_faire()
    assert any("Terminer ma session" in faute for faute in hors_de_portee(fenetre))


def test_it_says_what_it_does_and_whether_it_is_on(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")
    laisser_faire()
    acces = QAccessible.queryAccessibleInterface(bouton(fenetre, NOM))
    assert acces.text(QAccessible.Text.Name) == NOM
    assert acces.state().checkable
    assert not acces.state().checked
    fenetre.descendre(True)
    assert acces.state().checked
    fenetre.descendre(False)
    assert not acces.state().checked
    assert not fenetre.descendue


def test_the_terminal_and_the_page_are_named_once_in_each_state(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")
    for descendue in (True, False):
        fenetre.descendre(descendue)
        laisser_faire()
        mots = lu(fenetre).splitlines()
        assert mots.count("Caf") == 1
        assert mots.count("Déclaration de ressources 2021") == 1
        assert mots.count("Bonjour Camille") == 1


def test_the_field_that_is_typed_in_stays_in_sight_and_keeps_its_answer(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")
    dernier = champ(fenetre, "Allocations de chômage")
    dernier.setFocus()
    laisser_faire()
    for descendue in (True, False, True):
        fenetre.descendre(descendue)
        laisser_faire()
        assert fenetre.clavier.isVisible()
        ligne = QRect(dernier.saisie.mapTo(fenetre, QPoint(0, 0)), dernier.saisie.size())
        assert fenetre.childAt(ligne.topLeft() + QPoint(2, 2)) is dernier.saisie
        assert fenetre.childAt(ligne.bottomRight() - QPoint(2, 2)) is dernier.saisie
        assert dernier.saisie.hasFocus()
    assert champ(fenetre, "Traitements et salaires").valeur() == "18240"


def test_it_stays_from_page_to_page(fenetre) -> None:
    poser(fenetre, "01-accueil")
    fenetre.descendre(True)
    fenetre.montrer(EcranIdentification(int, int))
    laisser_faire()
    assert hors_de_portee(fenetre) == []
    assert bouton(fenetre, NOM).isChecked()


def test_a_long_panel_stays_in_reach_too(ouvrir) -> None:
    fenetre = ouvrir(Forme.PORTRAIT, "clair", TailleTexte.GRAND)
    fenetre.descendre(True)
    poser(fenetre, "10-terminer")
    [panneau] = visibles(fenetre, Panneau)
    long = QLabel("\n".join("Une ligne de plus" for _ in range(60)))
    panneau.corps.addWidget(long)
    laisser_faire()
    panneau.mesurer()
    laisser_faire()
    haut = panneau.feuille.mapTo(fenetre, QPoint(0, 0)).y()
    assert haut >= actuel().mesures.hors_de_portee(fenetre.height())
    assert any(b.property("genre") == "suite" for b in visibles(panneau, QAbstractButton))


@pytest.mark.parametrize("forme", [Forme.PAYSAGE, Forme.PC])
@pytest.mark.parametrize("nom", ["01-accueil", "05a-montants"])
def test_where_everything_is_in_reach_it_is_not_offered(ouvrir, forme: Forme, nom: str) -> None:
    fenetre = ouvrir(forme)
    poser(fenetre, nom)
    lieux = places(fenetre)
    assert NOM not in lieux
    fenetre.descendre(True)
    laisser_faire()
    assert places(fenetre) == lieux


def test_a_small_upright_screen_has_nothing_out_of_reach(fenetre) -> None:
    poser(fenetre, "01-accueil")
    fenetre.resize(1080, 1_500)
    laisser_faire()
    assert NOM not in {b.accessibleName() for b in visibles(fenetre, QAbstractButton)}


def test_the_tool_of_each_page_asks_for_it(fenetre) -> None:
    demandes: list[str] = []
    fenetre.outil_active.connect(demandes.append)
    a_l_etape(fenetre, "personnes.0.salaires")
    laisser_faire()
    toucher(fenetre, NOM)
    assert demandes == ["descendre"]
