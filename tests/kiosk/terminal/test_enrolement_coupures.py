"""The plug is pulled at each moment of a rotation and of an enrolment: a credential that works is always left."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.backend.client import ClientBackend
from kiosk.backend.identite import Identite
from kiosk.terminal.enrolement import PERIODE_S, PREMIER_RECUL_S, Titulaire
from kiosk.terminal.secrets import Coffre, Garde
from tests.helpers import trousseau
from tests.helpers.hall_enrole import SANS_TLS, Hall, hall

RACINE = Path(__file__).resolve().parents[3]
PRIVE = "kiosk.terminal.coffre_fichier.CoffreFichier"
SESSION = "keyring.backends.SecretService.Keyring"
NOM = "Hall 2"


@dataclass
class Terminal:
    """A terminal whose process can be cut, the backend it calls, and what is left of it afterwards."""

    dossier: Path
    ici: Hall
    classe: str
    programme: subprocess.Popen[str]

    def jouer(self, rang: int, *geste: str) -> dict[str, Any]:
        assert self.programme.stdin is not None
        assert self.programme.stdout is not None
        self.programme.stdin.write(" ".join((str(rang), *geste)) + "\n")
        self.programme.stdin.flush()
        fait: dict[str, Any] = json.loads(self.programme.stdout.readline())
        assert fait["coupe"] or fait["code"] == 0, fait
        return fait

    def redemarrer(self) -> str:
        """A supervisor starts on what is left: the credential that it uses, which the backend accepts."""
        pause: float | None = 0.0
        # A call that was cut may reach the backend while the next ones do: it is noticed, and asked for again.
        while pause == PREMIER_RECUL_S or not pause:
            pause, dits, secret = asyncio.run(self._regarder())
            assert pause == PERIODE_S or dits == ["renouvellement_croise"], (pause, dits)
        assert self.ici.verdict(secret) == "accepte"
        return secret

    async def _regarder(self) -> tuple[float | None, list[str], str]:
        """One look: how long the terminal means to sleep, what it said, and the credential it uses and keeps."""
        dits: list[str] = []
        identite = Identite()
        async with ClientBackend(self.ici.url, terminal=identite, contexte_tls=SANS_TLS) as client:
            titulaire = Titulaire(
                self.dossier,
                client,
                identite,
                lambda _: None,
                _Dormir(),
                alea=lambda: 1.0,
                journal=lambda evenement, **_: dits.append(evenement),
            )
            with pytest.raises(_Endormi) as endormi:
                await titulaire.tourner()
        assert identite.secret is not None
        assert await Coffre(self.dossier, self.classe).lire() == Garde(identite.secret)
        return endormi.value.args[0], [dit for dit in dits if dit != "secret_renouvele"], identite.secret


class _Endormi(Exception):
    """The terminal has looked, and says how long it means to sleep."""


class _Dormir:
    """The clock of a supervisor that is only asked for one look."""

    async def attendre(self, reveil: asyncio.Event, delai_s: float | None) -> None:
        del reveil
        raise _Endormi(delai_s)


@pytest.fixture(scope="module")
def ici(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall(tmp_path_factory.mktemp("hall")) as ouvert:
        yield ouvert


@pytest.fixture
def terminal(tmp_path: Path, ici: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """One that is not enrolled yet, with the keyring of a borne."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with _programme(tmp_path / "etat", ici, PRIVE) as programme:
        yield Terminal(tmp_path / "etat", ici, PRIVE, programme)


@pytest.fixture
def terminal_de_session(tmp_path: Path, ici: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """One with the Secret Service of a session."""
    if not trousseau.possible():
        pytest.skip(trousseau.MANQUE)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with trousseau.session(tmp_path / "session") as session:
        for nom, valeur in session.env.items():
            monkeypatch.setenv(nom, valeur)
        with _programme(tmp_path / "etat", ici, SESSION) as programme:
            yield Terminal(tmp_path / "etat", ici, SESSION, programme)


@contextmanager
def _programme(etat: Path, ici: Hall, classe: str) -> Iterator[subprocess.Popen[str]]:
    etat.mkdir(mode=0o700)
    argv = [sys.executable, "-m", "tests.helpers.coupure", str(etat), ici.url, classe]
    with subprocess.Popen(
        argv, cwd=RACINE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as programme:
        try:
            yield programme
        finally:
            programme.kill()


@pytest.mark.parametrize(("avec", "pas"), [("terminal", 1), ("terminal_de_session", 4)])
def test_a_rotation_cut_at_each_moment_leaves_a_credential_that_works(
    avec: str, pas: int, request: pytest.FixtureRequest
) -> None:
    """`pas`: a keyring takes a dozen exchanges on the bus for each change, which it makes by itself in one."""
    terminal: Terminal = request.getfixturevalue(avec)
    terminal.jouer(10_000, "enroler", terminal.ici.code(NOM, remplacer=True))
    connus = [terminal.redemarrer()]
    rang = 0
    while True:
        terminal.ici.renouveler(NOM)
        fait = terminal.jouer(rang, "ronde")
        connus.append(terminal.redemarrer())
        if not fait["coupe"]:
            break
        rang += pas

    assert rang > 15
    # The start after a cut finishes what was asked for, and what was replaced is over.
    assert len(set(connus)) == len(connus)
    assert {terminal.ici.verdict(secret) for secret in connus[:-1]} == {"terminal_inconnu"}


def test_an_enrolment_cut_at_each_moment_can_be_done_again_with_the_same_code(terminal: Terminal) -> None:
    terminal.jouer(10_000, "enroler", terminal.ici.code(NOM, remplacer=True))
    rang = 0
    while True:
        avant = terminal.redemarrer()
        code = terminal.ici.code(NOM, remplacer=True)
        fait = terminal.jouer(rang, "enroler", code)
        apres = terminal.redemarrer()
        if not fait["coupe"]:
            assert apres != avant
            break
        if apres == avant:
            # Not enrolled anew yet, and still itself: the code was not lost.
            assert not terminal.jouer(10_000, "enroler", code)["coupe"]
            assert terminal.ici.verdict(avant) == "terminal_inconnu"
        rang += 1
    assert rang > 10


def test_the_disk_has_it_before_the_backend_sees_it(ici: Hall, tmp_path: Path) -> None:
    """Once the new one was shown the old one is over: a cut must not find the old one alone on the disk."""
    with _programme(tmp_path / "etat", ici, PRIVE) as programme:
        un = Terminal(tmp_path / "etat", ici, PRIVE, programme)
        un.jouer(10_000, "enroler", ici.code(NOM, remplacer=True))
        ici.renouveler(NOM)
        appels = un.jouer(10_000, "ronde")["appels"]

    # Shows the old one; asks; keeps both; shows the new one; keeps it alone.
    assert appels.count("replace") == 2
    assert appels.count("send") == 3
    premier = appels.index("replace")
    assert appels[:premier].count("send") == 2
    avant, apres = appels[:premier], appels[premier + 1 :]
    assert avant[-1] == "fsync"
    assert apres[: apres.index("send")].count("fsync") == 1
