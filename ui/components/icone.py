"""An icon of the set, in a colour token of the theme in force."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import actuel, pixmap
from ui.theme.themable import Themable


class Icone(Themable, QLabel):
    """Decorative: a screen reader meets no name. `jeton` is the name of a field of `Couleurs`."""

    def __init__(
        self, nom: str, jeton: str = "encre", taille_mm: float = 9, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._nom, self._jeton, self._taille_mm = nom, jeton, taille_mm
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.pret()

    def mesurer(self) -> None:
        theme = actuel()
        taille = theme.mesures.mm(self._taille_mm)
        self.setPixmap(pixmap(self._nom, getattr(theme.couleurs, self._jeton), taille))
        self.setFixedSize(taille, taille)
