"""A sentence that says to wait, and the link that comes once the wait is over."""

from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.components.boutons import Bouton
from ui.components.textes import Texte


class PhraseOuLien(QWidget):
    """One place for both, as high as the higher: what is below does not move when the link comes."""

    def __init__(self, lien: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pile = QStackedLayout(self)
        self._texte = Texte(role="second")
        self.lien = Bouton(lien, "t")
        self.lien.a_gauche()
        for widget in (self._texte, self.lien):
            self._pile.addWidget(widget)

    def dire(self, texte: str, lu: str = "") -> None:
        """Show a sentence; `lu` is what a screen reader meets instead."""
        if lu != self._texte.accessibleName():
            self._texte.setAccessibleName(lu)
        self._texte.setText(texte)
        self._pile.setCurrentWidget(self._texte)

    def offrir(self) -> None:
        """Show the link."""
        self._pile.setCurrentWidget(self.lien)
