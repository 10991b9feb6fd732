"""Coroutines started by slots: owned, named, and never silent when they fail."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from ui.bridge.journal import dire, lieux


class Taches:
    """The running coroutines of one visit. A strong reference is kept to each: the loop keeps none.

    `en_panne` is called on the GUI thread with the name of a task that raised.
    """

    def __init__(self, en_panne: Callable[[str], None]) -> None:
        self._en_panne = en_panne
        self._taches: set[asyncio.Task[Any]] = set()

    def lancer(self, coroutine: Coroutine[Any, Any, object], nom: str) -> None:
        """Start a coroutine; while one of the same name runs, the new one is dropped (a second tap)."""
        if any(tache.get_name() == nom for tache in self._taches):
            coroutine.close()
            return
        tache = asyncio.get_running_loop().create_task(coroutine, name=nom)
        self._taches.add(tache)
        tache.add_done_callback(self._finie)

    def _finie(self, tache: "asyncio.Task[Any]") -> None:
        self._taches.discard(tache)
        if tache.cancelled():
            return
        if (erreur := tache.exception()) is not None:
            dire("tache_en_panne", tache=tache.get_name(), erreur=type(erreur).__name__, lieux=lieux(erreur))
            self._en_panne(tache.get_name())

    async def fermer(self) -> None:
        """Cancel what still runs and wait for it."""
        taches = tuple(self._taches)
        for tache in taches:
            tache.cancel()
        await asyncio.gather(*taches, return_exceptions=True)
