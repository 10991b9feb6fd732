"""Every screen on every kind of post, in normal and in large text: nothing cut, nothing too small to touch."""

import pytest
from doigts import laisser_faire, visibles
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from tableaux import TABLEAUX, poser

from ui.components.defilement import Defilement
from ui.theme import Forme, TailleTexte, actuel
from ui.theme.mesures import MM_PAR_POUCE


def fautes(fenetre) -> list[str]:
    """What is cut, elided, or under 15 mm."""
    trouvees = []
    par_mm = actuel().mesures.ppi / MM_PAR_POUCE
    for widget in visibles(fenetre, QWidget):
        if not isinstance(widget, QLabel | QAbstractButton):
            continue
        quoi = f"{type(widget).__name__} « {widget.text()[:50]} »"
        gauche = widget.mapTo(fenetre, QPoint(0, 0)).x()
        if gauche < 0 or gauche + widget.width() > fenetre.width():
            trouvees.append(f"{quoi} leaves the screen: {gauche} + {widget.width()}")
        besoin = widget.minimumSizeHint()
        if widget.width() < besoin.width():
            trouvees.append(f"{quoi} has {widget.width()} px of {besoin.width()}")
        if widget.property("genre") == "suite":
            continue  # `test_what_overflows_shows_its_strip_whole`
        if widget.hasHeightForWidth() and widget.height() < widget.heightForWidth(widget.width()):
            trouvees.append(
                f"{quoi} is {widget.height()} px high, not {widget.heightForWidth(widget.width())}"
            )
        if (
            isinstance(widget, QAbstractButton)
            and actuel().mesures.borne
            and widget.height() < 15 * par_mm - 1
        ):
            trouvees.append(f"{quoi} is a target of {widget.height() / par_mm:.1f} mm")
        trouvees += coupe_par_un_parent(widget, quoi)
    for vue in visibles(fenetre, Defilement):
        if vue.zone.horizontalScrollBar().maximum() > 0:
            trouvees.append(f"{type(vue.zone.widget()).__name__} is wider than its page")
    return trouvees


def coupe_par_un_parent(widget: QWidget, quoi: str) -> list[str]:
    """Sideways, no parent may cut what it holds."""
    parent = widget.parentWidget()
    while parent is not None:
        gauche = widget.mapTo(parent, QPoint(0, 0)).x()
        if gauche < 0 or gauche + widget.width() > parent.width():
            return [
                f"{quoi} is cut by {type(parent).__name__}: {gauche} + {widget.width()} > {parent.width()}"
            ]
        if parent.isWindow():
            break
        parent = parent.parentWidget()
    return []


@pytest.mark.parametrize("taille", [TailleTexte.NORMAL, TailleTexte.GRAND])
@pytest.mark.parametrize("forme", list(Forme))
@pytest.mark.parametrize("nom", TABLEAUX)
def test_nothing_is_cut_on_any_screen(ouvrir, nom: str, forme: Forme, taille: TailleTexte) -> None:
    fenetre = ouvrir(forme, "clair", taille)
    poser(fenetre, nom)
    assert fautes(fenetre) == []


def test_what_overflows_shows_its_strip_whole(ouvrir) -> None:
    fausses = []
    for forme in Forme:
        fenetre = ouvrir(forme)
        for nom in TABLEAUX:
            poser(fenetre, nom)
            fausses += [(nom, forme.value) for vue in visibles(fenetre, Defilement) if not bande_juste(vue)]
            fenetre.decouvrir()
    assert fausses == []


def bande_juste(vue: Defilement) -> bool:
    """The strip is there when there is more below, whole, and takes no room otherwise."""
    barre = vue.zone.verticalScrollBar()
    hauteur = vue._suite.height() if vue.suite_visible else 0
    return (
        vue.suite_visible == (barre.maximum() > barre.value())
        and (not vue.suite_visible or hauteur >= actuel().mesures.h_lien)
        and vue.zone.height() + hauteur == vue.height()
    )


class _Fenetres(QObject):
    """Notes every top-level window that shows itself."""

    def __init__(self) -> None:
        super().__init__()
        self.vues: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.vues.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("nom", TABLEAUX)
def test_no_screen_opens_another_window(ouvrir, qapp: QApplication, nom: str) -> None:
    fenetre = ouvrir()
    temoin = _Fenetres()
    qapp.installEventFilter(temoin)
    poser(fenetre, nom)
    laisser_faire()
    qapp.removeEventFilter(temoin)
    assert temoin.vues == []
