"""A visitor who may be gone: silence, its warning and its end, and the screen hidden at somebody's wish."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QWindow

from kiosk.terminal.visite import ReglagesVisite
from ui.shell.fenetre import Fenetre
from ui.theme import TailleTexte, actuel

if TYPE_CHECKING:
    from ui.bridge.veille import Veille
    from ui.screens.inactivite import EcranInactivite


class Absence(QObject):
    """Covers the page, which is kept as it is, and gives it back.

    `reprise`: somebody has answered the warning. `expiree`: nobody has. `quittee`: the end was asked for from a cover.
    """

    reprise = Signal()
    expiree = Signal()
    quittee = Signal()

    def __init__(self, fenetre: Fenetre, reglages: ReglagesVisite) -> None:
        super().__init__(fenetre)
        self._fenetre = fenetre
        self._reglages = reglages
        self._entree: QWindow | None = None
        self._avertissement: EcranInactivite | None = None
        self._masque = False
        self.veille: Veille | None = None
        """The clock of silence; None before `surveiller`."""

    def surveiller(self) -> None:
        """A visit begins: silence counts from now on."""
        from kiosk.terminal.inactivity import Inactivite
        from ui.bridge.veille import Veille

        inactivite = Inactivite(self._reglages.inactivite_s, self._rebours_s(), time.monotonic())
        self.veille = Veille(inactivite, time.monotonic)
        self.veille.averti.connect(self._avertir)
        self.veille.reprise.connect(self._reprendre)
        self.veille.expire.connect(self.expiree)
        # On the window, where input comes in: a filter on the application is called for every event of every widget.
        self._entree = self._fenetre.windowHandle()
        self._entree.installEventFilter(self.veille)
        self.veille.demarrer()

    def cesser(self) -> None:
        """The visit is over: silence says nothing any more."""
        if self._entree is not None and self.veille is not None:
            self._entree.removeEventFilter(self.veille)

    def regler(self) -> None:
        """The text has another size: who reads in large letters has longer to answer."""
        if self.veille is not None:
            self.veille.regler_rebours(self._rebours_s())

    def masquer(self) -> None:
        """« Masquer l’écran »; silence goes on being watched, its warning comes over the mask."""
        from ui.screens.masque import EcranMasque

        self._masque = True
        self._fenetre.couvrir(EcranMasque(self._demasquer, self.quittee.emit))

    def _demasquer(self) -> None:
        self._masque = False
        self._fenetre.decouvrir()

    def _rebours_s(self) -> float:
        if actuel().mesures.taille is TailleTexte.GRAND:
            return self._reglages.rebours_grand_texte_s
        return self._reglages.rebours_s

    def _avertir(self, restant_s: int) -> None:
        from ui.screens.inactivite import EcranInactivite

        if self._avertissement is None:
            assert self.veille is not None
            self._avertissement = EcranInactivite(restant_s, self.veille.continuer, self.quittee.emit)
            self._fenetre.couvrir(self._avertissement)
        self._avertissement.montrer(restant_s)

    def _reprendre(self) -> None:
        self._fenetre.decouvrir()
        self._avertissement = None
        if self._masque:
            self.masquer()
        self.reprise.emit()
