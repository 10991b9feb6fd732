"""Tables of the backend.

What is deliberately absent: the NIR (only a keyed hash of it), passwords, tokens (only hashes of them).
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from kiosk.metier.fuseau import FUSEAU_PARIS


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept and given back in UTC (SQLite would forget the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime: it would be read back as another instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give an aware datetime in UTC on every database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """Base of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON, list[Any]: JSON, bytes: LargeBinary}  # noqa: RUF012


class CompteLigne(Table):
    """A person who can sign in. `identifiant` is the keyed hash of the NIR (64 hexadecimal digits)."""

    __tablename__ = "compte"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    identifiant: Mapped[str] = mapped_column(String(64), unique=True)
    mot_de_passe: Mapped[str] = mapped_column(String(255))
    mot_de_passe_temporaire_jusqu_a: Mapped[datetime | None]
    """Set while the password was given by an agent: it must be changed, and opens nothing after that instant."""
    prenom: Mapped[str] = mapped_column(String(100))
    nom: Mapped[str] = mapped_column(String(100))
    situation: Mapped[str | None] = mapped_column(String(100))
    situation_depuis: Mapped[date | None]
    coordonnees_version: Mapped[int] = mapped_column(default=0, server_default="0")
    coordonnees_vues_le: Mapped[date | None]
    """The last day the person confirmed or modified a contact detail."""

    membres: Mapped[list["MembreLigne"]] = relationship(order_by="MembreLigne.rang", lazy="raise")
    droits: Mapped[list["DroitLigne"]] = relationship(order_by="DroitLigne.rang", lazy="raise")
    coordonnees: Mapped[list["CoordonneeLigne"]] = relationship(
        order_by="CoordonneeLigne.nature", lazy="selectin", cascade="all, delete-orphan"
    )
    changements: Mapped[list["ChangementLigne"]] = relationship(
        order_by="ChangementLigne.nature", lazy="selectin", cascade="all, delete-orphan"
    )


class MembreLigne(Table):
    """A person of the home, in the order they are shown."""

    __tablename__ = "membre"

    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), primary_key=True)
    rang: Mapped[int] = mapped_column(primary_key=True)
    qualite: Mapped[str] = mapped_column(String(20))
    prenom: Mapped[str] = mapped_column(String(100))
    date_naissance: Mapped[date | None]


class DroitLigne(Table):
    """A benefit in payment; `membre` is the rank of the person of the home it is for, None for the whole home."""

    __tablename__ = "droit"

    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), primary_key=True)
    rang: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30))
    libelle: Mapped[str] = mapped_column(String(100))
    depuis: Mapped[date]
    jusqu_a: Mapped[date | None]
    membre: Mapped[int | None]


class CoordonneeLigne(Table):
    """A contact detail in force: a number in E.164, or a mail address."""

    __tablename__ = "coordonnee"

    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), primary_key=True)
    nature: Mapped[str] = mapped_column(String(20), primary_key=True)
    valeur: Mapped[str] = mapped_column(String(254))
    securisee_le: Mapped[date | None]


class ChangementLigne(Table):
    """A value that takes force once its code is given: one at most for each kind."""

    __tablename__ = "changement"

    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), primary_key=True)
    nature: Mapped[str] = mapped_column(String(20), primary_key=True)
    valeur: Mapped[str] = mapped_column(String(254))
    demande_le: Mapped[datetime]


class CodeLigne(Table):
    """A code that was sent to `valeur`, kept a day to count them. `empreinte` is a keyed hash of it.

    `fin`: why it is over before its time (`utilise`, `epuise`, `remplace`), None while it may be typed.
    """

    __tablename__ = "code"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), index=True)
    nature: Mapped[str] = mapped_column(String(20))
    valeur: Mapped[str] = mapped_column(String(254))
    empreinte: Mapped[bytes] = mapped_column(LargeBinary(32))
    cree_le: Mapped[datetime]
    expire_le: Mapped[datetime]
    essais: Mapped[int]
    illisibles: Mapped[int]
    """How often what was typed was not six digits; `essais` counts what was compared."""
    fin: Mapped[str | None] = mapped_column(String(20))


class MessageLigne(Table):
    """A text message or a mail, written in the transaction it tells about.

    `etat`: `a_envoyer`, `en_cours`, `envoye`, `incertain` (handed over, no answer: never sent again), `abandonne`.
    `corps` is erased once sent: it may hold a code. `depot_id`: the deposit whose recap PDF goes with it.
    """

    __tablename__ = "message"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), index=True)
    canal: Mapped[str] = mapped_column(String(10))
    destinataire: Mapped[str] = mapped_column(String(254))
    sujet: Mapped[str] = mapped_column(String(200))
    corps: Mapped[str | None] = mapped_column(Text)
    depot_id: Mapped[UUID | None] = mapped_column(ForeignKey("depot.id"))
    etat: Mapped[str] = mapped_column(String(20))
    essais: Mapped[int]
    cree_le: Mapped[datetime]
    expire_le: Mapped[datetime | None]
    prochain_le: Mapped[datetime] = mapped_column(index=True)
    envoye_le: Mapped[datetime | None]
    erreur: Mapped[str | None] = mapped_column(String(200))


class EchecsLigne(Table):
    """Failures in a row for one identifier, known or not. `identifiant` as in `compte`.

    `attendre_jusqu_a`: when the next attempt is looked at, that of the last failure while there is no wait.
    """

    __tablename__ = "echecs"

    identifiant: Mapped[str] = mapped_column(String(64), primary_key=True)
    nombre: Mapped[int]
    attendre_jusqu_a: Mapped[datetime | None] = mapped_column(index=True)


class SessionLigne(Table):
    """An open session; `empreinte` is the SHA-256 of the token."""

    __tablename__ = "session"

    empreinte: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), index=True)
    ouverte_le: Mapped[datetime]
    vue_le: Mapped[datetime]


class BonLigne(Table):
    """A right to deposit; `empreinte` is the SHA-256 of the voucher."""

    __tablename__ = "bon_de_depot"

    empreinte: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), index=True)
    expire_le: Mapped[datetime] = mapped_column(index=True)


class DepotLigne(Table):
    """An accepted deposit, with what its answers only make sense with: the home, the walk, the words shown."""

    __tablename__ = "depot"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    empreinte: Mapped[bytes] = mapped_column(LargeBinary(32))
    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), index=True)
    numero: Mapped[str] = mapped_column(String(32), unique=True)
    demarche: Mapped[str] = mapped_column(String(50))
    titre: Mapped[str] = mapped_column(String(200))
    date_reference: Mapped[date]
    recu_le: Mapped[datetime]
    fuseau: Mapped[str] = mapped_column(String(64), default=FUSEAU_PARIS, server_default=FUSEAU_PARIS)
    """Of the hall where it was made."""
    etat: Mapped[str] = mapped_column(String(30))
    foyer: Mapped[list[Any]]
    parcours: Mapped[list[Any]]
    reponses: Mapped[dict[str, Any]]
    recapitulatif: Mapped[dict[str, Any]]

    compte: Mapped[CompteLigne] = relationship()


class TerminalLigne(Table):
    """A terminal of a hall, from the day its name is given to after it is revoked; one in use at most has a name.

    `empreinte` is the SHA-256 of the credential it uses. `empreinte_suivante` (given by a rotation) and
    `empreinte_enrolement` (given for a code) are those of credentials that it was given and has not used yet.
    """

    __tablename__ = "terminal"
    __table_args__ = (
        Index(
            "uq_terminal_nom_en_usage",
            "nom",
            unique=True,
            sqlite_where=text("revoque_le IS NULL"),
            postgresql_where=text("revoque_le IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    nom: Mapped[str] = mapped_column(String(80))
    cree_le: Mapped[datetime]
    enrole_le: Mapped[datetime | None]
    """When the machine that uses it now was enrolled."""
    vu_le: Mapped[datetime | None]
    revoque_le: Mapped[datetime | None]
    empreinte: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    empreinte_depuis: Mapped[datetime | None]
    empreinte_suivante: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    empreinte_enrolement: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    renouveler_depuis: Mapped[datetime | None]
    """Set when an operator asked for another credential, until one drawn later is in use."""
    suivante_le: Mapped[datetime | None]
    code_repere: Mapped[str | None] = mapped_column(String(3), unique=True)
    code_empreinte: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    code_le: Mapped[datetime | None]
    code_essais: Mapped[int] = mapped_column(default=0)
