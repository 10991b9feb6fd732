"""The time from a touch to what it changes on the screen, to a fraction of a millisecond."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tests.helpers.doigt import Doigt
from tests.helpers.ecran_x import EcranX, Zone


def delai_de_peinture(
    ecran: EcranX, doigt: Doigt, point: tuple[int, int], zones: Sequence[Zone], *, calme_s: float = 0.06
) -> float:
    """Seconds from a touch at `point` until `zones` have their new picture, whole."""
    doigt.approcher(*point)
    time.sleep(0.03)  # what the pointer's passage lights up must be over
    avant = ecran.empreinte(zones)
    debut = doigt.toucher()
    releve = ecran.suivre(zones, avant=avant, calme_s=calme_s, delai_s=5, pas_s=0.0002)
    return releve.derniere - debut
