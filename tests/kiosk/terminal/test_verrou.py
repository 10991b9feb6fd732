"""The lock of the state directory, and the number by which the command line reaches the supervisor."""

import os
import signal
from pathlib import Path

from kiosk.terminal.lock import FICHIER, Verrou, prevenir


def test_the_number_takes_the_place_of_a_longer_one(tmp_path: Path) -> None:
    (tmp_path / FICHIER).write_text("9999999999")
    verrou = Verrou(tmp_path)
    verrou.prendre()
    assert int((tmp_path / FICHIER).read_text().split()[0]) == os.getpid()
    recus: list[int] = []
    avant = signal.signal(signal.SIGHUP, lambda numero, _cadre: recus.append(numero))
    try:
        assert prevenir(tmp_path)
    finally:
        signal.signal(signal.SIGHUP, avant)
    assert recus == [signal.SIGHUP]
    verrou.rendre()
    assert not prevenir(tmp_path)


def test_a_supervisor_that_could_not_write_its_number_is_not_reached(tmp_path: Path) -> None:
    verrou = Verrou(tmp_path)
    verrou.prendre()
    (tmp_path / FICHIER).write_text("")
    assert not prevenir(tmp_path)
    verrou.rendre()
