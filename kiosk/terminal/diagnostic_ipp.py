"""Ask CUPS about its printers, in its own protocol (IPP, RFC 8010 and 8011): no command to install, no text to guess.

Only reads: CUPS-Get-Printers and CUPS-Get-Default, which need no rights.
"""

import http.client
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PRISE: Final = Path("/run/cups/cups.sock")
CLIENT: Final = Path("/etc/cups/client.conf")
PORT: Final = 631
_REPONSE_MAX: Final = 1024 * 1024

_CUPS_DEFAUT, _CUPS_LISTE = 0x4001, 0x4002
_OPERATION, _FIN, _IMPRIMANTE = 0x01, 0x03, 0x04
_DELIMITEUR_MAX: Final = 0x0F
_ENTIERS: Final = frozenset({0x21, 0x23})
_BOOLEEN, _MOT_CLE, _JEU, _LANGUE = 0x22, 0x44, 0x47, 0x48
_RIEN_TROUVE: Final = 0x0406
_ARRETEE: Final = 5

_ATTRIBUTS: Final = (
    "printer-name",
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "queued-job-count",
)

Valeur = int | bool | str
Groupe = dict[str, tuple[Valeur, ...]]


class CupsAbsent(Exception):
    """Nobody answers where CUPS should be."""


class CupsIncompris(Exception):
    """What answers there is not CUPS, or refuses."""


@dataclass(frozen=True, slots=True)
class Imprimante:
    """One queue. `raisons` are IPP keywords (`media-empty-error`), without « none »."""

    nom: str
    arretee: bool
    accepte: bool
    en_attente: int
    raisons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Serveur:
    """Where CUPS is: a socket's path, else a host and a port."""

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


def imprimantes(serveur: Serveur, delai_s: float) -> tuple[Imprimante, ...]:
    """Every queue. Raises CupsAbsent, CupsIncompris."""
    groupes = _demander(serveur, _CUPS_LISTE, _ATTRIBUTS, delai_s)
    return tuple(_imprimante(groupe) for groupe in groupes if groupe.get("printer-name"))


def par_defaut(serveur: Serveur, delai_s: float) -> str:
    """The name of the default queue, empty when there is none. Raises CupsAbsent, CupsIncompris."""
    for groupe in _demander(serveur, _CUPS_DEFAUT, ("printer-name",), delai_s):
        return str(groupe.get("printer-name", ("",))[0])
    return ""


def _imprimante(groupe: Groupe) -> Imprimante:
    raisons = (str(raison) for raison in groupe.get("printer-state-reasons", ()))
    return Imprimante(
        nom=str(groupe["printer-name"][0]),
        arretee=groupe.get("printer-state") == (_ARRETEE,),
        accepte=groupe.get("printer-is-accepting-jobs") != (False,),
        en_attente=int(groupe.get("queued-job-count", (0,))[0]),
        raisons=tuple(raison for raison in raisons if raison != "none"),
    )


class _Liaison(http.client.HTTPConnection):
    """HTTP over the local socket of CUPS."""

    def __init__(self, prise: str, delai_s: float) -> None:
        super().__init__("localhost", timeout=delai_s)
        self._prise = prise

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._prise)


def _demander(serveur: Serveur, operation: int, attributs: tuple[str, ...], delai_s: float) -> list[Groupe]:
    liaison = (
        _Liaison(serveur.prise, delai_s)
        if serveur.prise
        else http.client.HTTPConnection(serveur.hote, serveur.port, timeout=delai_s)
    )
    try:
        liaison.request("POST", "/", _requete(operation, attributs), {"Content-Type": "application/ipp"})
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
    try:
        statut, groupes = _lire(corps)
    except (IndexError, UnicodeDecodeError):
        raise CupsIncompris("réponse tronquée") from None
    if statut == _RIEN_TROUVE:
        return []
    if statut > 0xFF:
        raise CupsIncompris(f"IPP {statut:#06x}")
    return groupes


def _requete(operation: int, attributs: tuple[str, ...]) -> bytes:
    suite = [_attribut(_JEU, "attributes-charset", "utf-8")]
    suite.append(_attribut(_LANGUE, "attributes-natural-language", "en"))
    suite += [
        _attribut(_MOT_CLE, "" if rang else "requested-attributes", nom) for rang, nom in enumerate(attributs)
    ]
    entete = b"\x02\x00" + operation.to_bytes(2, "big") + (1).to_bytes(4, "big")
    return entete + bytes([_OPERATION]) + b"".join(suite) + bytes([_FIN])


def _attribut(genre: int, nom: str, valeur: str) -> bytes:
    return bytes([genre]) + _mesure(nom.encode()) + _mesure(valeur.encode())


def _mesure(octets: bytes) -> bytes:
    return len(octets).to_bytes(2, "big") + octets


def _lire(corps: bytes) -> tuple[int, list[Groupe]]:
    """The status of an answer, and its groups of printers. Raises IndexError when it is cut short."""
    groupes: list[Groupe] = []
    courant: Groupe = {}
    for genre, nom, brut in _elements(corps):
        if genre <= _DELIMITEUR_MAX:
            courant = {}
            if genre == _IMPRIMANTE:
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
    if genre in _ENTIERS:
        return int.from_bytes(brut, "big", signed=True)
    return brut != b"\0" if genre == _BOOLEEN else brut.decode("utf-8", errors="replace")
