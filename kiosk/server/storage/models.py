"""Tables of the backend.

What is deliberately absent: the NIR (only a keyed hash of it), passwords, tokens (only hashes of them).
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


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
    prenom: Mapped[str] = mapped_column(String(100))
    nom: Mapped[str] = mapped_column(String(100))

    membres: Mapped[list["MembreLigne"]] = relationship(order_by="MembreLigne.rang", lazy="raise")
    coordonnees: Mapped[list["CoordonneeLigne"]] = relationship(
        order_by="CoordonneeLigne.nature", lazy="selectin"
    )


class MembreLigne(Table):
    """A person of the home, in the order they are shown."""

    __tablename__ = "membre"

    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), primary_key=True)
    rang: Mapped[int] = mapped_column(primary_key=True)
    qualite: Mapped[str] = mapped_column(String(20))
    prenom: Mapped[str] = mapped_column(String(100))


class CoordonneeLigne(Table):
    """A contact detail in force."""

    __tablename__ = "coordonnee"

    compte_id: Mapped[UUID] = mapped_column(ForeignKey("compte.id"), primary_key=True)
    nature: Mapped[str] = mapped_column(String(20), primary_key=True)
    valeur: Mapped[str] = mapped_column(String(254))
    securisee_le: Mapped[date | None]


class EchecsLigne(Table):
    """Failures in a row for one identifier, known or not. `identifiant` as in `compte`."""

    __tablename__ = "echecs"

    identifiant: Mapped[str] = mapped_column(String(64), primary_key=True)
    nombre: Mapped[int]
    attendre_jusqu_a: Mapped[datetime | None]


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
    etat: Mapped[str] = mapped_column(String(30))
    foyer: Mapped[list[Any]]
    parcours: Mapped[list[Any]]
    reponses: Mapped[dict[str, Any]]
    recapitulatif: Mapped[dict[str, Any]]

    compte: Mapped[CompteLigne] = relationship()
