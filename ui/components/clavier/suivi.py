"""Which editor has the focus, and what hand is on it: a finger, or a real keyboard."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.components.clavier.parcours_champs import clavier_voulu

_EFFACENT = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})
_RELACHES = (QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
_POSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.TouchBegin)


def _ecrit(event: QKeyEvent) -> bool:
    """Whether a key changes the text: whoever only goes from field to field may need the keys of the screen."""
    colle = event.matches(QKeySequence.StandardKey.Paste)
    return colle or event.key() in _EFFACENT or (bool(event.text()) and event.text().isprintable())


class SuiviFocus(QObject):
    """Follows the editors of the window of `fenetre_de`; events go on their way untouched.

    `rejoint`: an editor that asks for a keyboard has the focus. `quitte`: none has it any more, and no
    finger is down. `texte_change`: text or caret of the editor changed. `doigt`: the editor was touched.
    `touche_reelle`: a real keyboard, or an input method, wrote in it.
    """

    rejoint = Signal()
    quitte = Signal()
    texte_change = Signal()
    doigt = Signal()
    touche_reelle = Signal()

    def __init__(self, fenetre_de: QWidget) -> None:
        super().__init__(fenetre_de)
        self._fenetre_de = fenetre_de
        self._editeur: QWidget | None = None
        self._attend_relache = False
        self._change_de_page = False
        self.guide: Callable[[QKeyEvent], bool] | None = None
        """Sees what a real keyboard does before the editor, which never sees what this one takes."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            raise RuntimeError("a keyboard needs a QApplication")
        self._application = application
        application.focusChanged.connect(self._focus_change)

    @property
    def editeur(self) -> QWidget | None:
        """The editor that has the focus, if it asks for a keyboard."""
        return self._editeur

    @contextmanager
    def changement_de_page(self) -> Iterator[None]:
        """Wait for the last of the focuses that a change of page goes through, and follow that one only."""
        self._change_de_page = True
        try:
            yield
        finally:
            self._change_de_page = False
            (self.quitte if self._editeur is None else self.rejoint).emit()

    def avant_caret(self) -> str:
        """What stands before the caret; empty for what is no line of text."""
        if not isinstance(self._editeur, QLineEdit):
            return ""
        return self._editeur.text()[: self._editeur.cursorPosition()]

    def masque(self) -> bool:
        """Whether what is typed is a secret that the screen must not show."""
        editeur = self._editeur
        return isinstance(editeur, QLineEdit) and editeur.echoMode() != QLineEdit.EchoMode.Normal

    def envoyer(self, touche: int, texte: str) -> None:
        """Type one key in the editor: the same press and release as a real keyboard's, but not spontaneous."""
        editeur = self._editeur
        for genre in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if editeur is None or not shiboken6.isValid(editeur):
                return
            QCoreApplication.sendEvent(
                editeur, QKeyEvent(genre, touche, Qt.KeyboardModifier.NoModifier, texte)
            )

    def _focus_change(self, _avant: QWidget | None, apres: QWidget | None) -> None:
        if apres is not None and apres.window() is not self._fenetre_de.window():
            apres = None
        editeur = apres if apres is not None and clavier_voulu(apres) else None
        if editeur is self._editeur and editeur is not None:
            return
        self._lacher()
        if editeur is not None:
            self._tenir(editeur)
        elif QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            # The finger is still down on what took the focus: growing the page now would move that thing
            # from under it, and its release would fall elsewhere.
            if not self._attend_relache:
                self._attend_relache = True
                self._application.installEventFilter(self)
        elif not self._change_de_page:
            self.quitte.emit()

    def _lacher(self) -> None:
        editeur, self._editeur = self._editeur, None
        if editeur is None or not shiboken6.isValid(editeur):
            return
        editeur.removeEventFilter(self)
        if isinstance(editeur, QLineEdit):
            editeur.textChanged.disconnect(self.texte_change)
            editeur.cursorPositionChanged.disconnect(self.texte_change)

    def _tenir(self, editeur: QWidget) -> None:
        self._cesser_d_attendre()
        self._editeur = editeur
        editeur.installEventFilter(self)
        if isinstance(editeur, QLineEdit):
            editeur.textChanged.connect(self.texte_change)
            editeur.cursorPositionChanged.connect(self.texte_change)
        if not self._change_de_page:
            self.rejoint.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        genre = event.type()
        if self._attend_relache and genre in _RELACHES:
            self._cesser_d_attendre()
            QTimer.singleShot(0, self, self._relache)
        if watched is not self._editeur:
            return False
        # Our own key events are not spontaneous: only a real keyboard's are, and an input method's.
        ecrit = False
        if isinstance(event, QKeyEvent) and genre == QEvent.Type.KeyPress and event.spontaneous():
            if self.guide is not None and self.guide(event):
                return True
            ecrit = _ecrit(event)
        if ecrit or (isinstance(event, QInputMethodEvent) and event.commitString()):
            self.touche_reelle.emit()
        elif genre in _POSES:
            self.doigt.emit()
        return False

    def _cesser_d_attendre(self) -> None:
        if self._attend_relache:
            self._attend_relache = False
            self._application.removeEventFilter(self)

    def _relache(self) -> None:
        if self._editeur is None:
            self.quitte.emit()
