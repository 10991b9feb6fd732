"""Whether the server behind the screen (X or Wayland) is there, asked without Qt.

When it goes, every window goes with it, and no visit is to blame.
"""

import asyncio
import os
import re
import socket
from collections.abc import Callable, Iterator, Mapping

_LOCAL = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")


def ecran_present(environnement: Mapping[str, str] = os.environ) -> bool:
    """False when none of the local servers that Qt could open a window on listens any more.

    True where there is nothing to ask: another platform of Qt (`offscreen`), a display of another machine.
    """
    adresses = list(_adresses(environnement))
    return not adresses or any(_ecoute(adresse) for adresse in adresses)


def _adresses(environnement: Mapping[str, str]) -> Iterator[str]:
    """The sockets of the servers that the environment names, abstract ones after a zero byte."""
    demandees = environnement.get("QT_QPA_PLATFORM", "")
    plateformes = [nom.split(":")[0] for nom in demandees.split(";")] if demandees else ["wayland", "xcb"]
    wayland = environnement.get("WAYLAND_DISPLAY", "")
    dossier = environnement.get("XDG_RUNTIME_DIR", "")
    if wayland and any(nom.startswith("wayland") for nom in plateformes):
        yield os.path.join(dossier, wayland)  # noqa: PTH118  an absolute name stands alone
    if "xcb" in plateformes and (affichage := _LOCAL.fullmatch(environnement.get("DISPLAY", ""))):
        chemin = f"/tmp/.X11-unix/X{affichage[1]}"  # noqa: S108  where X servers are
        yield chemin
        yield f"\0{chemin}"


def _ecoute(adresse: str) -> bool:
    with socket.socket(
        socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK
    ) as prise:
        try:
            prise.connect(adresse)
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        except OSError:
            # Too many wait at its door, or the door is not ours: somebody is there.
            return True
    return True


class Guet:
    """Looks every `pas_s` seconds for a screen that has gone; calls `action` once it is back."""

    def __init__(self, present: Callable[[], bool], pas_s: float, action: Callable[[], object]) -> None:
        self._present = present
        self._pas_s = pas_s
        self._action = action
        self._minuterie: asyncio.TimerHandle | None = None

    @property
    def en_cours(self) -> bool:
        """Whether there is no screen to show anything on."""
        return self._minuterie is not None

    def perdu(self) -> bool:
        """Whether the screen has gone; if so, it is looked for from now on."""
        if self._present():
            return False
        self.annuler()
        self._minuterie = asyncio.get_running_loop().call_later(self._pas_s, self._revoir)
        return True

    def annuler(self) -> None:
        """Nobody looks any more."""
        if self._minuterie is not None:
            self._minuterie.cancel()
            self._minuterie = None

    def _revoir(self) -> None:
        self._minuterie = None
        if not self.perdu():
            self._action()
