"""A visit that fails and cannot even say so: it ends its own process, and the supervisor sees that."""

import os
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[3]
RECIT = """
import sys
from pathlib import Path
sys.path[:0] = [{racine!r}, {essais!r}]
from PySide6.QtWidgets import QApplication
from exemples import reglages
from tuyau import Bout
from kiosk.terminal.link_messages import Alive, Depart, LienInvalide
from ui.app.composition import Composition

app = QApplication(["caf-kiosk"])
bout = Bout()
composition = Composition(app, Depart(reglages(dossier_etat=Path({dossier!r})), False, None), bout.lien)
try:
    while {muet}:
        bout.lien.dire(Alive())
except LienInvalide:
    pass
composition.exception(ValueError, ValueError("essai"), None)
print("la visite continue")
"""


def raconter(dossier: Path, *, muet: bool) -> "subprocess.CompletedProcess[str]":
    recit = RECIT.format(
        racine=str(RACINE), essais=str(RACINE / "tests" / "ui"), dossier=str(dossier), muet=muet
    )
    return subprocess.run(
        [sys.executable, "-c", recit],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_supervisor_that_listens_is_told_and_does_the_rest(tmp_path: Path) -> None:
    fait = raconter(tmp_path, muet=False)
    assert (fait.returncode, fait.stdout) == (0, "la visite continue\n")


def test_a_supervisor_that_does_not_listen_sees_the_process_end(tmp_path: Path) -> None:
    fait = raconter(tmp_path, muet=True)
    assert (fait.returncode, fait.stdout) == (os.EX_SOFTWARE, "")
    assert "ValueError" in fait.stderr
