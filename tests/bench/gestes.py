"""Touches sent straight to the X server and the moment they show, to a fraction of a millisecond."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Sequence

from tests.helpers.ecran_x import EcranX, Zone


class Doigt:
    """A finger on the screen of one X display."""

    def __init__(self, affichage: str) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._xtst = ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
        for fonction in (self._x11.XFlush, self._x11.XCloseDisplay):
            fonction.argtypes = [ctypes.c_void_p]
        self._x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        entier, delai = ctypes.c_int, ctypes.c_ulong
        self._xtst.XTestFakeMotionEvent.argtypes = [ctypes.c_void_p, entier, entier, entier, delai]
        self._xtst.XTestFakeButtonEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, entier, delai]
        self._display = self._x11.XOpenDisplay(affichage.encode())
        if not self._display:
            raise OSError(f"cannot open the X display {affichage}")

    def __enter__(self) -> Doigt:
        return self

    def __exit__(self, *exc: object) -> None:
        self._x11.XCloseDisplay(self._display)

    def approcher(self, x: int, y: int) -> None:
        """Goes there without pressing, and returns once the server has moved the pointer."""
        self._xtst.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._x11.XSync(self._display, 0)

    def toucher(self) -> float:
        """Presses and releases where the pointer is; returns the moment before, in `time.perf_counter()` seconds."""
        avant = time.perf_counter()
        self._xtst.XTestFakeButtonEvent(self._display, 1, 1, 0)
        self._xtst.XTestFakeButtonEvent(self._display, 1, 0, 0)
        self._x11.XFlush(self._display)
        return avant


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
