"""Everything that can go wrong between a terminal and the backend, drawn once.

    EnveloppeErreur                    an envelope, or a key, that cannot be used     code
    ├── EnveloppeIllisible             truncated, too long, not an envelope           enveloppe_illisible
    ├── EnveloppeAlteree               authentication fails: one bit is not ours      enveloppe_alteree
    ├── CleInconnue                    sealed to a key that is not on the ring        cle_inconnue
    ├── DossierIncompris               whole and genuine, but not a dossier           dossier_incompris
    └── CleInutilisable                the key itself is damaged or of another suite  cle_inutilisable

    BackendError
    ├── BackendInjoignable             no HTTP answer: refused, DNS, TLS, cut, gateway without a backend
    ├── BackendLent                    no complete answer within the call's total time limit
    ├── BackendIncompris               an answer that is not ours: content type, schema, size, redirect
    └── Refus(probleme)                a problem of the backend, with its stable code
        ├── IdentifiantsRefuses        identifiants_refuses 401
        ├── Attente                    attente 429, `attente_s`
        ├── CompteVerrouille           compte_verrouille 423
        ├── TerminalRefuse             no call is taken from this terminal, whoever stands there
        │   ├── TerminalInconnu        terminal_inconnu 403: not enrolled, or its credential was replaced
        │   └── TerminalRevoque        terminal_revoque 403
        ├── SessionExpiree             session_expiree 401, and any other 401
        ├── MotDePasseAChanger         mot_de_passe_a_changer 403: the session is open, for that only
        ├── ReponsesRefusees           reponses_refusees 422, `anomalies`
        ├── CoordonneesChangees        coordonnees_changees 409: read the account again
        ├── DepotEnCours               depot_en_cours 409
        ├── DepotDifferent             depot_different 422
        └── Panne                      panne, and any other 5xx

No message holds what a person typed, a token or a body: an error can always be logged.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from kiosk.backend.schemas import AnomalieVue, Probleme


class EnveloppeErreur(Exception):
    """An envelope or a key that cannot be used; `code` is stable and is the one of the problem sent back."""

    code: ClassVar[str]

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


class EnveloppeIllisible(EnveloppeErreur):
    """Not an envelope, or not all of one."""

    code = "enveloppe_illisible"


class EnveloppeAlteree(EnveloppeErreur):
    """The right shape and a known key, but not what was sealed."""

    code = "enveloppe_alteree"


class CleInconnue(EnveloppeErreur):
    """Sealed to a key that this key ring does not hold."""

    code = "cle_inconnue"


class DossierIncompris(EnveloppeErreur):
    """The envelope is genuine, what it holds is not a dossier that this version understands."""

    code = "dossier_incompris"


class CleInutilisable(EnveloppeErreur):
    """A key that is damaged, of another suite, or whose id is not its own."""

    code = "cle_inutilisable"


class BackendError(Exception):
    """Anything that keeps a call to the backend from succeeding."""


class BackendInjoignable(BackendError):
    """No HTTP exchange took place: refused, DNS, TLS, cut on the way, a gateway without its backend."""


class BackendLent(BackendError):
    """The whole answer did not come within the call's time limit."""


class BackendIncompris(BackendError):
    """Something answered, and it is not the backend this terminal knows."""


class Refus(BackendError):
    """The backend says no; `probleme.code` says why."""

    def __init__(self, probleme: Probleme) -> None:
        super().__init__(f"{probleme.code} ({probleme.status})")
        self.probleme: Final = probleme

    @property
    def code(self) -> str:
        """The stable code that decides what to do and what to show."""
        return self.probleme.code


class IdentifiantsRefuses(Refus):
    """Wrong identifier or wrong password: nobody is told which."""


class Attente(Refus):
    """Too many tries: nothing is looked at before `attente_s` seconds."""

    @property
    def attente_s(self) -> int:
        """Seconds to wait; a minute when the backend does not say."""
        return self.probleme.attente_s or 60


class CompteVerrouille(Refus):
    """Locked until an agent unlocks it."""


class TerminalRefuse(Refus):
    """The backend takes no call from this terminal: the staff can do something about it, the visitor cannot."""


class TerminalInconnu(TerminalRefuse):
    """Not enrolled, or with a credential that another one has replaced."""


class TerminalRevoque(TerminalRefuse):
    """Somebody has decided that this terminal must not call any more."""


class SessionExpiree(Refus):
    """The session is over: sign in again."""


class MotDePasseAChanger(Refus):
    """The password is a temporary one: the session is open, and answers nothing before it is changed."""


class ReponsesRefusees(Refus):
    """What was typed breaks rules. For a deposit the terminal should have seen them: its version and ours differ."""

    @property
    def anomalies(self) -> tuple[AnomalieVue, ...]:
        """Every broken rule, with its fields."""
        return self.probleme.anomalies


class CoordonneesChangees(Refus):
    """The gestures were made on contact details that are no longer the last ones: nothing was done."""


class DepotEnCours(Refus):
    """The same envelope is being taken in right now, through another call."""


class DepotDifferent(Refus):
    """Another envelope was deposited under this id."""


class Panne(Refus):
    """The backend is broken, not the request."""


CLASSES: Final[Mapping[str, type[Refus]]] = MappingProxyType(
    {
        "identifiants_refuses": IdentifiantsRefuses,
        "attente": Attente,
        "compte_verrouille": CompteVerrouille,
        "terminal_inconnu": TerminalInconnu,
        "terminal_revoque": TerminalRevoque,
        "session_expiree": SessionExpiree,
        "mot_de_passe_a_changer": MotDePasseAChanger,
        "reponses_refusees": ReponsesRefusees,
        "coordonnees_changees": CoordonneesChangees,
        "depot_en_cours": DepotEnCours,
        "depot_different": DepotDifferent,
        "panne": Panne,
    }
)
"""The problem codes that callers tell apart by class; the others are a plain `Refus` with its code."""

REFUS_DEFINITIFS: Final = frozenset(
    {
        "enveloppe_illisible",
        "enveloppe_alteree",
        "cle_inconnue",
        "dossier_incompris",
        "bon_de_depot_refuse",
        "demarche_inconnue",
        "reponses_refusees",
        "depot_different",
        "requete_invalide",
    }
)
"""Codes that the same envelope would meet again tomorrow: only a person can do something about them."""


def refus(probleme: Probleme) -> Refus:
    """The error of a problem: by its code, else by its status."""
    if classe := CLASSES.get(probleme.code):
        return classe(probleme)
    if probleme.status == 401:
        return SessionExpiree(probleme)
    if probleme.status >= 500:
        return Panne(probleme)
    return Refus(probleme)
