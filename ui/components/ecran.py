"""What the window shows at one moment: a page, the words of the top bar, the buttons of the action bar."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import actuel
from ui.theme.themable import Themable


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the action bar: what it says, what it does. The primary one (`genre` "p") stands last."""

    texte: str
    faire: Callable[[], None]
    genre: str = "p"
    icone: str = ""


class Ecran(Themable, QWidget):
    """A page. Put widgets in `corps`; what stands at the foot of the page goes after `pied()`."""

    actions_changees = Signal()

    titre_barre = ""
    """Title in the top bar."""
    barre = True
    """Whether the top bar is shown."""
    connecte = False
    """Whether « Terminer ma session » is offered, rather than « Quitter »."""

    def __init__(self) -> None:
        super().__init__()
        self.corps = QVBoxLayout(self)
        self._actions: tuple[Action, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        """The buttons of the action bar, secondary first."""
        return self._actions

    def proposer(self, *actions: Action) -> None:
        """Set the buttons of the action bar."""
        self._actions = actions
        self.actions_changees.emit()

    def entrer(self) -> None:
        """The page is now the one shown: put the focus where the person starts."""

    def quitter(self) -> None:
        """The page is about to be hidden: mask what must not be seen."""

    def mesurer(self) -> None:
        mesures = actuel().mesures
        self.corps.setContentsMargins(mesures.marge, mesures.mm(8), mesures.marge, mesures.mm(6))
        self.corps.setSpacing(mesures.mm(6))
