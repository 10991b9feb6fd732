"""The X screen of this session, asked through libxcb, which a terminal has because Qt needs it."""

import ctypes
import os

from kiosk.terminal.diagnostic_edid import EcranVu


class _Ecran(ctypes.Structure):
    """The beginning of xcb_screen_t."""

    _fields_ = (
        ("root", ctypes.c_uint32),
        ("default_colormap", ctypes.c_uint32),
        ("white_pixel", ctypes.c_uint32),
        ("black_pixel", ctypes.c_uint32),
        ("current_input_masks", ctypes.c_uint32),
        ("width_in_pixels", ctypes.c_uint16),
        ("height_in_pixels", ctypes.c_uint16),
    )


class _Suite(ctypes.Structure):
    """xcb_screen_iterator_t."""

    _fields_ = (("data", ctypes.POINTER(_Ecran)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


def ecran_x11() -> EcranVu | None:
    """The first screen of `$DISPLAY`, all monitors together; None without one, or when it does not answer.

    Its millimetres are left out: X makes them up, for 96 pixels per inch.
    libxcb and not libX11: a display that goes away is an answer, not the end of this process.
    """
    if not os.environ.get("DISPLAY"):
        return None
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return None
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_get_setup.restype = ctypes.c_void_p
    xcb.xcb_setup_roots_iterator.restype = _Suite
    for nom in ("xcb_get_setup", "xcb_connection_has_error", "xcb_setup_roots_iterator", "xcb_disconnect"):
        getattr(xcb, nom).argtypes = [ctypes.c_void_p]
    liaison = xcb.xcb_connect(None, None)
    try:
        if xcb.xcb_connection_has_error(liaison):
            return None
        vu = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(liaison)).data.contents
        return EcranVu(f"X {os.environ['DISPLAY']}", vu.width_in_pixels, vu.height_in_pixels, 0, 0)
    finally:
        xcb.xcb_disconnect(liaison)
