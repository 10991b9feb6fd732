"""One supervisor per state directory, and how the command line reaches the one that runs."""

import fcntl
import os
import signal
from contextlib import suppress
from pathlib import Path

from kiosk.terminal.errors import DejaEnMarche

FICHIER = "superviseur.verrou"
_CHIFFRES = 16


class Verrou:
    """The lock `superviseur.verrou`, held as long as this process lives; it holds our process number."""

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
            os.pwrite(fd, f"{os.getpid():<{_CHIFFRES}}".encode(), 0)
        except OSError:
            # The terminal starts without its number: only the command line will miss it.
            with suppress(OSError):
                os.ftruncate(fd, 0)

    def rendre(self) -> None:
        """Let the lock go."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


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
        numero = os.read(fd, 32)
        if numero:
            os.kill(int(numero), signal.SIGHUP)
        return bool(numero)
    finally:
        os.close(fd)
    return False
