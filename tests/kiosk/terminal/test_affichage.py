"""Is there a screen to open windows on? Asked of real sockets, as X servers and Wayland compositors have them."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.terminal.affichage import Guet, ecran_present

SANS_ECRAN = ":65123"


def serveur(adresse: str) -> socket.socket:
    prise = socket.socket(socket.AF_UNIX)
    prise.bind(adresse)
    prise.listen(1)
    return prise


@pytest.fixture
def wayland(tmp_path: Path) -> Iterator[socket.socket]:
    with serveur(str(tmp_path / "wayland-0")) as prise:
        yield prise


def test_a_wayland_screen_is_there_as_long_as_its_compositor_listens(
    wayland: socket.socket, tmp_path: Path
) -> None:
    relatif = {"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    absolu = {"QT_QPA_PLATFORM": "wayland-egl", "WAYLAND_DISPLAY": str(tmp_path / "wayland-0")}
    assert ecran_present(relatif)
    assert ecran_present(absolu)
    wayland.close()  # its file stays, as after a kill
    assert not ecran_present(relatif)
    assert not ecran_present(absolu)
    (tmp_path / "wayland-0").unlink()
    assert not ecran_present(relatif)


def test_a_compositor_too_busy_to_answer_is_there(wayland: socket.socket, tmp_path: Path) -> None:
    environnement = {"WAYLAND_DISPLAY": str(tmp_path / "wayland-0")}
    with ExitStack() as presses:
        for _ in range(20):
            presse = presses.enter_context(socket.socket(socket.AF_UNIX))
            presse.setblocking(False)
            presse.connect_ex(str(tmp_path / "wayland-0"))
        assert ecran_present(environnement)


@pytest.mark.parametrize("affichage", [SANS_ECRAN, f"{SANS_ECRAN}.0", f"unix{SANS_ECRAN}"])
def test_an_x_screen_is_there_when_a_server_listens_at_its_number(affichage: str) -> None:
    environnement = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": affichage}
    assert not ecran_present(environnement)
    with serveur(f"\0/tmp/.X11-unix/X{SANS_ECRAN[1:]}"):
        assert ecran_present(environnement)
    assert not ecran_present(environnement)


def test_qt_left_to_choose_needs_one_of_both(wayland: socket.socket, tmp_path: Path) -> None:
    environnement = {"WAYLAND_DISPLAY": str(tmp_path / "wayland-0"), "DISPLAY": SANS_ECRAN}
    assert ecran_present(environnement)
    assert not ecran_present({**environnement, "QT_QPA_PLATFORM": "xcb"})
    wayland.close()
    assert not ecran_present(environnement)


@pytest.mark.parametrize(
    "environnement",
    [
        {},
        {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": SANS_ECRAN},
        {"QT_QPA_PLATFORM": "xcb", "DISPLAY": "autre-machine:0"},
        {"QT_QPA_PLATFORM": "xcb"},
    ],
)
def test_where_nothing_can_be_asked_a_screen_is_supposed(environnement: dict[str, str]) -> None:
    assert ecran_present(environnement)


def test_a_screen_that_has_gone_is_looked_for_until_it_is_back_and_told_once() -> None:
    async def attendre() -> None:
        reponses = iter([False, False, False, True])
        revenu = asyncio.Event()
        appels: list[int] = []

        def retrouver() -> None:
            appels.append(1)
            revenu.set()

        guet = Guet(lambda: next(reponses), 0.01, retrouver)
        assert not guet.en_cours
        assert guet.perdu()
        assert guet.en_cours
        async with asyncio.timeout(10):
            await revenu.wait()
        assert not guet.en_cours
        assert appels == [1]
        assert list(reponses) == []

    asyncio.run(attendre())
