"""The searches of the erasure tests find what they look for: a search that cannot find proves nothing."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import fouille, memoire
from tests.helpers.bureau import Bureau
from tests.helpers.fouille import Secrets, fichiers, selections_prises

NIR = "2850675990011"
GROUPES = [
    "2850675990011",
    "2 85 06 75 990 011",
    "2\u00a085\u00a006\u00a075\u00a0990\u00a0011",
    "2 85.06-75\u202f990011",
]
SECRETS = Secrets({"NIR": NIR, "password": "soleil vélo pomme", "mail": "zoe@exemple.fr"})
BRUIT = bytes(range(256)) * 40


def noms(octets: bytes) -> set[str]:
    return {nom for nom, _ in SECRETS.dans(BRUIT + octets + BRUIT)}


@pytest.mark.parametrize("codage", ["utf-8", "utf-16-le", "utf-32-le"])
@pytest.mark.parametrize("ecrit", GROUPES)
def test_a_number_is_found_in_any_groups_and_width(ecrit: str, codage: str) -> None:
    assert noms(ecrit.encode(codage)) == {"NIR"}


@pytest.mark.parametrize("codage", ["utf-8", "latin-1", "utf-16-le", "utf-32-le"])
@pytest.mark.parametrize("ecrit", ["soleil vélo pomme", "soleilvélopomme", "soleil\u00a0vélo\u00a0pomme"])
def test_words_are_found_with_their_accents(ecrit: str, codage: str) -> None:
    assert noms(ecrit.encode(codage)) == {"password"}


@pytest.mark.parametrize("codage", ["utf-8", "utf-16-le"])
@given(avant=st.binary(max_size=9), apres=st.binary(max_size=9))
def test_base64_is_found_wherever_it_begins(codage: str, avant: bytes, apres: bytes) -> None:
    for texte in ("soleil vélo pomme", NIR):
        octets = avant + texte.encode(codage) + apres
        attendu = {"NIR"} if texte == NIR else {"password"}
        for coder in (base64.b64encode, base64.urlsafe_b64encode, base64.encodebytes):
            assert attendu <= noms(coder(octets))
        assert attendu <= noms(base64.b64encode(octets).decode().encode("utf-16-le"))


def test_what_is_quoted_for_an_address_is_found() -> None:
    assert noms(urllib.parse.quote("zoe@exemple.fr").encode()) == {"mail"}
    assert noms(urllib.parse.quote_plus("soleil vélo pomme").encode()) == {"password"}


def test_what_is_not_there_is_not_found() -> None:
    assert noms(b"285067599001 285067599002 soleil velo zoe@exemple.com") == set()


def test_a_secret_across_two_readings_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fouille, "LECTURE", 4096)
    (tmp_path / "gros").write_bytes(bytes(4090) + GROUPES[1].encode("utf-16-le") + bytes(9000))
    assert {nom for nom, _ in SECRETS.dans_le_fichier(tmp_path / "gros")} == {"NIR"}


def test_files_are_found_by_content_and_name_and_what_is_left_out_is_left_out(tmp_path: Path) -> None:
    for sous in ("a/b", "sauf"):
        (tmp_path / sous).mkdir(parents=True)
    (tmp_path / "a/b/dossier.json").write_text(json.dumps({"nir": NIR}))
    (tmp_path / "a" / f"{NIR}.txt").write_text("rien")
    (tmp_path / "a/rien.txt").write_text("rien")
    (tmp_path / "sauf/dossier").write_text(NIR)
    (tmp_path / "lien").symlink_to(tmp_path / "sauf/dossier")
    trouves = SECRETS.dans_les_fichiers(tmp_path, sauf=(tmp_path / "sauf",))
    assert {Path(chemin).name for chemin in trouves} == {"dossier.json", f"{NIR}.txt"}
    assert len(list(fichiers(tmp_path))) == 4


@contextmanager
def processus(code: str) -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(flush=True)\nsys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as fils:
        assert fils.stdout is not None
        fils.stdout.readline()
        try:
            yield fils.pid
        finally:
            fils.kill()


def test_a_process_that_hides_its_memory_is_read_all_the_same() -> None:
    if (phrase := memoire.manque()) is not None:
        pytest.skip(phrase)
    # Not in its command line, which is in its memory too.
    detient = "x = ''.join(reversed('1100995760582')); import ctypes; ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)"
    with processus(detient) as pid:
        assert {nom for nom, _ in memoire.chercher(pid, SECRETS)} == {"NIR"}
    with processus("x = 1") as pid:
        assert memoire.chercher(pid, SECRETS) == set()


@pytest.mark.parametrize(
    ("droits", "fichier", "a_lire"),
    [
        ("rw-p", "", True),
        ("r--p", "", True),
        ("rw-p", "[heap]", True),
        ("rw-p", "/usr/lib/libc.so.6", True),
        ("rw-s", "/memfd:essai (deleted)", True),
        ("r-xp", "/usr/lib/libc.so.6", False),
        ("---p", "", False),
    ],
)
def test_what_a_process_can_have_written_is_read(droits: str, fichier: str, a_lire: bool) -> None:
    assert memoire.Zone(0, 1, droits, fichier).a_lire == a_lire


@pytest.mark.end2end
@pytest.mark.timeout(120)
def test_a_selection_that_somebody_holds_is_seen(bureau_possible: None) -> None:
    tenir = """
import sys
from PySide6.QtGui import QClipboard, QGuiApplication
app = QGuiApplication([])
app.clipboard().setText("essai", QClipboard.Mode.Selection)
app.processEvents()
print(flush=True)
sys.stdin.read()
"""
    with Bureau(320, 240) as bureau:
        assert selections_prises(bureau.env["DISPLAY"]) == []
        tient = bureau.lancer(
            [sys.executable, "-c", tenir], journal="tient", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert tient.stdout is not None
        assert tient.stdout.readline() == b"\n", bureau.journal("tient")
        assert selections_prises(bureau.env["DISPLAY"]) == ["PRIMARY"]
