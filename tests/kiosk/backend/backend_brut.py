"""A backend made of bytes: what it was sent, and whatever it is told to answer, on a real socket."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kiosk.backend.client import ClientBackend

ID = UUID("11111111-2222-4333-8444-555555555555")
JETON = "jeton-tres-secret-0123456789"
NIR, MOT_DE_PASSE = "2690599999999", "mot de passe très secret"
SESSION = {"jeton": JETON, "bon_de_depot": "bon-secret", "inactivite_s": 120, "duree_max_s": 3600}
COMPTE = {
    "prenom": "Zoé",
    "nom": "Martin",
    "foyer": [{"qualite": "vous", "prenom": "Zoé"}],
    "coordonnees": {"version": 7},
}
DEPOT = {
    "id": str(ID),
    "numero": "R-C4R1-04EZ-P32V-S",
    "demarche": "ressources",
    "titre": "Déclaration de ressources",
    "recu_le": "2026-03-12T14:05:00+01:00",
    "etat": "recu",
}


@dataclass
class Requete:
    methode: str
    chemin: str
    entetes: dict[str, str]
    corps: bytes


Repondre = Callable[[Requete, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Serveur:
    """A backend made of bytes: each request is given to the next answer, the last one serving for ever."""

    reponses: list[Repondre]
    requetes: list[Requete] = field(default_factory=list)
    adresse: str = ""
    fin: asyncio.Event = field(default_factory=asyncio.Event)
    lignes: dict[asyncio.StreamWriter, asyncio.Task[None]] = field(default_factory=dict)

    async def servir(self, lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
        self.lignes[redacteur] = asyncio.current_task()
        try:
            while True:
                tete = (await lecteur.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                methode, chemin, _ = tete[0].split(" ")
                entetes = {n.lower(): v for n, v in (ligne.split(": ", 1) for ligne in tete[1:] if ligne)}
                corps = await lecteur.readexactly(int(entetes.get("content-length", 0)))
                self.requetes.append(Requete(methode, chemin, entetes, corps))
                repondre = self.reponses[min(len(self.requetes), len(self.reponses)) - 1]
                await repondre(self.requetes[-1], redacteur)
                await redacteur.drain()
                if redacteur.is_closing():
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            redacteur.close()

    async def se_taire(self, requete: Requete, redacteur: asyncio.StreamWriter) -> None:
        await self.fin.wait()


@asynccontextmanager
async def un_backend(*reponses: Repondre, tls: ssl.SSLContext | None = None) -> AsyncIterator[Serveur]:
    serveur = Serveur(list(reponses))
    ecoute = await asyncio.start_server(serveur.servir, "127.0.0.1", 0, ssl=tls)
    port = ecoute.sockets[0].getsockname()[1]
    serveur.adresse = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    async with ecoute:
        try:
            yield serveur
        finally:
            serveur.fin.set()
            for redacteur in serveur.lignes:
                redacteur.close()
            await asyncio.gather(*serveur.lignes.values())


def client(serveur: Serveur, **reglages: Any) -> ClientBackend:
    return ClientBackend(serveur.adresse, **{"attente_s": 0, "delai_s": 5, **reglages})


def brut(octets: bytes, *, couper: bool = False) -> Repondre:
    async def repondre(requete: Requete, redacteur: asyncio.StreamWriter) -> None:
        redacteur.write(octets)
        if couper:
            await redacteur.drain()
            redacteur.close()

    return repondre


def http(statut: int, corps: bytes = b"", media: str | None = "application/json", **entetes: str) -> Repondre:
    lignes = [f"HTTP/1.1 {statut} X", f"Content-Length: {len(corps)}"]
    lignes += [f"Content-Type: {media}"] if media else []
    lignes += [f"{nom.replace('_', '-')}: {valeur}" for nom, valeur in entetes.items()]
    return brut("\r\n".join([*lignes, "", ""]).encode() + corps)


def en_json(statut: int, corps: object) -> Repondre:
    return http(statut, json.dumps(corps).encode())


def probleme(statut: int, code: str, **suite: Any) -> Repondre:
    corps = {"type": "about:blank", "title": "Non", "status": statut, "code": code, **suite}
    return http(statut, json.dumps(corps).encode(), "application/problem+json; charset=utf-8")


def jouer(scenario: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(scenario())


INJOIGNABLE: dict[str, Repondre] = {
    "hangs up at once": brut(b"", couper=True),
    "hangs up in the headers": brut(b"HTTP/1.1 200 OK\r\nContent-Le", couper=True),
    "hangs up in the body": brut(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{", couper=True
    ),
    "is not HTTP": brut(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", couper=True),
    "gateway without backend": http(502, b"<html>", "text/html"),
    "gateway that waits": http(504, b"", None),
}
"""Every way to give no answer at all."""
