"""Long texts: a Markdown page as headings and paragraphs of the type ladder."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.components.textes import Texte
from ui.theme import actuel
from ui.theme.themable import Themable


class TexteMarkdown(Themable, QWidget):
    """Headings (`## `) become titles; the blocks between them are laid out by Qt's own Markdown reader."""

    def __init__(self, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colonne = QVBoxLayout(self)
        self._colonne.setContentsMargins(0, 0, 0, 0)
        for bloc in _blocs(source):
            if bloc.startswith("#"):
                self._colonne.addWidget(Texte(bloc.lstrip("# "), "h3"))
            else:
                self._colonne.addWidget(_paragraphe(bloc))
        self.pret()

    def mesurer(self) -> None:
        self._colonne.setSpacing(actuel().mesures.mm(4))


def _blocs(source: str) -> list[str]:
    """Headings alone, everything between two headings together."""
    blocs: list[str] = []
    courant: list[str] = []
    for ligne in source.splitlines():
        if ligne.startswith("#"):
            blocs += ["\n".join(courant), ligne]
            courant = []
        else:
            courant.append(ligne)
    return [bloc.strip() for bloc in (*blocs, "\n".join(courant)) if bloc.strip()]


def _paragraphe(texte: str) -> QLabel:
    etiquette = QLabel()
    etiquette.setTextFormat(Qt.TextFormat.MarkdownText)
    etiquette.setWordWrap(True)
    etiquette.setProperty("role", "corps")
    etiquette.setOpenExternalLinks(False)
    etiquette.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    etiquette.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    etiquette.setText(texte)
    return etiquette
