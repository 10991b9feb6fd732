"""The terminal's secret in a real Secret Service: kept, replaced, and never at the price of a window on the screen."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from jeepney import MessageType, message_bus
from jeepney.io.blocking import open_dbus_connection

from kiosk.terminal.secrets import (
    Coffre,
    CoffreAbsent,
    CoffreErreur,
    CoffreInutilisable,
    CoffreVerrouille,
    Garde,
    choisir,
)
from kiosk.terminal.visite import Profil
from tests.helpers import trousseau
from tests.helpers.trousseau import Session, Trousseau

SERVICE_SECRET = "keyring.backends.SecretService.Keyring"
UN, DEUX, TROIS = (Garde("id.un"), Garde("id.deux", "id.un"), Garde("id.trois"))

Ouvrir = Callable[[Trousseau], Session]


@pytest.fixture
def ouvrir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ouvrir]:
    """A session whose environment becomes the test's own."""
    if not trousseau.possible():
        pytest.skip(trousseau.MANQUE)
    with ExitStack() as pile:

        def ouvre(genre: Trousseau) -> Session:
            faite = pile.enter_context(trousseau.session(tmp_path / "session", genre))
            for nom, valeur in faite.env.items():
                monkeypatch.setenv(nom, valeur)
            return faite

        monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
        yield ouvre


def coffre(dossier: Path) -> Coffre:
    return Coffre(dossier, SERVICE_SECRET)


def test_what_is_kept_is_read_back_and_replaced_whole(ouvrir: Ouvrir, tmp_path: Path) -> None:
    ouvrir(Trousseau.OUVERT)

    async def scenario() -> None:
        un = await choisir(tmp_path, Profil.LIBRE_SERVICE)
        assert un.classe == SERVICE_SECRET
        assert await un.lire() is None
        for garde in (UN, DEUX, TROIS):
            await un.garder(garde)
            assert await coffre(tmp_path).lire() == garde
        # Another state directory is another terminal.
        assert await coffre(tmp_path / "autre").lire() is None

    asyncio.run(scenario())


def test_it_outlives_the_session_and_is_not_readable_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not trousseau.possible():
        pytest.skip(trousseau.MANQUE)
    for rang, garde in enumerate((None, UN)):
        with trousseau.session(tmp_path / "session") as faite:
            for nom, valeur in faite.env.items():
                monkeypatch.setenv(nom, valeur)
            assert asyncio.run(coffre(tmp_path).lire()) == garde
            if rang == 0:
                asyncio.run(coffre(tmp_path).garder(UN))
    trouves = [f for f in (tmp_path / "session").rglob("*") if f.is_file() and b"id.un" in f.read_bytes()]
    assert trouves == []


@pytest.mark.parametrize(
    ("genre", "attendue"),
    [
        (Trousseau.VERROUILLE, CoffreVerrouille),
        (Trousseau.VIERGE, CoffreVerrouille),
        (Trousseau.ABSENT, CoffreAbsent),
    ],
)
def test_without_an_open_keyring_it_says_what_to_do(
    ouvrir: Ouvrir, tmp_path: Path, genre: Trousseau, attendue: type[CoffreErreur]
) -> None:
    ouvrir(genre)

    with questions() as posees:
        for geste in (coffre(tmp_path).lire, lambda: coffre(tmp_path).garder(UN)):
            with pytest.raises(attendue) as leve:
                asyncio.run(geste())
            assert "PYTHON_KEYRING_BACKEND=kiosk.terminal.coffre_fichier.CoffreFichier" in str(leve.value)
            assert "id.un" not in str(leve.value)
        assert posees() == 0


@contextmanager
def questions() -> Iterator[Callable[[], int]]:
    """How often somebody was asked for a password: this is who would show the window."""
    with open_dbus_connection(os.environ["DBUS_SESSION_BUS_ADDRESS"]) as bus:
        bus.send_and_get_reply(message_bus.RequestName("org.gnome.keyring.SystemPrompter"))
        combien = 0

        def posees() -> int:
            nonlocal combien
            while True:
                try:
                    message = bus.receive(timeout=0.2)
                except TimeoutError:
                    return combien
                combien += message.header.message_type is MessageType.method_call

        yield posees


def test_no_session_bus_at_all_is_said_like_no_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/personne")

    with pytest.raises(CoffreAbsent):
        asyncio.run(coffre(tmp_path).lire())


def test_a_keyring_that_never_answers_keeps_the_process_from_nothing(ouvrir: Ouvrir, tmp_path: Path) -> None:
    """Five seconds later it is given up, and the process ends although the call still hangs."""
    faite = ouvrir(Trousseau.OUVERT)
    programme = (
        "import asyncio, sys; from pathlib import Path; from kiosk.terminal.secrets import Coffre, CoffreErreur\n"
        f"coffre = Coffre(Path(sys.argv[1]), {SERVICE_SECRET!r})\n"
        "try:\n    asyncio.run(coffre.lire())\n"
        "except CoffreErreur as erreur:\n    print(type(erreur).__name__)\n"
    )
    with faite.fige():
        fait = subprocess.run(
            [sys.executable, "-W", "error", "-c", programme, str(tmp_path)],
            env=faite.env,
            capture_output=True,
            text=True,
            timeout=30,
        )

    assert (fait.stdout, fait.stderr, fait.returncode) == (f"{CoffreInutilisable.__name__}\n", "", 0)
