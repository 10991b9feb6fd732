"""Open to visitors or out of service: why, since when, written down; failures in a row close the terminal."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.terminal.crash_loop import BoucleDePannes
from kiosk.terminal.dire import Dire
from kiosk.terminal.link_messages import HorsService
from kiosk.terminal.out_of_service import EtatHorsService
from kiosk.terminal.rythme import Rythme

PANNES_REPETEES = "pannes répétées"
"""What the page « hors service » tells the staff after a crash loop."""


class Ouverture:
    """`fermeture` is None while visitors may come. What closes it stays until somebody clears it."""

    def __init__(self, dossier: Path, rythme: Rythme, dire: Dire, maintenant: Callable[[], datetime]) -> None:
        self._fichier = EtatHorsService(dossier)
        self._pannes = BoucleDePannes(rythme.pannes_max, rythme.pannes_fenetre_s)
        self._dire = dire
        self._maintenant = maintenant
        self.fermeture: HorsService | None = None

    def suivre(self) -> bool:
        """Read what is written down; whether it opened or closed the terminal. Raises OSError."""
        lue = self._fichier.lire()
        if (lue is None) == (self.fermeture is None):
            return False
        self._pannes.oublier()
        self.fermeture = lue
        return True

    def fermer(self, motif: str) -> HorsService:
        """Out of service from now on, for `motif`."""
        self.fermeture = HorsService(motif, self._maintenant().isoformat(timespec="seconds"))
        try:
            self._fichier.declarer(self.fermeture)
        except OSError as erreur:
            # A full disk must not keep the page from being shown.
            self._dire("hors_service_non_ecrit", errno=erreur.errno)
        return self.fermeture

    def effacer(self) -> None:
        """What is written down goes; `suivre` then opens. Raises OSError."""
        self._fichier.effacer()

    def noter_panne(self, date_s: float) -> bool:
        """A failure at `date_s` (monotonic seconds); true when it makes a loop of an open terminal's."""
        return self.fermeture is None and self._pannes.noter(date_s)

    def oublier_les_pannes(self) -> None:
        """What failed until now had another cause."""
        self._pannes.oublier()
