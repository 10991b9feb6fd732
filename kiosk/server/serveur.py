"""Serving the application over HTTP: in the foreground for an operator, in a thread for a demonstration."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

import structlog
import uvicorn
from fastapi import FastAPI

from kiosk.server import journal
from kiosk.server.app import creer_app
from kiosk.server.horloge import Horloge, maintenant
from kiosk.server.messages.locale import Afficher
from kiosk.server.reglages import ReglagesServeur

ATTENTE_DEMARRAGE_S = 30


class DemarrageImpossible(RuntimeError):
    """The backend did not start: its cause is in the log, or chained."""


def servir(
    reglages: ReglagesServeur,
    *,
    hote: str = "127.0.0.1",
    port: int = 0,
    annoncer: Callable[[str], None] = lambda url: None,
    afficher: Afficher | None = None,
) -> None:
    """Serve until interrupted. Port 0 takes a free one; `annoncer` gets the URL once requests are answered.

    `afficher`: see `creer_app`.

    Raises `DemarrageImpossible`, and `OSError` when the port cannot be had.
    """
    journal.configurer()
    serveur = _Serveur(creer_app(reglages, afficher=afficher), annoncer)
    # uvicorn stops in good order, then gives the signal back: for Ctrl+C that is an exception nobody needs to see.
    with _ecoute(hote, port) as prise, suppress(KeyboardInterrupt):
        serveur.run(sockets=[prise])
    if not serveur.a_demarre:
        raise DemarrageImpossible("the backend stopped before it could answer")


@contextmanager
def en_fil(
    reglages: ReglagesServeur, *, hote: str = "127.0.0.1", port: int = 0, horloge: Horloge = maintenant
) -> Iterator[str]:
    """A backend in a thread of this process, as a context that gives its URL and stops it at the end."""
    pret = threading.Event()
    urls: list[str] = []

    def annoncer(url: str) -> None:
        urls.append(url)
        pret.set()

    serveur = _Serveur(creer_app(reglages, horloge), annoncer)

    def tourner() -> None:
        try:
            asyncio.run(serveur.serve(sockets=[prise]))
        except SystemExit:
            # uvicorn's way to say that the application refused to start; `a_demarre` tells the caller.
            structlog.get_logger().error("demarrage_impossible")
        finally:
            pret.set()

    with _ecoute(hote, port) as prise:
        fil = threading.Thread(target=tourner, name="backend", daemon=True)
        fil.start()
        pret.wait(ATTENTE_DEMARRAGE_S)
        try:
            if not serveur.a_demarre:
                raise DemarrageImpossible("the backend stopped before it could answer")
            yield urls[0]
        finally:
            serveur.should_exit = True
            fil.join()


class _Serveur(uvicorn.Server):
    """uvicorn, telling when and where it answers."""

    def __init__(self, app: FastAPI, annoncer: Callable[[str], None]) -> None:
        super().__init__(
            uvicorn.Config(
                cast(Any, app),  # uvicorn and Starlette type the same protocol in two ways
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=5,
            )
        )
        self._annoncer = annoncer
        self.a_demarre = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce."""
        await super().startup(sockets)
        if self.should_exit or not sockets:
            return
        self.a_demarre = True
        hote, port = sockets[0].getsockname()[:2]
        structlog.get_logger().info("ecoute", hote=hote, port=port)
        self._annoncer(f"http://[{hote}]:{port}" if ":" in hote else f"http://{hote}:{port}")


def _ecoute(hote: str, port: int) -> socket.socket:
    famille = socket.AF_INET6 if ":" in hote else socket.AF_INET
    # asyncio turns Nagle's delay off only where the protocol is named: without it every answer waits 40 ms.
    prise = socket.socket(famille, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        prise.bind((hote, port))
    except OSError:
        prise.close()
        raise
    return prise
