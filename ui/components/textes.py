"""Texts: one label whose size comes from a role of the type ladder, and paragraphs."""

from functools import cache
from html import escape

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QWidget

from ui.components.dessin import RETOUR, lignes_egales
from ui.theme import actuel, police
from ui.theme.themable import Themable

_INTERLIGNE = 108  # percent of the natural line: 1.34 em, for texts of several lines
_TITRES = frozenset({"affiche", "h1", "h2", "h3", "titre_erreur"})

# role -> (size in the type ladder, bold, colour token or "" for plain ink)
_ROLES = {
    "corps": ("corps", False, ""),
    "mini": ("mini", False, ""),
    "petit": ("petit", False, ""),
    "intro": ("intro", False, ""),
    "saisie": ("saisie", False, ""),
    "second": ("corps", False, "encre_2"),
    "aide": ("corps", False, "encre_2"),
    "fort": ("corps", True, ""),
    "libelle": ("bouton", True, ""),
    "h3": ("h3", True, ""),
    "h2": ("h2", True, ""),
    "h1": ("h1", True, ""),
    "marque": ("marque", True, "action"),
    "affiche": ("affiche", True, ""),
    "erreur": ("corps", True, "erreur"),
    "titre_erreur": ("h3", True, "erreur"),
}


class Texte(Themable, QLabel):
    """A wrapped label. `role` says its size, weight and colour; `ton` another colour, "second" or a colour token.

    Plain text only: what a visitor typed can never become markup. `Paragraphe` is for running text.
    A title is read as one, so that a screen reader can jump to it; `titre=False` for what is only large.
    Lines of a title are about as long as each other: its last word does not stand alone.
    """

    def __init__(
        self,
        texte: str = "",
        role: str = "corps",
        ton: str = "",
        centre: bool = False,
        titre: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.est_titre = titre and role in _TITRES
        if self.est_titre:
            self.setProperty("anneau", "jamais")  # a page is read from its title, but nothing is done with it
            _annoncer_les_titres()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._lignes_egales = role in _TITRES or role == "libelle"
        self._lignes: tuple[tuple[str, int, int], tuple[str, int]] | None = None
        self._taille, self._gras, encre = _ROLES[role]
        self._encre = {"second": "encre_2"}.get(ton, ton) or encre
        if centre:
            self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setText(texte)
        self.pret()

    def mesurer(self) -> None:
        self.setFont(police(self._taille, self._gras))
        if self._encre:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, QColor(getattr(actuel().couleurs, self._encre)))
            self.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._lignes_egales or self.textFormat() is not Qt.TextFormat.PlainText:
            super().paintEvent(event)
            return
        # As many lines as Qt counted, in the same box: each only ends earlier.
        cadre = self.contentsRect()
        texte, largeur = self._decoupe(cadre.width())
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            cadre.setLeft(cadre.left() + (cadre.width() - largeur) // 2)
        cadre.setWidth(largeur)
        peintre = QPainter(self)
        peintre.drawText(cadre, int(self.alignment() | RETOUR), texte)
        peintre.end()

    def _decoupe(self, libre: int) -> tuple[str, int]:
        """(what is drawn, pixels that make its lines alike): measured once for a text, its size and its room."""
        cle = self.text(), self.font().pixelSize(), libre
        if self._lignes is None or self._lignes[0] != cle:
            self._lignes = cle, lignes_egales(self.font(), self.text(), libre)
        return self._lignes[1]

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A label that is given the keyboard turns into an editable document: built, laid out and painted once more.
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        event.accept()


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
        super().__init__("", role, ton, centre, titre=False, parent=parent)
        self._riche = riche
        self.setTextFormat(Qt.TextFormat.RichText)
        self.ecrire(texte)

    def ecrire(self, texte: str) -> None:
        """Replace the text."""
        corps = texte if self._riche else escape(texte, quote=False).replace("\n", "<br>")
        self.setText(f'<p style="line-height:{_INTERLIGNE}%">{corps}</p>' if texte else "")


class _LectureTitre(QAccessibleWidget):
    """What assistive technology meets for a title: Qt knows labels only."""

    def __init__(self, texte: Texte) -> None:
        super().__init__(texte, QAccessible.Role.Heading)

    def text(self, t: QAccessible.Text, /) -> str:
        texte = self.widget()  # asked of Qt each time: kept here, it would outlive its page
        if t is QAccessible.Text.Name and isinstance(texte, Texte):
            return texte.accessibleName() or texte.text()
        return super().text(t)


def _lire(_classe: str, objet: QObject) -> QAccessibleInterface | None:
    return _LectureTitre(objet) if isinstance(objet, Texte) and objet.est_titre else None


@cache
def _annoncer_les_titres() -> None:
    """Once per process: Qt asks its factories only while a screen reader is there."""
    QAccessible.installFactory(_lire)
