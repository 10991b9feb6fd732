"""The pipe between the supervisor and one visit: JSON, one message a line, over one inherited socket.

Both ends are non-blocking and know no event loop: the supervisor hooks `fileno()` into asyncio, the visit into
a `QSocketNotifier`. What the other end says is parsed strictly: an unknown message, an unknown key or a line
without end raises `LienInvalide`, so that garbage condemns the process that sent it and nobody else.

    child -> supervisor    ready, shown, visit-started, alive, deposited, ended(motif)
    supervisor -> child    depart(reglages, montrer, hors_service), show, hors-service(motif, depuis), stop,
                           secret(secret): at any time after depart, any number of times

The order of a child's life: `depart` comes first; the child answers `ready` once it could be shown at once;
then `shown` when it is painted, after `show`, after `hors-service`, or unasked when `depart.montrer` is true;
`alive` every second from `ready` on, sent by the GUI loop itself, shown or not.
"""

import json
import os
import select
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from kiosk.terminal.visite import ReglagesVisite

VARIABLE_LIEN = "CAF_KIOSK_LIEN"
"""Environment variable that holds the number of the inherited socket."""

LIGNE_MAX = 65_536
"""Longest line, bytes: a sender that never ends its line must not fill the memory of the other end."""

_LECTURE = 65_536


class LienInvalide(ValueError):
    """The other end sent something that is not a message."""


class Motif(StrEnum):
    """Why a process left the screen."""

    FINI = "fini"
    SILENCE = "silence"
    PANNE = "panne"
    FIGE = "fige"
    ARRET = "arret"
    RECYCLAGE = "recyclage"


MOTIFS_DE_LA_VISITE = frozenset({Motif.FINI, Motif.SILENCE, Motif.PANNE})
"""What a visit may say of itself: the others are the supervisor's to establish."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Warm and hidden: can be painted as soon as it is asked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The page is painted on the screen."""


@dataclass(frozen=True, slots=True)
class VisitStarted:
    """Somebody touched the home page: from now on there is something to erase."""


@dataclass(frozen=True, slots=True)
class Alive:
    """The GUI loop turns."""


@dataclass(frozen=True, slots=True)
class Deposited:
    """A sealed envelope was written to the outbox."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The visit is over and hides its page; only FINI, SILENCE or PANNE."""

    motif: Motif


@dataclass(frozen=True, slots=True)
class HorsService:
    """Show the page « hors service » now. `motif`: for the staff; `depuis`: ISO date and time, with its offset."""

    motif: str
    depuis: str


@dataclass(frozen=True, slots=True)
class Depart:
    """What the process is for: a visit, or the page « hors service » when `hors_service` is given.

    `montrer`: show as soon as ready, without waiting for `show` (always so for the page « hors service »).
    """

    reglages: ReglagesVisite
    montrer: bool = False
    hors_service: HorsService | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """Show the home page now."""


@dataclass(frozen=True, slots=True)
class SecretTerminal:
    """The terminal's credential from now on: what calls to the backend carry. Not in `Depart`, which comes first.

    It is read once the first page is painted, and replaced while visits go on.
    """

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stop:
    """End now. Also what a child reads when the supervisor is gone."""


DeLaVisite = Ready | Shown | VisitStarted | Alive | Deposited | Ended
DuSuperviseur = Depart | Show | HorsService | SecretTerminal | Stop
_Recu = TypeVar("_Recu", DeLaVisite, DuSuperviseur)

_SANS_DONNEE_VISITE: Mapping[str, DeLaVisite] = {
    "ready": Ready(),
    "shown": Shown(),
    "visit-started": VisitStarted(),
    "alive": Alive(),
    "deposited": Deposited(),
}
_SANS_DONNEE_SUPERVISEUR: Mapping[str, DuSuperviseur] = {"show": Show(), "stop": Stop()}
_NOMS: Mapping[DeLaVisite | DuSuperviseur, str] = {
    message: nom
    for table in (_SANS_DONNEE_VISITE, _SANS_DONNEE_SUPERVISEUR)
    for nom, message in table.items()
}


def encoder(message: DeLaVisite | DuSuperviseur) -> bytes:
    """One message as one line."""
    corps: dict[str, object]
    match message:
        case Ended(motif):
            corps = {"t": "ended", "motif": motif.value}
        case HorsService(motif, depuis):
            corps = {"t": "hors-service", "motif": motif, "depuis": depuis}
        case SecretTerminal(secret):
            corps = {"t": "secret", "secret": secret}
        case Depart(reglages, montrer, hors_service):
            panne = None if hors_service is None else asdict(hors_service)
            corps = {"t": "depart", "reglages": reglages.to_json(), "montrer": montrer, "hors_service": panne}
        case _:
            corps = {"t": _NOMS[message]}
    return json.dumps(corps, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _objet(ligne: bytes) -> tuple[str, dict[str, object]]:
    try:
        corps = json.loads(ligne)
    except (ValueError, RecursionError):
        # `from None`: the text of the line must reach no log.
        raise LienInvalide("une ligne n'est pas du JSON") from None
    if not isinstance(corps, dict) or not isinstance(corps.get("t"), str):
        raise LienInvalide("une ligne n'est pas un message")
    nom = corps.pop("t")
    return nom, corps


def decoder_visite(ligne: bytes) -> DeLaVisite:
    """Read one line of a child. Raises `LienInvalide`."""
    nom, corps = _objet(ligne)
    if nom == "ended" and set(corps) == {"motif"}:
        motif = corps["motif"]
        if isinstance(motif, str) and motif in MOTIFS_DE_LA_VISITE:
            return Ended(Motif(motif))
    elif nom in _SANS_DONNEE_VISITE and not corps:
        return _SANS_DONNEE_VISITE[nom]
    raise LienInvalide("message inconnu d'une visite")


def decoder_superviseur(ligne: bytes) -> DuSuperviseur:
    """Read one line of the supervisor. Raises `LienInvalide`."""
    nom, corps = _objet(ligne)
    if nom in _SANS_DONNEE_SUPERVISEUR and not corps:
        return _SANS_DONNEE_SUPERVISEUR[nom]
    if nom == "hors-service":
        return _hors_service(corps)
    if nom == "secret" and set(corps) == {"secret"} and isinstance(corps["secret"], str):
        return SecretTerminal(corps["secret"])
    if nom == "depart" and set(corps) == {"reglages", "montrer", "hors_service"}:
        montrer, panne = corps["montrer"], corps["hors_service"]
        if isinstance(montrer, bool):
            try:
                reglages = ReglagesVisite.from_json(corps["reglages"])
            except ValueError as erreur:
                raise LienInvalide(f"départ illisible : {erreur}") from erreur
            return Depart(reglages, montrer, None if panne is None else _hors_service(panne))
    raise LienInvalide("message inconnu du superviseur")


def _hors_service(corps: object) -> HorsService:
    if isinstance(corps, dict) and set(corps) == {"motif", "depuis"}:
        motif, depuis = corps["motif"], corps["depuis"]
        if isinstance(motif, str) and isinstance(depuis, str):
            return HorsService(motif, depuis)
    raise LienInvalide("page hors service illisible")


class _Lien(Generic[_Recu]):
    """One end: lines in, lines out, never blocking."""

    def __init__(self, prise: socket.socket) -> None:
        prise.setblocking(False)
        self._prise = prise
        self._entrant = bytearray()
        self._sortant = bytearray()
        self.ferme = False
        """The other end is gone: nothing more will be read, and what is sent is lost."""

    def _decoder(self, ligne: bytes) -> _Recu:
        raise NotImplementedError

    def fileno(self) -> int:
        """The descriptor to watch for reading."""
        return self._prise.fileno()

    def envoyer(self, message: DeLaVisite | DuSuperviseur) -> None:
        """Send without blocking; what the other end has no room for goes with the next call.

        A vanished other end is no error here: it sets `ferme`, and the next reading says so.

        Raises:
            LienInvalide: the other end has read nothing for `LIGNE_MAX` bytes.
        """
        self._sortant += encoder(message)
        try:
            envoyes = self._prise.send(self._sortant)
        except BlockingIOError:
            envoyes = 0
        except (BrokenPipeError, ConnectionResetError):
            self.ferme = True
            envoyes = len(self._sortant)
        del self._sortant[:envoyes]
        if len(self._sortant) > LIGNE_MAX:
            raise LienInvalide("l'autre bout ne lit plus")

    def lire(self) -> list[_Recu]:
        """The messages that have arrived, perhaps none; sets `ferme` at the end of the stream.

        Raises:
            LienInvalide: garbage; the link is then of no more use.
        """
        try:
            recu = self._prise.recv(_LECTURE)
        except BlockingIOError:
            return []
        except ConnectionResetError:
            recu = b""
        if not recu:
            self.ferme = True
            return []
        self._entrant += recu
        *lignes, reste = self._entrant.split(b"\n")
        self._entrant = reste
        if len(reste) > LIGNE_MAX:
            raise LienInvalide("une ligne sans fin")
        return [self._decoder(bytes(ligne)) for ligne in lignes]

    def fermer(self) -> None:
        """Close this end; the other one reads the end of the stream."""
        self._prise.close()


class LienSuperviseur(_Lien[DeLaVisite]):
    """The supervisor's end of one visit's pipe."""

    def _decoder(self, ligne: bytes) -> DeLaVisite:
        return decoder_visite(ligne)


class LienEnfant(_Lien[DuSuperviseur]):
    """The visit's end, from the number of the inherited descriptor.

    When the supervisor is gone `lire` returns one `Stop`: a visit that obeys its messages dies with it.
    """

    def __init__(self, fd: int) -> None:
        # A helper started by the visit (speech, printing) must not hold the pipe open after the visit died.
        os.set_inheritable(fd, False)
        super().__init__(socket.socket(fileno=fd))

    @classmethod
    def de_environnement(cls) -> "LienEnfant | None":
        """The link this process was started with; None when it was started by hand, without a supervisor."""
        numero = os.environ.pop(VARIABLE_LIEN, None)
        return None if numero is None else cls(int(numero))

    def _decoder(self, ligne: bytes) -> DuSuperviseur:
        return decoder_superviseur(ligne)

    def lire(self) -> list[DuSuperviseur]:
        """The messages that have arrived; the last one is `Stop` when the supervisor is gone."""
        messages = super().lire()
        if self.ferme:
            messages.append(Stop())
        return messages

    def attendre_depart(self, delai_s: float = 30.0) -> Depart | None:
        """Block until the supervisor says what this process is for; None when it is to stop instead.

        The only blocking call, for the start, before any loop turns: import everything first, ask then, since
        the supervisor reads its settings in the meantime. What comes after the first message stays in the
        socket, for a notifier to announce.

        Raises:
            TimeoutError: `delai_s` seconds passed without a word.
            LienInvalide: the first message is none of the two.
        """
        fin = -1
        while fin < 0:
            if not select.select([self._prise], [], [], delai_s)[0]:
                raise TimeoutError("le superviseur n'a rien dit")
            fin = self._lire_jusqu_a_la_ligne()
            if self.ferme:
                return None
        ligne, self._entrant = bytes(self._entrant), bytearray()
        match self._decoder(ligne):
            case Depart() as depart:
                return depart
            case Stop():
                return None
        raise LienInvalide("le premier message n'est pas un départ")

    def _lire_jusqu_a_la_ligne(self) -> int:
        """Take what has arrived, up to the first end of line; its place, -1 when it is still to come."""
        apercu = self._prise.recv(_LECTURE, socket.MSG_PEEK)
        fin = apercu.find(b"\n")
        self._entrant += self._prise.recv(len(apercu) if fin < 0 else fin + 1)
        self.ferme = not apercu
        return fin
