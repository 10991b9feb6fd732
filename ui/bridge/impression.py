"""The printer of a visit: its state asked for while the deposit is sent, then the receipt."""

import asyncio
import socket

from kiosk.terminal.impression_recu import Recu, mettre_en_page
from kiosk.terminal.printing import EtatImprimante, ImpressionImpossible, Imprimeur
from kiosk.terminal.visite import Profil, ReglagesVisite
from ui.bridge.journal import dire

PATIENCE_S = 0.5
"""How long the end page may wait for a printing system that is slow to say how it is."""


class Impression:
    """Only on a touch terminal: a shared PC prints for nobody."""

    def __init__(self, reglages: ReglagesVisite) -> None:
        self._papier = reglages.papier
        self._imprimeur: Imprimeur | None = None
        self._etat: asyncio.Task[EtatImprimante] | None = None
        if reglages.profil is Profil.BORNE:
            self._imprimeur = Imprimeur(reglages.imprimante, socket.gethostname(), reglages.papier)

    def demander(self) -> None:
        """Ask for the state, ahead of `offerte`."""
        if self._imprimeur is not None:
            self._etat = asyncio.get_running_loop().create_task(self._imprimeur.etat(), name="imprimante")

    async def offerte(self) -> bool:
        """Whether the printer is ready, as it said since `demander`; what it does not say in time is no."""
        if self._etat is None:
            return False
        await asyncio.wait({self._etat}, timeout=PATIENCE_S)
        etat = self._etat.result() if self._etat.done() else EtatImprimante.LENTE
        if etat not in (EtatImprimante.PRETE, EtatImprimante.ABSENTE):
            dire("imprimante_indisponible", etat=etat.value)
        return etat is EtatImprimante.PRETE

    async def imprimer(self, recu: Recu) -> EtatImprimante | None:
        """Print the receipt; None once it is out, else why it is not and will not be."""
        assert self._imprimeur is not None
        try:
            await self._imprimeur.imprimer(await asyncio.to_thread(mettre_en_page, recu, self._papier))
        except ImpressionImpossible as erreur:
            dire("impression_impossible", etat=erreur.etat.value)
            return erreur.etat
        return None
