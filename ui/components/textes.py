"""Texts: one label whose size comes from a role of the type ladder, and paragraphs."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_INTERLIGNE = 108  # percent of the natural line: 1.34 em, for texts of several lines


class Texte(QLabel):
    """A wrapped label. `role` and `ton` are those of the style sheet.

    Plain text only: what a visitor typed can never become markup. `Paragraphe` is for running text.
    """

    def __init__(
        self,
        texte: str = "",
        role: str = "corps",
        ton: str = "",
        centre: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        if ton:
            self.setProperty("ton", ton)
        if centre:
            self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setText(texte)


class Paragraphe(Texte):
    """Running text, with room between its lines. With `riche`, `texte` is markup written by us."""

    def __init__(
        self,
        texte: str = "",
        role: str = "corps",
        ton: str = "",
        centre: bool = False,
        riche: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", role, ton, centre, parent)
        self._riche = riche
        self.setTextFormat(Qt.TextFormat.RichText)
        self.ecrire(texte)

    def ecrire(self, texte: str) -> None:
        """Replace the text."""
        corps = texte if self._riche else escape(texte, quote=False).replace("\n", "<br>")
        self.setText(f'<p style="line-height:{_INTERLIGNE}%">{corps}</p>' if texte else "")
