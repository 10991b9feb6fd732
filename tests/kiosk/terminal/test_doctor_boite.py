"""The state directory and its envelopes, as the real queue leaves them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from kiosk import cli_services
from kiosk.backend.envelope import Enveloppe
from kiosk.outbox.store import BoiteEnvoi
from kiosk.terminal import diagnostic_boite
from kiosk.terminal.diagnostic import Constat
from kiosk.terminal.diagnostic_boite import ENVOIS, regarder
from kiosk.terminal.doctor import examiner

RACINE = Path(__file__).resolve().parents[3]


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    dossier = tmp_path / "etat"
    dossier.mkdir(mode=0o700)
    return dossier


@pytest.fixture
def boite(dossier: Path) -> BoiteEnvoi:
    return BoiteEnvoi(dossier / ENVOIS)


def deposer(boite: BoiteEnvoi, dossier: Path, age_s: float = 0.0) -> Enveloppe:
    enveloppe = Enveloppe(uuid4(), b"scelle")
    boite.deposer(enveloppe)
    if age_s:
        fichier = dossier / ENVOIS / f"{enveloppe.id}.enveloppe"
        date_s = fichier.stat().st_mtime - age_s
        os.utime(fichier, (date_s, date_s))
    return enveloppe


def codes(dossier: Path) -> dict[str, Constat]:
    return {constat.code: constat for constat in regarder(dossier)}


def test_nothing_waits(dossier: Path, boite: BoiteEnvoi) -> None:
    vus = codes(dossier)
    assert list(vus) == ["etat.ok", "disque.ok", "envois.ok"]
    assert str(dossier) in vus["etat.ok"].cause


def test_it_looks_where_the_terminal_keeps_its_envelopes() -> None:
    assert ENVOIS == cli_services.ENVOIS


@pytest.mark.parametrize(
    ("age_s", "code", "depuis"),
    [
        (60, "envois.recents", "1\u00a0minute"),
        (31 * 60, "envois.anciens", "31\u00a0minutes"),
        (25 * 3600, "envois.tres-anciens", "1\u00a0jour"),
    ],
)
def test_what_waits_is_counted_and_dated(
    dossier: Path, boite: BoiteEnvoi, age_s: float, code: str, depuis: str
) -> None:
    deposer(boite, dossier)
    deposer(boite, dossier, age_s)
    constat = codes(dossier)[code]
    assert constat.cause == f"2\u00a0envois, le plus ancien depuis {depuis}."


def test_what_was_refused_is_counted_by_its_code_and_nobody_is_named(
    dossier: Path, boite: BoiteEnvoi
) -> None:
    enveloppes = [deposer(boite, dossier) for _ in range(3)]
    for enveloppe, code in zip(
        enveloppes, ("cle_inconnue", "reponses_refusees", "cle_inconnue"), strict=True
    ):
        boite.refuser(enveloppe.id, code)
    vus = codes(dossier)
    assert vus["envois.refuses"].cause == "3\u00a0envois\u00a0: cle_inconnue (2), reponses_refusees (1)."
    assert "envois.ok" in vus
    assert not any(str(e.id) in repr(constat) for e in enveloppes for constat in vus.values())


def test_what_a_power_cut_left_is_neither_counted_nor_removed(dossier: Path, boite: BoiteEnvoi) -> None:
    (dossier / ENVOIS / ".0123456789abcdef.partiel").write_bytes(b"x")
    (dossier / ENVOIS / "notes.txt").write_bytes(b"x")
    assert "envois.ok" in codes(dossier)
    assert (dossier / ENVOIS / ".0123456789abcdef.partiel").exists()


def test_a_directory_that_others_read_is_said_with_the_command(dossier: Path) -> None:
    dossier.chmod(0o750)
    constat = codes(dossier)["etat.permissions"]
    assert constat.que_faire.endswith(f"chmod 700 {dossier}")


def test_a_directory_that_is_not_there_yet_is_no_failure(tmp_path: Path) -> None:
    assert list(codes(tmp_path / "rien")) == ["etat.absent"]
    assert not (tmp_path / "rien").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_that_root_left_is_said_with_the_command(dossier: Path, boite: BoiteEnvoi) -> None:
    deposer(boite, dossier)
    for chemin in (dossier, dossier / ENVOIS, dossier / ENVOIS / "refuses"):
        os.chown(chemin, 65_534, 65_534)
    constat = codes(dossier)["etat.proprietaire"]
    assert constat.cause.startswith("1\u00a0fichier d’un autre compte que nobody, dont envois/")
    assert constat.que_faire.endswith(f"chown -R nobody {dossier}")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_somebody_else_is_told_that_it_is_closed(dossier: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from kiosk.terminal.diagnostic_boite import regarder; "
        "os.setgid(65534); os.setuid(65534); print([c.code for c in regarder(Path(sys.argv[1]) / 'x')])"
    )
    lu = subprocess.run(
        [sys.executable, "-c", code, str(dossier)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=RACINE,
    )
    assert lu.stdout == "['etat.illisible']\n"


@pytest.fixture
def petit_disque(tmp_path: Path) -> Iterator[Path]:
    point = tmp_path / "disque"
    point.mkdir()
    monter = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=8,mode=700", "tmpfs", str(point)],
        capture_output=True,
        check=False,
    )
    if monter.returncode:
        pytest.skip("mounting a disk needs root")
    try:
        yield point
    finally:
        subprocess.run(["umount", str(point)], check=True)


def test_a_disk_without_room_is_said(petit_disque: Path) -> None:
    assert codes(petit_disque)["disque.plein"].cause == f"{petit_disque}\u00a0: 1\u00a0Mo libres."


def test_a_disk_with_little_room_is_said(petit_disque: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostic_boite, "PLACE_PANNE", 1)
    assert "disque.bas" in codes(petit_disque)


def test_a_disk_that_takes_no_file_any_more_is_full(
    petit_disque: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostic_boite, "PLACE_PANNE", 1)
    for rang in range(7):
        (petit_disque / str(rang)).touch()
    assert "aucun fichier" in codes(petit_disque)["disque.plein"].cause


def test_a_disk_that_went_read_only_is_said(petit_disque: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(petit_disque)], check=True)
    assert "etat.lecture-seule" in codes(petit_disque)


def _fichier(ici: Path) -> str:
    ici.write_text("x")
    return f"{ici} est un fichier"


def _lien_mort(ici: Path) -> str:
    ici.symlink_to(ici.with_name("disparu"))
    return f"{ici} est un lien vers {ici.with_name('disparu')}"


def _boucle(ici: Path) -> str:
    ici.symlink_to(ici)
    return f"{ici}\u00a0: ce lien ne mène nulle part."


def _sous_un_fichier(ici: Path) -> str:
    ici.parent.write_text("x")
    return f"{ici.parent}\u00a0: ce n’est pas un dossier."


@pytest.mark.parametrize("gacher", [_fichier, _lien_mort, _boucle, _sous_un_fichier])
def test_what_stands_where_the_state_should_be_is_named_by_all_and_blamed_on_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gacher: Callable[[Path], str]
) -> None:
    ici = tmp_path / "var" / "etat"
    if gacher is not _sous_un_fichier:
        ici.parent.mkdir()
    cause = gacher(ici)
    monkeypatch.setenv("CAF_KIOSK_DOSSIER_ETAT", str(ici))
    constats = examiner(None, list)
    (dit,) = [constat for constat in constats.constats if constat.code == "etat.pas-un-dossier"]
    assert cause in dit.cause
    assert dit.que_faire
    assert not [c for c in constats.constats if c.code.endswith("en-echec") or "Error" in c.cause]


def test_a_state_that_even_its_owner_cannot_write_is_said(dossier: Path) -> None:
    dossier.chmod(0o500)
    dit = codes(dossier)["etat.ferme"]
    assert f"chmod 700 {dossier}" in dit.que_faire


def test_a_file_where_the_envelopes_should_be_is_said(dossier: Path) -> None:
    (dossier / ENVOIS).write_text("x")
    assert str(dossier / ENVOIS) in codes(dossier)["envois.pas-un-dossier"].cause
