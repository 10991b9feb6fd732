"""What every part of a visit's flow works with, and the page that says that something failed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.terminal.visite import ReglagesVisite
from ui.app.guichet import Guichet
from ui.bridge.erreurs import Avis
from ui.bridge.taches import Taches
from ui.screens.panne import EcranPanne
from ui.shell.fenetre import Fenetre


@dataclass(frozen=True, slots=True)
class Poste:
    """The window, the line to the backend, the running coroutines, and how the visit ends.

    `horloge` in seconds, never set back.
    """

    fenetre: Fenetre
    guichet: Guichet
    taches: Taches
    reglages: ReglagesVisite
    jour: Callable[[], date]
    terminer: Callable[[], None]
    horloge: Callable[[], float] = time.monotonic

    def panne(self, titre_barre: str, avis: Avis, reessayer: Callable[[], None] | None = None) -> None:
        """Show what failed; trying again is offered unless the visit must end there."""
        self.fenetre.montrer(EcranPanne(titre_barre, avis, self.terminer, reessayer if avis.garder else None))
