"""Long texts: a Markdown page as headings and paragraphs of the type ladder."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.components.textes import Texte
from ui.theme import actuel
from ui.theme.themable import Themable


class TexteMarkdown(Themable, QWidget):
    """Headings (`## `) become titles; the paragraphs and lists between them are laid out by Qt's own Markdown reader.

    One label each: Qt leaves no room between the blocks of one.
    """

    def __init__(self, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colonne = QVBoxLayout(self)
        self._colonne.setContentsMargins(0, 0, 0, 0)
        for bloc in _blocs(source):
            if bloc.startswith("#"):
                self._colonne.addWidget(Texte(bloc.lstrip("# "), "h3"))
            else:
                self._colonne.addWidget(_Bloc(bloc))
        self.pret()

    def mesurer(self) -> None:
        self._colonne.setSpacing(actuel().mesures.mm(4))


def _blocs(source: str) -> list[str]:
    """Headings, paragraphs and lists, each alone."""
    blocs = [""]
    for ligne in source.splitlines():
        if ligne.startswith("#"):
            blocs += [ligne, ""]
        elif ligne.strip():
            blocs[-1] += f"{ligne}\n"
        else:
            blocs.append("")
    return [bloc.strip() for bloc in blocs if bloc.strip()]


class _Bloc(Texte):
    """A paragraph or a list of a page written by us."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.MarkdownText)
        self.setText(source)
