"""What visits leave in a real CUPS, taken out by the supervisor: at its start, after each visit, at its stop."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_supervisor import Banc

from kiosk.terminal.impression_menage import MenageImpressions
from kiosk.terminal.settings import Reglages
from kiosk.terminal.visite import Profil
from tests.helpers.imprimerie import ABSENT, Imprimerie, imprimerie, manque

VISITE, RESERVE = 101, 102
DE_LA_BORNE = f"caf-kiosk-{socket.gethostname()}"


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[Imprimerie]:
    """The printing system of the terminal, with a receipt in a queue that does not move."""
    if manque():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ABSENT)
    with imprimerie() as serveur:
        monkeypatch.setenv("CUPS_SERVER", serveur.serveur.prise)
        serveur.ajouter("Accueil")
        serveur.commande("cupsdisable", "Accueil")
        recu = serveur.dossier / "recu.pdf"
        recu.write_text("%PDF-1.4")
        serveur.commande("lp", "-U", DE_LA_BORNE, "-d", "Accueil", str(recu))
        assert serveur.restes()
        yield serveur


def derouler(
    geste: Callable[[MenageImpressions], Awaitable[None]], profil: Profil = Profil.BORNE
) -> list[tuple[str, dict[str, object]]]:
    """What the supervisor does, then its stop; what it told."""
    dits: list[tuple[str, dict[str, object]]] = []
    reglages = replace(Reglages().visite(), profil=profil)

    async def tout() -> None:
        menage = MenageImpressions(reglages, lambda nom, **champs: dits.append((nom, champs)))
        await geste(menage)
        await menage.finir()

    asyncio.run(tout())
    return dits


def test_a_visit_that_is_no_more_leaves_nothing(cups: Imprimerie) -> None:
    async def geste(menage: MenageImpressions) -> None:
        menage.noter(VISITE)
        menage.parti(VISITE)

    assert derouler(geste) == [("impressions_retirees", {"combien": 1})]
    assert cups.restes() == []


def test_a_start_takes_out_what_a_power_cut_left(cups: Imprimerie) -> None:
    async def geste(menage: MenageImpressions) -> None:
        menage.passer()

    assert derouler(geste) == [("impressions_retirees", {"combien": 1})]
    assert cups.restes() == []


def test_a_spare_that_dies_touches_nothing_of_the_visit_that_prints(cups: Imprimerie) -> None:
    async def geste(menage: MenageImpressions) -> None:
        menage.noter(VISITE)
        menage.parti(RESERVE)

    assert derouler(geste) == []
    assert cups.restes()


def test_a_shared_pc_leaves_the_queue_alone(cups: Imprimerie) -> None:
    async def geste(menage: MenageImpressions) -> None:
        menage.passer()

    assert derouler(geste, Profil.LIBRE_SERVICE) == []
    assert cups.restes()


def test_no_printing_system_is_not_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "/nowhere/cups.sock")

    async def geste(menage: MenageImpressions) -> None:
        menage.passer()

    debut = time.monotonic()
    assert derouler(geste) == []
    assert time.monotonic() - debut < 5


def test_the_supervisor_does_it_at_its_start_and_after_a_crash(cups: Imprimerie, tmp_path: Path) -> None:
    async def scenario() -> None:
        banc = Banc(tmp_path)
        surveille = asyncio.create_task(banc.superviseur.tourner())
        visible, _ = await banc.ouvert()
        await banc.voir("impressions_retirees", combien=1)
        assert await asyncio.to_thread(cups.restes) == []
        banc.ordonner(visible, "visite")
        await banc.voir("visite_commencee", pid=visible)
        recu = str(cups.dossier / "recu.pdf")
        await asyncio.to_thread(cups.commande, "lp", "-U", DE_LA_BORNE, "-d", "Accueil", recu)
        os.kill(visible, signal.SIGKILL)
        await banc.voir("impressions_retirees", combien=1)
        assert await asyncio.to_thread(cups.restes) == []
        banc.superviseur.arreter()
        await surveille

    asyncio.run(scenario())
