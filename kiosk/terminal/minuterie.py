"""One thing to do later, at most once."""

import asyncio
from collections.abc import Callable


class Minuterie:
    """Calls `action` on the loop once the delay is over; armed anew, it forgets the delay before."""

    def __init__(self, action: Callable[[], object]) -> None:
        self._action = action
        self._attente: asyncio.TimerHandle | None = None

    @property
    def armee(self) -> bool:
        """Whether the action is still to come."""
        return self._attente is not None

    def armer(self, delai_s: float) -> None:
        """Do it `delai_s` seconds from now."""
        self.annuler()
        self._attente = asyncio.get_running_loop().call_later(delai_s, self._sonner)

    def annuler(self) -> None:
        """Do it no more."""
        if self._attente is not None:
            self._attente.cancel()
            self._attente = None

    def _sonner(self) -> None:
        self._attente = None
        self._action()
