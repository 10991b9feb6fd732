"""Take out of the printing system what a visit could not: it was killed, or ended while its paper was coming."""

import asyncio
import socket
from collections.abc import Callable
from typing import Final

from kiosk.terminal.visite import Profil, ReglagesVisite

ADIEU_S: Final = 5.0
"""How long the end of the terminal may wait for it, in seconds."""


class MenageImpressions:
    """The supervisor's. Nothing is done, nor imported, on a shared PC, which prints for nobody."""

    def __init__(self, reglages: ReglagesVisite, dire: Callable[..., None]) -> None:
        self._reglages = reglages
        self._dire = dire
        self._visites: set[int] = set()
        self._taches: set[asyncio.Task[None]] = set()

    def noter(self, pid: int) -> None:
        """A visit begins in this process: it may print."""
        self._visites.add(pid)

    def parti(self, pid: int) -> None:
        """This process is no more. A spare that dies has printed nothing, and another visit may be printing."""
        if pid in self._visites:
            self._visites.discard(pid)
            self.passer()

    def passer(self) -> None:
        """Take out every job of this terminal, in the background."""
        if self._reglages.profil is Profil.BORNE:
            tache = asyncio.get_running_loop().create_task(self._passer())
            self._taches.add(tache)
            tache.add_done_callback(self._taches.discard)

    async def finir(self) -> None:
        """Wait for what was begun, for `ADIEU_S` at most."""
        if self._taches:
            await asyncio.wait(tuple(self._taches), timeout=ADIEU_S)

    async def _passer(self) -> None:
        from kiosk.terminal.ipp import CupsAbsent, CupsIncompris
        from kiosk.terminal.printing import Imprimeur

        imprimeur = Imprimeur(self._reglages.imprimante, socket.gethostname())
        try:
            retires = await asyncio.to_thread(imprimeur.purger)
        except CupsAbsent:
            return
        except CupsIncompris as erreur:
            self._dire("impressions_non_retirees", cause=str(erreur))
            return
        if retires:
            self._dire("impressions_retirees", combien=retires)
