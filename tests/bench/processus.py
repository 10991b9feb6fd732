"""What a tree of processes costs, read from /proc."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.helpers.terminal import descendance

_PAR_SECONDE = os.sysconf("SC_CLK_TCK")


def pss_mb(pid: int) -> float:
    """Proportional set size of a process and all below it, in MB (10⁶ bytes): shared pages are shared out.

    Raises RuntimeError when the system hides one of them: a sum without it would flatter.
    """
    total_kb = 0
    for membre in descendance(pid):
        try:
            lignes = Path(f"/proc/{membre}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        except PermissionError as refus:
            raise RuntimeError(
                "the memory of a hardened process is only shown to root: run make bench as root"
            ) from refus
        total_kb += sum(int(ligne.split()[1]) for ligne in lignes if ligne.startswith("Pss:"))
    return total_kb * 1024 / 1e6


def rss_ko(pid: int) -> int:
    """Resident size of one process, in kB (1024 bytes)."""
    for ligne in Path(f"/proc/{pid}/status").read_text().splitlines():
        if ligne.startswith("VmRSS:"):
            return int(ligne.split()[1])
    raise RuntimeError(f"process {pid} has no memory: it has ended")


def tenus_par(pid: int) -> int:
    """Open descriptors and threads of one process."""
    return sum(len(list(Path(f"/proc/{pid}/{quoi}").iterdir())) for quoi in ("fd", "task"))


def fichiers(dossier: Path) -> int:
    """Files below a folder, whatever their size."""
    return sum(1 for chemin in dossier.rglob("*") if chemin.is_file())


def _tics(pid: int) -> dict[int, int]:
    tics = {}
    for membre in descendance(pid):
        with contextlib.suppress(OSError):
            champs = Path(f"/proc/{membre}/stat").read_text().rsplit(")", 1)[1].split()
            tics[membre] = int(champs[11]) + int(champs[12])  # user and system time
    return tics


def cpu_percent(pid: int, duree_s: float) -> float:
    """Share of one core that a process and all below it use during `duree_s`, in percent."""
    avant = _tics(pid)
    debut = time.perf_counter()
    time.sleep(duree_s)  # the measure itself: what is used while nothing happens
    apres = _tics(pid)
    ecoule = time.perf_counter() - debut
    depense = sum(tics - avant.get(membre, 0) for membre, tics in apres.items())
    return 100 * depense / _PAR_SECONDE / ecoule


def attendre_calme(pid: int, *, delai_s: float = 20.0, seuil_percent: float = 5.0) -> None:
    """Returns when the tree has done next to nothing for half a second, or after `delai_s`."""
    limite = time.monotonic() + delai_s
    while time.monotonic() < limite and cpu_percent(pid, 0.5) > seuil_percent:
        pass


def chronometrer(action: Callable[[], object], *, fois: int) -> list[float]:
    """Seconds that each of `fois` runs of `action` took."""
    durees = []
    for _ in range(fois):
        debut = time.perf_counter()
        action()
        durees.append(time.perf_counter() - debut)
    return durees


def quantile(valeurs: list[float], part: float) -> float:
    """The smallest value that at least `part` of the values do not exceed."""
    rangees = sorted(valeurs)
    return rangees[min(len(rangees) - 1, max(0, -(-int(part * 1000) * len(rangees) // 1000) - 1))]
