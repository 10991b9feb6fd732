"""Keeps the outbox relay running inside the supervisor: a relay that fails is started again, never forgotten."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from kiosk.terminal.rythme import Rythme


class Relais(Protocol):
    """The outbox relay as the supervisor sees it."""

    async def tourner(self) -> None:
        """Send what waits, for ever."""

    def reveiller(self) -> None:
        """Something new waits."""


class TacheRelais:
    """The one task of the relay. `fabrique` is called once, when the task first starts."""

    def __init__(
        self, fabrique: Callable[[], Relais] | None, dire: Callable[..., None], rythme: Rythme
    ) -> None:
        self._fabrique = fabrique
        self._dire = dire
        self._rythme = rythme
        self._relais: Relais | None = None
        self._tache: asyncio.Task[None] | None = None

    def demarrer(self) -> None:
        """Start the relay, unless it runs already or there is none."""
        if self._fabrique is not None and self._tache is None:
            self._tache = asyncio.get_running_loop().create_task(self._tenir(self._fabrique))

    def reveiller(self) -> None:
        """Pass the wake-up on; a relay that is not running yet looks for itself when it starts."""
        if self._relais is not None:
            self._relais.reveiller()

    async def arreter(self) -> None:
        """Cancel the relay and wait for its end."""
        if self._tache is not None:
            self._tache.cancel()
            await asyncio.wait([self._tache])

    async def _tenir(self, fabrique: Callable[[], Relais]) -> None:
        attente = self._rythme.reprise_s
        while True:
            try:
                if self._relais is None:
                    self._relais = fabrique()
                await self._relais.tourner()
            except Exception as erreur:  # noqa: BLE001 - whatever the relay suffers, visits go on
                self._dire("relais_en_panne", erreur=type(erreur).__name__, exc_info=True)
            else:
                self._dire("relais_fini")
            await asyncio.sleep(attente)
            attente = min(attente * 2, self._rythme.reprise_max_s)
