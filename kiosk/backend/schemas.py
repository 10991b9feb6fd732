"""What the terminal and the backend say to each other: JSON bodies of `/api/v1` (architecture §6)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kiosk.metier.foyer import Qualite


class Schema(BaseModel):
    """A frozen body; unknown keys are refused so that a newer peer is noticed, not misread.

    Its errors do not quote what was wrong: a body holds passwords, tokens and answers.
    """

    # Read values are not kept in the parser's cache of strings: a password would outlive its request there.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, cache_strings="keys")


class Identifiants(Schema):
    """Body of `POST /sessions`."""

    nir: Annotated[str, Field(min_length=13, max_length=15, repr=False)]
    mot_de_passe: Annotated[str, Field(min_length=1, max_length=128, repr=False)]


class SessionOuverte(Schema):
    """A visitor's session: two opaque secrets of 256 bits.

    `jeton` opens the account for at most 60 minutes. `bon_de_depot` can only deposit, outlives the session so that
    an envelope kept in the outbox is still accepted later, and travels sealed inside it.
    """

    jeton: Annotated[str, Field(repr=False)]
    bon_de_depot: Annotated[str, Field(repr=False)]
    inactivite_s: int
    duree_max_s: int


class MembreVue(Schema):
    """A person of the home."""

    qualite: Qualite
    prenom: Annotated[str, Field(repr=False)]


class NatureCoordonnee(StrEnum):
    """The three ways to reach a person."""

    MOBILE = "mobile"
    FIXE = "fixe"
    MAIL = "mail"


class CoordonneeVue(Schema):
    """A contact detail, partly masked by the backend: the terminal never needs the rest to show it."""

    nature: NatureCoordonnee
    valeur_masquee: str
    securisee: bool
    securisee_le: date | None = None


class EtatDepot(StrEnum):
    """Where a deposit stands on the backend."""

    RECU = "recu"
    DOCUMENT_ATTENDU = "document_attendu"
    TRAITE = "traite"


class DepotVue(Schema):
    """A deposit as its owner sees it."""

    id: UUID
    numero: str
    demarche: str
    titre: str
    recu_le: datetime
    etat: EtatDepot


class AFaire(Schema):
    """Something the account is waiting for."""

    demarche: str
    titre: str
    avant_le: date | None = None


class Compte(Schema):
    """Body of `GET /compte`."""

    prenom: Annotated[str, Field(repr=False)]
    nom: Annotated[str, Field(repr=False)]
    foyer: tuple[MembreVue, ...]
    coordonnees: tuple[CoordonneeVue, ...] = ()
    depots: tuple[DepotVue, ...] = ()
    a_faire: tuple[AFaire, ...] = ()


class ClePublique(Schema):
    """Body of `GET /cle-publique`: the key that envelopes are sealed to."""

    id: str
    suite: str
    cle: Annotated[str, Field(description="raw public key, base64")]


class Dossier(Schema):
    """What an envelope holds once opened: a complete démarche, and the right to deposit it."""

    demarche: str
    date_reference: date
    bon_de_depot: Annotated[str, Field(repr=False)]
    attestation: bool
    reponses: Annotated[dict[str, Any], Field(repr=False)]


class AnomalieVue(Schema):
    """A broken rule: stable code, dotted paths of the fields, sentence for the person."""

    code: str
    champs: tuple[str, ...]
    message: str


class Probleme(Schema):
    """`application/problem+json` (RFC 9457) with the stable `code` that clients switch on."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, cache_strings="keys")

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str
    anomalies: tuple[AnomalieVue, ...] = ()
    attente_s: int | None = None
