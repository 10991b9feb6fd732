"""The schema is what the migrations make of it, on both databases."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import op
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from kiosk.server.storage.base import Base, est_verrou
from kiosk.server.storage.migrer import ecarts, est_a_jour, migrer, revenir


@pytest.fixture(params=["sqlite", "postgresql"])
def base_vide(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/vide.sqlite3"
    return str(request.getfixturevalue("base_postgresql"))


def test_migrations_make_exactly_the_tables_of_the_models(base_vide: str) -> None:
    assert not est_a_jour(base_vide)
    assert ecarts(base_vide) != []

    migrer(base_vide)

    assert est_a_jour(base_vide)
    assert ecarts(base_vide) == []


def test_migrating_twice_changes_nothing_and_going_back_leaves_nothing(base_vide: str) -> None:
    vierge = len(ecarts(base_vide))

    migrer(base_vide)
    migrer(base_vide)
    revenir(base_vide, "base")

    assert not est_a_jour(base_vide)
    assert len(ecarts(base_vide)) == vierge


def test_backends_that_start_together_migrate_once(base_vide: str) -> None:
    with ThreadPoolExecutor(4) as fils:
        list(fils.map(migrer, [base_vide] * 4))

    assert ecarts(base_vide) == []


def test_a_migration_that_breaks_leaves_nothing(base_vide: str, monkeypatch: pytest.MonkeyPatch) -> None:
    vierge = len(ecarts(base_vide))

    def couper(*_: object, **__: object) -> None:
        raise ConnectionAbortedError

    with monkeypatch.context() as cassure:
        cassure.setattr(op, "create_index", couper)
        with pytest.raises(ConnectionAbortedError):
            migrer(base_vide)

    assert len(ecarts(base_vide)) == vierge
    migrer(base_vide)
    assert ecarts(base_vide) == []


def test_numbers_kept_as_they_were_typed_become_those_that_are_dialled(base_vide: str) -> None:
    migrer(base_vide)
    revenir(base_vide, "0001")
    compte = uuid4().hex
    moteur = create_engine(base_vide.replace("sqlite+aiosqlite", "sqlite"), poolclass=NullPool)
    avant = {"mobile": "06 39.98-10 42", "mail": "06 39 98 10 42", "fixe": "+33 1 99 00 10 17"}
    with moteur.begin() as connexion:
        connexion.execute(
            text(
                "INSERT INTO compte (id, identifiant, mot_de_passe, prenom, nom) VALUES (:id, :nom, '', '', '')"
            ),
            {"id": compte, "nom": compte},
        )
        for nature, valeur in avant.items():
            connexion.execute(
                text("INSERT INTO coordonnee (compte_id, nature, valeur) VALUES (:id, :nature, :valeur)"),
                {"id": compte, "nature": nature, "valeur": valeur},
            )

    migrer(base_vide)

    with moteur.connect() as connexion:
        apres = {ligne.nature: ligne.valeur for ligne in connexion.execute(text("SELECT * FROM coordonnee"))}
    assert apres == avant | {"mobile": "+33639981042"}


def test_writing_on_what_somebody_changed_since_it_was_read_is_a_lock(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/base.sqlite3"
    migrer(url)
    ecrit = text("UPDATE compte SET nom = nom")

    async def essayer() -> DBAPIError:
        base = Base(url, 0.05)
        try:
            async with base.lire() as ancienne:
                await ancienne.execute(text("SELECT * FROM compte"))
                async with base.ecrire() as autre:
                    await autre.execute(text("CREATE TABLE neuve (id INTEGER)"))
                with pytest.raises(DBAPIError) as refus:
                    await ancienne.execute(ecrit)
                return refus.value
        finally:
            await base.fermer()

    erreur = asyncio.run(essayer())

    assert getattr(erreur.orig, "sqlite_errorname", None) == "SQLITE_BUSY_SNAPSHOT"
    assert est_verrou(erreur)
