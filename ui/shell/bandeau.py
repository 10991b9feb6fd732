"""The top of an upright screen once the commands were brought down: read, never touched."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.components.boite import Boite
from ui.components.textes import Texte
from ui.theme import actuel
from ui.theme.themable import Themable


class Bandeau(Themable, Boite):
    """Whose terminal this is and which page, over what not everybody reaches; nothing at all until `prendre`."""

    def __init__(self, marque: str, parent: QWidget | None = None) -> None:
        super().__init__("bandeau", parent)
        self._colonne = QVBoxLayout(self)
        self._titre = Texte("", "h2", titre=False)
        self._colonne.addStretch(1)
        self._colonne.addWidget(Texte(marque, "affiche", "action", titre=False))
        self._colonne.addWidget(self._titre)
        self._colonne.addStretch(1)
        self.hide()
        self.pret()

    def titrer(self, titre: str) -> None:
        """The démarche or the page; empty on the home page."""
        if titre != self._titre.text():
            self._titre.setText(titre)

    def prendre(self, hauteur: int) -> None:
        """Be `hauteur` pixels high; 0 to go."""
        if hauteur != self.maximumHeight():
            self.setFixedHeight(hauteur)
        self.setVisible(hauteur > 0)

    def mesurer(self) -> None:
        mesures = actuel().mesures
        self._colonne.setContentsMargins(mesures.marge, 0, mesures.marge, 0)
        self._colonne.setSpacing(mesures.mm(4))
