"""Waiting for what another process does: it cannot tell us, so it is looked at again and again."""

from __future__ import annotations

import time
from collections.abc import Callable

_PAS_S = 0.02
"""Between two looks: the terminal that is watched needs the processor more than the test does."""


def attendre(vrai: Callable[[], bool], sinon: Callable[[], object], delai_s: float) -> None:
    """Until `vrai()`. Raises TimeoutError with what `sinon()` says after `delai_s` seconds."""
    limite = time.monotonic() + delai_s
    while not vrai():
        if time.monotonic() > limite:
            raise TimeoutError(sinon())
        time.sleep(_PAS_S)
