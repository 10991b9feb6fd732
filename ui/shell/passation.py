"""The keyboard between two visits, under X: frozen from before the last one lets it go until the next one has it."""

from ctypes import CDLL, c_void_p, string_at

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QNativeInterface

from kiosk.terminal.xcb import ecran_de, ouvrir

ESSAI_MS = 2
ESSAIS = 150
"""Somebody who keeps a finger on the screen, or a window manager that judges a click, has the pointer for a while."""

_SYNCHRONE, _LIBRE = 0, 1
_ACCORDE = 0
_MAINTENANT = 0


class Passation(QObject):
    """Freezes the keyboard of this X display; what is typed meanwhile is kept by the server, and heard afterwards.

    X grants a keyboard to one program at a time and has no way to hand it over, so there is always a moment when
    nobody has it, and every key is then the window manager's. But who grabs the *pointer* may ask that the keyboard
    waits: no key is seen by anybody until that grab ends, and by then this program has the keyboard.
    """

    tentee = Signal()
    """After `geler`: frozen, or somebody keeps the pointer for too long. Once, and at once where there is no X."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._xcb: CDLL | None = None
        self._liaison = 0
        self._essais = 0
        self._essai = QTimer(self)
        self._essai.setSingleShot(True)
        self._essai.setInterval(ESSAI_MS)
        self._essai.timeout.connect(self._essayer)

    @property
    def en_cours(self) -> bool:
        """Whether somebody else has the pointer, and it is asked for again; then `tentee` follows."""
        return self._essai.isActive()

    def geler(self) -> None:
        """Freeze, as soon as nobody else has the pointer."""
        if self._xcb is None:
            self._essais = ESSAIS
            self._essayer()

    def conclure(self) -> None:
        """Once more, and whatever comes of it is told now: nobody can wait any longer."""
        if self._essai.isActive():
            self._essai.stop()
            self._essais = 1
            self._essayer()

    def degeler(self) -> None:
        """The keys are heard again, those that waited first. Without a `geler` before, nothing."""
        if self._xcb is not None:
            self._xcb.xcb_ungrab_pointer(self._liaison, _MAINTENANT)
            self._xcb.xcb_flush(self._liaison)
            self._xcb = None
        if self._essai.isActive():
            self._essai.stop()
            self.tentee.emit()

    def _essayer(self) -> None:
        self._essais -= 1
        liaison = _liaison_x()
        if liaison and not self._saisir(liaison) and self._essais:
            self._essai.start()
        else:
            self.tentee.emit()

    def _saisir(self, liaison: int) -> bool:
        """Whether it is done."""
        xcb = ouvrir()
        if xcb.xcb_connection_has_error(liaison):
            return False  # the display is gone
        racine = ecran_de(xcb, liaison).root
        demande = xcb.xcb_grab_pointer(liaison, 1, racine, 0, _LIBRE, _SYNCHRONE, 0, 0, _MAINTENANT)
        reponse = xcb.xcb_grab_pointer_reply(liaison, demande, None)
        if reponse is None:
            return False
        accordee = string_at(reponse, 2)[1] == _ACCORDE
        CDLL(None).free(c_void_p(reponse))
        if accordee:
            self._xcb, self._liaison = xcb, liaison
        return accordee


def _liaison_x() -> int:
    """Qt's connection to the X server, 0 where there is none: under cage, and off screen."""
    application = QGuiApplication.instance()
    interface = application.nativeInterface() if isinstance(application, QGuiApplication) else None
    return interface.connection() or 0 if isinstance(interface, QNativeInterface.QX11Application) else 0
