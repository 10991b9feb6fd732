"""What waits in the outbox of a terminal that is refused: kept, never set aside, sent once it is itself again."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
import structlog

from kiosk.backend.client import ClientBackend
from kiosk.backend.envelope import sceller
from kiosk.backend.identite import Identite
from kiosk.backend.schemas import Dossier
from kiosk.cli_services import ENVOIS, relais
from kiosk.outbox.store import BoiteEnvoi
from kiosk.server.demo import comptes_demo
from kiosk.terminal.enrolement import enroler
from kiosk.terminal.secrets import Coffre
from kiosk.terminal.visite import ReglagesVisite
from tests.helpers.hall_enrole import Hall, hall

PRIVE = "kiosk.terminal.coffre_fichier.CoffreFichier"
LIMITE_S = 20.0


class Journal:
    """What the terminal logs, as it comes."""

    def __init__(self) -> None:
        self._lignes: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.tout = ""

    def __call__(self, _journal: object, _methode: str, champs: Any) -> Any:
        self.tout += repr(champs)
        if "route" not in champs and "etat" not in champs:  # the backend of the test, in its own thread
            self._lignes.put_nowait(dict(champs))
        raise structlog.DropEvent

    async def voir(self, evenement: str) -> dict[str, Any]:
        async with asyncio.timeout(LIMITE_S):
            while True:
                ligne = await self._lignes.get()
                if ligne["event"] == evenement:
                    return ligne


@pytest.fixture
def journal() -> Iterator[Journal]:
    un = Journal()
    structlog.configure(processors=[un])
    yield un
    structlog.reset_defaults()


async def s_enroler(dossier: Path, url: str, code: str) -> str:
    identite = Identite()
    async with ClientBackend(url, terminal=identite) as client:
        await enroler(Coffre(dossier, PRIVE), dossier, client, identite, code, datetime.now(UTC))
    assert identite.secret is not None
    return identite.secret


async def deposer_sans_envoyer(dossier: Path, url: str, secret: str, combien: int) -> list[UUID]:
    """Envelopes of somebody who signed in on this terminal, kept for later."""
    seule = comptes_demo()[0]
    boite = BoiteEnvoi(dossier / ENVOIS)
    ids = [uuid4() for _ in range(combien)]
    async with ClientBackend(url, terminal=Identite(secret)) as client:
        session = await client.ouvrir_session(seule.nir, seule.mot_de_passe)
        cle = await client.cle_publique()
        dossiers = Dossier(
            demarche="ressources",
            date_reference=date(2022, 12, 1),
            bon_de_depot=session.bon_de_depot,
            attestation=True,
            reponses={"personnes": [{"qualite": "vous", "salaires": 18240}]},
        )
        for depot_id in ids:
            boite.deposer(sceller(dossiers, cle, depot_id))
    return ids


async def heures_montrees(url: str, secret: str, ids: list[UUID]) -> set[str]:
    """The hours that their owner reads of these deposits."""
    seule = comptes_demo()[0]
    async with ClientBackend(url, terminal=Identite(secret)) as client:
        await client.ouvrir_session(seule.nir, seule.mot_de_passe)
        return {f"{(await client.depot(depot_id)).recu_le:%H:%M}" for depot_id in ids}


@asynccontextmanager
async def superviseur(dossier: Path, url: str) -> AsyncIterator[Any]:
    """What the supervisor runs beside the visits, as `caf-kiosk run` makes it."""
    reglages = cast(
        ReglagesVisite, SimpleNamespace(dossier_etat=dossier, backend_url=url, fuseau="America/Cayenne")
    )
    permanence = relais(reglages, lambda _: None)
    tache = asyncio.create_task(permanence.tourner())
    try:
        yield permanence
    finally:
        tache.cancel()
        await asyncio.wait([tache])


def horloge_de_la_campagne() -> datetime:
    return datetime(2022, 12, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def ici(tmp_path: Path) -> Iterator[Hall]:
    with hall(tmp_path / "hall", horloge_de_la_campagne) as ouvert:
        yield ouvert


def test_a_revoked_terminal_keeps_its_envelopes_until_it_is_enrolled_again(
    ici: Hall, tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    etat = tmp_path / "etat"

    async def scenario() -> None:
        secret = await s_enroler(etat, ici.url, await asyncio.to_thread(ici.code))
        ids = await deposer_sans_envoyer(etat, ici.url, secret, 3)
        await asyncio.to_thread(ici.revoquer)
        boite = BoiteEnvoi(etat / ENVOIS)
        async with superviseur(etat, ici.url) as permanence:
            assert (await journal.voir("terminal_refuse"))["cause"] == "terminal_revoque"
            permanence.reveiller()
            assert (await journal.voir("depot_differe"))["cause"] == "TerminalRevoque"
            assert set(boite.en_attente()) == set(ids)
            assert boite.refusees() == {}

            neuf = await s_enroler(etat, ici.url, await asyncio.to_thread(ici.code))
            permanence.reveiller()
            for _ in ids:
                await journal.voir("depot_transmis")
        assert (boite.en_attente(), boite.refusees()) == ((), {})
        assert await heures_montrees(ici.url, neuf, ids) == {"06:30"}  # in the hall, in Cayenne
        for mot in (secret, neuf):
            assert mot not in journal.tout

    asyncio.run(scenario())


def test_the_first_refusal_ends_a_round(ici: Hall, tmp_path: Path, journal: Journal) -> None:
    """One call says it for all of them: a hall of refused terminals does not hammer the backend."""
    etat = tmp_path / "etat"

    async def scenario() -> None:
        secret = await s_enroler(etat, ici.url, await asyncio.to_thread(ici.code))
        await deposer_sans_envoyer(etat, ici.url, secret, 6)
        await asyncio.to_thread(ici.revoquer)
        journal.tout = ""
        async with superviseur(etat, ici.url):
            await journal.voir("terminal_refuse")
            await journal.voir("depot_differe")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await journal.voir("what is never said")
        assert (
            journal.tout.count("'depot_differe'") <= 2
        )  # the round at the start, and the one once it has its credential

    asyncio.run(scenario())
