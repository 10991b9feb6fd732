"""The time from a touch to what it changes on the screen, to a fraction of a millisecond."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tests.helpers.doigt import Doigt
from tests.helpers.ecran_x import EcranX, Zone

RYTHME_S = 0.35
"""Between two touches: sooner, the terminal takes the second for a trembling finger."""

_dernier = 0.0


def delai_de_peinture(
    ecran: EcranX, doigt: Doigt, point: tuple[int, int], zones: Sequence[Zone], *, calme_s: float = 0.06
) -> float:
    """Seconds from a touch at `point` until `zones` have their new picture, whole."""
    global _dernier
    doigt.approcher(*point)
    # What the pointer's passage lights up must be over, and the touch no trembling of the one before.
    time.sleep(max(0.03, _dernier + RYTHME_S - time.monotonic()))
    avant = ecran.empreinte(zones)
    _dernier = time.monotonic()
    debut = doigt.toucher()
    releve = ecran.suivre(zones, avant=avant, calme_s=calme_s, delai_s=5, pas_s=0.0002)
    return releve.derniere - debut
