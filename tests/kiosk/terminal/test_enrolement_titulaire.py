"""A terminal against a real backend: enrolled, renewed without a visit, refused, and what it says about it."""

import asyncio
import fcntl
import os
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from kiosk.backend.client import ClientBackend
from kiosk.backend.errors import BackendInjoignable, Refus, TerminalInconnu
from kiosk.backend.identite import ENTETE, Identite
from kiosk.backend.schemas_terminaux import TerminalVue
from kiosk.terminal.enrolement import PERIODE_S, PREMIER_RECUL_S, RECUL_MAX_S, Permanence, Titulaire, enroler
from kiosk.terminal.secrets import Coffre, CoffreInutilisable, Enrolement, Garde, ouvrir
from tests.helpers.hall_enrole import SANS_TLS, Hall, hall

PRIVE = "kiosk.terminal.coffre_fichier.CoffreFichier"
MAINTENANT = datetime(2026, 11, 23, 10, tzinfo=UTC)
LIMITE_S = 20.0


class Nuit:
    """A clock whose pauses end when the test says so, or when the terminal is woken."""

    def __init__(self) -> None:
        self.pauses: asyncio.Queue[float | None] = asyncio.Queue()
        self._passer = asyncio.Event()

    async def attendre(self, reveil: asyncio.Event, delai_s: float | None) -> None:
        self.pauses.put_nowait(delai_s)
        attentes = [asyncio.create_task(evenement.wait()) for evenement in (reveil, self._passer)]
        await asyncio.wait(attentes, return_when=asyncio.FIRST_COMPLETED)
        for attente in attentes:
            attente.cancel()
        self._passer.clear()

    def passer(self) -> None:
        self._passer.set()


class Poste:
    """One terminal: its state directory, its supervisor's half, what it handed to the visits, what it logged."""

    def __init__(self, dossier: Path, url: str) -> None:
        self.dossier = dossier
        self.identite = Identite()
        self.client = ClientBackend(url, terminal=self.identite, attente_s=0)
        self.confies: list[str] = []
        self.dits: list[tuple[str, object]] = []
        self.nuit = Nuit()
        self.titulaire = Titulaire(
            dossier,
            self.client,
            self.identite,
            self.confies.append,
            self.nuit,
            alea=lambda: 1.0,
            journal=self._noter,
        )

    def _noter(self, evenement: str, **champs: object) -> None:
        self.dits.append((evenement, champs.get("cause")))

    @property
    def coffre(self) -> Coffre:
        return Coffre(self.dossier, PRIVE)

    async def enroler(self, code: str) -> TerminalVue:
        """As `caf-kiosk enroll` does, in a process of its own."""
        identite = Identite()
        async with ClientBackend(self.client._ligne.base_url, terminal=identite, attente_s=0) as client:
            return await enroler(self.coffre, self.dossier, client, identite, code, MAINTENANT)

    async def pause(self) -> float | None:
        """How long it means to sleep, once it has nothing more to do."""
        async with asyncio.timeout(LIMITE_S):
            return await self.nuit.pauses.get()

    async def encore(self) -> float | None:
        """One more look."""
        self.nuit.passer()
        return await self.pause()


@pytest.fixture(autouse=True)
def sans_credential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture(scope="module")
def un_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall(tmp_path_factory.mktemp("hall")) as ouvert:
        yield ouvert


@pytest.fixture
def nom() -> str:
    """Each test has a terminal of its own."""
    return f"Hall {uuid4()}"


def derouler(poste: Poste, scenario: Callable[[], Awaitable[None]]) -> None:
    """`scenario` beside the terminal's own task."""

    async def tout() -> None:
        tache = asyncio.create_task(poste.titulaire.tourner())
        try:
            await scenario()
        finally:
            tache.cancel()
            await asyncio.wait([tache])
            await poste.client.fermer()

    asyncio.run(tout())


def test_a_terminal_that_is_not_enrolled_calls_nobody_until_it_is(
    un_hall: Hall, tmp_path: Path, nom: str
) -> None:
    poste = Poste(tmp_path, un_hall.url)

    async def scenario() -> None:
        assert await poste.pause() is None
        assert poste.dits == [("terminal_non_enrole", None)]
        assert (poste.identite.secret, poste.confies) == (None, [])

        code = await asyncio.to_thread(un_hall.code, nom)
        vue = await poste.enroler(code)
        assert (vue.nom, vue.a_renouveler) == (nom, False)
        poste.titulaire.reveiller()
        assert await poste.pause() == PERIODE_S
        garde = await poste.coffre.lire()
        assert garde is not None
        assert (poste.identite.secret, poste.confies) == (garde.secret, [garde.secret])
        assert garde.ancien is None
        assert Enrolement.lire(tmp_path) == Enrolement(nom, MAINTENANT.isoformat(timespec="seconds"), PRIVE)

    derouler(poste, scenario)
    assert un_hall.verdict(poste.confies[0]) == "accepte"


def test_a_rotation_asked_for_is_done_at_the_next_look(un_hall: Hall, tmp_path: Path, nom: str) -> None:
    poste = Poste(tmp_path, un_hall.url)

    async def scenario() -> None:
        assert await poste.pause() is None
        await poste.enroler(await asyncio.to_thread(un_hall.code, nom))
        poste.titulaire.reveiller()
        await poste.pause()
        await asyncio.to_thread(un_hall.renouveler, nom)
        assert await poste.encore() == PERIODE_S
        assert poste.dits[-1] == ("secret_renouvele", None)
        ancien, neuf = poste.confies
        assert poste.identite.secret == neuf
        assert await poste.coffre.lire() == Garde(neuf)
        verdicts = [await asyncio.to_thread(un_hall.verdict, secret) for secret in (ancien, neuf)]
        assert verdicts == ["terminal_inconnu", "accepte"]
        await poste.encore()
        assert len(poste.confies) == 2  # asked for once, done once

    derouler(poste, scenario)


@pytest.mark.parametrize("etape", ["kept and not shown", "shown and not tidied", "another was given since"])
def test_what_a_cut_left_half_done_is_settled_at_the_next_start(
    un_hall: Hall, tmp_path: Path, nom: str, etape: str
) -> None:
    poste = Poste(tmp_path, un_hall.url)

    async def preparer() -> tuple[str, str]:
        await poste.enroler(await asyncio.to_thread(un_hall.code, nom))
        ancien = await poste.coffre.lire()
        assert ancien is not None
        async with ClientBackend(un_hall.url, terminal=Identite(ancien.secret)) as client:
            neuf = (await client.renouveler_secret()).secret
            if etape == "another was given since":
                await client.renouveler_secret()  # an answer that nobody received
        if etape == "shown and not tidied":
            assert await asyncio.to_thread(un_hall.verdict, neuf) == "accepte"
        await poste.coffre.garder(Garde(neuf, ancien.secret))
        return ancien.secret, neuf

    ancien, neuf = asyncio.run(preparer())

    async def scenario() -> None:
        assert await poste.pause() == PERIODE_S
        bon = ancien if etape == "another was given since" else neuf
        assert poste.identite.secret == poste.confies[-1] == bon
        assert await poste.coffre.lire() == Garde(bon)

    derouler(poste, scenario)
    assert un_hall.verdict(poste.confies[-1]) == "accepte"


def test_a_lost_call_that_arrives_in_the_middle_of_a_rotation_does_no_harm(
    un_hall: Hall, tmp_path: Path, nom: str
) -> None:
    poste = Poste(tmp_path, un_hall.url)

    def croiser(secret: str) -> None:
        """The backend hears a second time what was asked, just before the new one is shown."""
        if poste.confies and len(poste.confies) == 1:
            reponse = httpx2.post(
                f"{un_hall.url}/api/v1/terminaux/courant/secret",
                headers={ENTETE: poste.confies[0]},
                verify=SANS_TLS,
            )
            assert reponse.status_code == 201
        poste.confies.append(secret)

    async def scenario() -> None:
        await poste.enroler(await asyncio.to_thread(un_hall.code, nom))
        await asyncio.to_thread(un_hall.renouveler, nom)
        poste.titulaire.reveiller()
        while await poste.pause() != PREMIER_RECUL_S:
            poste.titulaire.reveiller()
        assert poste.dits[-1] == ("renouvellement_croise", None)
        ancien, croise, retenu = poste.confies
        assert (retenu, croise) != (croise, ancien)
        assert retenu == ancien == poste.identite.secret
        assert await poste.coffre.lire() == Garde(ancien)
        assert await poste.encore() == PERIODE_S
        assert await asyncio.to_thread(un_hall.verdict, poste.confies[-1]) == "accepte"
        assert poste.confies[-1] not in (ancien, croise)

    poste.titulaire._confier = croiser
    derouler(poste, scenario)


@pytest.mark.parametrize("cause", ["terminal_revoque", "terminal_inconnu"])
def test_a_refused_terminal_says_why_and_asks_ever_more_slowly(
    un_hall: Hall, tmp_path: Path, nom: str, cause: str
) -> None:
    poste = Poste(tmp_path, un_hall.url)

    async def scenario() -> None:
        await poste.pause()
        await poste.enroler(await asyncio.to_thread(un_hall.code, nom))
        if cause == "terminal_revoque":
            await asyncio.to_thread(un_hall.revoquer, nom)
        else:
            await poste.coffre.garder(Garde("00000000-0000-4000-8000-000000000000.x"))
        poste.titulaire.reveiller()
        pauses = [await poste.pause(), *[await poste.encore() for _ in range(8)]]
        assert pauses[:3] == [PREMIER_RECUL_S, 2 * PREMIER_RECUL_S, 4 * PREMIER_RECUL_S]
        assert pauses[-1] == RECUL_MAX_S
        assert poste.dits[1:] == [("terminal_refuse", cause)] * 9

        # Enrolled anew, under the same name: it is itself again.
        code = await asyncio.to_thread(lambda: un_hall.code(nom, remplacer=True))
        await poste.enroler(code)
        poste.titulaire.reveiller()
        assert await poste.pause() == PERIODE_S
        await asyncio.to_thread(un_hall.revoquer, nom)
        assert await poste.encore() == PREMIER_RECUL_S

    derouler(poste, scenario)


def test_a_backend_that_is_not_there_changes_nothing(un_hall: Hall, tmp_path: Path, nom: str) -> None:
    asyncio.run(Poste(tmp_path, un_hall.url).enroler(un_hall.code(nom)))
    seul = Poste(tmp_path, "http://127.0.0.1:9")

    async def scenario() -> None:
        assert await seul.pause() == PREMIER_RECUL_S
        assert seul.dits == [("terminal_non_verifie", "BackendInjoignable")]
        assert (
            len(seul.confies) == 1
        )  # the visits have it all the same: the network may come back before the next look
        with pytest.raises(BackendInjoignable):
            await seul.enroler("7K3-F9Q-MX2")

    avant = (tmp_path / "terminal.secret").read_bytes()
    derouler(seul, scenario)
    assert (tmp_path / "terminal.secret").read_bytes() == avant


def test_a_keyring_that_cannot_be_read_is_said_and_tried_again(
    un_hall: Hall, tmp_path: Path, nom: str
) -> None:
    poste = Poste(tmp_path, un_hall.url)

    async def scenario() -> None:
        await poste.pause()
        await poste.enroler(await asyncio.to_thread(un_hall.code, nom))
        bon = (tmp_path / "terminal.secret").read_bytes()
        (tmp_path / "terminal.secret").write_bytes(b"{")
        poste.titulaire.reveiller()
        assert await poste.pause() == PREMIER_RECUL_S
        assert poste.dits[-1] == ("coffre_en_panne", "coffre_inutilisable")
        (tmp_path / "terminal.secret").write_bytes(bon)
        (tmp_path / "terminal.secret").chmod(0o600)
        assert await poste.encore() == PERIODE_S

    derouler(poste, scenario)


def test_a_full_disk_during_a_rotation_leaves_the_one_in_use(un_hall: Hall, tmp_path: Path, nom: str) -> None:
    poste = Poste(tmp_path, un_hall.url)

    async def scenario() -> None:
        await poste.pause()
        await poste.enroler(await asyncio.to_thread(un_hall.code, nom))
        await asyncio.to_thread(un_hall.renouveler, nom)
        obstacle = tmp_path / ".terminal.secret.nouveau"
        obstacle.mkdir()  # nothing can be written
        poste.titulaire.reveiller()
        assert await poste.pause() == PREMIER_RECUL_S
        assert len(poste.confies) == 1
        assert await asyncio.to_thread(un_hall.verdict, poste.confies[0]) == "accepte"
        obstacle.rmdir()
        assert await poste.encore() == PERIODE_S
        assert len(poste.confies) == 2

    derouler(poste, scenario)


def test_an_enrolment_that_fails_half_way_leaves_the_terminal_and_the_code_as_they_were(
    un_hall: Hall, tmp_path: Path, nom: str
) -> None:
    poste = Poste(tmp_path, un_hall.url)

    async def scenario() -> None:
        await poste.enroler(await asyncio.to_thread(un_hall.code, nom))
        avant = await poste.coffre.lire()
        assert avant is not None
        code = await asyncio.to_thread(lambda: un_hall.code(nom, remplacer=True))
        (tmp_path / ".terminal.secret.nouveau").mkdir()
        with pytest.raises(CoffreInutilisable):
            await poste.enroler(code)
        assert await asyncio.to_thread(un_hall.verdict, avant.secret) == "accepte"
        with pytest.raises(Refus, match="enrolement_refuse"):
            await poste.enroler("000-000-001")

        (tmp_path / ".terminal.secret.nouveau").rmdir()
        await poste.enroler(code)
        apres = await poste.coffre.lire()
        assert apres is not None
        assert apres.ancien is None
        verdicts = [await asyncio.to_thread(un_hall.verdict, g.secret) for g in (avant, apres)]
        assert verdicts == ["terminal_inconnu", "accepte"]

    asyncio.run(scenario())


def test_a_lost_call_then_a_cut_leave_the_one_before(un_hall: Hall, tmp_path: Path, nom: str) -> None:
    class Coupee(Exception):
        pass

    def couper(secret: str) -> None:
        """The new one is on the disk and was not shown; the backend gives yet another one; the plug is pulled."""
        if poste.confies:
            httpx2.post(
                f"{un_hall.url}/api/v1/terminaux/courant/secret",
                headers={ENTETE: poste.confies[0]},
                verify=SANS_TLS,
            )
            raise Coupee
        poste.confies.append(secret)

    poste, apres = Poste(tmp_path, un_hall.url), Poste(tmp_path, un_hall.url)
    poste.titulaire._confier = couper
    asyncio.run(poste.enroler(un_hall.code(nom)))
    un_hall.renouveler(nom)

    async def jusqu_a_la_coupure() -> None:
        async with poste.client:
            with pytest.raises(Coupee):
                await poste.titulaire.tourner()

    asyncio.run(jusqu_a_la_coupure())

    async def scenario() -> None:
        assert await apres.pause() == PERIODE_S

    derouler(apres, scenario)
    assert poste.confies[0] in apres.confies
    assert un_hall.verdict(apres.confies[-1]) == "accepte"


@pytest.mark.parametrize("croisements", [1, 9])
def test_a_lost_call_that_arrives_in_the_middle_of_an_enrolment_does_no_harm(
    un_hall: Hall, tmp_path: Path, nom: str, croisements: int
) -> None:
    poste, code, restent = Poste(tmp_path, un_hall.url), un_hall.code(nom), croisements

    class Croisee(Identite):
        """The backend hears the code once more just before what it gave is shown."""

        def changer(self, secret: str | None) -> None:
            nonlocal restent
            super().changer(secret)
            if secret and restent:
                restent -= 1
                httpx2.post(f"{un_hall.url}/api/v1/terminaux", json={"code": code}, verify=SANS_TLS)

    async def scenario() -> None:
        identite = Croisee()
        async with ClientBackend(un_hall.url, terminal=identite, attente_s=0) as client:
            geste = enroler(poste.coffre, tmp_path, client, identite, code, MAINTENANT)
            if croisements == 1:
                assert (await geste).nom == nom
            else:
                with pytest.raises(TerminalInconnu):
                    await geste

    asyncio.run(scenario())


def test_a_command_and_the_supervisor_do_not_undo_each_other(un_hall: Hall, tmp_path: Path, nom: str) -> None:
    """A rotation in the supervisor while an operator enrols the terminal anew: whoever comes last is what is kept."""
    postes = [Poste(tmp_path, un_hall.url) for _ in range(3)]

    async def scenario() -> None:
        await postes[0].enroler(await asyncio.to_thread(un_hall.code, nom))
        for _ in range(4):
            await asyncio.to_thread(un_hall.renouveler, nom)
            code = await asyncio.to_thread(lambda: un_hall.code(nom, remplacer=True))
            taches = [asyncio.create_task(poste.titulaire.tourner()) for poste in postes]
            await asyncio.gather(postes[0].enroler(code), *(poste.pause() for poste in postes))
            for tache in taches:
                tache.cancel()
            await asyncio.wait(taches)
            garde = await postes[0].coffre.lire()
            assert garde is not None
            assert await asyncio.to_thread(un_hall.verdict, garde.secret) == "accepte"
        for poste in postes:
            await poste.client.fermer()

    asyncio.run(scenario())


def test_whoever_changes_the_secret_waits_for_whoever_is_changing_it(
    un_hall: Hall, tmp_path: Path, nom: str
) -> None:
    poste = Poste(tmp_path, un_hall.url)
    asyncio.run(poste.enroler(un_hall.code(nom)))
    avant = (tmp_path / "terminal.secret").read_bytes()
    code = un_hall.code(nom, remplacer=True)
    un_hall.renouveler(nom)

    async def scenario() -> None:
        autre = os.open(tmp_path, os.O_RDONLY)
        fcntl.flock(autre, fcntl.LOCK_EX)
        enrolement = asyncio.create_task(poste.enroler(code))
        await asyncio.wait([enrolement], timeout=0.3)
        assert not enrolement.done()
        assert poste.nuit.pauses.empty()
        assert (tmp_path / "terminal.secret").read_bytes() == avant
        os.close(autre)
        async with asyncio.timeout(LIMITE_S):
            await enrolement
        assert await poste.pause() == PERIODE_S

    derouler(poste, scenario)


def test_what_the_supervisor_does_for_ever_is_woken_together_and_fails_together() -> None:
    class Tache:
        def __init__(self, faute: bool) -> None:
            self.faute, self.reveils, self.fini = faute, 0, False

        async def tourner(self) -> None:
            try:
                if self.faute:
                    raise RuntimeError("faute")
                await asyncio.Event().wait()
            finally:
                self.fini = True

        def reveiller(self) -> None:
            self.reveils += 1

    async def scenario() -> None:
        longue, courte = Tache(False), Tache(True)
        ensemble = Permanence(ClientBackend("http://127.0.0.1:9"), longue, courte)
        ensemble.reveiller()
        with pytest.RaisesGroup(RuntimeError):
            await ensemble.tourner()
        assert (longue.fini, courte.fini, longue.reveils, courte.reveils) == (True, True, 1, 1)

    asyncio.run(scenario())


def test_nothing_is_opened_before_there_is_something_to_open(tmp_path: Path) -> None:
    assert asyncio.run(ouvrir(tmp_path)) is None
    assert list(tmp_path.iterdir()) == []
