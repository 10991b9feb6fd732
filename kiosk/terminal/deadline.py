"""One deadline that is pushed back each time the other side speaks: one timer, no polling."""

import asyncio
from collections.abc import Callable
from typing import Protocol

RETARD_ADMIS_S = 1.0
"""A timer later than this says that *we* were held up: the other side is then given its whole time again."""


class Boucle(Protocol):
    """The part of an asyncio loop that a deadline uses."""

    def time(self) -> float:
        """Seconds of a monotonic clock."""

    def call_at(self, when: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Call `callback` at `when`."""


class Echeance:
    """Calls `action` when nobody has armed it again in time.

    Arming again is cheap: the running timer is kept and looks at the new limit when it rings.
    """

    def __init__(self, boucle: Boucle, action: Callable[[], object]) -> None:
        self._boucle = boucle
        self._action = action
        self._minuterie: asyncio.TimerHandle | None = None
        self._delai = 0.0
        self._limite = 0.0

    def armer(self, delai_s: float) -> None:
        """`action` is due in `delai_s` seconds, unless this is called again."""
        self._delai = delai_s
        self._limite = self._boucle.time() + delai_s
        if self._minuterie is not None and self._minuterie.when() <= self._limite:
            return
        self.desarmer()
        self._minuterie = self._boucle.call_at(self._limite, self._sonner)

    def desarmer(self) -> None:
        """`action` is no longer due."""
        if self._minuterie is not None:
            self._minuterie.cancel()
            self._minuterie = None

    def oublier(self) -> None:
        """`action` will never be due again, and is let go with all that it holds."""
        self.desarmer()
        self._action = _rien

    def _sonner(self) -> None:
        maintenant = self._boucle.time()
        prevu = self._limite if self._minuterie is None else self._minuterie.when()
        self._minuterie = None
        if maintenant - prevu > RETARD_ADMIS_S:
            self.armer(self._delai)
        elif maintenant < self._limite:
            self._minuterie = self._boucle.call_at(self._limite, self._sonner)
        else:
            self._action()


def _rien() -> None:
    pass
