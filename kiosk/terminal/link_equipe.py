"""What the staff's page and the supervisor say to each other over a visit's pipe.

    child -> supervisor    staff-call: the gesture was made; staff-pin(saisi); staff-here: somebody uses the page;
                           staff-check: look at the terminal again; staff-act(action, motif)
    supervisor -> child    staff-door(porte, attente_s); staff-state(constats, hors_service); staff-failed

The page knows nothing by itself: it is told whether the door is open, and what there is to show. Only the process to
which the door was opened is obeyed, and only while somebody is there.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.terminal.diagnostic import Constat, Etat

SAISI_MAX: Final = 64
"""Characters of a PIN that are carried."""


class Porte(StrEnum):
    """The door of the staff's page, as it stands after a message."""

    A_SAISIR = "a-saisir"
    OUVERTE = "ouverte"
    REFUSEE = "refusee"
    ATTENTE = "attente"
    SANS_PIN = "sans-pin"
    INDISPONIBLE = "indisponible"
    CLOSE = "close"


class Geste(StrEnum):
    """What the staff may have the supervisor do."""

    FERMER = "fermer"
    ROUVRIR = "rouvrir"
    REDEMARRER = "redemarrer"
    QUITTER = "quitter"


class MotifFermeture(StrEnum):
    """Why the staff close the terminal: chosen, never typed."""

    IMPRIMANTE = "imprimante"
    ECRAN = "ecran"
    LIAISON = "liaison"
    ENTRETIEN = "entretien"
    AUTRE = "autre"


MOTIFS: Final[Mapping[MotifFermeture, str]] = {
    MotifFermeture.IMPRIMANTE: "imprimante ou papier",
    MotifFermeture.ECRAN: "écran ou toucher",
    MotifFermeture.LIAISON: "réseau ou service de la Caf",
    MotifFermeture.ENTRETIEN: "nettoyage ou entretien",
    MotifFermeture.AUTRE: "mise hors service par l’équipe",
}
"""In words, as the page « hors service », the log and `doctor` say them."""


@dataclass(frozen=True, slots=True)
class EquipeAppel:
    """The gesture was made."""


@dataclass(frozen=True, slots=True)
class EquipeCode:
    """A PIN was typed; SAISI_MAX characters at most."""

    saisi: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EquipePresente:
    """Somebody uses the staff's page: its silence begins again."""


@dataclass(frozen=True, slots=True)
class EquipeExamen:
    """Look at the terminal again."""


@dataclass(frozen=True, slots=True)
class EquipeAction:
    """Do this; `motif` with `Geste.FERMER`, and with it only."""

    geste: Geste
    motif: MotifFermeture | None = None


@dataclass(frozen=True, slots=True)
class EquipePorte:
    """Where the door stands; `attente_s` seconds before a PIN is looked at, 0 for at once."""

    porte: Porte
    attente_s: int = 0


@dataclass(frozen=True, slots=True)
class EquipeEtat:
    """What was found; None while it is being looked for, empty when looking failed. `hors_service`: closed or not."""

    constats: tuple[Constat, ...] | None
    hors_service: bool


@dataclass(frozen=True, slots=True)
class EquipeEchec:
    """What was asked could not be done: the disk refuses."""


DeLEquipe = EquipeAppel | EquipeCode | EquipePresente | EquipeExamen | EquipeAction
PourLEquipe = EquipePorte | EquipeEtat | EquipeEchec

_SANS_DONNEE: Final[Mapping[str, DeLEquipe]] = {
    "staff-call": EquipeAppel(),
    "staff-here": EquipePresente(),
    "staff-check": EquipeExamen(),
}
_NOMS: Final[Mapping[DeLEquipe, str]] = {message: nom for nom, message in _SANS_DONNEE.items()}


def encoder(message: DeLEquipe | PourLEquipe) -> dict[str, object]:
    """The message as JSON values."""
    match message:
        case EquipeCode(saisi):
            return {"t": "staff-pin", "saisi": saisi[:SAISI_MAX]}
        case EquipeAction(geste, motif):
            return {"t": "staff-act", "geste": geste.value, "motif": None if motif is None else motif.value}
        case EquipePorte(porte, attente_s):
            return {"t": "staff-door", "porte": porte.value, "attente_s": attente_s}
        case EquipeEtat(constats, hors_service):
            dits = None if constats is None else [asdict(constat) for constat in constats]
            return {"t": "staff-state", "constats": dits, "hors_service": hors_service}
        case EquipeEchec():
            return {"t": "staff-failed"}
    return {"t": _NOMS[message]}


def lire_demande(nom: str, corps: Mapping[str, object]) -> DeLEquipe | None:
    """The message of a child that is called `nom`; None when it is none of these."""
    if nom in _SANS_DONNEE and not corps:
        return _SANS_DONNEE[nom]
    if nom == "staff-pin" and set(corps) == {"saisi"}:
        saisi = corps["saisi"]
        return EquipeCode(saisi) if isinstance(saisi, str) and len(saisi) <= SAISI_MAX else None
    if nom == "staff-act" and set(corps) == {"geste", "motif"}:
        try:
            geste = Geste(str(corps["geste"]))
            motif = None if corps["motif"] is None else MotifFermeture(str(corps["motif"]))
        except ValueError:
            return None
        return EquipeAction(geste, motif) if (geste is Geste.FERMER) == (motif is not None) else None
    return None


def lire_reponse(nom: str, corps: Mapping[str, object]) -> PourLEquipe | None:
    """The message of the supervisor that is called `nom`; None when it is none of these."""
    if nom == "staff-failed" and not corps:
        return EquipeEchec()
    if nom == "staff-door" and set(corps) == {"porte", "attente_s"}:
        porte, attente_s = str(corps["porte"]), corps["attente_s"]
        if isinstance(attente_s, int) and porte in set(Porte):
            return EquipePorte(Porte(porte), attente_s)
    if nom == "staff-state" and set(corps) == {"constats", "hors_service"}:
        dits, hors_service = corps["constats"], corps["hors_service"]
        if isinstance(hors_service, bool):
            try:
                return EquipeEtat(None if dits is None else lire_constats(dits), hors_service)
            except ValueError:
                return None
    return None


def lire_constats(dits: object) -> tuple[Constat, ...]:
    """Findings from their JSON values. Raises ValueError."""
    if not isinstance(dits, list):
        raise ValueError("a list of findings")
    return tuple(map(_constat, dits))


def _constat(dit: object) -> Constat:
    if not isinstance(dit, dict) or set(dit) != {"code", "etat", "titre", "cause", "que_faire"}:
        raise ValueError("a finding")
    if not all(isinstance(valeur, str) for valeur in dit.values()):
        raise ValueError("words of a finding")
    return Constat(dit["code"], Etat(dit["etat"]), dit["titre"], dit["cause"], dit["que_faire"])
