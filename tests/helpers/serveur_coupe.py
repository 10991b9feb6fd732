"""A backend that loses its power in the middle of a transaction about contact details.

`python -m tests.helpers.serveur_coupe REGLAGES CONSIGNE`: settings in JSON, and a file that says where to stop, read
at each statement: a number n (before the nth statement that writes), `commit` (just before it), `apres` (just after it,
before anything is answered). An absent file means never.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.server.reglages import ReglagesServeur

# Not what the worker writes of the messages it carries, nor what a request writes of its session.
_ECRIT = re.compile(
    r"\s*(?:INSERT INTO message|(?:INSERT INTO|UPDATE|DELETE FROM) (?:code|coordonnee|changement|compte)\b)"
)


@contextmanager
def serveur_coupe(reglages: ReglagesServeur, consigne: Path) -> Iterator[str]:
    """URL of that backend, in a process of its own; whatever is left of it dies at the end."""
    commande = [
        sys.executable,
        "-m",
        "tests.helpers.serveur_coupe",
        reglages.model_dump_json(),
        str(consigne),
    ]
    processus = subprocess.Popen(commande, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with processus:
        assert processus.stdout is not None
        try:
            yield processus.stdout.readline().strip()
        finally:
            processus.kill()


def _servir(reglages: ReglagesServeur, consigne: Path) -> None:
    from sqlalchemy import Engine, event
    from sqlalchemy.orm import Session

    from kiosk.server.serveur import servir

    ecrits = 0

    def couper_si(attendu: str) -> None:
        if consigne.exists() and consigne.read_text() == attendu:
            os.kill(os.getpid(), signal.SIGKILL)

    def avant_instruction(_connexion: Any, _curseur: Any, instruction: str, *_: Any) -> None:
        nonlocal ecrits
        if _ECRIT.match(instruction):
            ecrits += 1
            couper_si(str(ecrits))

    def avant_commit(_connexion: Any) -> None:
        if ecrits:
            couper_si("commit")

    def apres_commit(_session: Any) -> None:
        nonlocal ecrits
        if ecrits:
            couper_si("apres")
        ecrits = 0

    event.listen(Engine, "before_cursor_execute", avant_instruction)
    event.listen(Engine, "commit", avant_commit)
    event.listen(Session, "after_commit", apres_commit)
    servir(reglages, annoncer=lambda url: print(url, flush=True))


if __name__ == "__main__":
    _servir(ReglagesServeur.model_validate_json(sys.argv[1]), Path(sys.argv[2]))
