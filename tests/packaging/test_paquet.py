"""What is in the package, before it is installed anywhere."""

from __future__ import annotations

import re
import shlex
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from kiosk.cli import app
from kiosk.terminal.settings_cles import exemple
from kiosk.terminal.settings_lecture import lire
from tests.packaging.conftest import RACINE

pytestmark = pytest.mark.timeout(1800)

MAISON = "opt/caf-kiosk"


@pytest.fixture(scope="module")
def contenu(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The files of the package, its control files in DEBIAN/."""
    import shutil

    dossier = tmp_path_factory.mktemp("contenu") / "racine"
    subprocess.run(["dpkg-deb", "--raw-extract", str(deb), str(dossier)], check=True, timeout=300)
    yield dossier
    shutil.rmtree(dossier)


def test_nothing_names_the_folder_it_was_built_in(contenu: Path, deb: Path) -> None:
    traces = (str(RACINE).encode(), str(deb.parent).encode())
    coupables = [
        fichier.relative_to(contenu)
        for fichier in contenu.rglob("*")
        if fichier.is_file()
        and not fichier.is_symlink()
        and any(trace in fichier.read_bytes() for trace in traces)
    ]
    assert coupables == []


def test_the_bytecode_is_there_and_tells_where_the_code_will_be(contenu: Path) -> None:
    import marshal

    (site,) = contenu.glob(f"{MAISON}/lib/python3.*/site-packages")
    sources = [
        fichier for paquet in ("kiosk", "ui", "resources") for fichier in (site / paquet).rglob("*.py")
    ]
    assert sources
    balise = f"cpython-{site.parent.name.removeprefix('python').replace('.', '')}"
    for source in sources:
        compile_ = source.parent / "__pycache__" / f"{source.stem}.{balise}.pyc"
        entete = compile_.read_bytes()[:16]
        assert entete[4:8] == b"\x01\x00\x00\x00", "checked against its hash by nobody: never recompiled"
        if sys.implementation.cache_tag == balise:
            lieu = marshal.loads(compile_.read_bytes()[16:]).co_filename  # noqa: S302 - compiled a minute ago
            assert lieu == f"/{source.relative_to(contenu)}"


def test_links_and_scripts_lead_to_what_is_installed(contenu: Path) -> None:
    for chemin in contenu.rglob("*"):
        if chemin.is_symlink():
            cible = str(chemin.readlink())
            assert not cible.startswith(str(RACINE))
            assert cible.startswith("/usr/bin/python3") or (chemin.parent / cible).exists(), chemin
    programmes = {chemin.name for chemin in (contenu / MAISON / "bin").iterdir()}
    assert {nom for nom in programmes if not nom.startswith("python")} == {"caf-kiosk"}
    assert (contenu / MAISON / "bin/caf-kiosk").read_text().startswith(f"#!/{MAISON}/bin/python3\n")


def test_everybody_reads_and_only_root_writes(contenu: Path) -> None:
    for chemin in contenu.rglob("*"):
        if chemin.is_symlink():
            continue
        mode = stat.S_IMODE(chemin.stat().st_mode)
        assert mode in ((0o755,) if chemin.is_dir() else (0o644, 0o755)), (chemin, oct(mode))


def test_the_settings_are_all_there_with_what_they_accept(
    contenu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nom in ("CAF_KIOSK_CONFIG", "CAF_KIOSK_DOSSIER_ETAT"):
        monkeypatch.delenv(nom, raising=False)
    fichier = contenu / "etc/caf-kiosk/kiosk.toml"
    texte = fichier.read_text(encoding="utf-8")
    posees = {"dossier_etat": "/var/lib/caf-kiosk"}
    actives = {cle: valeur for cle, valeur in tomllib.loads(texte).items() if valeur != {}}
    assert actives == posees
    for ligne in exemple().splitlines():
        assert ligne in texte.splitlines() or ligne == '# dossier_etat = "/var/lib/caf-kiosk"'
    assert str(lire(fichier).dossier_etat) == posees["dossier_etat"]
    assert (contenu / "DEBIAN/conffiles").read_text() == "/etc/caf-kiosk/kiosk.toml\n"


def test_it_depends_on_what_it_was_built_for(contenu: Path) -> None:
    controle = (contenu / "DEBIAN/control").read_text()
    version = tomllib.loads((RACINE / "pyproject.toml").read_text())["project"]["version"]
    assert f"\nVersion: {version}\n" in controle
    depend = re.search(r"^Depends: (.*)$", controle, re.MULTILINE)
    assert depend is not None
    noms = {re.split(r"[ (]", morceau.strip())[0] for morceau in re.split("[,|]", depend[1])}
    assert {
        "cage",
        "seatd",
        "xwayland",
        "systemd",
        "python3",
        "libegl1",
        "libglib2.0-0t64",
        "libglib2.0-0",
    } <= noms


def test_what_the_terminal_writes_is_written_by_its_own_user() -> None:
    """The installed command changes to the terminal's user for every command that reads the terminal's settings."""
    script = (RACINE / "packaging/debian/caf-kiosk").read_text()
    liste = re.search(r"^ {4}([a-z |-]+)\)\n +cd /$", script, re.MULTILINE)
    assert liste is not None
    du_terminal = {mot.strip() for mot in liste[1].split("|")}
    groupe = get_command(app)
    assert isinstance(groupe, typer.core.TyperGroup)
    avec_reglages = {
        nom for nom, commande in groupe.commands.items() if any(p.name == "config" for p in commande.params)
    }
    assert du_terminal == avec_reglages - {"run", "enroll"}


def test_settings_that_do_not_say_where_the_state_is_put_it_at_one_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a few keys laid over the shipped one: the unit and the command must still share one directory."""
    commande = (RACINE / "packaging/debian/caf-kiosk").read_text()
    unite = (RACINE / "packaging/systemd/caf-kiosk.service").read_text()
    lieux = set(re.findall(r"\bXDG_STATE_HOME=(\S+)", commande)) | set(
        re.findall(r"^Environment=.*\bXDG_STATE_HOME=(\S+)", unite, re.MULTILINE)
    )
    assert len(lieux) == 1
    assert "XDG_STATE_HOME" in commande
    assert "XDG_STATE_HOME" in unite
    monkeypatch.setenv("XDG_STATE_HOME", lieux.pop())
    (tmp_path / "kiosk.toml").write_text('caf_nom = "Caf de la Gironde"\n')

    assert lire(tmp_path / "kiosk.toml").dossier_etat == Path("/var/lib/caf-kiosk")


@pytest.mark.parametrize(
    "script",
    ["packaging/debian/caf-kiosk", "packaging/debian/postinst", "packaging/debian/prerm", "packaging/debian/postrm",
     "packaging/cage/ecran", "packaging/systemd/verrous"],
)  # fmt: skip
def test_the_scripts_are_plain_sh(script: str) -> None:
    fichier = RACINE / script
    assert fichier.read_text().startswith("#!/bin/sh\n")
    assert fichier.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", shlex.quote(str(fichier))], timeout=30).returncode == 0


@pytest.mark.parametrize("unite", ["caf-kiosk.service", "caf-kiosk-ecran.service"])
def test_a_unit_is_closed_to_what_it_does_not_need(unite: str) -> None:
    """systemd's own measure, from 0 (closed) to 10 (open): 3.0 at most."""
    fait = subprocess.run(
        ["systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=30",
         str(RACINE / "packaging/systemd" / unite)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert fait.returncode == 0, fait.stdout[-400:] + fait.stderr
    note = re.search(r"Overall exposure level for .*: ([0-9.]+)", fait.stdout)
    assert note is not None
    assert float(note[1]) <= 3.0
