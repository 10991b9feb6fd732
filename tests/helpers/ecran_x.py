"""Reads the pixels of an X display, through libX11 itself: no tool to install, no process to start per reading."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_TOUS_LES_PLANS = 0xFFFFFFFF
_ZPIXMAP = 2

Zone = tuple[int, int, int, int]
"""x, y, width, height in pixels of the screen."""


class _XImage(ctypes.Structure):
    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("byte_order", ctypes.c_int),
        ("bitmap_unit", ctypes.c_int),
        ("bitmap_bit_order", ctypes.c_int),
        ("bitmap_pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
        ("bits_per_pixel", ctypes.c_int),
    )


def _bibliotheque() -> ctypes.CDLL:
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    for nom in ("XDisplayWidth", "XDisplayHeight"):
        getattr(x11, nom).argtypes = [ctypes.c_void_p, ctypes.c_int]
    x11.XGetImage.restype = ctypes.POINTER(_XImage)
    x11.XGetImage.argtypes = [
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.c_ulong,
        ctypes.c_int,
    ]
    x11.XDestroyImage.argtypes = [ctypes.POINTER(_XImage)]
    return x11


@dataclass(frozen=True)
class Releve:
    """What was seen of a change: when each new picture appeared, in `time.perf_counter()` seconds."""

    instants: tuple[float, ...]

    @property
    def premiere(self) -> float:
        """When the first pixel changed."""
        return self.instants[0]

    @property
    def derniere(self) -> float:
        """When the picture became what it stays."""
        return self.instants[-1]


class EcranX:
    """The root window of one display, seen from outside every program on it."""

    def __init__(self, affichage: str) -> None:
        self._x11 = _bibliotheque()
        self._display = self._x11.XOpenDisplay(affichage.encode())
        if not self._display:
            raise OSError(f"cannot open the X display {affichage}")
        self._racine = self._x11.XDefaultRootWindow(self._display)
        self.largeur: int = self._x11.XDisplayWidth(self._display, 0)
        self.hauteur: int = self._x11.XDisplayHeight(self._display, 0)

    def __enter__(self) -> EcranX:
        return self

    def __exit__(self, *exc: object) -> None:
        self._x11.XCloseDisplay(self._display)
        self._display = None

    def pixels(self, zone: Zone | None = None) -> bytes:
        """BGRX bytes of a zone, line by line."""
        x, y, largeur, hauteur = zone or (0, 0, self.largeur, self.hauteur)
        image = self._x11.XGetImage(
            self._display, self._racine, x, y, largeur, hauteur, _TOUS_LES_PLANS, _ZPIXMAP
        )
        if not image:
            raise OSError("the X server gave no picture")
        try:
            return ctypes.string_at(image.contents.data, image.contents.bytes_per_line * hauteur)
        finally:
            self._x11.XDestroyImage(image)

    def bandes(self, nombre: int = 24) -> tuple[Zone, ...]:
        """`nombre` lines, one pixel high, spread over the screen: enough to see a page, cheap to read."""
        pas = self.hauteur / (nombre + 1)
        return tuple((0, round(pas * (n + 1)), self.largeur, 1) for n in range(nombre))

    def empreinte(self, zones: Sequence[Zone]) -> int:
        return hash(b"".join(self.pixels(zone) for zone in zones))

    def suivre(
        self,
        zones: Sequence[Zone],
        *,
        avant: int,
        calme_s: float,
        delai_s: float,
        pas_s: float = 0.001,
        vivant: Callable[[], bool] = lambda: True,
    ) -> Releve:
        """Watches the zones until they have changed from `avant` and then stayed still for `calme_s`.

        Every picture is timed when it is first seen, at most one reading and `pas_s` late.
        Raises TimeoutError when nothing changed within `delai_s`, ChildProcessError when `vivant` turns false.
        """
        instants: list[float] = []
        vue = avant
        limite = time.perf_counter() + delai_s
        while True:
            empreinte = self.empreinte(zones)
            maintenant = time.perf_counter()
            if empreinte != vue:
                vue = empreinte
                instants.append(maintenant)
            if instants and maintenant - instants[-1] >= calme_s:
                return Releve(tuple(instants))
            if maintenant > limite:
                raise TimeoutError(f"the screen did not settle within {delai_s} s ({len(instants)} changes)")
            if not vivant():
                raise ChildProcessError("the program that was watched has ended")
            time.sleep(pas_s)

    def capturer(self, fichier: Path) -> None:
        """Writes the whole screen as PNG."""
        from PySide6.QtGui import QImage

        donnees = self.pixels()
        image = QImage(donnees, self.largeur, self.hauteur, self.largeur * 4, QImage.Format.Format_RGB32)
        fichier.parent.mkdir(parents=True, exist_ok=True)
        if not image.save(str(fichier)):
            raise OSError(f"cannot write {fichier}")
