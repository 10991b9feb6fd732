"""Harden the calling process: what a visit holds must reach no other process, no dump, and outlive nobody."""

import ctypes
import os
import resource
import signal
from pathlib import Path

from kiosk.terminal.environnement import VARIABLE_PARENT

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_RLIMIT_NICE_NORMAL = 20  # setrlimit(2): the limit 20 - n allows nice n


class SuperviseurDisparu(RuntimeError):
    """The supervisor died before this process could tie itself to it."""


def endurcir_processus(oom_score_adj: int | None = None) -> None:
    """Close this process to the others. To be called first of all, before anything is typed or imported.

    - no core dump (RLIMIT_CORE 0), and not dumpable: neither ptrace nor /proc/<pid>/mem of another process of
      the same user reads it;
    - when started by the supervisor (`CAF_KIOSK_PARENT`): the kernel kills it when the supervisor dies;
    - `oom_score_adj` (0 to 1000): how much sooner than another the kernel kills it when memory runs out.

    Raises:
        SuperviseurDisparu: the supervisor is already dead.
        OSError: the kernel refused.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if oom_score_adj is not None:
        # Before PR_SET_DUMPABLE: the files of /proc/self of a non-dumpable process belong to root.
        Path("/proc/self/oom_score_adj").write_text(str(oom_score_adj))
    parent = os.environ.pop(VARIABLE_PARENT, None)
    if parent is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # The supervisor may have died before the line above: the signal would then never come.
        if os.getppid() != int(parent):
            raise SuperviseurDisparu("le superviseur s'est arrêté pendant le démarrage")
    _prctl(_PR_SET_DUMPABLE, 0)


def _prctl(option: int, valeur: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(valeur), 0, 0, 0) != 0:
        numero = ctypes.get_errno()
        raise OSError(numero, os.strerror(numero))


def peut_revenir_de_nice() -> bool:
    """Whether a process made nice can be given its normal priority back (root, or `LimitNICE=+0` in the unit).

    Where it cannot, a spare must not be made nice: it would stay so once it is the visible process.
    """
    return os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_NICE)[0] >= _RLIMIT_NICE_NORMAL
