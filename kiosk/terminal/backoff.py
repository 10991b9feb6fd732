"""Try again, ever more slowly."""

import asyncio
from collections.abc import Callable

from kiosk.terminal.rythme import Rythme

_DOUBLEMENTS_MAX = 30


class Reprise:
    """One pending retry of `action`: after `reprise_s`, then twice as long each time, up to `reprise_max_s`."""

    def __init__(self, rythme: Rythme, action: Callable[[], object]) -> None:
        self._rythme = rythme
        self._action = action
        self._echecs = 0
        self._minuterie: asyncio.TimerHandle | None = None

    @property
    def en_attente(self) -> bool:
        """Whether a retry is due later."""
        return self._minuterie is not None

    def rater(self) -> None:
        """It failed (again): `action` will be called after a while."""
        attente = self._rythme.reprise_s * 2 ** min(self._echecs, _DOUBLEMENTS_MAX)
        self._echecs += 1
        if self._minuterie is None:
            boucle = asyncio.get_running_loop()
            self._minuterie = boucle.call_later(min(attente, self._rythme.reprise_max_s), self._sonner)

    def oublier(self) -> None:
        """It held long enough: the next failure is a first one."""
        self._echecs = 0

    def annuler(self) -> None:
        """No retry any more, and nothing remembered."""
        self.oublier()
        if self._minuterie is not None:
            self._minuterie.cancel()
            self._minuterie = None

    def _sonner(self) -> None:
        self._minuterie = None
        self._action()
