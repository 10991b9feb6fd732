"""A rule that several answers break together: one sentence above them, one bar beside them all."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.components.dessin import cadre
from ui.components.icone import Icone
from ui.components.textes import Texte
from ui.theme import actuel, police
from ui.theme.themable import Themable


def filet(widget: QWidget) -> None:
    """Paint, from its own `paintEvent`, the bar that stands left of what must be corrected."""
    theme = actuel()
    mm = theme.mesures.mm
    peintre = QPainter(widget)
    cadre(peintre, QRect(0, 0, mm(1.6), widget.height()), mm(0.8), theme.couleurs.erreur)
    peintre.end()


class PhraseErreur(Themable, QFrame):
    """The icon and the sentence of an error, beside what must be corrected."""

    def __init__(self, message: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rang = QHBoxLayout(self)
        rang.setContentsMargins(0, 0, 0, 0)
        self._rang = rang
        colonne = QVBoxLayout()
        self._colonne = colonne
        colonne.addWidget(Icone("erreur", "erreur", 8))
        colonne.addStretch(1)
        rang.addLayout(colonne)
        self._texte = Texte(message, "erreur")
        rang.addWidget(self._texte, 1)
        self.pret()

    def ecrire(self, message: str) -> None:
        """Replace the sentence."""
        self._texte.setText(message)

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self._rang.setSpacing(mm(2))
        # The icon is centred on the first line of the sentence.
        ligne = QFontMetrics(police("corps", gras=True)).height()
        self._colonne.setContentsMargins(0, max(0, (ligne - mm(8)) // 2 + 1), 0, 0)


class GroupeErreur(Themable, QFrame):
    """Holds widgets in `corps`. Without an error nothing shows and nothing moves aside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colonne = QVBoxLayout(self)
        self._phrase = PhraseErreur()
        self._phrase.hide()
        self._colonne.addWidget(self._phrase)
        self.corps = QVBoxLayout()
        self.corps.setContentsMargins(0, 0, 0, 0)
        self._colonne.addLayout(self.corps)
        self._message = ""
        self.pret()

    @property
    def message(self) -> str:
        """The sentence shown, empty when there is no error."""
        return self._message

    def montrer(self, message: str) -> None:
        """Show the sentence and the bar; an empty message removes them."""
        if message == self._message:
            return  # laying the page out again costs more than painting it
        self._message = message
        self._phrase.ecrire(message)
        self._phrase.setVisible(bool(message))
        self.setAccessibleDescription(message)
        self.mesurer()

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self._colonne.setContentsMargins(mm(6) if self._message else 0, 0, 0, 0)
        self._colonne.setSpacing(mm(4) if self._message else 0)
        self.corps.setSpacing(mm(6))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._message:
            filet(self)
