"""A real HTTP gateway for text messages on a free port, which fails when it is told to."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Passerelle:
    """`delivres`: what people's phones have shown, once for each key. `appels`: every call, headers and body.

    `pannes`: what the next calls meet, in order: a status, `coupure_avant` (cut, nothing is delivered),
    `coupure_apres` (delivered, and the answer never leaves) or `silence` (delivered, and no answer until `parler()`).
    """

    jeton: str
    delivres: list[dict[str, str]] = field(default_factory=list)
    appels: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    pannes: list[int | str] = field(default_factory=list)
    url: str = ""
    _cles: set[str] = field(default_factory=set)
    _verrou: threading.Lock = field(default_factory=threading.Lock)
    _silence: threading.Event = field(default_factory=threading.Event)
    _parole: threading.Event = field(default_factory=threading.Event)

    def attendre_silence(self) -> None:
        """Return once a call waits for its answer."""
        assert self._silence.wait(20), "nobody called"

    def parler(self) -> None:
        """Answer those that wait."""
        self._parole.set()

    def traiter(self, entetes: dict[str, str], corps: dict[str, Any]) -> int | None:
        """The status to answer, None to cut."""
        panne, statut = self._noter(entetes, corps)
        if panne == "silence":
            self._silence.set()
            self._parole.wait(20)
        return statut

    def _noter(self, entetes: dict[str, str], corps: dict[str, Any]) -> tuple[int | str, int | None]:
        with self._verrou:
            self.appels.append((entetes, corps))
            panne = self.pannes.pop(0) if self.pannes else 202
            if entetes.get("authorization") != f"Bearer {self.jeton}":
                return panne, 401
            if panne == "coupure_avant":
                return panne, None
            if isinstance(panne, int) and panne >= 300:
                return panne, panne
            if entetes["idempotency-key"] not in self._cles:
                self._cles.add(entetes["idempotency-key"])
                self.delivres.append(corps)
            return panne, None if panne in ("coupure_apres", "silence") else 202


@contextlib.contextmanager
def passerelle_sms(jeton: str = "jeton-de-la-passerelle") -> Iterator[Passerelle]:
    """A gateway that listens, for the time of a test."""
    passerelle = Passerelle(jeton)

    class Guichet(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            corps = json.loads(self.rfile.read(int(self.headers["content-length"])))
            statut = passerelle.traiter({cle.lower(): v for cle, v in self.headers.items()}, corps)
            if statut is not None:
                self.send_response(statut)
                self.send_header("content-length", "0")
                self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Guichet)
    passerelle.url = f"http://127.0.0.1:{serveur.server_address[1]}/messages"
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    fil.start()
    try:
        yield passerelle
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()
