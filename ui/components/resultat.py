"""The head of a last page: a seal that says at a glance what became of the démarche, and its title."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.components.dessin import disque
from ui.components.textes import Texte
from ui.theme import actuel, pixmap
from ui.theme.themable import Themable

# ton -> (background, icon's colour, icon): each is another shape too, colour says nothing alone.
_TONS = {
    "succes": ("succes", "surface", "coche"),
    "attente": ("alerte_plein", "sur_alerte_plein", "horloge"),
    "info": ("action", "sur_action", "info"),
    "muet": ("encre_2", "sur_action", "outil"),
}


class Sceau(Themable, QWidget):
    """`ton` is succes, attente, info or muet (out of service). Decorative: the title says the same."""

    def __init__(
        self, ton: str, icone: str = "", taille_mm: float = 34, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fond, self._encre, self._icone = _TONS[ton]
        self._icone = icone or self._icone
        self._taille_mm = taille_mm
        self.pret()

    def mesurer(self) -> None:
        cote = actuel().mesures.mm(self._taille_mm)
        self.setFixedSize(cote, cote)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        couleurs = actuel().couleurs
        cote = round(self.width() * 20 / 34)
        retrait = (self.width() - cote) // 2
        peintre = QPainter(self)
        disque(peintre, QRect(0, 0, self.width(), self.width()), getattr(couleurs, self._fond))
        peintre.drawPixmap(retrait, retrait, pixmap(self._icone, getattr(couleurs, self._encre), cote))
        peintre.end()


class EnTeteResultat(Themable, QWidget):
    """The seal and the page's title."""

    def __init__(self, ton: str, titre: str, icone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rang = QHBoxLayout(self)
        self._rang.setContentsMargins(0, 0, 0, 0)
        self._rang.addWidget(Sceau(ton, icone))
        self._rang.addWidget(Texte(titre, "h1"), 1)
        self.pret()

    def mesurer(self) -> None:
        self._rang.setSpacing(actuel().mesures.mm(7))
