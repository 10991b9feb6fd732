"""What the window shows at one moment: a page, the words of the top bar, the buttons of the action bar."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.theme import actuel
from ui.theme.themable import Themable

COLONNE_MM = 300


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the action bar: what it says, what it does. The primary one (`genre` "p") stands last."""

    texte: str
    faire: Callable[[], None]
    genre: str = "p"
    icone: str = ""


class Ecran(Themable, QWidget):
    """A page: put widgets in `corps`. A subclass ends its constructor with `self.pret()`."""

    actions_changees = Signal()

    titre_barre = ""
    """Title in the top bar."""
    barre = True
    """Whether the top bar and the action bar are shown."""
    avec_clavier = True
    """Whether something may be typed on it: the keyboard is made for the first page of which this is true."""
    connecte = False
    """Whether somebody is signed in: « Terminer ma session » rather than « Quitter »."""
    colonne_mm = COLONNE_MM
    """Widest content on a PC, centred."""
    bord_a_bord = False
    """Whether the content touches the edges of the screen, without margins nor gaps."""

    def __init__(self) -> None:
        super().__init__()
        self.corps = QVBoxLayout(self)
        self._actions: tuple[Action, ...] = ()

    @property
    def commandes(self) -> tuple[Action, ...]:
        """The buttons of the action bar, secondary first."""
        return self._actions

    def proposer(self, *actions: Action) -> None:
        """Set the buttons of the action bar."""
        self._actions = actions
        self.actions_changees.emit()

    def pousser(self, part: int = 1) -> None:
        """Leave the free room of the page here.

        A widget and not a stretch: with a stretch, QBoxLayout asks for one gap less than it lays out.
        """
        vide = QWidget()
        vide.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        self.corps.addWidget(vide, part)

    def depart(self) -> QWidget | None:
        """What has the keyboard when the page comes up; None: its title, for whoever listens to it."""
        return None

    def descendre(self, descendue: bool) -> None:
        """What can be pressed was brought down, under a band that says whose terminal it is; or it is up again."""

    def quitter(self) -> None:
        """The page is about to be hidden or covered: mask what must not be seen."""

    def mesurer(self) -> None:
        self.corps.setSpacing(0 if self.bord_a_bord else actuel().mesures.mm(6))
        self._centrer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centrer()

    def _centrer(self) -> None:
        if self.bord_a_bord:
            self.corps.setContentsMargins(0, 0, 0, 0)
            return
        mesures = actuel().mesures
        cote = mesures.marge
        if not mesures.borne:
            cote = max(cote, (self.width() - mesures.mm(self.colonne_mm)) // 2)
        self.corps.setContentsMargins(cote, mesures.mm(8 if mesures.borne else 9), cote, mesures.mm(6))
