"""Backends that fail in the ways networks and machines do: each answers on a real port, from a thread."""

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

Repondre = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextmanager
def serveur_casse(repondre: Repondre) -> Iterator[str]:
    """Serve each connection with `repondre`; gives the URL."""
    pret, adresses = threading.Event(), list[str]()
    boucles: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def une_ligne(lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
        try:
            await repondre(lecteur, redacteur)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            redacteur.close()

    async def servir() -> None:
        fin = asyncio.Event()
        ecoute = await asyncio.start_server(une_ligne, "127.0.0.1", 0)
        adresses.append(f"http://127.0.0.1:{ecoute.sockets[0].getsockname()[1]}")
        boucles.append((asyncio.get_running_loop(), fin))
        pret.set()
        await fin.wait()
        ecoute.close()
        for tache in asyncio.all_tasks() - {asyncio.current_task()}:
            tache.cancel()

    fil = threading.Thread(target=lambda: asyncio.run(servir()), name="serveur-casse")
    fil.start()
    pret.wait()
    try:
        yield adresses[0]
    finally:
        boucle, fin = boucles[0]
        boucle.call_soon_threadsafe(fin.set)
        fil.join()


async def muet(lecteur: asyncio.StreamReader, _redacteur: asyncio.StreamWriter) -> None:
    """Takes the call and never says a word."""
    await lecteur.read()


async def lent(lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
    """Begins an answer, and never ends it."""
    await lecteur.readuntil(b"\r\n\r\n")
    redacteur.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{")
    await redacteur.drain()
    await lecteur.read()


async def raccroche(lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
    """Hangs up in the middle of the call."""
    await lecteur.readuntil(b"\r\n\r\n")


class Relais:
    """Between a terminal and its backend: passes everything on, but what it is told to lose or to hold.

    `perdre` and `retenir` are part of a request line, `POST /api/v1/coordonnees `: the next answer to it is lost once
    the backend has done its work; or it waits for `lacher()` before it is given, or lost.
    """

    def __init__(self, url: str) -> None:
        self._hote, _, port = url.removeprefix("http://").rpartition(":")
        self._port = int(port)
        self.perdre = ""
        self.retenir = ""
        self._arrivee = threading.Event()
        self._libre = threading.Event()

    async def attendre(self) -> None:
        """Until an answer is held."""
        await asyncio.to_thread(self._arrivee.wait)

    def lacher(self) -> None:
        """Give what is held, and hold nothing any more."""
        self.retenir = ""
        self._libre.set()

    async def __call__(self, lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
        tete = await lecteur.readuntil(b"\r\n\r\n")
        longueur = re.search(rb"(?i)content-length: *([0-9]+)", tete)
        corps = await lecteur.readexactly(int(longueur[1])) if longueur else b""
        ligne = tete.partition(b"\r\n")[0].decode()
        reponse = await self._demander(
            re.sub(rb"(?i)connection: *[a-z-]+", b"Connection: close", tete) + corps
        )
        if self.retenir and self.retenir in ligne:
            self._arrivee.set()
            await asyncio.to_thread(self._libre.wait)
        if self.perdre and self.perdre in ligne:
            self.perdre = ""
            return
        redacteur.write(reponse)
        await redacteur.drain()

    async def _demander(self, octets: bytes) -> bytes:
        lecteur, redacteur = await asyncio.open_connection(self._hote, self._port)
        try:
            redacteur.write(octets)
            return await lecteur.read()
        finally:
            redacteur.close()


def dit(octets: bytes) -> Repondre:
    """Answers these bytes to everything."""

    async def repondre(lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
        await lecteur.readuntil(b"\r\n\r\n")
        redacteur.write(octets)
        await redacteur.drain()

    return repondre


def _http(statut: str, media: str, corps: bytes) -> bytes:
    tete = f"HTTP/1.1 {statut}\r\nContent-Type: {media}\r\nContent-Length: {len(corps)}\r\n"
    return tete.encode() + b"Connection: close\r\n\r\n" + corps


GARBAGE = {
    "not-http": b"\x00\xff\xfe SSH-2.0-OpenSSH\r\n\r\n",
    "html": _http("200 OK", "text/html", b"<h1>Portail captif</h1>"),
    "json-of-somebody-else": _http("201 Created", "application/json", b'{"token": 1}'),
    "broken-json": _http("201 Created", "application/json", b'{"jeton": "'),
    "breakdown": _http("500 Internal Server Error", "text/plain", b"Traceback (most recent call last)"),
    "redirect": _http("302 Found", "text/plain", b""),
    "problem-unknown": _http(
        "418 I'm a teapot", "application/problem+json", b'{"title": "?", "status": 418, "code": "theiere"}'
    ),
}
