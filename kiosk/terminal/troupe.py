"""The processes of a terminal's visits: all that exist, and those that have left the screen and are about to go."""

import asyncio
from collections.abc import Sequence

from kiosk.terminal.lancement import Lancement, lancer
from kiosk.terminal.link_messages import Depart, Motif
from kiosk.terminal.rythme import Rythme
from kiosk.terminal.visit_process import Ecoute, ProcessusVisite


class Troupe:
    """Starts, retires and ends them; `ecoute` is told what each of them says.

    Args:
        commande: how a visit is started.
        premier: a child that was started before the settings were read (`lancer`), to be the first.
        rythme: durations.
        ecoute: the supervisor.
    """

    def __init__(
        self, commande: Sequence[str], premier: Lancement | None, rythme: Rythme, ecoute: Ecoute
    ) -> None:
        self._commande = tuple(commande)
        self._premier = premier
        self._rythme = rythme
        self._ecoute = ecoute
        self._vivants: set[ProcessusVisite] = set()
        self._sortants: set[ProcessusVisite] = set()
        self._secret: str | None = None

    def confier(self, secret: str) -> None:
        """The terminal's credential from now on: for every process there is and every one to come."""
        self._secret = secret
        for processus in self._vivants:
            processus.confier(secret)

    def lancer(self, depart: Depart) -> ProcessusVisite:
        """One more. Raises OSError when the system refuses to start it."""
        lancement, self._premier = self._premier, None
        if lancement is None:
            lancement = lancer(self._commande)
        boucle = asyncio.get_running_loop()
        processus = ProcessusVisite(lancement, depart, self._rythme, self._ecoute, boucle)
        self._vivants.add(processus)
        if self._secret is not None:
            processus.confier(self._secret)
        return processus

    def retirer(self, processus: ProcessusVisite) -> None:
        """It leaves the screen, and goes once the next page is there."""
        processus.retirer()
        self._sortants.add(processus)

    def congedier_les_sortants(self) -> None:
        """The next page is there: what has left the screen goes, after a moment when it ended by itself."""
        for sortant in self._sortants:
            if sortant.motif in (Motif.FINI, Motif.SILENCE):
                # Unseen from now on, it ends once its session is closed on the backend; soon it is killed all the same.
                sortant.arreter()
                asyncio.get_running_loop().call_later(self._rythme.adieu_s, sortant.tuer)
            else:
                sortant.tuer()
        self._sortants.clear()

    def tuer_les_sortants(self, *, suivant: bool = False) -> None:
        """Nothing can take their place on the screen at once: they go.

        `suivant`: something is on its way. Who ended in order has drawn a curtain over what a visitor left, or shows
        that the terminal is closed: that stays until then, a curtain for `rideau_s` at most.
        """
        for sortant in tuple(self._sortants):
            en_ordre = sortant.motif in (Motif.FINI, Motif.SILENCE)
            if suivant and sortant.page_hors_service and (en_ordre or sortant.motif is None):
                continue
            if suivant and en_ordre:
                asyncio.get_running_loop().call_later(self._rythme.rideau_s, sortant.tuer)
                continue
            sortant.tuer()
            self._sortants.discard(sortant)

    def parti(self, processus: ProcessusVisite) -> None:
        """This one no longer exists."""
        self._vivants.discard(processus)
        self._sortants.discard(processus)

    async def finir(self) -> None:
        """End every one, by order and then by force."""
        if self._premier is not None:
            self._premier.abandonner()
        for processus in self._vivants:
            processus.arreter() if processus not in self._sortants else processus.tuer()
        departs = [asyncio.ensure_future(processus.attendre()) for processus in self._vivants]
        if departs:
            await asyncio.wait(departs, timeout=self._rythme.arret_s)
            for processus in self._vivants:
                processus.tuer()
            await asyncio.gather(*departs)
