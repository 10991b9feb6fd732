"""Start one visit process. Imports little: the first child is started before all that the supervisor needs itself."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

from kiosk.terminal.environnement import VARIABLE_LIEN, VARIABLE_PARENT

COMMANDE: tuple[str, ...] = (sys.executable, "-m", "ui")
"""How a visit is started: no import ties the supervisor to the screens."""

_DU_SUPERVISEUR_SEUL = ("NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "CREDENTIALS_DIRECTORY")


class Lancement(NamedTuple):
    """A process that was just started, our end of its pipe, and when (seconds of `time.monotonic`)."""

    processus: "subprocess.Popen[bytes]"
    prise: socket.socket
    lance_a: float

    def abandonner(self) -> None:
        """Kill it and wait for its end: what it was started for will not happen."""
        self.processus.kill()
        self.processus.wait()
        self.prise.close()


def lancer(commande: Sequence[str] = COMMANDE) -> Lancement:
    """Start `commande` in its own process group, with its end of the pipe named in the environment.

    The child ties its life to ours by itself (`endurcir_processus`): a hook between fork and exec would forbid
    the cheap vfork and is unsafe once the relay has threads. To be called from the main thread, because the
    kernel ties the child to the *thread* that started it.

    Raises:
        OSError: the system refused to start it.
    """
    lance_a = time.monotonic()
    a_nous, a_lui = socket.socketpair()
    with a_lui:
        environnement = {cle: v for cle, v in os.environ.items() if cle not in _DU_SUPERVISEUR_SEUL}
        environnement[VARIABLE_LIEN] = str(a_lui.fileno())
        environnement[VARIABLE_PARENT] = str(os.getpid())
        try:
            processus = subprocess.Popen(
                list(commande),
                stdin=subprocess.DEVNULL,
                env=environnement,
                pass_fds=(a_lui.fileno(),),
                process_group=0,
            )
        except OSError:
            a_nous.close()
            raise
    return Lancement(processus, a_nous, lance_a)
