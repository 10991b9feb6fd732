"""A question asked over the page: a veil and a sheet. A child widget, never a dialog with its own loop."""

from functools import cache

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.components.actions import BarreActions
from ui.components.boite import Boite
from ui.components.boutons import Bouton
from ui.components.defilement import Defilement
from ui.components.textes import Texte
from ui.theme import actuel
from ui.theme.themable import Themable

_TRAIT = 3  # pixels of the sheet's border


class Panneau(Themable, QWidget):
    """Docked at the bottom on the borne (its primary is where the page's was), centred on a PC.

    Put widgets in `corps`. `ouvrir` takes the focus and keeps it; Esc emits `reste` and closes: leaving a
    panel by the keyboard always means "nothing changes". Every way of closing emits `ferme`. A `sceau` stands
    before the title. It stays under the `recul` pixels (dynamic property) that its parent keeps at its top.
    """

    reste = Signal()
    ferme = Signal()

    def __init__(
        self,
        fenetre: QWidget,
        titre: str,
        suite: str,
        *boutons: Bouton,
        largeur_mm: float = 240,
        sceau: QWidget | None = None,
    ) -> None:
        super().__init__(fenetre)
        self._largeur_mm = largeur_mm
        self._avant: QWidget | None = None
        # Enter pressed by mistake must be harmless: in every panel the primary is the safe way.
        self._principal = next((b for b in reversed(boutons) if b.property("genre") == "p"), None)
        self.setAccessibleName(titre)
        _annoncer_les_panneaux()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._feuille = Boite("panneau" if actuel().mesures.borne else "panneau_centre", self)
        self._feuille.setProperty("hote_anneau", True)
        self._colonne = QVBoxLayout(self._feuille)
        self._contenu = QWidget()
        self.corps = QVBoxLayout(self._contenu)
        self._tete = QHBoxLayout()
        if sceau is not None:
            self._tete.addWidget(sceau)
        self._titre = Texte(titre, "h2")
        self._tete.addWidget(self._titre, 1)
        self.corps.addLayout(self._tete)
        self._defilement = Defilement(self._contenu, suite)
        self.pied = BarreActions(*boutons, marge_mm=None if actuel().mesures.borne else 10)
        if not actuel().mesures.borne:
            self.pied.devenir("actions_panneau")
        self._colonne.addWidget(self._defilement, 1)
        self._colonne.addWidget(self.pied)
        fenetre.installEventFilter(self)
        self.pret()

    @property
    def feuille(self) -> QWidget:
        """The sheet, without the veil."""
        return self._feuille

    def ouvrir(self) -> None:
        """Show over the window and take the focus."""
        self._avant = QApplication.focusWidget()
        self._placer()
        self.show()
        # Once shown, the texts have their fonts and the sheet its true height.
        self._placer()
        self.raise_()
        (self._principal or self.pied).setFocus(Qt.FocusReason.OtherFocusReason)

    def fermer(self) -> None:
        """Hide and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._avant is not None and isValid(self._avant):
            self._avant.setFocus(Qt.FocusReason.OtherFocusReason)
        self._avant = None
        self.ferme.emit()

    def mesurer(self) -> None:
        mesures = actuel().mesures
        mm = mesures.mm
        self._colonne.setContentsMargins(0, 0, 0, 0)
        self._colonne.setSpacing(0)
        if mesures.borne:
            self.corps.setContentsMargins(mesures.marge, mm(10), mesures.marge, mm(8))
        else:
            self.corps.setContentsMargins(mm(10), mm(9), mm(10), mm(8))
        self.corps.setSpacing(mm(7))
        self._tete.setSpacing(mm(6))
        if self.isVisible():
            self._placer()

    def _placer(self) -> None:
        fenetre = self.parentWidget()
        if fenetre is None:
            return
        mesures = actuel().mesures
        self.setGeometry(fenetre.rect())
        largeur = self.width() if mesures.borne else min(self.width(), mesures.mm(self._largeur_mm))
        dedans = largeur if mesures.borne else largeur - 2 * _TRAIT
        traits = _TRAIT if mesures.borne else 2 * _TRAIT
        corps = self.corps.totalHeightForWidth(dedans)
        if corps < 0:
            corps = self.corps.totalSizeHint().height()
        pied = self.pied.heightForWidth(dedans)
        if pied < 0:
            pied = self.pied.sizeHint().height()
        hauteur = min(corps + pied + traits, self.height() - int(fenetre.property("recul") or 0))
        if mesures.borne:
            rect = QRect(0, self.height() - hauteur, largeur, hauteur)
        else:
            rect = QRect((self.width() - largeur) // 2, (self.height() - hauteur) // 2, largeur, hauteur)
        self._feuille.setGeometry(rect)

    def _focalisables(self) -> list[QWidget]:
        """What can take the keyboard in the sheet, in reading order."""
        # Not by Qt's focus chain: it goes round by the window, which PySide then believes a child of the widget
        # before it, and forgets what it held once the panel is destroyed.
        trouves = [
            widget
            for widget in self._feuille.findChildren(QWidget)
            if widget.isVisibleTo(self)
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        return sorted(trouves, key=self._place)

    def _place(self, widget: QWidget) -> tuple[int, int]:
        """Top, then left, inside the sheet."""
        coin = widget.mapTo(self._feuille, QPoint(0, 0))
        return coin.y(), coin.x()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  Qt's own name
        pile = self._focalisables()
        if not pile:
            return True
        courant = QApplication.focusWidget()
        rang = pile.index(courant) if courant in pile else -1
        raison = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        suivant = (rang + 1 if next else rang - 1) if rang >= 0 else (0 if next else -1)
        pile[suivant % len(pile)].setFocus(raison)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reste.emit()
            self.fermer()
            return
        # Nothing typed here may reach the page behind the veil.
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def eventFilter(self, objet: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and objet is self.parentWidget() and self.isVisible():
            self._placer()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        peintre = QPainter(self)
        peintre.fillRect(self.rect(), QColor(actuel().couleurs.voile))
        peintre.end()


class _LecturePanneau(QAccessibleWidget):
    """What assistive technology meets: a question that must be answered before anything else."""

    def __init__(self, panneau: Panneau) -> None:
        super().__init__(panneau, QAccessible.Role.Dialog)

    def state(self) -> QAccessible.State:
        etat = super().state()
        etat.modal = True
        return etat


def _lire(_classe: str, objet: QObject) -> QAccessibleInterface | None:
    return _LecturePanneau(objet) if isinstance(objet, Panneau) else None


@cache
def _annoncer_les_panneaux() -> None:
    """Once per process: Qt asks its factories only while a screen reader is there."""
    QAccessible.installFactory(_lire)
