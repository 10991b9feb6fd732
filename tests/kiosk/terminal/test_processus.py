"""What a hardened process looks like from the kernel's side, and what is left on the disk."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.terminal.link_messages import HorsService
from kiosk.terminal.out_of_service import FICHIER, EtatHorsService

RACINE = Path(__file__).resolve().parents[3]
CONSTAT = """
import ctypes, json, os, resource
from pathlib import Path
from kiosk.terminal.processus import endurcir_processus
endurcir_processus(oom_score_adj=700)
libc = ctypes.CDLL(None)
signal = ctypes.c_int()
libc.prctl(2, ctypes.byref(signal), 0, 0, 0)  # PR_GET_PDEATHSIG
print(json.dumps({
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "dumpable": libc.prctl(3, 0, 0, 0, 0),  # PR_GET_DUMPABLE
    "oom": int(Path("/proc/self/oom_score_adj").read_text()),
    "signal": signal.value,
    "parent": os.environ.get("CAF_KIOSK_PARENT"),
}))
"""


def constater(**environnement: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", CONSTAT],
        cwd=RACINE,
        env={**os.environ, **environnement},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_child_of_the_supervisor_cannot_be_dumped_and_dies_with_it() -> None:
    etat = json.loads(constater(CAF_KIOSK_PARENT=str(os.getpid())).stdout)
    assert etat == {"core": [0, 0], "dumpable": 0, "oom": 700, "signal": 9, "parent": None}


def test_started_by_hand_it_is_hardened_all_the_same() -> None:
    etat = json.loads(constater().stdout)
    assert (etat["dumpable"], etat["signal"]) == (0, 0)


def test_an_orphan_does_not_start() -> None:
    fait = constater(CAF_KIOSK_PARENT="1")
    assert fait.returncode != 0
    assert "SuperviseurDisparu" in fait.stderr


def test_out_of_service_is_written_whole_and_cleared(tmp_path: Path) -> None:
    etat = EtatHorsService(tmp_path / "neuf")
    assert etat.lire() is None
    page = HorsService("imprimante", "2026-11-23T09:12:00+01:00")
    etat.declarer(page)
    assert etat.lire() == page
    assert [chemin.name for chemin in (tmp_path / "neuf").iterdir()] == [FICHIER]
    assert etat.effacer()
    assert not etat.effacer()
    assert etat.lire() is None


@pytest.mark.parametrize("contenu", ["", "{", "[]", "{}", '{"motif": "x"}'])
def test_a_damaged_state_keeps_the_terminal_closed(tmp_path: Path, contenu: str) -> None:
    (tmp_path / FICHIER).write_text(contenu)
    lu = EtatHorsService(tmp_path).lire()
    assert lu is not None
    assert lu.motif == "état illisible"
    assert lu.depuis
