"""Connections to the database: one engine, transactions that read and transactions that write."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, Final

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from kiosk.server.storage.migrer import revision_de


class Base:
    """The database of one running backend.

    SQLite locks the whole file, and early enough only when the transaction starts as a writing one;
    PostgreSQL locks rows with `SELECT … FOR UPDATE`. Callers of `ecrire` say `with_for_update()` and get the
    same guarantee on both.
    """

    def __init__(self, url: str, attente_s: float) -> None:
        self._moteur = ouvrir_moteur(url, attente_s)
        # SQLite has one writer, and makes the others sleep and try again without any order: some never get in.
        un_seul = self._moteur.dialect.name == "sqlite"
        self._tour: AbstractAsyncContextManager[object] = asyncio.Lock() if un_seul else nullcontext()
        self._lecture = async_sessionmaker(self._moteur, expire_on_commit=False)
        self._ecriture = async_sessionmaker(
            self._moteur.execution_options(ecriture=True), expire_on_commit=False
        )

    @asynccontextmanager
    async def lire(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads."""
        async with self._lecture() as session, session.begin():
            yield session

    @asynccontextmanager
    async def ecrire(self) -> AsyncIterator[AsyncSession]:
        """A transaction that writes: committed at the end, rolled back when an error leaves it."""
        async with self._tour, self._ecriture() as session, session.begin():
            yield session

    async def revision(self) -> str | None:
        """Revision of the schema, None for an empty database; raises what the driver raises."""
        async with self._moteur.connect() as connexion:
            return await connexion.run_sync(revision_de)

    async def fermer(self) -> None:
        """Give every connection back."""
        await self._moteur.dispose()


def ouvrir_moteur(url: str, attente_s: float) -> AsyncEngine:
    """Engine for `sqlite+aiosqlite://…` or `postgresql+psycopg://…`, waiting `attente_s` for a lock or a connection."""
    if url.startswith("sqlite"):
        moteur = create_async_engine(url, pool_timeout=attente_s, connect_args={"timeout": attente_s})
        event.listen(moteur.sync_engine, "connect", _preparer_sqlite)
        event.listen(moteur.sync_engine, "begin", _commencer_sqlite)
        return moteur
    return create_async_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=attente_s,
        connect_args={"options": f"-c lock_timeout={attente_s * 1000:.0f}ms"},
    )


def _preparer_sqlite(connexion: Any, _fiche: Any) -> None:
    # The driver's own implicit BEGIN comes too late (at the first write); ours is in `_commencer_sqlite`.
    connexion.isolation_level = None
    curseur = connexion.cursor()
    curseur.execute("PRAGMA journal_mode=WAL")
    curseur.execute("PRAGMA synchronous=FULL")
    curseur.execute("PRAGMA foreign_keys=ON")
    # KiB a connection: the system keeps the file in memory already, and a backend's size should settle early.
    curseur.execute("PRAGMA cache_size=-512")
    curseur.close()


def _commencer_sqlite(connexion: Connection) -> None:
    ecriture = connexion.get_execution_options().get("ecriture", False)
    connexion.exec_driver_sql("BEGIN IMMEDIATE" if ecriture else "BEGIN")


def est_verrou(erreur: DBAPIError) -> bool:
    """Whether a statement failed only because somebody else held what it needed for too long."""
    # The low byte is the plain code: SQLITE_BUSY_SNAPSHOT and SQLITE_BUSY_RECOVERY are SQLITE_BUSY.
    return (
        getattr(erreur.orig, "sqlstate", None) == "55P03"  # lock_not_available
        or getattr(erreur.orig, "sqlite_errorcode", 0) & 0xFF in _OCCUPEE
    )


def est_doublon(erreur: IntegrityError) -> bool:
    """Whether a row was refused because another has its key."""
    return (
        getattr(erreur.orig, "sqlstate", None) == "23505"  # unique_violation
        or getattr(erreur.orig, "sqlite_errorcode", 0) in _DOUBLON
    )


# The second: too many connections opened the write-ahead log at the same moment.
_OCCUPEE: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_PROTOCOL)
_DOUBLON: Final = (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE)
