"""The relay over a real outbox: what it keeps, forgets, sets aside, and when it sleeps."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from kiosk.backend.client import ClientBackend
from kiosk.backend.envelope import Enveloppe
from kiosk.backend.errors import (
    CLASSES,
    REFUS_DEFINITIFS,
    BackendIncompris,
    BackendInjoignable,
    BackendLent,
    Refus,
    ReponsesRefusees,
    refus,
)
from kiosk.backend.schemas import DepotVue, EtatDepot, Probleme
from kiosk.outbox.errors import BoiteErreur
from kiosk.outbox.relay import PAUSE_MAX_S, HorlogeReelle, Relais
from kiosk.outbox.store import BoiteEnvoi


def enveloppe(n: int) -> Enveloppe:
    return Enveloppe(UUID(int=n), b"enveloppe %d" % n)


def vue(depot_id: UUID) -> DepotVue:
    return DepotVue(
        id=depot_id,
        numero="R-C4R1-04EZ-P32V-S",
        demarche="ressources",
        titre="Déclaration de ressources",
        recu_le=datetime(2026, 3, 12, tzinfo=UTC),
        etat=EtatDepot.RECU,
    )


def non(code: str, statut: int = 400, **suite: int) -> Refus:
    return refus(Probleme.model_validate({"title": "Non", "status": statut, "code": code, **suite}))


class Reseau:
    """The way to the backend: says what it is told to, else takes the deposit."""

    def __init__(self) -> None:
        self.pannes: dict[int, list[Exception]] = {}
        self.panne: Exception | None = None
        self.appels: list[int] = []
        self.recus: dict[UUID, bytes] = {}

    async def envoyer(self, depot_id: UUID, octets: bytes) -> DepotVue:
        self.appels.append(depot_id.int)
        prevues = self.pannes.get(depot_id.int)
        if prevues:
            raise prevues.pop(0)
        if self.panne:
            raise self.panne
        assert self.recus.setdefault(depot_id, octets) == octets
        return vue(depot_id)


class FausseHorloge:
    """Time passes when the test says so."""

    def __init__(self) -> None:
        self.pauses: list[float | None] = []
        self._endormi = asyncio.Event()
        self._ecoule = asyncio.Event()

    async def attendre(self, reveil: asyncio.Event, delai_s: float | None) -> None:
        self.pauses.append(delai_s)
        self._endormi.set()
        attentes = {asyncio.create_task(e.wait()) for e in (reveil, self._ecoule)}
        _, reste = await asyncio.wait(attentes, return_when=asyncio.FIRST_COMPLETED)
        for tache in reste:
            tache.cancel()
        await asyncio.gather(*reste, return_exceptions=True)
        self._ecoule.clear()

    async def endormissement(self) -> float | None:
        """Wait until the relay sleeps; for how long it meant to."""
        await self._endormi.wait()
        self._endormi.clear()
        return self.pauses[-1]

    async def passer(self) -> float | None:
        """Let the pause go by, and wait for the next one."""
        self._ecoule.set()
        return await self.endormissement()


class Terminal:
    """One outbox, one relay that turns, one network, one clock."""

    def __init__(self, dossier: Path, *, alea: float = 1.0) -> None:
        self.dossier = dossier
        self.boite = BoiteEnvoi(dossier)
        self.reseau = Reseau()
        self.horloge = FausseHorloge()
        self.relais = Relais(self.boite, self.reseau.envoyer, self.horloge, alea=lambda: alea)

    def garder(self, *numeros: int) -> None:
        for n in numeros:
            self.boite.deposer(enveloppe(n))
            os.utime(self.dossier / f"{UUID(int=n)}.enveloppe", (n, n))

    @property
    def attente(self) -> list[int]:
        return [i.int for i in self.boite.en_attente()]


def jouer(terminal: Terminal, scenario: Callable[[], Awaitable[None]]) -> None:
    """Play a scenario while the relay turns, then stop it."""

    async def tout() -> None:
        tache = asyncio.create_task(terminal.relais.tourner())
        try:
            await scenario()
        finally:
            terminal.relais.arreter()
            await asyncio.wait_for(tache, 10)

    asyncio.run(tout())


@pytest.fixture
def t(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


# Rounds


def test_what_waited_at_the_start_is_sent_oldest_first_and_forgotten(t: Terminal) -> None:
    t.garder(2, 1, 3)

    async def scenario() -> None:
        assert await t.horloge.endormissement() is None
        assert t.reseau.appels == [1, 2, 3]
        assert t.reseau.recus[UUID(int=1)] == b"enveloppe 1"
        assert t.attente == []

    jouer(t, scenario)


def test_an_empty_outbox_sleeps_until_it_is_woken(t: Terminal) -> None:
    async def scenario() -> None:
        assert await t.horloge.endormissement() is None
        t.garder(1)
        t.relais.reveiller()
        assert await t.horloge.endormissement() is None
        assert t.attente == []

    jouer(t, scenario)


def test_a_wake_during_a_round_gives_another_round(t: Terminal) -> None:
    t.garder(1)
    vrai = t.reseau.envoyer

    async def envoyer(depot_id: UUID, octets: bytes) -> DepotVue:
        if depot_id.int == 1:  # a visit keeps an envelope while this one is on its way
            t.garder(2)
            t.relais.reveiller()
        return await vrai(depot_id, octets)

    t.relais = Relais(t.boite, envoyer, t.horloge)

    async def scenario() -> None:
        await t.horloge.endormissement()
        if t.attente:
            await t.horloge.endormissement()
        assert t.attente == []

    jouer(t, scenario)


def test_a_lost_line_is_tried_again_less_and_less_often(t: Terminal) -> None:
    t.garder(1)
    t.reseau.panne = BackendInjoignable("ConnectError")

    async def scenario() -> None:
        pauses = [await t.horloge.endormissement()] + [await t.horloge.passer() for _ in range(10)]
        assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, PAUSE_MAX_S, PAUSE_MAX_S, PAUSE_MAX_S]
        assert t.reseau.appels == [1] * 11
        assert t.attente == [1]
        t.reseau.panne = None
        assert await t.horloge.passer() is None
        assert t.attente == []
        t.reseau.panne = BackendInjoignable("ConnectError")
        t.garder(2)
        t.relais.reveiller()
        assert await t.horloge.endormissement() == 2

    jouer(t, scenario)


@given(alea=st.floats(0, 1, exclude_max=True))
@settings(deadline=None, max_examples=30)  # a real disk may be slow
def test_jitter_spreads_the_halls_without_shortening_by_more_than_half(alea: float) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as dossier:
        t = Terminal(Path(dossier), alea=alea)
        t.garder(1)
        t.reseau.panne = BackendLent("10 s")

        async def scenario() -> None:
            for due in (2, 4, 8):
                pause = await (t.horloge.endormissement() if due == 2 else t.horloge.passer())
                assert pause is not None
                assert due / 2 <= pause <= due

        jouer(t, scenario)


def test_a_wake_does_not_wait_for_the_pause(t: Terminal) -> None:
    t.garder(1)
    t.reseau.panne = BackendInjoignable("ConnectError")

    async def scenario() -> None:
        assert await t.horloge.endormissement() == 2
        t.reseau.panne = None
        t.relais.reveiller()
        assert await t.horloge.endormissement() is None
        assert t.attente == []

    jouer(t, scenario)


def test_a_dead_line_is_not_tried_for_every_envelope(t: Terminal) -> None:
    t.garder(*range(1, 10))
    t.reseau.panne = BackendInjoignable("ConnectError")

    async def scenario() -> None:
        await t.horloge.endormissement()
        assert t.reseau.appels == [1, 2]
        await t.horloge.passer()
        assert t.reseau.appels == [1, 2, 3, 4]
        assert len(t.attente) == 9

    jouer(t, scenario)


def test_envelopes_that_always_fail_do_not_starve_the_others(t: Terminal) -> None:
    t.garder(*range(1, 6))
    t.reseau.pannes = {n: [BackendLent("10 s")] * 99 for n in (1, 2, 3)}

    async def scenario() -> None:
        await t.horloge.endormissement()
        await t.horloge.passer()
        await t.horloge.passer()
        assert t.attente == [1, 2, 3]

    jouer(t, scenario)


@pytest.mark.parametrize("code", sorted(REFUS_DEFINITIFS))
def test_a_final_refusal_is_set_aside_and_the_next_is_sent(t: Terminal, code: str) -> None:
    t.garder(1, 2)
    t.reseau.pannes = {1: [non(code)]}

    async def scenario() -> None:
        assert await t.horloge.endormissement() is None
        assert t.attente == []
        assert t.boite.refusees() == {UUID(int=1): code}
        assert list(t.reseau.recus) == [UUID(int=2)]

    jouer(t, scenario)


PASSAGERES = {
    "not ours": BackendIncompris("portail"),
    "broken": non("panne", 500),
    "in progress": non("depot_en_cours", 409),
    "unknown to this version": non("code_de_demain", 400),
    "wrong place": non("introuvable", 404),
    "session": non("session_expiree", 401),
}


@pytest.mark.parametrize("cas", PASSAGERES)
def test_anything_else_is_kept_and_does_not_stop_the_round(t: Terminal, cas: str) -> None:
    t.garder(1, 2, 3, 4)
    t.reseau.pannes = {n: [PASSAGERES[cas]] for n in (1, 2, 3)}

    async def scenario() -> None:
        assert await t.horloge.endormissement() == 2
        assert t.attente == [1, 2, 3]
        assert t.boite.refusees() == {}
        assert await t.horloge.passer() is None
        assert t.attente == []

    jouer(t, scenario)


def test_every_code_is_final_or_passing_on_purpose() -> None:
    assert {code for code in CLASSES if code in REFUS_DEFINITIFS} == {"reponses_refusees", "depot_different"}


def test_the_backend_s_own_wait_is_kept(t: Terminal) -> None:
    t.garder(1)
    t.reseau.pannes = {1: [non("attente", 429, attente_s=75)]}

    async def scenario() -> None:
        assert await t.horloge.endormissement() == 75

    jouer(t, scenario)


def test_a_disk_that_fails_is_tried_again(t: Terminal) -> None:
    t.garder(1)
    fichier = t.dossier / f"{UUID(int=1)}.enveloppe"
    fichier.unlink()
    fichier.mkdir()

    async def scenario() -> None:
        assert await t.horloge.endormissement() == 2
        fichier.rmdir()
        assert await t.horloge.passer() is None

    jouer(t, scenario)


def test_stopping_leaves_the_rest_for_the_next_start(t: Terminal) -> None:
    t.garder(1, 2, 3)
    vrai = t.reseau.envoyer

    async def envoyer(depot_id: UUID, octets: bytes) -> DepotVue:
        t.relais.arreter()
        return await vrai(depot_id, octets)

    t.relais = Relais(t.boite, envoyer, t.horloge)
    asyncio.run(t.relais.tourner())
    assert t.attente == [2, 3]
    assert t.horloge.pauses == []


def test_the_real_clock_wakes_on_time_and_on_event() -> None:
    async def scenario() -> None:
        horloge, reveil = HorlogeReelle(), asyncio.Event()
        await horloge.attendre(reveil, 0.01)
        assert not reveil.is_set()
        attente = asyncio.create_task(horloge.attendre(reveil, None))
        reveil.set()
        await attente

    asyncio.run(scenario())


# A visit's own send


def test_a_visit_keeps_then_sends_and_learns_that_it_is_received(t: Terminal) -> None:
    async def scenario() -> None:
        assert await t.relais.confier(enveloppe(1)) == vue(UUID(int=1))
        assert t.attente == []

    asyncio.run(scenario())


@pytest.mark.parametrize("cas", PASSAGERES)
def test_offline_the_envelope_is_kept_for_the_relay(t: Terminal, cas: str) -> None:
    t.reseau.panne = PASSAGERES[cas]

    async def scenario() -> None:
        assert await t.relais.confier(enveloppe(1)) is None
        assert await t.relais.envoyer_maintenant(UUID(int=1)) is None
        assert t.attente == [1]
        t.reseau.panne = None
        assert await t.relais.envoyer_maintenant(UUID(int=1)) == vue(UUID(int=1))
        assert await t.relais.envoyer_maintenant(UUID(int=1)) is None

    asyncio.run(scenario())


def test_a_final_refusal_is_told_to_the_person_even_when_the_relay_met_it(t: Terminal) -> None:
    t.reseau.pannes = {1: [non("reponses_refusees", 422)]}

    async def scenario() -> None:
        for _ in range(2):
            with pytest.raises(ReponsesRefusees):
                await t.relais.envoyer_maintenant(UUID(int=1))
        assert t.reseau.appels == [1]

    t.garder(1)
    asyncio.run(scenario())


def test_what_the_disk_cannot_keep_is_sent_all_the_same(t: Terminal) -> None:
    (t.dossier / "refuses").rmdir()
    t.dossier.rmdir()

    async def scenario() -> None:
        assert await t.relais.confier(enveloppe(1)) == vue(UUID(int=1))
        t.reseau.panne = BackendInjoignable("ConnectError")
        with pytest.raises(BoiteErreur):
            await t.relais.confier(enveloppe(2))
        t.reseau.panne = non("demarche_inconnue", 422)
        with pytest.raises(Refus):
            await t.relais.confier(enveloppe(3))

    asyncio.run(scenario())


def test_the_visit_and_the_relay_send_the_same_envelope_at_the_same_time(tmp_path: Path) -> None:
    """Both are on their way before either is confirmed: one deposit, no error on either side."""
    un, autre = Terminal(tmp_path), Terminal(tmp_path)
    un.garder(1)
    ensemble = 0
    tous_partis = asyncio.Event()

    async def envoyer(depot_id: UUID, octets: bytes) -> DepotVue:
        nonlocal ensemble
        ensemble += 1
        if ensemble == 2:
            tous_partis.set()
        await tous_partis.wait()
        return await un.reseau.envoyer(depot_id, octets)

    async def scenario() -> None:
        relais = [Relais(t.boite, envoyer, t.horloge) for t in (un, autre)]
        vues = await asyncio.gather(*(r.envoyer_maintenant(UUID(int=1)) for r in relais))
        assert vues == [vue(UUID(int=1))] * 2
        assert un.reseau.appels == [1, 1]
        assert un.attente == []

    asyncio.run(scenario())


def test_over_a_real_line(tmp_path: Path) -> None:
    """Outbox, relay, client, socket: the bytes that were kept are the bytes that arrive, under their id."""
    recus = []

    async def servir(lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
        tete = (await lecteur.readuntil(b"\r\n\r\n")).decode().lower()
        taille = int(tete.partition("content-length: ")[2].split("\r\n")[0])
        recus.append((tete, await lecteur.readexactly(taille)))
        corps = json.dumps(vue(UUID(int=1)).model_dump(mode="json")).encode()
        redacteur.write(
            b"HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(corps), corps)
        )
        await redacteur.drain()
        redacteur.close()

    async def scenario() -> None:
        boite = BoiteEnvoi(tmp_path)
        serveur = await asyncio.start_server(servir, "127.0.0.1", 0)
        port = serveur.sockets[0].getsockname()[1]
        async with serveur, ClientBackend(f"http://127.0.0.1:{port}") as client:
            recu = await Relais(boite, client.deposer).confier(enveloppe(1))
        assert recu == vue(UUID(int=1))
        assert boite.en_attente() == ()
        ((tete, corps),) = recus
        assert corps == enveloppe(1).octets
        assert f"idempotency-key: {UUID(int=1)}" in tete

    asyncio.run(scenario())


def test_logs_name_deposits_and_causes_only(t: Terminal) -> None:
    t.garder(1, 2)
    t.reseau.pannes = {1: [non("reponses_refusees", 422)], 2: [BackendLent("10 s")]}

    async def scenario() -> None:
        await t.horloge.endormissement()
        await t.horloge.passer()

    with capture_logs() as lignes:
        jouer(t, scenario)
    un, deux = str(UUID(int=1)), str(UUID(int=2))
    assert lignes == [
        {"event": "depot_refuse", "depot": un, "cause": "reponses_refusees", "log_level": "info"},
        {"event": "depot_differe", "depot": deux, "cause": "BackendLent", "log_level": "info"},
        {"event": "depot_transmis", "depot": deux, "log_level": "info"},
    ]
