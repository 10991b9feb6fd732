"""The terminal's credential reaches every visit through its pipe, and nothing else of it."""

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_supervisor import LIMITE_S, Banc, derouler, enfants

from kiosk.terminal.link_messages import SecretTerminal, decoder_superviseur, encoder
from kiosk.terminal.lock import prevenir


class Recus:
    """What the children of a test were given."""

    def __init__(self, dossier: Path) -> None:
        self._prise = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._prise.setblocking(False)
        self._prise.bind(str(dossier / "secrets"))

    async def suivants(self, combien: int) -> dict[int, str]:
        """The next ones, by process number."""
        lus: dict[int, str] = {}
        async with asyncio.timeout(LIMITE_S):
            while len(lus) < combien:
                pid, _, secret = (
                    (await asyncio.get_running_loop().sock_recv(self._prise, 4096)).decode().partition(" ")
                )
                lus[int(pid)] = secret
        return lus

    def fermer(self) -> None:
        self._prise.close()


@pytest.fixture
def recus(tmp_path: Path) -> Iterator[Recus]:
    tous = Recus(tmp_path)
    yield tous
    tous.fermer()


def test_every_process_is_given_the_credential_and_each_new_one(tmp_path: Path, recus: Recus) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        banc.superviseur.confier("premier")
        assert await recus.suivants(2) == {visible: "premier", reserve: "premier"}

        # In the middle of a visit too; and who starts later has it from its start.
        banc.ordonner(visible, "visite")
        await banc.voir("visite_commencee")
        banc.superviseur.confier("second")
        assert await recus.suivants(2) == {visible: "second", reserve: "second"}
        banc.ordonner(visible, "fini")
        (neuf,) = (await recus.suivants(1)).items()
        assert neuf[0] not in (visible, reserve)
        assert neuf[1] == "second"

    derouler(lambda: Banc(tmp_path), scenario)


def test_a_visit_that_is_ending_is_no_trouble(tmp_path: Path, recus: Recus) -> None:
    async def scenario(banc: Banc) -> None:
        visible, _ = await banc.ouvert()
        banc.ordonner(visible, "visite")
        await banc.voir("visite_commencee")
        banc.ordonner(visible, "sort")
        await banc.voir("processus_parti", pid=visible)
        banc.superviseur.confier("premier")
        assert visible not in await recus.suivants(2)

    derouler(lambda: Banc(tmp_path), scenario)


def ce_que_tous_voient() -> list[str]:
    """The command lines of the terminal's processes, and the environment that each of them inherits."""
    lignes = [Path(f"/proc/{pid}/cmdline").read_text() for pid in (os.getpid(), *enfants())]
    return [*lignes, *os.environ.values()]


def test_no_environment_and_no_command_line_holds_it(tmp_path: Path, recus: Recus) -> None:
    secret = "un-secret-qui-ne-se-montre-nulle-part"

    async def scenario(banc: Banc) -> None:
        await banc.ouvert()
        banc.superviseur.confier(secret)
        await recus.suivants(2)
        assert not any(secret in visible for visible in ce_que_tous_voient())

    banc = derouler(lambda: Banc(tmp_path), scenario)
    assert secret not in repr(banc.evenements)
    assert secret not in repr(decoder_superviseur(encoder(SecretTerminal(secret))))


def test_a_sighup_makes_the_relay_look_again(tmp_path: Path) -> None:
    class Relais:
        def __init__(self) -> None:
            self.reveil = asyncio.Event()

        async def tourner(self) -> None:
            await self.reveil.wait()
            banc_ici[0]._noter("relais_reveille")
            await asyncio.Event().wait()

        def reveiller(self) -> None:
            self.reveil.set()

    banc_ici: list[Banc] = []

    async def scenario(banc: Banc) -> None:
        banc_ici.append(banc)
        await banc.ouvert()
        assert prevenir(tmp_path)
        await banc.voir("relais_reveille")

    derouler(lambda: Banc(tmp_path, relais=Relais), scenario)
