"""A real backend for each test: real database, real keys, and a clock that the test moves."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import structlog
from fastapi import FastAPI
from httpx2 import Client, Response
from sqlalchemy import NullPool, create_engine, func, select, text
from starlette.testclient import TestClient

from kiosk.backend.envelope import Enveloppe, sceller
from kiosk.backend.schemas import ClePublique, Dossier
from kiosk.server.app import creer_app
from kiosk.server.demo import CompteDemo, amorcer_demo, comptes_demo
from kiosk.server.etat import Etat
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur
from kiosk.server.storage.models import DepotLigne
from tests.helpers.postgresql import ABSENT, initdb, serveur_postgresql

DEPART = datetime(2022, 12, 1, 9, 30, tzinfo=UTC)
ARGON2_RAPIDE = ReglagesArgon2(temps=1, memoire_kio=8, parallelisme=1)


class Temps:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.instant = DEPART

    def __call__(self) -> datetime:
        return self.instant

    def avancer(self, **duree: float) -> None:
        self.instant += timedelta(**duree)


@dataclass
class Backend:
    """A running application and the gestures that tests repeat."""

    app: FastAPI
    http: Client
    temps: Temps

    @property
    def etat(self) -> Etat:
        return self.app.state.etat

    def identifier(self, nir: str, mot_de_passe: str) -> Response:
        return self.http.post("/api/v1/sessions", json={"nir": nir, "mot_de_passe": mot_de_passe})

    def ouvrir(self, compte: CompteDemo) -> tuple[dict[str, str], str]:
        """Headers of a session, and its right to deposit."""
        reponse = self.identifier(compte.nir, compte.mot_de_passe)
        assert reponse.status_code == 201, reponse.text
        corps = reponse.json()
        return {"Authorization": f"Bearer {corps['jeton']}"}, corps["bon_de_depot"]

    def dossier(self, bon: str, **change: Any) -> Dossier:
        """A right déclaration de ressources for somebody alone, but for what `change` says."""
        valeurs: dict[str, Any] = {
            "demarche": "ressources",
            "date_reference": date(2022, 12, 1),
            "bon_de_depot": bon,
            "attestation": True,
            "reponses": {"personnes": [{"qualite": "vous", "salaires": 18240}]},
        }
        return Dossier.model_validate(valeurs | change)

    def sceller(self, dossier: Dossier, depot_id: UUID | None = None) -> Enveloppe:
        cle = ClePublique.model_validate(self.http.get("/api/v1/cle-publique").json())
        return sceller(dossier, cle, depot_id or uuid4())

    def deposer(self, enveloppe: Enveloppe, octets: bytes | None = None, cle: UUID | None = None) -> Response:
        return self.http.post(
            "/api/v1/depots",
            content=enveloppe.octets if octets is None else octets,
            headers={"Idempotency-Key": str(cle or enveloppe.id)},
        )

    def nombre_de_depots(self) -> int:
        moteur = create_engine(
            self.etat.reglages.base.replace("sqlite+aiosqlite", "sqlite"), poolclass=NullPool
        )
        with moteur.connect() as connexion:
            return connexion.scalar(select(func.count()).select_from(DepotLigne)) or 0


@pytest.fixture(autouse=True)
def journal_muet() -> Iterator[None]:
    """Whatever a test does to the logs of the process ends with it."""
    structlog.configure(processors=[_jeter])
    yield
    structlog.reset_defaults()


def _jeter(*_: object) -> Any:
    raise structlog.DropEvent


@pytest.fixture(scope="session")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a migrated SQLite base, the demonstration's people and the secrets: copied, never used."""
    dossier = tmp_path_factory.mktemp("modele")
    amorcer_demo(_reglages(dossier), Temps())
    return dossier


def _reglages(dossier: Path, **change: Any) -> ReglagesServeur:
    valeurs: dict[str, Any] = {
        "base": f"sqlite+aiosqlite:///{dossier}/base.sqlite3",
        "dossier_cles": dossier / "cles",
        "argon2": ARGON2_RAPIDE,
    }
    return ReglagesServeur(**(valeurs | change))


@pytest.fixture
def reglages(modele: Path, tmp_path: Path) -> ReglagesServeur:
    """Settings of a seeded backend that no other test sees."""
    shutil.copytree(modele, tmp_path / "serveur")
    return _reglages(tmp_path / "serveur")


@pytest.fixture
def temps() -> Temps:
    return Temps()


@pytest.fixture
def demarrer(temps: Temps) -> Iterator[Callable[[ReglagesServeur], Backend]]:
    """Start a backend inside the test's process; it stops with the test."""
    ouverts: list[TestClient] = []

    def demarre(reglages: ReglagesServeur) -> Backend:
        app = creer_app(reglages, temps)
        client = TestClient(app)
        client.__enter__()
        ouverts.append(client)
        return Backend(app, client, temps)

    yield demarre
    for client in reversed(ouverts):
        client.__exit__(None, None, None)


@pytest.fixture
def backend(reglages: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Backend]) -> Backend:
    return demarrer(reglages)


@pytest.fixture(scope="session")
def seule() -> CompteDemo:
    """Somebody alone at home."""
    return comptes_demo()[0]


@pytest.fixture(scope="session")
def couple() -> CompteDemo:
    return comptes_demo()[1]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a private PostgreSQL server, on a socket of its own; skips where Debian's server is not installed."""
    if initdb() is None:
        pytest.skip(ABSENT)
    with serveur_postgresql() as url:
        yield url


@pytest.fixture
def base_postgresql(postgresql: str) -> Iterator[str]:
    """URL of an empty database on that server."""
    nom = f"test_{uuid4().hex}"
    moteur = create_engine(postgresql, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with moteur.connect() as connexion:
        connexion.execute(text(f"CREATE DATABASE {nom}"))
    yield postgresql.replace("/postgres?", f"/{nom}?")
    with moteur.connect() as connexion:
        connexion.execute(text(f"DROP DATABASE {nom} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def deux_bases(request: pytest.FixtureRequest, reglages: ReglagesServeur, temps: Temps) -> ReglagesServeur:
    """The same seeded backend on each database that is supported."""
    if request.param == "sqlite":
        return reglages
    ailleurs = reglages.model_copy(update={"base": request.getfixturevalue("base_postgresql")})
    amorcer_demo(ailleurs, temps)
    return ailleurs
