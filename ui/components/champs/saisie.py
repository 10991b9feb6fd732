"""The line of text inside every field, without what a public terminal must not offer."""

import re
from functools import cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QProxyStyle,
    QSizePolicy,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from ui.components.clavier.disposition import ClavierVoulu
from ui.theme.themable import Themable
from ui.theme.theme import actuel, police

LONGUEUR_MAX = 200
_CARET_PX = 3
_PAD_MM = 4.5
_BLANCS = re.compile(r"[\r\n\t\v\f\u0085\u2028\u2029]+")
_SEQ = QKeySequence.StandardKey
_INTERDITES = (_SEQ.Copy, _SEQ.Cut, _SEQ.DeleteEndOfLine, _SEQ.DeleteCompleteLine)
_ANNULATIONS = (_SEQ.Undo, _SEQ.Redo)
_LACHENT = frozenset(
    {
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
        *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter),
    }
)
"""After these nothing is selected any more, or the page goes on."""


class _Style(QProxyStyle):
    """Fusion, with a caret that low-vision visitors can find, and dots that hide a password without filling the line.

    For lines of text only: Qt asks a style a great many things, and each would go through Python.
    """

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric == QStyle.PixelMetric.PM_TextCursorWidth:
            return _CARET_PX
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803  Qt's own name
    ) -> int:
        if hint == QStyle.StyleHint.SH_LineEdit_PasswordCharacter:
            return ord("•")
        return super().styleHint(hint, option, widget, returnData)


@cache
def _style() -> QStyle:
    """The one of the process."""
    style = _Style("Fusion")
    style.setParent(QApplication.instance())
    return style


def sur_une_ligne(texte: str) -> str:
    """`texte` with its line breaks and tabs turned into spaces."""
    return _BLANCS.sub(" ", texte)


class Saisie(Themable, QLineEdit):
    """A line edit for a hall: no menu, no drop, no selection by dragging, nothing left in a clipboard.

    `change`: the text is another one, and it is in its final form (`textChanged` may come halfway).

    Qt copies whatever is selected to X11's PRIMARY after each key it handles itself, so the keys that
    select are handled here. Copying and cutting are off: on a shared computer the clipboard outlives the
    visit. Pasting works. `annulable` is off for secrets: a cleared password must not come back.
    """

    clavier_voulu: ClavierVoulu = "texte"
    focalisee = Signal(bool)
    change = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.annulable = True
        self.setMaxLength(LONGUEUR_MAX)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setDragEnabled(False)
        self.setStyle(_style())
        self.setFrame(False)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)  # what is around paints it
        self.setPalette(palette)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self.textChanged.connect(self._texte_change)
        self.pret()

    def mesurer(self) -> None:
        self.setFont(police("saisie", tabulaire=True))
        pad = actuel().mesures.mm(_PAD_MM)
        self.setTextMargins(pad, 0, pad, 0)

    def vider(self) -> None:
        """Empty the line for good: `clear()` could be undone, `setText` starts the history again."""
        self.setText("")

    def poser(self, texte: str) -> None:
        """Show `texte`; what was before cannot be undone to."""
        self.setText(sur_une_ligne(texte))

    def coller(self, texte: str) -> None:
        """Insert a pasted text at the caret, on one line."""
        self.insert(sur_une_ligne(texte))

    def _texte_change(self, texte: str) -> None:
        self.change.emit()

    # --- keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._raccourci(event):
            event.accept()
        elif self._laisse_selectionne(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _raccourci(self, event: QKeyEvent) -> bool:
        """Whether the key was one of those that Qt must not handle."""
        if any(event.matches(sequence) for sequence in _INTERDITES):
            return True
        if event.matches(_SEQ.Paste):
            self.coller(QGuiApplication.clipboard().text())
            return True
        for sequence in _ANNULATIONS:
            if event.matches(sequence):
                self.annuler(sequence is _SEQ.Redo)
                return True
        return self._selection_au_clavier(event)

    def _laisse_selectionne(self, event: QKeyEvent) -> bool:
        """Whether Qt would have something selected still after this key, and offer it to other programs."""
        ecrit = event.text().isprintable() and event.text() != ""
        return self.hasSelectedText() and not ecrit and event.key() not in _LACHENT

    def annuler(self, refaire: bool = False) -> None:
        """Undo, or redo, the last change; nothing for a secret."""
        if self.annulable:
            self.redo() if refaire else self.undo()

    def _selection_au_clavier(self, event: QKeyEvent) -> bool:
        if event.matches(_SEQ.SelectAll):
            self.selectAll()
        elif event.matches(_SEQ.SelectNextChar):
            self.cursorForward(True, 1)
        elif event.matches(_SEQ.SelectPreviousChar):
            self.cursorBackward(True, 1)
        elif event.matches(_SEQ.SelectNextWord):
            self.cursorWordForward(True)
        elif event.matches(_SEQ.SelectPreviousWord):
            self.cursorWordBackward(True)
        elif event.matches(_SEQ.SelectStartOfLine) or event.matches(_SEQ.SelectStartOfBlock):
            self.home(True)
        elif event.matches(_SEQ.SelectEndOfLine) or event.matches(_SEQ.SelectEndOfBlock):
            self.end(True)
        else:
            return False
        return True

    # --- fingers and mouse --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.deselect()
            caret = self.cursorPositionAt(event.position().toPoint())
            if caret == 0 and self.alignment() & Qt.AlignmentFlag.AlignRight:
                # The empty room before a right-aligned number: whoever touches it means to go on typing.
                caret = len(self.text())
            self.setCursorPosition(caret)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    # --- focus --------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focalisee.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focalisee.emit(False)
