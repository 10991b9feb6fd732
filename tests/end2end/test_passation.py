"""The moment between two visits, under X, when the one that ends still has the pointer."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.bureau import Bureau

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(120)]

PAGE = Path(__file__).resolve().parents[1] / "helpers" / "page_touchee.py"


@contextmanager
def pointeur_tenu(affichage: str) -> Iterator[None]:
    """Another program holds the pointer of this display."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(affichage.encode()))
    racine = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    rien = ctypes.c_ulong(0)
    assert x11.XGrabPointer(display, racine, 0, 0, 1, 1, rien, rien, rien) == 0
    try:
        yield
    finally:
        x11.XCloseDisplay(display)


def test_who_touches_a_page_is_told_after_that_it_is_seen(bureau_possible: None) -> None:
    """The supervisor condemns a visit that begins on a page it was never told to be on the screen."""
    with Bureau(1080, 1920) as bureau, pointeur_tenu(bureau.env["DISPLAY"]):
        dits = subprocess.run(
            [sys.executable, str(PAGE)], env=bureau.env, check=True, timeout=60, stdout=subprocess.PIPE
        )
    assert dits.stdout.split() == [b"vue", b"touchee"]
