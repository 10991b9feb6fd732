"""A real supervisor, seen from outside: running, suspended, closed, crashed; and what its log tells."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.terminal.diagnostic import Constat, Etat
from kiosk.terminal.diagnostic_superviseur import (
    lire_processus,
    pid_du_superviseur,
    regarder,
    regarder_service,
)
from kiosk.terminal.link_messages import HorsService
from kiosk.terminal.lock import Verrou
from kiosk.terminal.out_of_service import EtatHorsService
from kiosk.terminal.ouverture import PANNES_REPETEES
from kiosk.terminal.service import mettre_hors_service
from tests.helpers.superviseur import LIMITE_S, borne

RACINE = Path(__file__).resolve().parents[3]


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    dossier = tmp_path / "etat"
    dossier.mkdir(mode=0o700)
    return dossier


def seul(constats: Iterator[Constat]) -> Constat:
    [constat] = constats
    return constat


def test_a_running_terminal_is_said_with_its_process_and_its_start(dossier: Path) -> None:
    with borne(dossier) as ici:
        ici.evenement("reserve_prete")
        constat = seul(regarder(dossier))
        assert constat.code == "superviseur.ok"
        assert constat.cause.startswith(f"Processus {ici.processus.pid}, démarré le ")
        assert "il y a moins d’une minute" in constat.cause
        processus = lire_processus(ici.processus.pid)
        assert processus is not None
        assert abs((datetime.now(UTC) - processus.depuis).total_seconds()) < LIMITE_S
        assert processus.uid == os.geteuid()
    assert seul(regarder(dossier)).code == "superviseur.absent"


def test_a_suspended_one_watches_nobody(dossier: Path) -> None:
    with borne(dossier) as ici:
        ici.evenement("reserve_prete")
        ici.processus.send_signal(signal.SIGSTOP)
        limite = time.monotonic() + LIMITE_S
        while seul(regarder(dossier)).code != "superviseur.suspendu":
            assert time.monotonic() < limite


def test_looking_does_not_keep_it_from_starting(dossier: Path) -> None:
    assert pid_du_superviseur(dossier) is None
    verrou = Verrou(dossier)
    verrou.prendre()
    assert pid_du_superviseur(dossier) == os.getpid()
    verrou.rendre()
    assert pid_du_superviseur(dossier) is None
    verrou.prendre()
    verrou.rendre()


def test_the_number_of_a_dead_one_is_not_believed(dossier: Path) -> None:
    (dossier / "superviseur.verrou").write_text("1")
    assert seul(regarder(dossier)).code == "superviseur.absent"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
@pytest.mark.parametrize(
    ("mode", "codes"),
    [
        (0o700, "['superviseur.illisible', 'service.illisible']"),
        (0o755, "['superviseur.illisible', 'service.ok']"),
    ],
)
def test_another_account_is_told_what_it_cannot_see(dossier: Path, mode: int, codes: str) -> None:
    verrou = Verrou(dossier)
    verrou.prendre()
    dossier.chmod(mode)
    # pytest's own directories are closed to others.
    for parent in dossier.parents[:3]:
        parent.chmod(0o755)
    code = (
        "import os, sys; from pathlib import Path; "
        "from kiosk.terminal.diagnostic_superviseur import regarder, regarder_service; "
        "import kiosk.terminal.supervisor; os.setgid(65534); os.setuid(65534); ici = Path(sys.argv[1]); "
        "print([c.code for c in (*regarder(ici), *regarder_service(ici))])"
    )
    lu = subprocess.run(
        [sys.executable, "-c", code, str(dossier)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=RACINE,
    )
    verrou.rendre()
    assert lu.stdout == f"{codes}\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_another_account_than_the_terminal_s_is_said(dossier: Path) -> None:
    with borne(dossier) as ici:
        ici.evenement("reserve_prete")
        (dossier / "superviseur.verrou").chmod(0o644)
        dossier.chmod(0o755)
        for parent in dossier.parents[:3]:
            parent.chmod(0o755)
        code = (
            "import os, sys; from pathlib import Path; from kiosk.terminal.diagnostic_superviseur import regarder; "
            "os.setgid(65534); os.setuid(65534); print([c.code for c in regarder(Path(sys.argv[1]))])"
        )
        lu = subprocess.run(
            [sys.executable, "-c", code, str(dossier)],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            cwd=RACINE,
        )
    assert lu.stdout == "['superviseur.ok', 'superviseur.autre-compte']\n"


# --- the service ------------------------------------------------------------------------------------------


def test_an_open_terminal(dossier: Path) -> None:
    assert seul(regarder_service(dossier)).code == "service.ok"


def test_a_closed_one_says_why_and_since_when(dossier: Path) -> None:
    mettre_hors_service(dossier, "écran fêlé", datetime(2026, 11, 23, 9, 12).astimezone())
    constat = seul(regarder_service(dossier))
    assert (constat.code, constat.etat) == ("service.ferme", Etat.ATTENTION)
    assert constat.cause == "Hors service depuis le 23/11/2026 à 09:12\u00a0: écran fêlé."
    assert "caf-kiosk en-service" in constat.que_faire


def test_one_that_closed_by_itself_is_broken(dossier: Path) -> None:
    EtatHorsService(dossier).declarer(HorsService(PANNES_REPETEES, "2026-11-23T09:12:00+01:00"))
    assert seul(regarder_service(dossier)).code == "service.pannes"


def test_a_reason_that_names_somebody_is_blacked_out(dossier: Path) -> None:
    EtatHorsService(dossier).declarer(HorsService("appeler le 06 39 98 10 42", "hier"))
    constat = seul(regarder_service(dossier))
    assert "06 39" not in constat.cause
    assert "depuis le hier" in constat.cause
