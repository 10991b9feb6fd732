"""What a terminal and the backend say to each other about the terminal itself: its enrolment, its credential."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from kiosk.backend.schemas import Schema


class DemandeEnrolement(Schema):
    """Body of `POST /terminaux`: the one-time code, as it was read aloud and typed."""

    code: Annotated[str, Field(min_length=1, max_length=40, repr=False)]


class TerminalEnrole(Schema):
    """A terminal's credential, told once: what its later calls carry."""

    id: UUID
    nom: str
    secret: Annotated[str, Field(min_length=1, max_length=128, repr=False)]


class TerminalVue(Schema):
    """The terminal that calls; `a_renouveler`: it should take another credential."""

    id: UUID
    nom: str
    a_renouveler: bool = False
