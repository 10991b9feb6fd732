"""Tasks are owned, one of a name at a time, and never fail in silence."""

import asyncio
import gc

import pytest

from ui.bridge.taches import Taches


def test_a_failing_task_reports_once_and_its_message_is_logged_nowhere(capfd) -> None:
    pannes: list[str] = []
    taches = Taches(pannes.append)

    async def echouer() -> None:
        raise ValueError("2850675990011 soleil velo pomme")

    async def scenario() -> None:
        taches.lancer(echouer(), "echouer")
        await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
        await asyncio.sleep(0)

    asyncio.run(scenario())
    assert pannes == ["echouer"]
    dit = "".join(capfd.readouterr())
    assert "tache_en_panne" in dit
    assert "ValueError" in dit
    assert "echouer" in dit
    for secret in ("2850675990011", "soleil"):
        assert secret not in dit


def test_a_second_tap_is_dropped_and_a_third_after_the_end_is_not() -> None:
    faits: list[int] = []
    taches = Taches(lambda _: None)

    async def scenario() -> None:
        porte = asyncio.Event()

        async def faire(n: int) -> None:
            await porte.wait()
            faits.append(n)

        taches.lancer(faire(1), "envoyer")
        taches.lancer(faire(2), "envoyer")
        taches.lancer(faire(3), "compte")
        porte.set()
        await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
        await asyncio.sleep(0)
        taches.lancer(faire(4), "envoyer")
        await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})

    asyncio.run(scenario())
    assert faits == [1, 3, 4]


def test_a_task_survives_the_garbage_collector() -> None:
    faits: list[int] = []
    taches = Taches(lambda _: None)

    async def scenario() -> None:
        porte = asyncio.get_running_loop().create_future()

        async def faire() -> None:
            await porte
            faits.append(1)

        taches.lancer(faire(), "faire")
        await asyncio.sleep(0)
        gc.collect()
        porte.set_result(None)
        await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})

    asyncio.run(scenario())
    assert faits == [1]


def test_closing_cancels_what_runs_waits_for_it_and_reports_nothing() -> None:
    pannes: list[str] = []
    ranges: list[str] = []
    taches = Taches(pannes.append)

    async def longue() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ranges.append("rangé")

    async def scenario() -> None:
        taches.lancer(longue(), "longue")
        await asyncio.sleep(0)
        await taches.fermer()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scenario())
    assert ranges == ["rangé"]
    assert pannes == []


def test_outside_the_loop_a_task_is_refused_loudly() -> None:
    async def rien() -> None:
        return

    coroutine = rien()
    with pytest.raises(RuntimeError):
        Taches(lambda _: None).lancer(coroutine, "rien")
    coroutine.close()
