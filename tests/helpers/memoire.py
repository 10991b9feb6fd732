"""The memory of a process, read from outside as by whoever would look for secrets: `/proc/<pid>/mem`, as root."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.fouille import LECTURE, Secrets, Trouves

_LIGNE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \d+ *(.*)")
_ENDURCI = "import ctypes, sys; ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); print(flush=True); sys.stdin.read()"


@dataclass(frozen=True)
class Zone:
    """One mapping of a process: addresses, rights (`rw-p`), the file behind it if any."""

    debut: int
    fin: int
    droits: str
    fichier: str

    @property
    def a_lire(self) -> bool:
        """Whether it may hold what the process was given, and not only the fixed bytes of a program or a font."""
        return self.droits[0] == "r" and (self.droits[1] == "w" or not self.fichier.startswith("/"))


def manque() -> str | None:
    """Why the memory of a process that hides it cannot be read here, as a sentence, or None."""
    with subprocess.Popen(
        [sys.executable, "-c", _ENDURCI], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as temoin:
        assert temoin.stdout is not None
        temoin.stdout.readline()
        try:
            os.close(os.open(f"/proc/{temoin.pid}/mem", os.O_RDONLY))
        except PermissionError:
            return "the memory of another process cannot be read: root with CAP_SYS_PTRACE is needed"
        finally:
            temoin.kill()
    return None


def zones(pid: int) -> list[Zone]:
    """The mappings of a process."""
    lues = []
    for ligne in Path(f"/proc/{pid}/maps").read_text().splitlines():
        trouve = _LIGNE.fullmatch(ligne)
        assert trouve is not None, ligne
        lues.append(Zone(int(trouve[1], 16), int(trouve[2], 16), trouve[3], trouve[4]))
    return lues


def chercher(pid: int, secrets: Secrets) -> Trouves:
    """The secrets that the memory of a process holds. Raises OSError."""
    trouves: Trouves = set()
    memoire = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
    try:
        for zone in zones(pid):
            if zone.a_lire:
                trouves |= secrets.dans_le_flux(_lire(memoire, zone))
    finally:
        os.close(memoire)
    return trouves


def _lire(memoire: int, zone: Zone) -> Iterator[bytes]:
    position = zone.debut
    while position < zone.fin:
        try:
            morceau = os.pread(memoire, min(LECTURE, zone.fin - position), position)
        except OSError:
            return  # the kernel's own pages (vvar), or a mapping that has just gone
        if not morceau:
            return
        yield morceau
        position += len(morceau)
