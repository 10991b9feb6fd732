"""Parts of a page side by side, and one under the other where there is no room."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.theme import Mesures, actuel
from ui.theme.themable import Themable

LIBRE = Qt.AlignmentFlag(0)


def jamais(_mesures: Mesures) -> bool:
    """Side by side on every screen and in every text size."""
    return False


def en_grand(mesures: Mesures) -> bool:
    """One under the other in the largest letters."""
    return mesures.grand


class Rangee(Themable, QWidget):
    """`widgets` side by side, `parts` of the width each (equal unless told); `empiler` puts them in a pile."""

    def __init__(
        self,
        *widgets: QWidget,
        parts: Sequence[int] = (),
        ecart_mm: float = 4,
        empiler: Callable[[Mesures], bool] = jamais,
        alignement: Qt.AlignmentFlag = LIBRE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = tuple(parts) or (1,) * len(widgets)
        self._ecart_mm = ecart_mm
        self._empiler = empiler
        self._boite = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._boite.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self._boite.addWidget(widget, 0, alignement)
        self.pret()

    def mesurer(self) -> None:
        mesures = actuel().mesures
        pile = self._empiler(mesures)
        sens = QBoxLayout.Direction.TopToBottom if pile else QBoxLayout.Direction.LeftToRight
        self._boite.setDirection(sens)
        for rang, part in enumerate(self._parts):
            self._boite.setStretch(rang, 0 if pile else part)
        self._boite.setSpacing(mesures.mm(self._ecart_mm))


class Colonne(Themable, QWidget):
    """Widgets one under the other; put them in `corps`."""

    def __init__(self, *widgets: QWidget, ecart_mm: float = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ecart_mm = ecart_mm
        self.corps = QVBoxLayout(self)
        self.corps.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.corps.addWidget(widget)
        self.pret()

    def mesurer(self) -> None:
        self.corps.setSpacing(actuel().mesures.mm(self._ecart_mm))
