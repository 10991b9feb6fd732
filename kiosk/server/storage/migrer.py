"""Bringing a database to the current schema, and telling whether it is there."""

from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text

from kiosk.server.storage.models import Table

# Any number, the same for every version: two backends that start together must not both migrate.
_VERROU_POSTGRESQL = 7_241_993


def migrer(url: str) -> None:
    """Upgrade the database at `url` to the newest revision; a current one is left alone."""
    with _moteur(url).begin() as connexion:
        if connexion.dialect.name == "postgresql":
            connexion.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _VERROU_POSTGRESQL})
        command.upgrade(_configuration(connexion), "head")


def revenir(url: str, revision: str) -> None:
    """Downgrade to `revision` ("base" empties the schema): for an operator who must go back."""
    with _moteur(url).begin() as connexion:
        command.downgrade(_configuration(connexion), revision)


def ecarts(url: str) -> list[object]:
    """What autogenerate would still change: empty when the migrations describe the models."""
    with _moteur(url).connect() as connexion:
        contexte = MigrationContext.configure(connexion, opts={"compare_type": True})
        return list(compare_metadata(contexte, Table.metadata))


def est_a_jour(url: str) -> bool:
    """Whether the database stands at the newest revision."""
    with _moteur(url).connect() as connexion:
        return revision_de(connexion) == revision_attendue()


def revision_de(connexion: Connection) -> str | None:
    """Revision that a database stands at, None when it is empty."""
    return MigrationContext.configure(connexion).get_current_revision()


@cache
def revision_attendue() -> str | None:
    """The newest revision that this version of the code knows."""
    return ScriptDirectory.from_config(_configuration()).get_current_head()


def _moteur(url: str) -> Engine:
    moteur = create_engine(url.replace("sqlite+aiosqlite", "sqlite"), poolclass=NullPool)
    if moteur.dialect.name == "sqlite":
        # The driver commits before each CREATE: a cut half-way would leave half a schema, and two starts would clash.
        event.listen(moteur, "connect", _sans_commit_implicite)
        event.listen(moteur, "begin", _commencer)
    return moteur


def _sans_commit_implicite(connexion: Any, _fiche: Any) -> None:
    connexion.isolation_level = None


def _commencer(connexion: Connection) -> None:
    connexion.exec_driver_sql("BEGIN IMMEDIATE")


def _configuration(connexion: Connection | None = None) -> Config:
    configuration = Config()
    configuration.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
    )
    configuration.attributes["connexion"] = connexion
    return configuration
