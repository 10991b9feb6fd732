"""The visit's end of the pipe, over a real socket pair."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from tuyau import Bout

from kiosk.terminal.link_messages import Alive, HorsService, Show, Stop, Yield


@pytest.fixture
def bout(qapp: QApplication) -> Iterator[Bout]:
    un = Bout()
    yield un
    un.fermer()


def test_what_the_supervisor_says_becomes_signals(bout: Bout, qtbot) -> None:
    bout.lien.ouvrir()
    fermeture = HorsService("3 pannes", "2022-12-01T10:00:00+01:00")
    for message in (Show(), fermeture, Yield(), Stop()):
        bout.superviseur.envoyer(message)
    qtbot.waitUntil(lambda: len(bout.dits) == 4)
    assert bout.dits == ["montrer", fermeture, "ceder", "arreter"]


def test_it_says_it_is_alive_from_the_loop_itself(bout: Bout, qtbot) -> None:
    bout.lien.ouvrir()
    bout.lien._battement.setInterval(1)
    qtbot.waitUntil(lambda: bout.entendre().count(Alive()) >= 3)


def test_the_end_of_the_supervisor_is_the_end_of_the_visit(bout: Bout, qtbot) -> None:
    bout.lien.ouvrir()
    bout.superviseur.fermer()
    qtbot.waitUntil(lambda: bout.dits == ["arreter"])
    assert not bout.lien._battement.isActive()
