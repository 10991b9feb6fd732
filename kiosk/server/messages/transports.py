"""How a message leaves: what every transport is given, and how it says what became of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kiosk.server.messages.boite import Canal


@dataclass(frozen=True, slots=True)
class PieceJointe:
    """A PDF that goes with a mail."""

    nom: str
    octets: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pli:
    """One message to hand over. `piece` makes its attachment when a transport asks for it."""

    id: UUID
    canal: Canal
    destinataire: str = field(repr=False)
    sujet: str
    corps: str = field(repr=False)
    cree_le: datetime
    piece: Callable[[], Awaitable[PieceJointe]] | None = field(default=None, repr=False)


@dataclass(slots=True)
class Remise:
    """How far one attempt went, kept up to date by the transport.

    `engagee`: from here on the other side may have the message. Until then whatever goes wrong, a cut or a
    cancellation included, is a failure that is certain and may be tried again.
    """

    phase: str = "preparation"
    engagee: bool = False


class EchecCertain(Exception):
    """The other side did not take the message: `definitif` when it never will. `erreur` never names a person."""

    def __init__(self, erreur: str, *, definitif: bool = False) -> None:
        super().__init__(erreur)
        self.erreur = erreur
        self.definitif = definitif


class Transport(Protocol):
    """One way out.

    `rejouable`: the other side knows a message it already has by its id, so that one whose fate is unknown may be
    sent again. `garde_le_corps`: the database is where the message is read.
    """

    @property
    def rejouable(self) -> bool: ...

    @property
    def garde_le_corps(self) -> bool: ...

    async def envoyer(self, pli: Pli, remise: Remise) -> None:
        """Return once the other side has the message. Raises `EchecCertain`, or anything: `remise` tells how far."""

    async def fermer(self) -> None:
        """Give back what is open."""
