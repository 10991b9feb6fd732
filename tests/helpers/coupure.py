"""A terminal that is cut at any moment: `python -m tests.helpers.coupure DOSSIER URL COFFRE`.

Reads one gesture a line on its standard input, `RANG ronde` or `RANG enroler CODE`, does it in a child of its own, and
kills that child just before its RANG-th call to the system (of those that touch a file, a keyring or the network).
Answers each line with one of JSON: whether the child was cut, and the calls it made.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import socket
import ssl
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from kiosk.backend.client import ClientBackend
from kiosk.backend.identite import Identite
from kiosk.terminal.enrolement import Titulaire, enroler
from kiosk.terminal.secrets import Coffre

SYSTEME = {"posix": {"open", "fsync", "replace", "unlink", "mkdir"}, "fcntl": {"flock"}}
PRISES = {"connect", "send", "sendall", "sendmsg", "recv", "recv_into", "recvmsg"}
FLUX = {"write", "flush"}


def compte(fonction: Any) -> bool:
    """Whether what the machine does without us begins there."""
    nom, sur = fonction.__name__, getattr(fonction, "__self__", None)
    if isinstance(sur, io.BufferedWriter):
        return nom in FLUX
    if isinstance(sur, socket.socket):
        # The loop talks to itself through a pair of sockets, which have no name.
        return nom == "connect" or (nom in PRISES and bool(sur.getpeername()))
    return nom in SYSTEME.get(getattr(fonction, "__module__", None) or "", ())


SANS_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""The address is of this machine, and loading authorities takes longer than all the rest."""


class Coupure:
    """Counts the calls of this process once it is armed, and ends it before one of them, as pulling the plug would."""

    def __init__(self, rang: int, sortie: int) -> None:
        self._rang = rang
        self._sortie = sortie
        self._verrou = threading.Lock()
        self._faits = 0
        self._arme = False
        threading.setprofile(self._regarder)  # before any thread is there

    def armer(self) -> None:
        self._arme = True
        sys.setprofile(self._regarder)

    def _regarder(self, _cadre: object, evenement: str, arg: Any) -> None:
        if not self._arme or evenement != "c_call" or not compte(arg):
            return
        with self._verrou:
            if self._faits == self._rang:
                os.kill(os.getpid(), signal.SIGKILL)
            self._faits += 1
            os.write(self._sortie, f"{arg.__name__}\n".encode())


class UneFois:
    """The clock of a supervisor that is only asked for one look."""

    async def attendre(self, reveil: asyncio.Event, delai_s: float | None) -> None:
        del reveil, delai_s
        raise EOFError


async def agir(dossier: Path, url: str, classe: str, geste: list[str], coupure: Coupure) -> None:
    identite = Identite()
    async with ClientBackend(url, terminal=identite, attente_s=0, contexte_tls=SANS_TLS) as client:
        await client.preparer()
        coupure.armer()
        if geste[0] == "enroler":
            maintenant = datetime(2026, 11, 23, tzinfo=UTC)
            await enroler(Coffre(dossier, classe), dossier, client, identite, geste[1], maintenant)
            return
        titulaire = Titulaire(
            dossier, client, identite, lambda _: None, UneFois(), journal=lambda *_, **__: None
        )
        try:
            await titulaire.tourner()
        except EOFError:
            return


def enfant(arguments: list[str], rang: int, geste: list[str], sortie: int) -> NoReturn:
    dossier, url, classe = Path(arguments[0]), arguments[1], arguments[2]
    code = 1
    try:
        asyncio.run(agir(dossier, url, classe, geste, Coupure(rang, sortie)))
        code = 0
    finally:
        sys.setprofile(None)
        os._exit(code)


def main() -> None:
    import httpx2  # noqa: F401 - loaded once, before any child
    import keyring.core
    import stamina  # noqa: F401
    from stamina.instrumentation import get_on_retry_hooks

    get_on_retry_hooks()
    keyring.core.load_keyring(sys.argv[3])
    for ligne in sys.stdin:
        rang, *geste = ligne.split()
        lecture, ecriture = os.pipe()
        pid = os.fork()
        if pid == 0:
            enfant(sys.argv[1:], int(rang), geste, ecriture)
        os.close(ecriture)
        with os.fdopen(lecture) as flux:
            appels = flux.read().split()
        _, etat = os.waitpid(pid, 0)
        coupe = os.WIFSIGNALED(etat) and os.WTERMSIG(etat) == signal.SIGKILL
        print(
            json.dumps({"coupe": coupe, "code": os.waitstatus_to_exitcode(etat), "appels": appels}),
            flush=True,
        )


if __name__ == "__main__":
    main()
