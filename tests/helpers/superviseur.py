"""A real supervisor in a process of its own, with stand-ins for its visits, and its log in a file."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
ENFANT = RACINE / "tests" / "helpers" / "enfant_visite.py"
SCRIPT = """
import sys
from pathlib import Path
from kiosk.terminal.run import executer
sys.exit(executer(Path(sys.argv[1]), commande=(sys.executable, sys.argv[2], sys.argv[3])))
"""
LIMITE_S = 20.0


@dataclass
class Borne:
    """A supervisor in a process of its own, with stand-ins for its visits."""

    dossier: Path
    journal: Path
    processus: subprocess.Popen[bytes]

    def evenement(self, nom: str, **attendus: object) -> dict[str, object]:
        """Wait for a line of its log."""
        limite = time.monotonic() + LIMITE_S
        while time.monotonic() < limite:
            for ligne in self.journal.read_text("utf-8").splitlines():
                champs = json.loads(ligne)
                if champs["event"] == nom and attendus.items() <= champs.items():
                    return champs
            time.sleep(0.02)
        raise AssertionError(self.journal.read_text("utf-8"))

    def ordonner(self, pid: object, ordre: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as prise:
            prise.sendto(ordre.encode(), str(self.dossier / f"{pid}.ordre"))


@contextmanager
def borne(dossier: Path) -> Iterator[Borne]:
    config, journal = dossier.parent / "borne.toml", dossier.parent / "journal"
    config.write_text(f'dossier_etat = "{dossier}"\n')
    with journal.open("wb") as sortie:
        processus = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(config), str(ENFANT), str(dossier)],
            cwd=RACINE,
            stderr=sortie,
            env=os.environ | {"XDG_CACHE_HOME": str(dossier.parent / "cache")},
        )
    with processus:
        try:
            yield Borne(dossier, journal, processus)
        finally:
            processus.send_signal(signal.SIGCONT)
            processus.terminate()
            try:
                processus.wait(LIMITE_S)
            finally:
                processus.kill()
