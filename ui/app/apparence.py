"""« Texte » and « Contraste »: the whole window takes another look, at once for the eye."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ui.app.ecran import taille_suivante, theme_suivant
from ui.shell.fenetre import Fenetre
from ui.theme import Theme, actuel, appliquer


class Apparence(QObject):
    """Changes the theme in force. `changee` follows each change.

    A change costs for every widget there is: pages that are only kept ready are let go first, and drawn again later.
    """

    changee = Signal()

    def __init__(self, app: QApplication, fenetre: Fenetre) -> None:
        super().__init__(fenetre)
        self._app = app
        self._fenetre = fenetre
        self._suivant: Callable[[Theme], Theme] = taille_suivante
        # What is let go is destroyed as the loop turns, and not before.
        self._ensuite = QTimer(self)
        self._ensuite.setSingleShot(True)
        self._ensuite.timeout.connect(self._changer)

    def texte(self) -> None:
        """The next size of letters."""
        self._passer_a(taille_suivante)

    def contraste(self) -> None:
        """The next colours."""
        self._passer_a(theme_suivant)

    def _passer_a(self, suivant: Callable[[Theme], Theme]) -> None:
        if self._ensuite.isActive():
            self._changer()
        self._suivant = suivant
        self._fenetre.alleger()
        self._ensuite.start(0)

    def _changer(self) -> None:
        self._ensuite.stop()
        appliquer(self._app, self._suivant(actuel()))
        self.changee.emit()
