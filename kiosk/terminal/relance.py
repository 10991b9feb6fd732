"""A restart that the staff asked for is no fault: who starts next is told, and `doctor` with them.

systemd counts every start that it made by itself, whatever the end before it was. The file `relance` of the state
directory is empty while a restart is asked for, then holds the number of the process that it started.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

FICHIER: Final = "relance"


class Relance:
    """Whether the supervisor of the state directory `dossier` started because somebody asked. Nothing here raises."""

    def __init__(self, dossier: Path) -> None:
        self._fichier = dossier / FICHIER

    def demander(self) -> None:
        """The supervisor is about to end, to be started again."""
        # On a disk that is full, the restart will only pass for a fault.
        with suppress(OSError):
            self._fichier.write_text("")

    def commencer(self, pid: int) -> None:
        """The supervisor `pid` starts: asked for, or not."""
        with suppress(OSError):
            if self._fichier.stat().st_size:
                self._fichier.unlink()
            else:
                self._fichier.write_text(str(pid))

    def a_lance(self, pid: int) -> bool:
        """Whether the supervisor `pid` started because somebody asked."""
        try:
            return self._fichier.read_text() == str(pid)
        except (OSError, UnicodeDecodeError):
            return False
