"""The on-screen keyboard's place in the window: made with the first page that asks for something, below or beside."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

if TYPE_CHECKING:
    from ui.components.clavier import Clavier
    from ui.components.ecran import Ecran

_LIBRE = 16_777_215
"""Qt's own largest size of a widget: no bound."""


class PlaceClavier(QObject):
    """Where the keyboard goes, and the keyboard once it is there.

    The first page of the day waits neither for it nor for the fields: both are imported when they are first needed.
    `changee`: the page has another size.
    """

    changee = Signal()

    def __init__(
        self, plan: QWidget, milieu: QBoxLayout, bas: QBoxLayout, suivant: QWidget, delai_ms: int
    ) -> None:
        super().__init__(plan)
        self._plan = plan
        self._milieu = milieu
        self._bas = bas
        self._suivant = suivant
        self._delai_ms = delai_ms
        self._clavier: Clavier | None = None

    @property
    def clavier(self) -> "Clavier":
        """The keyboard, made now if it was not yet."""
        if self._clavier is None:
            from ui.components.clavier import Clavier

            self._clavier = Clavier(self._plan, delai_ms=self._delai_ms)
            # A screen reader goes through what stands between the page and the buttons before it comes to these.
            self._clavier.stackUnder(self._suivant)
            self._clavier.geometrie_changee.connect(self._placer)
        return self._clavier

    def changement_de_page(self, ecran: "Ecran") -> AbstractContextManager[None]:
        """While `ecran` takes the place of another page: the keyboard moves once only."""
        if self._clavier is None and not ecran.avec_clavier:
            return nullcontext()
        return self.clavier.changement_de_page()

    def relacher(self) -> None:
        """Let go of the keys that are held."""
        if self._clavier is not None:
            self._clavier.relacher()

    def champ_de(self, widget: QWidget) -> QWidget | None:
        """The field around `widget`: there is none as long as no page has asked for the keyboard."""
        if self._clavier is None:
            return None
        from ui.components.champs.champ import Champ

        champ: QWidget | None = widget
        while champ is not None and not isinstance(champ, Champ):
            champ = champ.parentWidget()
        return champ

    def _placer(self) -> None:
        clavier = self.clavier
        zone = self._milieu if clavier.ancrage == "droite" else self._bas
        if zone.indexOf(clavier) < 0:
            self._milieu.removeWidget(clavier)
            self._bas.removeWidget(clavier)
            zone.addWidget(clavier)
        taille = clavier.taille_voulue()
        clavier.setFixedSize(QSize(_LIBRE, _LIBRE))
        clavier.setMinimumSize(taille)
        clavier.setMaximumSize(taille.width() or _LIBRE, taille.height() or _LIBRE)
        self.changee.emit()
