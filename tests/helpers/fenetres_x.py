"""What an X display shows of windows, from outside every program: which ones, where, which is active."""

from __future__ import annotations

import ctypes
import time
from dataclasses import dataclass

_VISIBLE = 2  # IsViewable
_LONGUEUR = 64
_MESSAGE = 33  # ClientMessage
_AU_GESTIONNAIRE = 1 << 19 | 1 << 20  # SubstructureNotifyMask, SubstructureRedirectMask


class _Attributs(ctypes.Structure):
    _fields_ = (
        *((nom, ctypes.c_int) for nom in ("x", "y", "width", "height", "border_width", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *((nom, ctypes.c_int) for nom in ("c_class", "bit_gravity", "win_gravity", "backing_store")),
        *((nom, ctypes.c_ulong) for nom in ("backing_planes", "backing_pixel")),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        *((nom, ctypes.c_int) for nom in ("map_installed", "map_state")),
        *((nom, ctypes.c_long) for nom in ("all_event_masks", "your_event_mask", "do_not_propagate_mask")),
        ("override_redirect", ctypes.c_int),
        ("screen", ctypes.c_void_p),
    )


class _Message(ctypes.Structure):
    _fields_ = (
        ("genre", ctypes.c_int),
        ("serie", ctypes.c_ulong),
        ("envoye", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("fenetre", ctypes.c_ulong),
        ("sujet", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("donnees", ctypes.c_long * 5),
        ("reste", ctypes.c_long * 24),  # an XEvent is that large
    )


@dataclass(frozen=True)
class FenetreX:
    """A window that is on the screen: its id, its place in pixels."""

    numero: int
    x: int
    y: int
    largeur: int
    hauteur: int


class FenetresX:
    """One display, looked at through libX11. Use it as a context manager."""

    def __init__(self, affichage: str) -> None:
        x11 = self._x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
        for nom in ("XDefaultRootWindow", "XInternAtom", "XGetSelectionOwner", "XCreateSimpleWindow"):
            getattr(x11, nom).restype = ctypes.c_ulong
        x11.XSendEvent.argtypes = [
            ctypes.c_void_p,
            ctypes.c_ulong,
            ctypes.c_int,
            ctypes.c_long,
            ctypes.c_void_p,
        ]
        x11.XSetErrorHandler.argtypes = [ctypes.c_void_p]
        self._display = ctypes.c_void_p(x11.XOpenDisplay(affichage.encode()))
        if not self._display:
            raise OSError(f"cannot open the X display {affichage}")
        # A window may go while it is looked at: that is no error.
        self._sans_bruit = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _d, _e: 0)
        x11.XSetErrorHandler(ctypes.cast(self._sans_bruit, ctypes.c_void_p))
        self._racine = ctypes.c_ulong(x11.XDefaultRootWindow(self._display))

    def __enter__(self) -> FenetresX:
        return self

    def __exit__(self, *exc: object) -> None:
        self._x11.XSetErrorHandler(None)
        self._x11.XCloseDisplay(self._display)

    def a_l_ecran(self) -> list[FenetreX]:
        """The windows right under the root that can be seen, the lowest first; a frame stands for what is in it."""
        racine, parent = ctypes.c_ulong(), ctypes.c_ulong()
        enfants, nombre = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        self._x11.XQueryTree(
            self._display,
            self._racine,
            *(ctypes.byref(x) for x in (racine, parent, enfants, nombre)),
        )
        vues = []
        for rang in range(nombre.value):
            attributs = _Attributs()
            numero = ctypes.c_ulong(enfants[rang])
            if not self._x11.XGetWindowAttributes(self._display, numero, ctypes.byref(attributs)):
                continue
            visible = attributs.map_state == _VISIBLE and attributs.c_class == 1  # InputOutput
            dedans = attributs.x + attributs.width > 0 and attributs.y + attributs.height > 0
            if visible and dedans:
                vues.append(
                    FenetreX(numero.value, attributs.x, attributs.y, attributs.width, attributs.height)
                )
        self._x11.XFree(enfants)
        return vues

    def active(self) -> int | None:
        """The window that the window manager says is active."""
        valeurs = self._propriete(self._racine.value, "_NET_ACTIVE_WINDOW")
        return valeurs[0] if valeurs and valeurs[0] else None

    def pid(self, numero: int) -> int | None:
        """The process that a window says it is of."""
        valeurs = self._propriete(numero, "_NET_WM_PID")
        return valeurs[0] if valeurs else None

    def plein_ecran(self, numero: int) -> bool:
        """Whether the window manager holds a window full-screen, and does not hide it."""
        etats = set(self._propriete(numero, "_NET_WM_STATE"))
        return (
            self._atome("_NET_WM_STATE_FULLSCREEN") in etats
            and self._atome("_NET_WM_STATE_HIDDEN") not in etats
        )

    def attendre_le_gestionnaire(self, delai_s: float = 5.0) -> None:
        """Returns once the window manager has done all that it was asked before, by keys or by programs.

        It is asked what frame a window of ours would have: it answers in its turn (EWMH, `_NET_REQUEST_FRAME_EXTENTS`).
        """
        fenetre = self._x11.XCreateSimpleWindow(self._display, self._racine, -9, -9, 1, 1, 0, 0, 0)
        demande = _Message(
            genre=_MESSAGE, fenetre=fenetre, sujet=self._atome("_NET_REQUEST_FRAME_EXTENTS"), format=32
        )
        self._x11.XSendEvent(self._display, self._racine, 0, _AU_GESTIONNAIRE, ctypes.byref(demande))
        limite = time.monotonic() + delai_s
        while not self._propriete(fenetre, "_NET_FRAME_EXTENTS"):
            if time.monotonic() > limite:
                raise TimeoutError("the window manager does not answer")
        self._x11.XDestroyWindow(self._display, ctypes.c_ulong(fenetre))

    def selection_tenue(self, nom: str = "PRIMARY") -> bool:
        """Whether some program offers a selection to the others."""
        return bool(self._x11.XGetSelectionOwner(self._display, ctypes.c_ulong(self._atome(nom))))

    def _atome(self, nom: str) -> int:
        return int(self._x11.XInternAtom(self._display, nom.encode(), 0))

    def _propriete(self, numero: int, nom: str) -> list[int]:
        genre, format_, nombre, reste = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
        valeurs = ctypes.POINTER(ctypes.c_ulong)()
        echec = self._x11.XGetWindowProperty(
            self._display,
            ctypes.c_ulong(numero),
            ctypes.c_ulong(self._atome(nom)),
            ctypes.c_long(0),
            ctypes.c_long(_LONGUEUR),
            0,
            ctypes.c_ulong(0),
            *(ctypes.byref(x) for x in (genre, format_, nombre, reste, valeurs)),
        )
        if echec or not valeurs or format_.value != 32:
            return []
        lues = [valeurs[rang] for rang in range(nombre.value)]
        self._x11.XFree(valeurs)
        return lues
