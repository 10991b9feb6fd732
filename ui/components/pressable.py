"""What all that can be pressed has in common.

A press counts only if the finger is lifted inside the button it was put on (what `QAbstractButton` does).
"""

import weakref

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from shiboken6 import isValid

from ui.components.anneau import anneau
from ui.theme.themable import Themable

_ENTREE = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Pressable(Themable, QAbstractButton):
    """What all that can be pressed has in common: keys, ring, no menu.

    The second tap of a finger that trembles counts only for what had the first: not for what came under it since.
    """

    _dernier: "weakref.ref[Pressable] | None" = None
    """The last one that was pressed, whichever it is."""
    _lachee = False
    """Whether the press in progress was taken back: lifting the finger does nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def changer_de_sens(self) -> None:
        """Pressing it does something else from now on: a second tap was for what it did before."""
        if Pressable._dernier is not None and Pressable._dernier() is self:
            Pressable._dernier = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        Pressable._dernier = weakref.ref(self)
        self._lachee = False
        super().mousePressEvent(event)
        bague = anneau()
        if bague is not None:
            bague.pointeur_presse()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._lachee:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._lachee:
            self.setDown(False)
        # Qt would paint the button, and all that waits to be painted, before it says that it was pressed: what the
        # press changes is painted once, with it.
        self.setUpdatesEnabled(False)
        try:
            super().mouseReleaseEvent(event)
        finally:
            if isValid(self):
                self.setUpdatesEnabled(True)

    @staticmethod
    def relacher() -> None:
        """What was pressed last is let go without being pressed: it was no finger."""
        dernier = Pressable._dernier() if Pressable._dernier is not None else None
        if dernier is not None and isValid(dernier):
            dernier._lachee = True
            dernier.setDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if Pressable._dernier is not None and Pressable._dernier() is self:
            super().mouseDoubleClickEvent(event)
        else:
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bague = anneau()
        if bague is not None:
            bague.touche_pressee()
        if event.key() in _ENTREE:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)


class PressableAjuste(Pressable):
    """A pressable whose height depends on its width: its words wrap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hauteurs_connues: dict[int, int] = {}

    def remesurer(self) -> None:
        """What is shown changed: forget the heights and ask for room again."""
        self._hauteurs_connues.clear()
        self.updateGeometry()
        self.update()

    def mesurer(self) -> None:
        self.remesurer()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, largeur: int) -> int:
        # A layout asks dozens of times for each page it lays out.
        hauteur = self._hauteurs_connues.get(largeur)
        if hauteur is None:
            hauteur = self._hauteurs_connues[largeur] = self._hauteur(largeur)
        return hauteur

    def _hauteur(self, largeur: int) -> int:
        """Pixels needed in height by the content when it is `largeur` wide."""
        raise NotImplementedError
