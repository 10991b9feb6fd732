"""Send what waits in the outbox, until the backend has it or says no for good.

    sent, 200 or 201 ──────────────────────▶ confirmed: the envelope is forgotten
    refused, code in REFUS_DEFINITIFS ─────▶ set aside with its code, for an operator
    anything else (line, time, breakdown) ─▶ kept, tried again later

The relay runs in the terminal's supervisor and outlives visits; a visit uses the same object for its own immediate
send. Both may send one envelope at the same time: the deposit's id makes the backend take it once.

Nothing polls: between two rounds the relay sleeps until it is woken (a deposit was kept, a visit ended, the network
came back), or until the next try is due, and without limit when nothing waits.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, Protocol
from uuid import UUID

from kiosk.backend.envelope import Enveloppe
from kiosk.backend.errors import (
    REFUS_DEFINITIFS,
    Attente,
    BackendError,
    BackendInjoignable,
    BackendLent,
    Refus,
    TerminalRefuse,
    refus,
)
from kiosk.backend.schemas import DepotVue, Probleme
from kiosk.outbox.errors import BoiteErreur, EnveloppeAbsente
from kiosk.outbox.store import BoiteEnvoi

PREMIERE_PAUSE_S: Final = 2.0
PAUSE_MAX_S: Final = 300.0
"""A whole hall whose backend comes back is heard within five minutes, and not all at the same second."""

_COUPURES_PAR_TOURNEE: Final = 2
"""One lost send may be the envelope's fault, two in a row are the line's: the round stops."""

Envoyer = Callable[[UUID, bytes], Awaitable[DepotVue]]
"""`ClientBackend.deposer`, or anything that keeps its promises."""


class Horloge(Protocol):
    """The time that passes between two rounds."""

    async def attendre(self, reveil: asyncio.Event, delai_s: float | None) -> None:
        """Return when `reveil` is set, or after `delai_s` seconds if there is a limit."""


class HorlogeReelle:
    """The event loop's own clock."""

    async def attendre(self, reveil: asyncio.Event, delai_s: float | None) -> None:
        """Return when `reveil` is set, or after `delai_s` seconds if there is a limit."""
        with suppress(TimeoutError):
            async with asyncio.timeout(delai_s):
                await reveil.wait()


class Relais:
    """One outbox and one way to send."""

    def __init__(
        self,
        boite: BoiteEnvoi,
        envoyer: Envoyer,
        horloge: Horloge | None = None,
        *,
        alea: Callable[[], float] = random.random,
        journal: Callable[..., None] | None = None,
    ) -> None:
        """`alea` gives the jitter, in [0, 1): each pause lasts between half of what is due and all of it.

        `journal(evenement, **champs)` is where events go, structlog unless told.
        """
        self._boite = boite
        self._envoyer = envoyer
        self._horloge = horloge or HorlogeReelle()
        self._alea = alea
        self._journal = journal or _journal
        self._reveil = asyncio.Event()
        self._arret = False
        self._essais: dict[UUID, int] = {}
        self._echecs = 0

    async def confier(self, enveloppe: Enveloppe) -> DepotVue | None:
        """« Envoyer »: keep the envelope, then send it; None means kept, it will be sent by the relay.

        When the disk cannot keep it, it is sent all the same, and only what is neither kept nor sent is an error:
        BoiteErreur. Raises Refus when the backend refuses it for good.
        """
        try:
            await asyncio.to_thread(self._boite.deposer, enveloppe)
        except BoiteErreur as erreur:
            self._noter("depot_non_garde", enveloppe.id, cause=str(erreur))
            try:
                return await self._envoyer(enveloppe.id, enveloppe.octets)
            except Refus as non:
                if non.code in REFUS_DEFINITIFS:
                    raise
            except BackendError:
                pass
            raise
        return await self.envoyer_maintenant(enveloppe.id)

    async def envoyer_maintenant(self, depot_id: UUID) -> DepotVue | None:
        """Send one envelope that waits, once; None means that it still waits, or that the relay has just sent it.

        Raises Refus when the backend refuses it, or has refused it, for good.
        """
        try:
            return await self._transmettre(depot_id)
        except Refus as non:
            if non.code in REFUS_DEFINITIFS:
                raise
        except EnveloppeAbsente:
            code = (await asyncio.to_thread(self._boite.refusees)).get(depot_id)
            if code is not None:
                raise refus(Probleme(title="Dépôt refusé", status=422, code=code)) from None
        except (BackendError, BoiteErreur) as erreur:
            self._noter("depot_differe", depot_id, cause=type(erreur).__name__)
        return None

    async def tourner(self) -> None:
        """Send what waits, round after round, until `arreter`."""
        while not self._arret:
            self._reveil.clear()  # before the round: who wakes the relay during it gets another one
            pause = await self._tournee()
            if not self._arret:
                await self._horloge.attendre(self._reveil, pause)

    def reveiller(self) -> None:
        """Start a round now; from the loop's own thread."""
        self._reveil.set()

    def arreter(self) -> None:
        """End `tourner` after the send in progress; from the loop's own thread."""
        self._arret = True
        self._reveil.set()

    async def _tournee(self) -> float | None:
        """One try of every envelope that waits: how long to sleep, None when nothing is left.

        Those tried least go first, the oldest first among equals: one that always fails cannot starve the others.
        """
        try:
            ids = await asyncio.to_thread(self._boite.en_attente)
        except BoiteErreur as erreur:
            self._noter("boite_illisible", None, cause=str(erreur))
            return self._pause(0)
        self._essais = {depot_id: self._essais.get(depot_id, 0) for depot_id in ids}
        restent = transmis = coupures = attente_s = 0
        for depot_id in sorted(ids, key=self._essais.__getitem__):
            if self._arret or coupures == _COUPURES_PAR_TOURNEE:
                restent += 1
                continue
            self._essais[depot_id] += 1
            try:
                await self._transmettre(depot_id)
                transmis, coupures = transmis + 1, 0
            except EnveloppeAbsente:
                continue
            except (BackendError, BoiteErreur) as erreur:
                if isinstance(erreur, Refus) and erreur.code in REFUS_DEFINITIFS:
                    coupures = 0
                    continue
                restent += 1
                coupe = isinstance(erreur, BackendInjoignable | BackendLent)
                coupures = coupures + 1 if coupe else 0
                if isinstance(erreur, TerminalRefuse):
                    coupures = _COUPURES_PAR_TOURNEE  # the others would be told the same
                attente_s = max(attente_s, erreur.attente_s if isinstance(erreur, Attente) else 0)
                self._noter("depot_differe", depot_id, cause=type(erreur).__name__)
        if transmis or not restent:
            self._echecs = 0
        return self._pause(attente_s) if restent else None

    async def _transmettre(self, depot_id: UUID) -> DepotVue:
        """Send, then forget or set aside.

        Raises Refus (set aside already when it is for good), BackendError, EnveloppeAbsente, BoiteErreur.
        """
        octets = await asyncio.to_thread(self._boite.octets, depot_id)
        try:
            depot = await self._envoyer(depot_id, octets)
        except Refus as non:
            if non.code in REFUS_DEFINITIFS:
                await asyncio.to_thread(self._boite.refuser, depot_id, non.code)
                self._noter("depot_refuse", depot_id, cause=non.code)
            raise
        try:
            await asyncio.to_thread(self._boite.confirmer, depot_id, depot)
        except BoiteErreur as erreur:  # the deposit is made: sending it again later does no harm
            self._noter("depot_non_efface", depot_id, cause=str(erreur))
        else:
            self._noter("depot_transmis", depot_id)
        return depot

    def _noter(self, evenement: str, depot_id: UUID | None, **suite: str) -> None:
        """One line for operators; a deposit's id names nobody."""
        self._journal(evenement, depot=str(depot_id) if depot_id else None, **suite)

    def _pause(self, attente_s: float) -> float:
        due = min(PAUSE_MAX_S, PREMIERE_PAUSE_S * 2.0 ** min(self._echecs, 16))
        self._echecs += 1
        return max(attente_s, due * (1 + self._alea()) / 2)


def _journal(evenement: str, **champs: object) -> None:
    import structlog

    structlog.get_logger("outbox").info(evenement, **champs)
