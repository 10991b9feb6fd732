"""Give CUPS a document, follow it and take it back, in its own protocol (IPP, RFC 8010 and 8011).

Not its commands: they are a package more, they leave a process behind when a visit is killed, and what they print
is made for people. `diagnostic_ipp` reads the state of the printers; this module writes.
"""

import http.client
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.terminal.diagnostic_ipp import CupsAbsent, CupsIncompris, Serveur

_IMPRIMER, _ANNULER, _TRAVAIL, _TRAVAUX = 0x0002, 0x0008, 0x0009, 0x000A
_OPERATION, _GROUPE_TRAVAIL, _FIN = 0x01, 0x02, 0x03
_ENTIER, _BOOLEEN, _NOM, _MOT_CLE, _URI, _JEU, _LANGUE, _MIME = 0x21, 0x22, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
_DELIMITEUR_MAX: Final = 0x0F
_REUSSI_MAX: Final = 0xFF
_INTROUVABLE: Final = frozenset({0x0404, 0x0406})
"""client-error-not-possible and -not-found: there is no such job (any more)."""
_REPONSE_MAX: Final = 1024 * 1024

FINI, EN_ECHEC = 9, frozenset({7, 8})
"""`job-state` of a job that came out, and of one that never will (RFC 8011 §5.3.7)."""

Attribut = tuple[int, str, int | bool | str]


@dataclass(frozen=True, slots=True)
class File:
    """One queue of a server, and the name under which this terminal prints there."""

    serveur: Serveur
    imprimante: str
    utilisateur: str
    delai_s: float

    @property
    def _uri(self) -> str:
        return f"ipp://localhost/printers/{self.imprimante}"

    def imprimer(self, titre: str, pdf: bytes, options: Mapping[str, str], duree_max_s: int) -> int:
        """Hand a document over; returns the number of its job. CUPS itself stops after `duree_max_s` of printing.

        Raises CupsAbsent, CupsIncompris.
        """
        travail: list[Attribut] = [(_MOT_CLE, cle, valeur) for cle, valeur in options.items()]
        travail.append((_ENTIER, "job-cancel-after", duree_max_s))
        groupes = self._demander(
            _IMPRIMER,
            ((_NOM, "job-name", titre), (_MIME, "document-format", "application/pdf")),
            travail,
            pdf,
        )
        for groupe in groupes:
            if "job-id" in groupe:
                return int.from_bytes(groupe["job-id"], "big")
        raise CupsIncompris("travail sans numéro")

    def etat(self, travail: int) -> int | None:
        """Its `job-state`, None once CUPS has forgotten it. Raises CupsAbsent, CupsIncompris."""
        groupes = self._demander(
            _TRAVAIL, ((_ENTIER, "job-id", travail), (_MOT_CLE, "requested-attributes", "job-state"))
        )
        return next((int.from_bytes(g["job-state"], "big") for g in groupes if "job-state" in g), None)

    def retirer(self, travail: int) -> None:
        """Stop it, and take out its file; once it is stopped, also its line in the history.

        Raises CupsAbsent, CupsIncompris.
        """
        self._demander(_ANNULER, ((_ENTIER, "job-id", travail), (_BOOLEEN, "purge-job", True)))

    def laisses(self) -> tuple[int, ...]:
        """The jobs of this name in this queue, come out or not. Raises CupsAbsent, CupsIncompris."""
        numeros: list[int] = []
        for lesquels in ("not-completed", "completed"):
            groupes = self._demander(
                _TRAVAUX,
                (
                    (_BOOLEEN, "my-jobs", True),
                    (_MOT_CLE, "which-jobs", lesquels),
                    (_MOT_CLE, "requested-attributes", "job-id"),
                ),
            )
            numeros += [int.from_bytes(groupe["job-id"], "big") for groupe in groupes if "job-id" in groupe]
        return tuple(numeros)

    def _demander(
        self,
        operation: int,
        attributs: tuple[Attribut, ...],
        travail: list[Attribut] | None = None,
        document: bytes = b"",
    ) -> list[dict[str, bytes]]:
        debut: tuple[Attribut, ...] = (
            (_JEU, "attributes-charset", "utf-8"),
            (_LANGUE, "attributes-natural-language", "en"),
            (_URI, "printer-uri", self._uri),
        )
        # RFC 8011 §4.1.5: what the request is about comes before who asks.
        cible = tuple(a for a in attributs if a[1] == "job-id")
        reste = tuple(a for a in attributs if a[1] != "job-id")
        corps = bytes([_OPERATION]) + _ecrire(
            (*debut, *cible, (_NOM, "requesting-user-name", self.utilisateur), *reste)
        )
        if travail:
            corps += bytes([_GROUPE_TRAVAIL]) + _ecrire(travail)
        entete = b"\x02\x00" + operation.to_bytes(2, "big") + (1).to_bytes(4, "big")
        statut, groupes = self._envoyer(entete + corps + bytes([_FIN]) + document)
        if statut in _INTROUVABLE:
            return []
        if statut > _REUSSI_MAX:
            raise CupsIncompris(f"IPP {statut:#06x}")
        return groupes

    def _envoyer(self, requete: bytes) -> tuple[int, list[dict[str, bytes]]]:
        liaison = _Liaison(self.serveur, self.delai_s)
        try:
            liaison.request(
                "POST", f"/printers/{self.imprimante}", requete, {"Content-Type": "application/ipp"}
            )
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
            return int.from_bytes(corps[2:4], "big"), list(_groupes(corps))
        except (IndexError, UnicodeDecodeError):
            raise CupsIncompris("réponse tronquée") from None


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


def _ecrire(attributs: "tuple[Attribut, ...] | list[Attribut]") -> bytes:
    return b"".join(
        bytes([genre]) + _mesure(nom.encode()) + _mesure(_octets(valeur)) for genre, nom, valeur in attributs
    )


def _octets(valeur: int | bool | str) -> bytes:
    if isinstance(valeur, bool):
        return bytes([valeur])
    return valeur.encode() if isinstance(valeur, str) else valeur.to_bytes(4, "big")


def _mesure(octets: bytes) -> bytes:
    return len(octets).to_bytes(2, "big") + octets


def _groupes(corps: bytes) -> Iterator[dict[str, bytes]]:
    """The groups of an answer, each attribute with its first value. Raises IndexError when it is cut short."""
    place, courant = 8, dict[str, bytes]()
    while True:
        genre = corps[place]
        place += 1
        if genre <= _DELIMITEUR_MAX:
            if courant:
                yield courant
            if genre == _FIN:
                return
            courant = {}
            continue
        nom, place = _morceau(corps, place)
        valeur, place = _morceau(corps, place)
        if nom:
            courant[nom.decode()] = valeur


def _morceau(corps: bytes, place: int) -> tuple[bytes, int]:
    debut = place + 2
    fin = debut + int.from_bytes(corps[place:debut], "big")
    if fin >= len(corps):
        raise IndexError("cut short")
    return corps[debut:fin], fin
