"""The X screen of this session, asked through libxcb, which a terminal has because Qt needs it."""

import os

from kiosk.terminal.diagnostic_edid import EcranVu
from kiosk.terminal.xcb import ecran_de, ouvrir


def ecran_x11() -> EcranVu | None:
    """The first screen of `$DISPLAY`, all monitors together; None without one, or when it does not answer.

    Its millimetres are left out: X makes them up, for 96 pixels per inch.
    libxcb and not libX11: a display that goes away is an answer, not the end of this process.
    """
    if not os.environ.get("DISPLAY"):
        return None
    try:
        xcb = ouvrir()
    except OSError:
        return None
    liaison = xcb.xcb_connect(None, None)
    try:
        if xcb.xcb_connection_has_error(liaison):
            return None
        vu = ecran_de(xcb, liaison)
        return EcranVu(f"X {os.environ['DISPLAY']}", vu.width_in_pixels, vu.height_in_pixels, 0, 0)
    finally:
        xcb.xcb_disconnect(liaison)
