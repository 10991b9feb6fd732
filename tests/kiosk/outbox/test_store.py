"""The outbox on a real disk: whatever happens to the process, an envelope is whole or not there."""

import errno
import os
import resource
import signal
import stat
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from hashlib import shake_128
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.backend.envelope import Enveloppe
from kiosk.backend.schemas import DepotVue, EtatDepot
from kiosk.outbox import store
from kiosk.outbox.errors import BoiteInutilisable, BoitePleine, EnveloppeAbsente, EnveloppeDifferente
from kiosk.outbox.store import BoiteEnvoi


def enveloppe(n: int, taille: int = 3000) -> Enveloppe:
    """The n-th envelope: its bytes follow from its number, so that anyone can tell whether it is whole."""
    return Enveloppe(UUID(int=n), shake_128(n.to_bytes(8)).digest(taille))


def depot(depot_id: UUID) -> DepotVue:
    return DepotVue(
        id=depot_id,
        numero="R-C4R1-04EZ-P32V-S",
        demarche="ressources",
        titre="Déclaration de ressources",
        recu_le=datetime(2026, 3, 12, tzinfo=UTC),
        etat=EtatDepot.RECU,
    )


def lancer(faire: Callable[[], object]) -> int:
    """Fork a process that does this and exits, 70 when it could not; its pid."""
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        faire()
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def enfant(faire: Callable[[], object]) -> int:
    """The wait status of a process that does this."""
    return os.waitpid(lancer(faire), 0)[1]


def fichiers(dossier: Path) -> set[str]:
    return {str(f.relative_to(dossier)) for f in dossier.rglob("*") if f.is_file()}


@pytest.fixture
def boite(tmp_path: Path) -> BoiteEnvoi:
    return BoiteEnvoi(tmp_path / "boite")


# The life of an envelope


def test_what_is_kept_waits_oldest_first(tmp_path: Path) -> None:
    boite = BoiteEnvoi(tmp_path)
    ages = {3: 100, 1: 300, 2: 200}
    for n, age in ages.items():
        boite.deposer(enveloppe(n))
        os.utime(tmp_path / f"{UUID(int=n)}.enveloppe", (age, age))
    assert boite.en_attente() == (UUID(int=3), UUID(int=2), UUID(int=1))
    assert boite.octets(UUID(int=2)) == enveloppe(2).octets


def test_another_process_finds_what_this_one_kept(boite: BoiteEnvoi, tmp_path: Path) -> None:
    boite.deposer(enveloppe(1))
    assert BoiteEnvoi(tmp_path / "boite").octets(UUID(int=1)) == enveloppe(1).octets


def test_only_the_terminal_s_user_can_read(tmp_path: Path) -> None:
    dossier = tmp_path / "a" / "boite"
    dossier.mkdir(parents=True, mode=0o755)
    boite = BoiteEnvoi(dossier)
    boite.deposer(enveloppe(1))
    boite.deposer(enveloppe(2))
    boite.refuser(UUID(int=2), "cle_inconnue")
    droits = {f.relative_to(dossier).as_posix(): stat.S_IMODE(f.stat().st_mode) for f in dossier.rglob("*")}
    assert stat.S_IMODE(dossier.stat().st_mode) == 0o700
    assert sorted(droits.values()) == [0o600, 0o600, 0o700]


def test_keeping_the_same_envelope_again_changes_nothing(boite: BoiteEnvoi) -> None:
    boite.deposer(enveloppe(1))
    boite.deposer(enveloppe(1))
    assert boite.en_attente() == (UUID(int=1),)


def test_another_envelope_never_takes_the_place_of_one(boite: BoiteEnvoi, tmp_path: Path) -> None:
    boite.deposer(enveloppe(1))
    with pytest.raises(EnveloppeDifferente):
        boite.deposer(Enveloppe(UUID(int=1), b"autre"))
    assert boite.octets(UUID(int=1)) == enveloppe(1).octets
    assert len(fichiers(tmp_path)) == 1


def test_a_confirmed_envelope_leaves_nothing(boite: BoiteEnvoi, tmp_path: Path) -> None:
    boite.deposer(enveloppe(1))
    boite.confirmer(UUID(int=1), depot(UUID(int=1)))
    boite.confirmer(UUID(int=1), depot(UUID(int=1)))
    assert boite.en_attente() == ()
    assert fichiers(tmp_path) == set()
    with pytest.raises(EnveloppeAbsente):
        boite.octets(UUID(int=1))


def test_the_confirmation_of_another_deposit_removes_nothing(boite: BoiteEnvoi) -> None:
    boite.deposer(enveloppe(1))
    with pytest.raises(ValueError, match="another deposit"):
        boite.confirmer(UUID(int=1), depot(UUID(int=2)))
    assert boite.en_attente() == (UUID(int=1),)


def test_a_refused_envelope_waits_for_an_operator(boite: BoiteEnvoi, tmp_path: Path) -> None:
    boite.deposer(enveloppe(1))
    boite.refuser(UUID(int=1), "cle_inconnue")
    boite.refuser(UUID(int=1), "cle_inconnue")
    assert boite.en_attente() == ()
    assert boite.refusees() == {UUID(int=1): "cle_inconnue"}
    assert fichiers(tmp_path) == {f"boite/refuses/{UUID(int=1)}.cle_inconnue.enveloppe"}


def test_an_operator_puts_it_back_once_the_cause_is_mended(boite: BoiteEnvoi) -> None:
    boite.deposer(enveloppe(1))
    boite.refuser(UUID(int=1), "cle_inconnue")
    boite.remettre(UUID(int=1))
    assert boite.en_attente() == (UUID(int=1),)
    assert boite.refusees() == {}
    assert boite.octets(UUID(int=1)) == enveloppe(1).octets
    with pytest.raises(EnveloppeAbsente):
        boite.remettre(UUID(int=1))


@pytest.mark.parametrize("code", ["", "../autre", "a.b", "Code", "x" * 65, "a/b", "a\n"])
def test_a_code_that_is_not_one_is_refused(boite: BoiteEnvoi, code: str) -> None:
    boite.deposer(enveloppe(1))
    with pytest.raises(ValueError, match="code"):
        boite.refuser(UUID(int=1), code)
    assert boite.en_attente() == (UUID(int=1),)


@given(st.binary(max_size=50))
@settings(deadline=None, max_examples=30)  # a real disk may be slow
def test_any_bytes_come_back_as_they_were(octets: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as dossier:
        boite = BoiteEnvoi(Path(dossier))
        boite.deposer(Enveloppe(UUID(int=1), octets))
        assert boite.octets(UUID(int=1)) == octets


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    autres = [
        "notes.txt",
        "pas-un-id.enveloppe",
        f"{UUID(int=7).hex}.enveloppe",
        f"{UUID(int=7)}.enveloppe.bak",
    ]
    for nom in autres:
        (tmp_path / nom).write_text("x")
    boite = BoiteEnvoi(tmp_path)
    assert boite.en_attente() == ()
    assert fichiers(tmp_path) == set(autres)


# Power cuts


def evenements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What reaches the disk, in order; the calls are real."""
    vus: list[str] = []

    def noter(nom: str, vrai: Callable[..., Any]) -> Callable[..., Any]:
        def appel(*args: Any, **kwargs: Any) -> Any:
            resultat = vrai(*args, **kwargs)
            quoi = ""
            if nom == "fsync":
                quoi = " directory" if stat.S_ISDIR(os.fstat(args[0]).st_mode) else " file"
            vus.append(nom + quoi)
            return resultat

        return appel

    for nom in ("fsync", "link", "unlink", "rename"):
        monkeypatch.setattr(os, nom, noter(nom, getattr(os, nom)))
    return vus


def test_bytes_reach_the_disk_before_the_name_and_the_name_before_the_promise(
    boite: BoiteEnvoi, monkeypatch: pytest.MonkeyPatch
) -> None:
    vus = evenements(monkeypatch)
    boite.deposer(enveloppe(1))
    assert vus == ["fsync file", "link", "fsync directory", "unlink"]
    vus.clear()
    boite.deposer(enveloppe(1))
    assert vus[-2:] == ["fsync directory", "unlink"]
    vus.clear()
    boite.refuser(UUID(int=1), "cle_inconnue")
    assert vus == ["rename", "fsync directory", "fsync directory"]
    vus.clear()
    boite.remettre(UUID(int=1))
    assert vus == ["rename", "fsync directory", "fsync directory"]
    vus.clear()
    boite.confirmer(UUID(int=1), depot(UUID(int=1)))
    assert vus == ["unlink", "fsync directory"]


def test_the_directory_itself_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vus = evenements(monkeypatch)
    BoiteEnvoi(tmp_path / "a" / "b")
    assert vus == ["fsync directory"] * 3  # a, b and refuses, each in its parent


@pytest.mark.parametrize("rang", [1, 2])
def test_what_the_disk_does_not_confirm_is_not_kept(
    boite: BoiteEnvoi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rang: int
) -> None:
    """A failed fsync may have dropped the pages: the file it was for cannot be trusted any more."""
    vrai, appels = os.fsync, count(1)

    def fsync(descripteur: int) -> None:
        vrai(descripteur)
        if next(appels) == rang:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(BoiteInutilisable, match="EIO"):
        boite.deposer(enveloppe(1))
    assert fichiers(tmp_path) == set()


def tuer_a_la_ligne(n: int) -> None:
    """SIGKILL this process when it is about to run the n-th line of the store."""
    restantes = count(1)

    def tracer(cadre: FrameType, evenement: str, _: object) -> Any:
        if cadre.f_code.co_filename != store.__file__:
            return None
        if evenement == "line" and next(restantes) == n:
            os.kill(os.getpid(), signal.SIGKILL)
        return tracer

    sys.settrace(tracer)


def chaque_ligne(faire: Callable[[], object]) -> Iterator[bool]:
    """Run this in a new process killed at its first line, its second, … then once whole; True when killed."""
    for n in count(1):

        def jusque_la(n: int = n) -> None:
            tuer_a_la_ligne(n)
            faire()

        statut = enfant(jusque_la)
        assert statut in {0, signal.SIGKILL}
        yield statut != 0
        if statut == 0:
            assert n > 3, "the store was not traced"
            return


def test_a_process_killed_at_any_line_of_keeping_leaves_all_or_nothing(tmp_path: Path) -> None:
    BoiteEnvoi(tmp_path)
    issues = set()
    for tue in chaque_ligne(lambda: BoiteEnvoi(tmp_path).deposer(enveloppe(1))):
        boite = BoiteEnvoi(tmp_path)
        assert fichiers(tmp_path) <= {f"{UUID(int=1)}.enveloppe"}
        attente = boite.en_attente()
        if attente:
            assert boite.octets(UUID(int=1)) == enveloppe(1).octets
            boite.confirmer(UUID(int=1), depot(UUID(int=1)))
        issues.add((tue, bool(attente)))
    assert issues == {(True, False), (True, True), (False, True)}


def test_a_process_killed_while_setting_aside_loses_nothing(tmp_path: Path) -> None:
    boite = BoiteEnvoi(tmp_path)
    boite.deposer(enveloppe(1))
    for _ in chaque_ligne(lambda: BoiteEnvoi(tmp_path).refuser(UUID(int=1), "cle_inconnue")):
        assert bool(boite.en_attente()) != bool(boite.refusees())
        if boite.refusees():
            boite.remettre(UUID(int=1))
        assert boite.octets(UUID(int=1)) == enveloppe(1).octets


@pytest.mark.parametrize("promises", [0, 1, 2, 5, 9, 14])
def test_a_process_killed_anywhere_keeps_every_promise_it_made(tmp_path: Path, promises: int) -> None:
    """Envelopes of many sizes, killed from outside while it writes: what was announced is there, and whole."""
    lecture, ecriture = os.pipe()

    def ecrire_sans_fin() -> None:
        boite = BoiteEnvoi(tmp_path)
        for n in count():
            boite.deposer(enveloppe(n, 1 + n * 7919 % 200_000))
            os.write(ecriture, b".")

    pid = lancer(ecrire_sans_fin)
    os.close(ecriture)
    annoncees = 0
    while annoncees < promises:
        annoncees += len(os.read(lecture, 1))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while morceau := os.read(lecture, 4096):
        annoncees += len(morceau)
    os.close(lecture)
    boite = BoiteEnvoi(tmp_path)
    attente = {i.int for i in boite.en_attente()}
    assert set(range(annoncees)) <= attente
    assert len(fichiers(tmp_path)) == len(attente) <= annoncees + 1
    for n in attente:
        assert boite.octets(UUID(int=n)) == enveloppe(n, 1 + n * 7919 % 200_000).octets


# Full or broken disks


def test_a_full_disk_is_said_and_keeps_no_half(tmp_path: Path) -> None:
    boite = BoiteEnvoi(tmp_path)
    boite.deposer(enveloppe(1))

    def sans_place() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with pytest.raises(BoitePleine, match="EFBIG"):
            boite.deposer(enveloppe(2))

    assert enfant(sans_place) == 0
    assert fichiers(tmp_path) == {f"{UUID(int=1)}.enveloppe"}
    boite.deposer(enveloppe(2))
    assert boite.octets(UUID(int=2)) == enveloppe(2).octets


@pytest.mark.parametrize("numero", [errno.ENOSPC, errno.EDQUOT])
def test_every_way_of_having_no_room_has_one_name(
    boite: BoiteEnvoi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, numero: int
) -> None:
    def fsync(descripteur: int) -> None:
        raise OSError(numero, os.strerror(numero))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(BoitePleine):
        boite.deposer(enveloppe(1))
    assert fichiers(tmp_path) == set()


def test_a_place_that_is_no_directory_is_said(tmp_path: Path) -> None:
    (tmp_path / "boite").write_text("")
    with pytest.raises(BoiteInutilisable):
        BoiteEnvoi(tmp_path / "boite")


def test_a_directory_that_disappears_is_said(boite: BoiteEnvoi, tmp_path: Path) -> None:
    (tmp_path / "boite" / "refuses").rmdir()
    (tmp_path / "boite").rmdir()
    for appel in (boite.en_attente, boite.refusees, lambda: boite.deposer(enveloppe(1))):
        with pytest.raises(BoiteInutilisable):
            appel()


# Several processes


def test_leftovers_are_removed_but_never_a_file_in_the_making(tmp_path: Path) -> None:
    """Three processes keep envelopes while others open the queue, and clean it, all the time."""
    BoiteEnvoi(tmp_path)
    (tmp_path / ".coupure.partiel").write_bytes(b"reste")

    def une_serie(serie: int) -> None:
        boite = BoiteEnvoi(tmp_path)
        for n in range(15):
            boite.deposer(enveloppe(serie * 100 + n))

    pids = [lancer(partial(une_serie, serie)) for serie in range(3)]
    for pid in pids:
        while True:
            BoiteEnvoi(tmp_path)
            fini, statut = os.waitpid(pid, os.WNOHANG)
            if fini:
                assert statut == 0
                break
    boite = BoiteEnvoi(tmp_path)
    assert len(boite.en_attente()) == 45
    assert len(fichiers(tmp_path)) == 45
