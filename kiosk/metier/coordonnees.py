"""The ways to reach a person: when they must be confirmed again, and what each gesture does to them (domaine.md §1).

Everything here is a pure function of values: the backend calls it inside one transaction, the terminal to know what
to offer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Final

from kiosk.metier import adresse_mail


class NatureCoordonnee(StrEnum):
    """The three ways to reach a person, in the order they are shown."""

    MOBILE = "mobile"
    MAIL = "mail"
    FIXE = "fixe"


class Geste(StrEnum):
    """What a person may ask about one of them; modifying one that is absent adds it."""

    CONFIRMER = "confirmer"
    MODIFIER = "modifier"
    SUPPRIMER = "supprimer"


VERIFIABLES: Final = frozenset({NatureCoordonnee.MOBILE, NatureCoordonnee.MAIL})
"""Those that a code can be sent to; a landline is never secured (deck, « lorsqu'il s'agit d'un numéro de mobile »)."""


@dataclass(frozen=True, slots=True)
class Coordonnee:
    """One in force: its stored form (E.164, or a mail address), and the day it was secured, None if it was not."""

    nature: NatureCoordonnee
    valeur: str = field(repr=False)
    securisee_le: date | None = None


@dataclass(frozen=True, slots=True)
class Demande:
    """One gesture about one coordinate; `valeur` (stored form) only to modify."""

    nature: NatureCoordonnee
    geste: Geste
    valeur: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Effet:
    """What the gestures come to. `a_verifier`: values that take force only once their code is given, mobile first."""

    coordonnees: tuple[Coordonnee, ...]
    confirmees: tuple[NatureCoordonnee, ...] = ()
    modifiees: tuple[NatureCoordonnee, ...] = ()
    ajoutees: tuple[NatureCoordonnee, ...] = ()
    supprimees: tuple[NatureCoordonnee, ...] = ()
    a_verifier: tuple[tuple[NatureCoordonnee, str], ...] = field(default=(), repr=False)

    @property
    def en_vigueur(self) -> bool:
        """Whether anything took force at once: somebody with nothing secured is then left in peace for a year."""
        return bool(self.confirmees or self.modifiees or self.ajoutees or self.supprimees)


REFUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "coordonnee-absente": "Cette coordonnée n’est plus enregistrée. Ajoutez-la si elle est exacte.",
        "coordonnee-deux-fois": "Une coordonnée ne peut recevoir qu’une demande à la fois.",
        "derniere-coordonnee": "Gardez au moins une coordonnée\u00a0: sans elle, la Caf ne peut plus vous joindre.",
        "derniere-securisee": "C’est votre seule coordonnée sécurisée. Modifiez-la, "
        "ou faites d’abord vérifier une autre coordonnée.",
    }
)
"""Every code and its sentence."""


class GesteRefuse(ValueError):
    """A gesture that cannot be done; `code` is stable, `message` says what to do."""

    def __init__(self, code: str, nature: NatureCoordonnee) -> None:
        super().__init__(REFUS[code])
        self.code = code
        self.nature = nature
        self.message = REFUS[code]


def anniversaire(jour: date) -> date:
    """One year later; 29 February → 28 February (decision)."""
    if (jour.month, jour.day) == (2, 29):
        return date(jour.year + 1, 2, 28)
    return jour.replace(year=jour.year + 1)


def est_due(coordonnee: Coordonnee, jour: date) -> bool:
    """Whether it was secured at least one year before `jour`."""
    return coordonnee.securisee_le is not None and anniversaire(coordonnee.securisee_le) <= jour


def incitation(coordonnees: Iterable[Coordonnee], vues_le: date | None, jour: date) -> bool:
    """Whether the person is asked at sign-in on `jour`: one is due, or none is secured.

    `vues_le` is the last day that anything took force: somebody who has only a landline, which is never secured, is
    asked once a year and not at every sign-in.
    """
    toutes = tuple(coordonnees)
    if any(est_due(coordonnee, jour) for coordonnee in toutes):
        return True
    if any(coordonnee.securisee_le is not None for coordonnee in toutes):
        return False
    return vues_le is None or anniversaire(vues_le) <= jour


def date_commune(coordonnees: Iterable[Coordonnee]) -> date | None:
    """« date de sécurisation de l'ensemble »: the one date of all the secured ones, None when they differ."""
    dates = {c.securisee_le for c in coordonnees if c.securisee_le is not None}
    return dates.pop() if len(dates) == 1 else None


def suppression(coordonnees: Sequence[Coordonnee], nature: NatureCoordonnee) -> str | None:
    """Why `nature` cannot be removed, as a code of `REFUS`; None when it can."""
    presente = next((c for c in coordonnees if c.nature is nature), None)
    if presente is None:
        return "coordonnee-absente"
    autres = [c for c in coordonnees if c.nature is not nature]
    if not autres:
        return "derniere-coordonnee"
    if presente.securisee_le is not None and all(c.securisee_le is None for c in autres):
        return "derniere-securisee"
    return None


def appliquer(coordonnees: Iterable[Coordonnee], demandes: Iterable[Demande], jour: date) -> Effet:
    """All the gestures of one request, on `jour`, whatever their order. Raises `GesteRefuse`.

    - a secured one confirmed unchanged: the date becomes `jour` for **all** the secured ones (deck), but for those
      that the same request says are no longer right;
    - anything unsecured, changed or added waits for a code when it is a mobile or a mail, the old value staying in
      force; a landline takes force at once and is never secured;
    - removals come last: what the same request adds at once is there to be reached at, what waits for a code is not.
    """
    etat = {c.nature: c for c in coordonnees}
    par_nature = _une_par_nature(demandes)
    issues = {nature: _issue(etat.get(nature), demande) for nature, demande in par_nature.items()}

    def de(issue: _Issue) -> tuple[NatureCoordonnee, ...]:
        return tuple(nature for nature, obtenue in issues.items() if obtenue is issue)

    a_verifier = tuple((n, _valeur_voulue(etat.get(n), par_nature[n])) for n in de(_Issue.A_VERIFIER))
    renouveler = any(etat[nature].securisee_le is not None for nature in de(_Issue.CONFIRMEE))
    for nature in (*de(_Issue.MODIFIEE), *de(_Issue.AJOUTEE)):
        etat[nature] = Coordonnee(nature, par_nature[nature].valeur)
    for nature in de(_Issue.SUPPRIMEE):
        refus = suppression(tuple(etat.values()), nature)
        if refus is not None:
            raise GesteRefuse(refus, nature)
        del etat[nature]
    if renouveler:
        for nature in etat.keys() - set(de(_Issue.A_VERIFIER)):
            if etat[nature].securisee_le is not None:
                etat[nature] = replace(etat[nature], securisee_le=jour)
    return Effet(
        coordonnees=_ranger(etat.values()),
        confirmees=de(_Issue.CONFIRMEE),
        modifiees=de(_Issue.MODIFIEE),
        ajoutees=de(_Issue.AJOUTEE),
        supprimees=de(_Issue.SUPPRIMEE),
        a_verifier=a_verifier,
    )


def securiser(
    coordonnees: Iterable[Coordonnee], nature: NatureCoordonnee, valeur: str, jour: date
) -> tuple[Coordonnee, ...]:
    """What is in force once the right code for `valeur` was given on `jour`; the other dates stay as they are."""
    if nature not in VERIFIABLES:
        raise ValueError(f"no code is ever sent to a {nature}")
    etat = {c.nature: c for c in coordonnees}
    etat[nature] = Coordonnee(nature, valeur, jour)
    return _ranger(etat.values())


class _Issue(Enum):
    """What becomes of one gesture."""

    CONFIRMEE = auto()
    A_VERIFIER = auto()
    MODIFIEE = auto()
    AJOUTEE = auto()
    SUPPRIMEE = auto()


def _issue(actuelle: Coordonnee | None, demande: Demande) -> _Issue:
    if demande.geste is Geste.SUPPRIMER:
        return _Issue.SUPPRIMEE
    if demande.geste is Geste.CONFIRMER and actuelle is None:
        raise GesteRefuse("coordonnee-absente", demande.nature)
    verifiable = demande.nature in VERIFIABLES
    if actuelle is not None and _inchangee(actuelle, demande):
        a_securiser = verifiable and actuelle.securisee_le is None
        return _Issue.A_VERIFIER if a_securiser else _Issue.CONFIRMEE
    if verifiable:
        return _Issue.A_VERIFIER
    return _Issue.AJOUTEE if actuelle is None else _Issue.MODIFIEE


def _inchangee(actuelle: Coordonnee, demande: Demande) -> bool:
    """Modifying to the same value is confirming it; a mail is the same whatever its case."""
    if demande.geste is Geste.CONFIRMER:
        return True
    if demande.nature is NatureCoordonnee.MAIL:
        return adresse_mail.egales(actuelle.valeur, demande.valeur)
    return actuelle.valeur == demande.valeur


def _valeur_voulue(actuelle: Coordonnee | None, demande: Demande) -> str:
    return actuelle.valeur if actuelle is not None and _inchangee(actuelle, demande) else demande.valeur


def _une_par_nature(demandes: Iterable[Demande]) -> dict[NatureCoordonnee, Demande]:
    """In the order that natures are shown, so that the order of a request never matters."""
    par_nature: dict[NatureCoordonnee, Demande] = {}
    for demande in demandes:
        if demande.nature in par_nature:
            raise GesteRefuse("coordonnee-deux-fois", demande.nature)
        par_nature[demande.nature] = demande
    return {nature: par_nature[nature] for nature in NatureCoordonnee if nature in par_nature}


def _ranger(coordonnees: Iterable[Coordonnee]) -> tuple[Coordonnee, ...]:
    par_nature = {c.nature: c for c in coordonnees}
    return tuple(par_nature[nature] for nature in NatureCoordonnee if nature in par_nature)
