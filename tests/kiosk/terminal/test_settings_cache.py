"""Settings kept from one start to the next: quick when nothing changed, never stale."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.terminal.errors import ReglagesInvalides
from kiosk.terminal.settings_cache import FICHIER, lire_vite
from kiosk.terminal.settings_lecture import lire

RACINE = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def poste_neuf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("CACHE_DIRECTORY", raising=False)
    monkeypatch.delenv("CAF_KIOSK_CONFIG", raising=False)
    return tmp_path / "cache" / "caf-kiosk" / FICHIER


@pytest.fixture
def borne(tmp_path: Path) -> Path:
    chemin = tmp_path / "borne.toml"
    chemin.write_text("rebours_s = 30\n[surveillance]\ngel_s = 7\n")
    return chemin


def test_what_was_kept_is_what_would_be_read(borne: Path) -> None:
    attendus = (lire(borne).visite(), lire(borne).rythme())
    assert lire_vite(borne) == attendus
    assert lire_vite(borne) == attendus


def test_an_unchanged_terminal_starts_without_pydantic(borne: Path) -> None:
    lire_vite(borne)
    programme = (
        "import sys; from pathlib import Path; from kiosk.terminal.settings_cache import lire_vite; "
        "import kiosk.terminal.run, kiosk.terminal.supervisor; "
        "print(lire_vite(Path(sys.argv[1]))[0].rebours_s); "
        "print(sorted({'pydantic', 'pydantic_settings', 'structlog', 'typer'} & set(sys.modules)))"
    )
    fait = subprocess.run(
        [sys.executable, "-c", programme, str(borne)], cwd=RACINE, capture_output=True, text=True, check=True
    )
    assert fait.stdout.split("\n")[:2] == ["30", "[]"]


def test_any_change_of_the_file_or_the_environment_counts(
    borne: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lire_vite(borne)
    borne.write_text("rebours_s = 31\n")
    assert lire_vite(borne)[0].rebours_s == 31
    monkeypatch.setenv("CAF_KIOSK_REBOURS_S", "32")
    assert lire_vite(borne)[0].rebours_s == 32
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "ailleurs"))
    assert lire_vite(borne)[0].dossier_etat == tmp_path / "ailleurs" / "caf-kiosk"
    assert lire_vite()[0].rebours_s == 32
    monkeypatch.setenv("CAF_KIOSK_REBOURS_S", "3")
    with pytest.raises(ReglagesInvalides):
        lire_vite(borne)


def test_a_file_that_has_become_wrong_is_refused(borne: Path) -> None:
    lire_vite(borne)
    borne.write_text("rebours_s = 3\n")
    with pytest.raises(ReglagesInvalides):
        lire_vite(borne)
    borne.unlink()
    with pytest.raises(ReglagesInvalides):
        lire_vite(borne)


@pytest.mark.parametrize("degat", ["", "{", "[]", "null", "{}"])
def test_a_damaged_copy_is_ignored_and_replaced(borne: Path, poste_neuf: Path, degat: str) -> None:
    attendus = lire_vite(borne)
    poste_neuf.write_text(degat)
    assert lire_vite(borne) == attendus
    assert json.loads(poste_neuf.read_text())["visite"]["rebours_s"] == 30


@pytest.mark.parametrize("partie", ["visite", "rythme"])
def test_a_copy_of_another_shape_is_ignored(borne: Path, poste_neuf: Path, partie: str) -> None:
    attendus = lire_vite(borne)
    garde = json.loads(poste_neuf.read_text())
    garde[partie]["inconnu"] = 1
    poste_neuf.write_text(json.dumps(garde))
    assert lire_vite(borne) == attendus


def test_a_copy_of_other_code_is_ignored(borne: Path, poste_neuf: Path) -> None:
    attendus = lire_vite(borne)
    garde = json.loads(poste_neuf.read_text())
    garde["source"]["code"][0] += 1
    garde["visite"]["rebours_s"] = 99
    poste_neuf.write_text(json.dumps(garde))
    assert lire_vite(borne) == attendus


def test_a_cache_that_cannot_be_written_is_told_and_costs_nothing_else(
    borne: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fichier").write_text("")
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path / "fichier"))
    dites: list[OSError] = []
    assert lire_vite(borne, dites.append)[0].rebours_s == 30
    assert len(dites) == 1


def test_the_copy_is_the_users_own(borne: Path, poste_neuf: Path) -> None:
    lire_vite(borne)
    assert poste_neuf.stat().st_mode & 0o777 == 0o600
    assert [chemin.name for chemin in poste_neuf.parent.iterdir()] == [FICHIER]
