"""Something that blocks, in a thread that nobody waits for at the end."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

_T = TypeVar("_T")


async def a_part(geste: Callable[[], _T], delai_s: float) -> _T:
    """What `geste` gives or raises; TimeoutError after `delai_s` seconds.

    Left behind it goes on alone: one that hangs must keep neither the loop from turning nor the process from ending,
    which the pool of `asyncio.to_thread` would.
    """
    boucle = asyncio.get_running_loop()
    fini: asyncio.Future[_T] = boucle.create_future()

    def dire(poser: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is over: nobody waits any more
            boucle.call_soon_threadsafe(lambda: None if fini.done() else poser())

    def tourner() -> None:
        try:
            resultat = geste()
        except Exception as erreur:  # noqa: BLE001 - raised again where it is waited for
            faute = erreur
            dire(lambda: fini.set_exception(faute))
        else:
            dire(lambda: fini.set_result(resultat))

    threading.Thread(target=tourner, name="a-part", daemon=True).start()
    async with asyncio.timeout(delai_s):
        return await fini
