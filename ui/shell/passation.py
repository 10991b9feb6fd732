"""The keyboard between two visits, under X: frozen from before the last one lets it go until the next one has it."""

from ctypes import CDLL, c_void_p, string_at

from PySide6.QtGui import QGuiApplication, QNativeInterface

from kiosk.terminal.xcb import ecran_de, ouvrir

_SYNCHRONE, _LIBRE = 0, 1
_ACCORDE = 0
_MAINTENANT = 0


class Passation:
    """Freezes the keyboard of this X display; what is typed meanwhile is kept by the server, and heard afterwards.

    X grants a keyboard to one program at a time and has no way to hand it over, so there is always a moment when
    nobody has it, and every key is then the window manager's. But who grabs the *pointer* may ask that the keyboard
    waits: no key is seen by anybody until that grab ends, and by then this program has the keyboard.
    """

    def __init__(self) -> None:
        self._xcb: CDLL | None = None
        self._liaison = 0

    def geler(self) -> bool:
        """Freeze, if nobody else has the pointer; whether it is done. A second call changes nothing."""
        if self._xcb is not None:
            return True
        application = QGuiApplication.instance()
        interface = application.nativeInterface() if isinstance(application, QGuiApplication) else None
        if not isinstance(interface, QNativeInterface.QX11Application):
            return False
        xcb, liaison = ouvrir(), interface.connection()
        racine = ecran_de(xcb, liaison).root
        demande = xcb.xcb_grab_pointer(liaison, 1, racine, 0, _LIBRE, _SYNCHRONE, 0, 0, _MAINTENANT)
        reponse = xcb.xcb_grab_pointer_reply(liaison, demande, None)
        if reponse is None:
            return False  # the display is gone
        if string_at(reponse, 2)[1] == _ACCORDE:
            self._xcb, self._liaison = xcb, liaison
        CDLL(None).free(c_void_p(reponse))
        return self._xcb is not None

    def degeler(self) -> None:
        """The keys are heard again, those that waited first. Without a `geler` before, nothing."""
        if self._xcb is not None:
            self._xcb.xcb_ungrab_pointer(self._liaison, _MAINTENANT)
            self._xcb.xcb_flush(self._liaison)
            self._xcb = None
