"""One supervisor per state directory, how the command line reaches the one that runs, and where its session is."""

import fcntl
import os
import signal
from contextlib import suppress
from pathlib import Path

from kiosk.terminal.errors import DejaEnMarche

FICHIER = "superviseur.verrou"
CHIFFRES = 16
"""Bytes of the process number."""

_SESSION = 240


class Verrou:
    """The lock `superviseur.verrou`, held as long as this process lives.

    It holds our process number, and the folder of our session ($XDG_RUNTIME_DIR).
    """

    def __init__(self, dossier: Path) -> None:
        self._fichier = dossier / FICHIER
        self._fd = -1

    def prendre(self) -> None:
        """Take the lock. Raises `DejaEnMarche`, OSError."""
        self._fichier.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(self._fichier, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            raise DejaEnMarche(f"un superviseur tient déjà {self._fichier.parent}") from None
        self._fd = fd
        try:
            # Over the last one, whose room it takes, and over all of it: the disk may be full.
            os.pwrite(fd, f"{os.getpid():<{CHIFFRES}}".encode() + _notre_session(), 0)
        except OSError:
            # The terminal starts without its number: only the command line will miss it.
            with suppress(OSError):
                os.ftruncate(fd, 0)

    def rendre(self) -> None:
        """Let the lock go."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def session_du_superviseur(dossier: Path) -> Path | None:
    """The folder of the session that the supervisor of `dossier` runs in, or ran in last.

    None when it had none, or none ever ran. Raises PermissionError.
    """
    try:
        octets = (dossier / FICHIER).read_bytes()
    except FileNotFoundError:
        return None
    session = octets[CHIFFRES:].rstrip()
    return Path(os.fsdecode(session)) if session else None


def _notre_session() -> bytes:
    octets = os.fsencode(os.environ.get("XDG_RUNTIME_DIR", ""))
    return octets.ljust(_SESSION) if len(octets) <= _SESSION else b" " * _SESSION


def prevenir(dossier: Path) -> bool:
    """Ask the supervisor of `dossier` to read its state again (SIGHUP). Raises OSError.

    False when none runs, or none that could write its number down.
    """
    try:
        fd = os.open(dossier / FICHIER, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        # Locked, so the number in it is that of a living supervisor; none on a disk that was full.
        numero = os.read(fd, CHIFFRES)
        if numero:
            os.kill(int(numero), signal.SIGHUP)
        return bool(numero)
    finally:
        os.close(fd)
    return False
