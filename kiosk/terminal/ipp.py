"""Ask a printing system in its own protocol (IPP, RFC 8010 and 8011): no command to install, no text to guess.

Not CUPS's commands: they are a package more, they leave a process behind when a visit is killed, and what they print
is made for people. `impression_cups` says what is asked; this module is the wire.
"""

import http.client
import os
import re
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

PRISE: Final = Path("/run/cups/cups.sock")
CLIENT: Final = Path("/etc/cups/client.conf")
PORT: Final = 631
_REPONSE_MAX: Final = 1024 * 1024

_OPERATION, _TRAVAIL, _FIN, _REFUSES = 0x01, 0x02, 0x03, 0x05
_DELIMITEUR_MAX: Final = 0x0F
_REUSSI_MAX: Final = 0xFF
_INTROUVABLE: Final = frozenset({0x0404, 0x0406})
"""client-error-not-possible and -not-found: there is no such job or printer (any more)."""


class Genre(IntEnum):
    """What an attribute's value is (RFC 8010 §3.5.2); of the others only the bytes are known."""

    ENTIER = 0x21
    BOOLEEN = 0x22
    ENUM = 0x23
    NOM = 0x42
    MOT_CLE = 0x44
    URI = 0x45
    JEU = 0x47
    LANGUE = 0x48
    MIME = 0x49


Valeur = int | bool | str
Groupe = dict[str, tuple[Valeur, ...]]
"""The attributes of one thing (a printer, a job), each with its values."""

Attribut = tuple[Genre, str, Valeur | Sequence[str]]


class CupsAbsent(Exception):
    """Nobody answers where CUPS should be."""


class CupsIncompris(Exception):
    """What answers there is not CUPS, or refuses."""


@dataclass(frozen=True, slots=True)
class Serveur:
    """Where a printing system is: a socket's path, else a host and a port."""

    prise: str = ""
    hote: str = "localhost"
    port: int = PORT


def serveur_du_poste() -> Serveur:
    """Where CUPS's own commands look, in their order: CUPS_SERVER, client.conf, the local socket, port 631."""
    dit = os.environ.get("CUPS_SERVER", "")
    if not dit:
        try:
            lu = re.search(
                r"(?im)^\s*ServerName\s+(\S+)", CLIENT.read_text(encoding="utf-8", errors="replace")
            )
        except OSError:
            lu = None
        dit = lu[1] if lu else str(PRISE) if PRISE.is_socket() else "localhost"
    if dit.startswith("/"):
        return Serveur(prise=dit)
    # A version of the protocol may follow: host:port/version=1.1
    hote, _, port = dit.partition("/")[0].rpartition(":") if re.search(r":\d+(/|$)", dit) else (dit, "", "")
    return Serveur(hote=hote.strip("[]").partition("/")[0], port=int(port) if port else PORT)


def demander(
    serveur: Serveur,
    operation: int,
    attributs: Sequence[Attribut],
    delai_s: float,
    *,
    chemin: str = "/",
    travail: Sequence[Attribut] = (),
    document: bytes = b"",
) -> list[Groupe]:
    """Make one request; returns what it is about, nothing when there is no such thing.

    Args:
        serveur: who is asked.
        operation: its `operation-id`.
        attributs: of the operation, after charset and language. RFC 8011 §4.1.5: what it is about comes first.
        delai_s: for each wait, in seconds.
        chemin: the path of the URL.
        travail: attributes of the job that the request makes.
        document: what it carries.

    Raises CupsAbsent, CupsIncompris.
    """
    debut = ((Genre.JEU, "attributes-charset", "utf-8"), (Genre.LANGUE, "attributes-natural-language", "en"))
    requete = b"\x02\x00" + operation.to_bytes(2, "big") + (1).to_bytes(4, "big")
    requete += bytes([_OPERATION]) + _ecrire((*debut, *attributs))
    if travail:
        requete += bytes([_TRAVAIL]) + _ecrire(travail)
    corps = _envoyer(serveur, chemin, requete + bytes([_FIN]) + document, delai_s)
    try:
        statut, groupes = lire(corps)
    except (IndexError, UnicodeDecodeError):
        raise CupsIncompris("réponse tronquée") from None
    if statut in _INTROUVABLE:
        return []
    if statut > _REUSSI_MAX:
        raise CupsIncompris(f"IPP {statut:#06x}")
    return groupes


class _Liaison(http.client.HTTPConnection):
    """HTTP over the local socket of CUPS, or over TCP."""

    def __init__(self, serveur: Serveur, delai_s: float) -> None:
        super().__init__(serveur.hote, serveur.port, timeout=delai_s)
        self._prise = serveur.prise

    def connect(self) -> None:
        if not self._prise:
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._prise)


def _envoyer(serveur: Serveur, chemin: str, requete: bytes, delai_s: float) -> bytes:
    liaison = _Liaison(serveur, delai_s)
    try:
        liaison.request("POST", chemin, requete, {"Content-Type": "application/ipp"})
        reponse = liaison.getresponse()
        corps = reponse.read(_REPONSE_MAX)
    except OSError as erreur:
        raise CupsAbsent(type(erreur).__name__) from None
    except http.client.HTTPException as erreur:
        raise CupsIncompris(type(erreur).__name__) from None
    finally:
        liaison.close()
    if reponse.status != http.HTTPStatus.OK:
        raise CupsIncompris(f"HTTP {reponse.status}")
    return corps


# -- the bytes ------------------------------------------------------------------------------------------


def _ecrire(attributs: Sequence[Attribut]) -> bytes:
    octets = b""
    for genre, nom, dit in attributs:
        valeurs: Sequence[Valeur] = (dit,) if isinstance(dit, int | str) else dit
        for rang, valeur in enumerate(valeurs):  # the next value of the same attribute has no name
            octets += bytes([genre]) + _mesure(b"" if rang else nom.encode()) + _mesure(_octets(valeur))
    return octets


def _octets(valeur: Valeur) -> bytes:
    if isinstance(valeur, bool):
        return bytes([valeur])
    return valeur.encode() if isinstance(valeur, str) else valeur.to_bytes(4, "big", signed=True)


def _mesure(octets: bytes) -> bytes:
    return len(octets).to_bytes(2, "big") + octets


def lire(corps: bytes) -> tuple[int, list[Groupe]]:
    """The status of an answer, and its groups but those about the request. Raises IndexError when it is cut short."""
    groupes: list[Groupe] = []
    courant: Groupe = {}
    for genre, nom, brut in _elements(corps):
        if genre <= _DELIMITEUR_MAX:
            courant = {}
            if genre not in (_OPERATION, _REFUSES):
                groupes.append(courant)
            continue
        cle = nom or next(reversed(courant), "")
        courant[cle] = (*courant.get(cle, ()), _valeur(genre, brut))
    return int.from_bytes(corps[2:4], "big"), groupes


def _elements(corps: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Tag, name and value of each element; a delimiter has neither name nor value."""
    place = 8
    while (genre := corps[place]) != _FIN:
        place += 1
        if genre <= _DELIMITEUR_MAX:
            yield genre, "", b""
            continue
        nom, place = _morceau(corps, place)
        brut, place = _morceau(corps, place)
        yield genre, nom.decode(), brut


def _morceau(corps: bytes, place: int) -> tuple[bytes, int]:
    debut = place + 2
    fin = debut + int.from_bytes(corps[place:debut], "big")
    if fin >= len(corps):  # at least the end tag follows
        raise IndexError("cut short")
    return corps[debut:fin], fin


def _valeur(genre: int, brut: bytes) -> Valeur:
    if genre in (Genre.ENTIER, Genre.ENUM):
        return int.from_bytes(brut, "big", signed=True)
    return brut != b"\0" if genre == Genre.BOOLEEN else brut.decode("utf-8", errors="replace")
