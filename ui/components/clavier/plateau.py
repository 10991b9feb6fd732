"""The tray of a keyboard: its keys, named and placed by the layout in force."""

import time
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.components.boite import Boite
from ui.components.clavier.modele import LARGEUR_PAVE_DROITE_MM, Disposition
from ui.components.clavier.touche import DELAI_MS, Touche
from ui.theme.mesures import MM_PAR_POUCE
from ui.theme.theme import actuel

_TRAIT_PX = 2
_PAD_MM = 5
_PAD_DROITE_MM = (8, 6)  # left of the dock, below it


class Plateau(Boite):
    """Keys that keep their widgets from one layout to the next. `frappee(Definition)`: a key was used.

    `discretion`, `delai_ms` (milliseconds) and `horloge` are those of `Touche`.
    """

    frappee = Signal(object)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        discretion: Callable[[], bool],
        delai_ms: int = DELAI_MS,
        horloge: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("clavier", parent)
        self._discretion = discretion
        self._horloge = horloge
        self._delai_ms = delai_ms
        self._touches: list[Touche] = []
        self._disposition: Disposition | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)

    @property
    def ancrage(self) -> Literal["bas", "droite"]:
        """Where the keyboard stands beside the page."""
        return self._disposition.ancrage if self._disposition else "bas"

    @property
    def touches(self) -> tuple[Touche, ...]:
        """The keys of the layout in force, in reading order."""
        nombre = len(self._disposition.touches) if self._disposition else 0
        return tuple(self._touches[:nombre])

    @property
    def delai_ms(self) -> int:
        """How long the same key stays deaf after it counted."""
        return self._delai_ms

    @delai_ms.setter
    def delai_ms(self, delai_ms: int) -> None:
        self._delai_ms = delai_ms
        for touche in self._touches:
            touche.delai_ms = delai_ms

    def taille_voulue(self) -> QSize:
        """Needed pixels; the free dimension (width below, height at the right) is 0."""
        if self._disposition is None:
            return QSize(0, 0)
        mm = actuel().mesures.mm
        if self.ancrage == "droite":
            return QSize(mm(LARGEUR_PAVE_DROITE_MM), 0)
        return QSize(0, _TRAIT_PX + 2 * mm(_PAD_MM) + self._disposition.hauteur(self._px_par_mm()))

    def sizeHint(self) -> QSize:
        return self.taille_voulue()

    def minimumSizeHint(self) -> QSize:
        return self.taille_voulue()

    def relacher(self) -> None:
        """What is pressed is let go without being typed: a palm has come down."""
        for touche in self.touches:
            touche.relacher()

    def disposer(self, nouvelle: Disposition) -> None:
        """Make the keys those of a layout; widgets are kept and renamed, never rebuilt."""
        if nouvelle != self._disposition:
            self._disposition = nouvelle
            self._nommer(nouvelle)
            self._placer()

    def _nommer(self, nouvelle: Disposition) -> None:
        for rang, definition in enumerate(nouvelle.touches):
            if rang == len(self._touches):
                touche = Touche(
                    self, discretion=self._discretion, horloge=self._horloge, delai_ms=self._delai_ms
                )
                touche.frappee.connect(self.frappee)
                self._touches.append(touche)
            self._touches[rang].definir(definition)
            self._touches[rang].show()
        for touche in self._touches[len(nouvelle.touches) :]:
            touche.hide()
        self.devenir("clavier_droite" if nouvelle.ancrage == "droite" else "clavier")

    def _placer(self) -> None:
        if self._disposition is None:
            return
        mesures, px = actuel().mesures, self._px_par_mm()
        if self.ancrage == "droite":
            gauche, pied = (mesures.mm(x) for x in _PAD_DROITE_MM)
            x = _TRAIT_PX + gauche
            largeur = mesures.mm(LARGEUR_PAVE_DROITE_MM) - x - mesures.marge
            y = self.height() - pied - self._disposition.hauteur(px)
        else:
            x, y = mesures.marge, _TRAIT_PX + mesures.mm(_PAD_MM)
            largeur = self.width() - 2 * mesures.marge
        for touche, rectangle in zip(self._touches, self._disposition.rectangles(largeur, px), strict=False):
            touche.setGeometry(rectangle.translated(x, y))

    @staticmethod
    def _px_par_mm() -> float:
        return actuel().mesures.ppi / MM_PAR_POUCE

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placer()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
