"""A finger on an X display: real pointer events through the XTEST extension, as xdotool does, in no time."""

from __future__ import annotations

import ctypes
import time


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

    def appuyer(self, duree_s: float) -> None:
        """Presses where the pointer is, stays there for that long, and releases."""
        self._xtst.XTestFakeButtonEvent(self._display, 1, 1, 0)
        self._x11.XFlush(self._display)
        time.sleep(duree_s)
        self._xtst.XTestFakeButtonEvent(self._display, 1, 0, 0)
        self._x11.XSync(self._display, 0)

    def toucher(self) -> float:
        """Presses and releases where the pointer is; returns the moment before, in `time.perf_counter()` seconds."""
        avant = time.perf_counter()
        self._xtst.XTestFakeButtonEvent(self._display, 1, 1, 0)
        self._xtst.XTestFakeButtonEvent(self._display, 1, 0, 0)
        self._x11.XFlush(self._display)
        return avant
