"""What the supervisor and a visit say to each other: one JSON object a line, parsed strictly.

    child -> supervisor    ready, shown, visit-started, alive, deposited, ended(motif)
    supervisor -> child    depart(reglages, montrer, hors_service), show, hors-service(motif, depuis), yield, stop,
                           secret(secret): at any time after depart, any number of times
    both ways              what the staff's page needs (`link_equipe`), while a page that is nobody's is shown

The order of a child's life: `depart` comes first; the child answers `ready` once it could be shown at once;
then `shown` when it is painted, after `show`, after `hors-service`, or unasked when `depart.montrer` is true;
`yield` reaches a page that is about to be covered though it did not ask to go;
`alive` every second from `ready` on, sent by the GUI loop itself, shown or not.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from kiosk.terminal import link_equipe
from kiosk.terminal.link_equipe import DeLEquipe, PourLEquipe
from kiosk.terminal.visite import ReglagesVisite


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
class Yield:
    """The screen belongs to another process from now on, and nobody here asked for it: hold no finger back."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End now. Also what a child reads when the supervisor is gone."""


DeLaVisite = Ready | Shown | VisitStarted | Alive | Deposited | Ended | DeLEquipe
DuSuperviseur = Depart | Show | HorsService | SecretTerminal | Yield | Stop | PourLEquipe

_SANS_DONNEE_VISITE: Mapping[str, DeLaVisite] = {
    "ready": Ready(),
    "shown": Shown(),
    "visit-started": VisitStarted(),
    "alive": Alive(),
    "deposited": Deposited(),
}
_SANS_DONNEE_SUPERVISEUR: Mapping[str, DuSuperviseur] = {
    "show": Show(),
    "yield": Yield(),
    "stop": Stop(),
}
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
        case Ready() | Shown() | VisitStarted() | Alive() | Deposited() | Show() | Yield() | Stop():
            corps = {"t": _NOMS[message]}
        case _:
            corps = link_equipe.encoder(message)
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
    elif (demande := link_equipe.lire_demande(nom, corps)) is not None:
        return demande
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
    if (reponse := link_equipe.lire_reponse(nom, corps)) is not None:
        return reponse
    raise LienInvalide("message inconnu du superviseur")


def _hors_service(corps: object) -> HorsService:
    if isinstance(corps, dict) and set(corps) == {"motif", "depuis"}:
        motif, depuis = corps["motif"], corps["depuis"]
        if isinstance(motif, str) and isinstance(depuis, str):
            return HorsService(motif, depuis)
    raise LienInvalide("page hors service illisible")
