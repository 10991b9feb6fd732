"""The head of a last page: a seal that says at a glance what became of the démarche, and its title."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.components.pastilles import Sceau
from ui.components.textes import Texte
from ui.theme import actuel
from ui.theme.themable import Themable


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
