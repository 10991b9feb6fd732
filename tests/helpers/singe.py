"""A monkey on an X display: hundreds of real touches and keys a second, and how long the window kept each waiting.

After each gesture the window is asked whether it is there (`_NET_WM_PING`, which every toolkit answers from the
thread that paints). The answer to a question is sent between two turns of the event loop: what it takes is what a
visitor would have waited. Nothing is added to the product for that.
"""

from __future__ import annotations

import ctypes
import random
import select
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

_MESSAGE = 33  # ClientMessage
_NOTIFICATIONS = 1 << 17 | 1 << 19  # StructureNotifyMask, SubstructureNotifyMask: toolkits answer to either
_SOUVENIRS = 30
_REGARD_S = 0.02
"""How often it is looked whether what should answer still lives."""


class _Message(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("donnees", ctypes.c_long * 5),
        ("reste", ctypes.c_long * 24),  # an XEvent is that large
    )


class Singe:
    """Hands on one display. Use it as a context manager. Coordinates are pixels of the screen.

    `evenements` counts what was sent: presses, moves and releases, each as the X server and the window get it.
    """

    def __init__(self, affichage: str) -> None:
        x11 = self._x11 = ctypes.CDLL("libX11.so.6")
        xtst = self._xtst = ctypes.CDLL("libXtst.so.6")
        pointeur, long, entier = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int
        x11.XOpenDisplay.restype = pointeur
        x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
        for nom in ("XDefaultRootWindow", "XInternAtom", "XStringToKeysym", "XGetSelectionOwner"):
            getattr(x11, nom).restype = long
        x11.XInternAtom.argtypes = [pointeur, ctypes.c_char_p, entier]
        x11.XGetSelectionOwner.argtypes = [pointeur, long]
        x11.XKeysymToKeycode.restype = ctypes.c_ubyte
        x11.XKeysymToKeycode.argtypes = [pointeur, long]
        x11.XSelectInput.argtypes = [pointeur, long, ctypes.c_long]
        x11.XSendEvent.argtypes = [pointeur, long, entier, ctypes.c_long, pointeur]
        x11.XNextEvent.argtypes = [pointeur, pointeur]
        x11.XSync.argtypes = [pointeur, entier]
        for fonction in (x11.XPending, x11.XFlush, x11.XCloseDisplay, x11.XConnectionNumber):
            fonction.argtypes = [pointeur]
        xtst.XTestFakeMotionEvent.argtypes = [pointeur, entier, entier, entier, long]
        xtst.XTestFakeButtonEvent.argtypes = [pointeur, ctypes.c_uint, entier, long]
        xtst.XTestFakeKeyEvent.argtypes = [pointeur, ctypes.c_uint, entier, long]
        self._display = x11.XOpenDisplay(affichage.encode())
        if not self._display:
            raise OSError(f"cannot open the X display {affichage}")
        x11.XDefaultRootWindow.argtypes = [pointeur]
        self._racine = x11.XDefaultRootWindow(self._display)
        x11.XSelectInput(self._display, self._racine, _NOTIFICATIONS)
        self._protocoles, self._question, *self._selections = (
            x11.XInternAtom(self._display, nom, 0)
            for nom in (b"WM_PROTOCOLS", b"_NET_WM_PING", b"PRIMARY", b"CLIPBOARD")
        )
        self._numero = 0
        self._codes: dict[str, int] = {}
        self.evenements = 0
        self.souvenirs: deque[str] = deque(maxlen=_SOUVENIRS)
        """The last gestures, for whoever reads why a run stopped."""

    def __enter__(self) -> Singe:
        return self

    def __exit__(self, *exc: object) -> None:
        self._x11.XCloseDisplay(self._display)

    # -- gestures --------------------------------------------------------------------------------------

    def toucher(self, x: int, y: int, bouton: int = 1) -> None:
        self.souvenirs.append(f"touch {x},{y} button {bouton}")
        self._aller(x, y)
        self._bouton(bouton, True)
        self._bouton(bouton, False)

    def glisser(self, x: int, y: int, vers_x: int, vers_y: int, etapes: int = 6) -> None:
        self.souvenirs.append(f"drag {x},{y} to {vers_x},{vers_y}")
        self._aller(x, y)
        self._bouton(1, True)
        for rang in range(1, etapes + 1):
            self._aller(x + (vers_x - x) * rang // etapes, y + (vers_y - y) * rang // etapes)
        self._bouton(1, False)

    def frapper(self, touche: str) -> None:
        """A key by its X name, with its modifiers: `a`, `ctrl+shift+Escape`. One that this keyboard lacks is none."""
        self.souvenirs.append(touche)
        codes = [self._code(nom) for nom in touche.split("+")]
        if not all(codes):
            return
        for code in codes:
            self._xtst.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            self._xtst.XTestFakeKeyEvent(self._display, code, 0, 0)
        self.evenements += 2 * len(codes)

    def _code(self, nom: str) -> int:
        if nom not in self._codes:
            noms = {"ctrl": "Control_L", "alt": "Alt_L", "shift": "Shift_L", "super": "Super_L"}
            symbole = self._x11.XStringToKeysym(noms.get(nom, nom).encode())
            self._codes[nom] = self._x11.XKeysymToKeycode(self._display, symbole) if symbole else 0
        return self._codes[nom]

    def _aller(self, x: int, y: int) -> None:
        self._xtst.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self.evenements += 1

    def _bouton(self, bouton: int, enfonce: bool) -> None:
        self._xtst.XTestFakeButtonEvent(self._display, bouton, int(enfonce), 0)
        self.evenements += 1

    # -- what comes of it ------------------------------------------------------------------------------

    def attente(
        self, fenetre: int, delai_s: float = 10.0, vit: Callable[[], bool] = lambda: True
    ) -> float | None:
        """How long `fenetre` takes to answer, in seconds; None when it has not after `delai_s`, or no longer `vit`."""
        self._numero += 1
        message = _Message(
            type=_MESSAGE,
            window=fenetre,
            message_type=self._protocoles,
            format=32,
            donnees=(self._question, self._numero, fenetre, 0, 0),
        )
        avant = time.perf_counter()
        self._x11.XSendEvent(self._display, fenetre, 0, 0, ctypes.byref(message))
        self._x11.XFlush(self._display)
        recu = _Message()
        while (reste := avant + delai_s - time.perf_counter()) > 0:
            if not self._x11.XPending(self._display):
                pret, _, _ = select.select(
                    [self._x11.XConnectionNumber(self._display)], [], [], min(reste, _REGARD_S)
                )
                if not pret and not vit():
                    return None
                continue
            self._x11.XNextEvent(self._display, ctypes.byref(recu))
            if recu.type == _MESSAGE and tuple(recu.donnees[:2]) == (self._question, self._numero):
                return time.perf_counter() - avant
        return None

    def selection_offerte(self) -> bool:
        """Whether something that was selected or copied is offered to other programs."""
        return any(self._x11.XGetSelectionOwner(self._display, nom) for nom in self._selections)


Geste = Callable[[Singe], None]


def gestes_au_hasard(
    hasard: random.Random,
    taille: tuple[int, int],
    lettres: Sequence[str],
    touches: Sequence[str],
    cibles: Sequence[tuple[int, int]],
    nombre: int,
) -> list[Geste]:
    """`nombre` gestures: half of them on what can be touched (`cibles`), the others anywhere; letters, odd keys."""
    largeur, hauteur = taille

    def un() -> Geste:
        x, y = hasard.randrange(largeur), hasard.randrange(hauteur)
        match hasard.randrange(20):
            case 0 | 1 | 2:
                touche = hasard.choice(lettres)
                return lambda singe: singe.frapper(touche)
            case 3:
                touche = hasard.choice(touches)
                return lambda singe: singe.frapper(touche)
            case 4:
                fin_x, fin_y = hasard.choice(((x, hasard.randrange(hauteur)), (hasard.randrange(largeur), y)))
                return lambda singe: singe.glisser(x, y, fin_x, fin_y)
            case 5:
                bouton = hasard.choice((2, 3, 4, 5, 8, 9))
                return lambda singe: singe.toucher(x, y, bouton)
            case 6 | 7 | 8 | 9:
                return lambda singe: singe.toucher(x, y)
            case _:
                cx, cy = hasard.choice(cibles) if cibles else (x, y)
                return lambda singe: singe.toucher(cx, cy)

    return [un() for _ in range(nombre)]


def attente_d_un_processeur(pid: int) -> float | None:
    """Seconds that the main thread of `pid` has waited for a processor since it began; None where nobody counts."""
    try:
        couru, attendu, _ = map(int, Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split())
    except (OSError, ValueError):
        return None
    return attendu / 1e9 if couru else None


def pss_ko(pid: int) -> int | None:
    """The proportional set size of a process, in KiB; None when it is gone."""
    try:
        for ligne in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if ligne.startswith("Pss:"):
                return int(ligne.split()[1])
    except OSError:
        return None
    return None
