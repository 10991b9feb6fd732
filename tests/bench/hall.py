"""What a visitor waits for and what a terminal costs: figures taken on a private screen."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from tests.bench import depart
from tests.bench.depart import ICI, Programme
from tests.helpers.bureau import Bureau
from tests.helpers.ecran_x import EcranX
from tests.helpers.terminal import CAF_KIOSK


@dataclass(frozen=True)
class Effort:
    """How many times things are measured, and for how long (seconds)."""

    departs: int = 5
    touches: int = 200
    repos_s: float = 60.0


def qt_nu(bureau: Bureau, ecran: EcranX, effort: Effort) -> dict[str, float]:
    """The floor: nothing that uses PySide6 Widgets can be quicker or smaller."""
    programme = Programme("qt-nu", lambda _: [sys.executable, str(ICI / "qt_nu.py")])
    return {
        "bare_qt_cold_start_ms": depart.departs_ms(bureau, ecran, programme, fois=effort.departs),
        "bare_qt_pss_mb": depart.memoire_mb(bureau, ecran, programme),
    }


def chromium(bureau: Bureau, ecran: EcranX, effort: Effort) -> dict[str, float]:
    """What an organisation would use instead."""
    programme = depart.chromium(bureau)
    return {
        "chromium_cold_start_ms": depart.departs_ms(bureau, ecran, programme, fois=effort.departs),
        "chromium_restart_ms": depart.renaissance_ms(bureau, ecran, programme, fois=effort.departs),
        "chromium_pss_mb": depart.memoire_mb(bureau, ecran, programme),
    }


def terminal(bureau: Bureau, ecran: EcranX, effort: Effort) -> dict[str, float] | None:
    """The product itself."""
    if not CAF_KIOSK.exists():
        return None
    return None
