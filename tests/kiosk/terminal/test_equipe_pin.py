"""The staff's PIN, on real files, with a real hash: what opens, what waits, what survives, what is written down."""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal import journal
from kiosk.terminal.equipe_attente import Instant
from kiosk.terminal.equipe_pin import (
    Accepte,
    Attendre,
    EquipePin,
    Indisponible,
    Refuse,
    SansPin,
    instant_du_noyau,
)
from kiosk.terminal.pin import LONGUEUR_MAX, LONGUEUR_MIN, PinRefuse, est_facile, lire_pin

PIN, FAUX = "704193", "704194"


@dataclass
class Temps:
    """A machine's time, set by the test."""

    demarrage: str = "b6f0"
    ecoule_s: float = 100.0

    def __call__(self) -> Instant:
        return Instant(self.demarrage, self.ecoule_s)


@dataclass
class Journal:
    """The audit lines."""

    lignes: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def __call__(self, evenement: str, **champs: object) -> None:
        self.lignes.append((evenement, champs))


@pytest.fixture
def temps() -> Temps:
    return Temps()


@pytest.fixture
def lignes() -> Journal:
    return Journal()


@pytest.fixture
def acces(tmp_path: Path, temps: Temps, lignes: Journal) -> EquipePin:
    acces = EquipePin(tmp_path / "etat", horloge=temps, dire=lignes)
    acces.definir(PIN)
    lignes.lignes.clear()
    return acces


# --- what may be chosen -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("saisi", "code"),
    [
        ("", "pin-chiffres"),
        ("70419a", "pin-chiffres"),
        (
            "\uff17\uff10\uff14\uff11\uff19\uff13",
            "pin-chiffres",
        ),  # full-width digits: no key of ours gives them
        ("70419", "pin-court"),
        ("7041937041930", "pin-long"),
        ("000000", "pin-facile"),
        ("123456", "pin-facile"),
        ("890123", "pin-facile"),
        ("987654", "pin-facile"),
        ("246802", "pin-facile"),
        ("121212", "pin-facile"),
        ("483483", "pin-facile"),
        ("483384", "pin-facile"),
        ("448833", "pin-facile"),
        ("474747", "pin-facile"),
        ("147258", "pin-facile"),
        ("71234567", "pin-facile"),
    ],
)
def test_what_is_no_pin_is_refused_by_name_and_never_repeated(saisi: str, code: str) -> None:
    with pytest.raises(PinRefuse) as refus:
        lire_pin(saisi)
    assert refus.value.code == code
    assert len(refus.value.message.split()) <= 20
    assert not saisi or saisi not in f"{refus.value} {refus.value.message}"


def test_spaces_are_for_the_eye() -> None:
    assert lire_pin(" 70 41\u00a093 ") == PIN


def test_few_pins_are_lost_to_the_rules() -> None:
    faciles = sum(est_facile(f"{nombre:06d}") for nombre in range(0, 1_000_000, 7))
    assert faciles / (1_000_000 / 7) < 0.01


@given(st.text(max_size=20))
def test_what_is_accepted_is_digits_of_the_right_length(saisi: str) -> None:
    try:
        pin = lire_pin(saisi)
    except PinRefuse:
        return
    assert pin.isascii()
    assert pin.isdigit()
    assert LONGUEUR_MIN <= len(pin) <= LONGUEUR_MAX


# --- what opens -------------------------------------------------------------------------------------------


def test_the_right_pin_opens_and_no_other(acces: EquipePin) -> None:
    assert acces.verifier(FAUX) == Refuse(0)
    assert acces.verifier("") == Refuse(0)
    assert acces.verifier(f" {PIN[:2]} {PIN[2:]}") == Accepte()
    assert acces.essais() == (0, 0)


@pytest.mark.parametrize("saisi", ["\ud800" * 6, "\0" * 6, "9" * 100_000, PIN + "0" * 60])
def test_anything_can_be_typed(acces: EquipePin, saisi: str) -> None:
    assert acces.verifier(saisi) == Refuse(0)


def test_without_a_pin_the_door_stays_shut(tmp_path: Path, lignes: Journal) -> None:
    acces = EquipePin(tmp_path, dire=lignes)
    assert not acces.defini()
    assert acces.verifier("") == SansPin()
    assert acces.verifier(PIN) == SansPin()
    assert lignes.lignes == [("acces_equipe", {"resultat": "sans_pin"})] * 2


def test_a_refused_pin_changes_nothing(acces: EquipePin) -> None:
    with pytest.raises(PinRefuse):
        acces.definir("123456")
    assert acces.verifier("123456") == Refuse(0)
    assert acces.verifier(PIN) == Accepte()


def test_a_new_pin_replaces_the_old_one_and_ends_the_wait(acces: EquipePin) -> None:
    for _ in range(5):
        acces.verifier(FAUX)
    assert acces.verifier(PIN) == Attendre(30)
    acces.definir("902715")
    assert acces.verifier(PIN) == Refuse(0)
    assert acces.verifier("902715") == Accepte()


# --- what waits -------------------------------------------------------------------------------------------


def test_the_fifth_wrong_pin_shuts_the_door_and_the_right_one_does_not_open_it(
    acces: EquipePin, temps: Temps
) -> None:
    assert [acces.verifier(FAUX) for _ in range(4)] == [Refuse(0)] * 4
    assert acces.verifier(FAUX) == Refuse(30)
    temps.ecoule_s += 29.5
    assert acces.verifier(PIN) == Attendre(1)
    assert acces.essais() == (5, 1)
    temps.ecoule_s += 0.5
    assert acces.verifier(FAUX) == Refuse(60)
    temps.ecoule_s += 60
    assert acces.verifier(PIN) == Accepte()
    assert acces.verifier(FAUX) == Refuse(0)


def test_the_wait_survives_the_process_and_the_machine(
    acces: EquipePin, tmp_path: Path, temps: Temps
) -> None:
    for _ in range(5):
        acces.verifier(FAUX)
    temps.ecoule_s += 10
    assert EquipePin(tmp_path / "etat", horloge=temps).essais() == (5, 20)
    temps.demarrage, temps.ecoule_s = "0001", 4.0
    assert EquipePin(tmp_path / "etat", horloge=temps).essais() == (5, 26)


def test_the_date_of_the_machine_plays_no_part(
    acces: EquipePin, tmp_path: Path, temps: Temps, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        acces.verifier(FAUX)
    fichiers = [tmp_path / "etat" / nom for nom in ("equipe-pin", "equipe-essais.json")]
    for date_s in (0, 4_000_000_000):
        monkeypatch.setattr("time.time", lambda date_s=date_s: float(date_s))
        for fichier in fichiers:
            os.utime(fichier, (date_s, date_s))
        assert acces.verifier(PIN) == Attendre(30)


def test_a_try_that_is_cut_short_is_counted(acces: EquipePin, tmp_path: Path) -> None:
    """A process killed while it compares has used its try: killing it gives no free ones."""
    code = """
        import os, signal, sys
        from pathlib import Path
        from kiosk.terminal import equipe_pin
        equipe_pin._comparer = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        equipe_pin.EquipePin(Path(sys.argv[1])).verifier("704194")
    """
    for _ in range(5):
        mort = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / "etat")], timeout=60, check=False
        )
        assert mort.returncode == -9
    echecs, restant_s = EquipePin(tmp_path / "etat").essais()
    assert echecs == 5
    assert 0 < restant_s <= 30


def test_tries_made_at_the_same_time_are_judged_one_after_the_other(tmp_path: Path, temps: Temps) -> None:
    rendez_vous = threading.Barrier(2)

    def ensemble() -> Instant:
        with contextlib.suppress(threading.BrokenBarrierError):
            rendez_vous.wait(timeout=0.3)  # both have read the count, unless one of them was made to wait
        return temps()

    EquipePin(tmp_path).definir(PIN)
    fils = [
        threading.Thread(target=EquipePin(tmp_path, horloge=ensemble, dire=Journal()).verifier, args=(FAUX,))
        for _ in range(2)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    assert EquipePin(tmp_path, horloge=temps).essais() == (2, 0)


def test_the_kernel_gives_an_instant_that_grows() -> None:
    avant, apres = instant_du_noyau(), instant_du_noyau()
    assert avant.demarrage == apres.demarrage
    assert 0 < avant.ecoule_s <= apres.ecoule_s


# --- what is kept -----------------------------------------------------------------------------------------


def test_the_files_are_for_their_owner_only_and_hold_no_pin(acces: EquipePin, tmp_path: Path) -> None:
    acces.verifier(FAUX)
    fichiers = sorted((tmp_path / "etat").iterdir())
    assert [fichier.name for fichier in fichiers] == ["equipe-essais.json", "equipe-pin"]
    for fichier in fichiers:
        assert stat.S_IMODE(fichier.stat().st_mode) == 0o600
        assert PIN not in fichier.read_text()
        assert FAUX not in fichier.read_text()
    assert (tmp_path / "etat" / "equipe-pin").read_text().startswith("$argon2id$")


@pytest.mark.parametrize("longueur", [1, 100, 255])
def test_a_torn_count_is_the_longest_wait(
    acces: EquipePin, tmp_path: Path, temps: Temps, longueur: int
) -> None:
    """Part of the new record over the old one, as a power cut may leave it."""
    fichier = tmp_path / "etat" / "equipe-essais.json"
    ancien = fichier.read_bytes()
    acces.verifier(FAUX)
    nouveau = fichier.read_bytes()
    assert len(ancien) == len(nouveau) == 256
    fichier.write_bytes(nouveau[:longueur] + ancien[longueur:])
    lus = acces.essais()
    if fichier.read_bytes() in (ancien, nouveau):
        assert lus[0] in (0, 1)
    else:
        assert lus == (1000, 800)  # 900 s, of which the machine has been up for 100
        temps.ecoule_s = 900
        assert acces.verifier(PIN) == Accepte()
        assert acces.essais() == (0, 0)


def test_a_count_that_somebody_corrected_by_hand_is_the_longest_wait(
    acces: EquipePin, tmp_path: Path
) -> None:
    for _ in range(5):
        acces.verifier(FAUX)
    fichier = tmp_path / "etat" / "equipe-essais.json"
    fichier.write_text(fichier.read_text().replace('"echecs": 5', '"echecs": 0'))
    assert acces.verifier(PIN) == Attendre(800)


@pytest.mark.parametrize("brut", [b"[]", b"\xff\xfe", b"{}" + b" " * 254, b"[" * 256])
def test_a_count_of_something_else_is_the_longest_wait(acces: EquipePin, tmp_path: Path, brut: bytes) -> None:
    (tmp_path / "etat" / "equipe-essais.json").write_bytes(brut)
    assert acces.verifier(PIN) == Attendre(800)


def test_a_damaged_hash_keeps_the_door_shut_and_costs_no_try(
    acces: EquipePin, tmp_path: Path, lignes: Journal
) -> None:
    (tmp_path / "etat" / "equipe-pin").write_bytes(b"\xff$argon2id$v=19")
    assert acces.verifier(PIN) == Indisponible("empreinte")
    assert acces.essais() == (0, 0)
    assert lignes.lignes == [("acces_equipe", {"resultat": "indisponible", "cause": "empreinte"})]
    acces.definir(PIN)
    assert acces.verifier(PIN) == Accepte()


@pytest.fixture
def disque_plein(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, to be filled to the last byte."""
    point = tmp_path / "disque"
    point.mkdir()
    monter = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(point)], capture_output=True, check=False
    )
    if monter.returncode:
        pytest.skip("mounting a disk needs root")
    try:
        yield point
    finally:
        subprocess.run(["umount", str(point)], check=True)


def remplir(disque: Path) -> None:
    with (disque / "plein").open("wb", buffering=0) as flux, contextlib.suppress(OSError):
        while True:
            flux.write(b"x" * 4096)
    assert os.statvfs(disque).f_bavail == 0


def test_on_a_full_disk_staff_still_get_in_and_tries_are_still_counted(
    disque_plein: Path, temps: Temps
) -> None:
    acces = EquipePin(disque_plein, horloge=temps)
    acces.definir(PIN)
    remplir(disque_plein)
    assert [acces.verifier(FAUX) for _ in range(5)] == [Refuse(0)] * 4 + [Refuse(30)]
    temps.ecoule_s += 30
    assert acces.verifier(PIN) == Accepte()
    with pytest.raises(OSError, match="No space left"):
        acces.definir("902715")
    assert acces.verifier(PIN) == Accepte()


def test_a_disk_that_cannot_be_written_keeps_the_door_shut(disque_plein: Path, lignes: Journal) -> None:
    acces = EquipePin(disque_plein, dire=lignes)
    acces.definir(PIN)
    subprocess.run(["mount", "-o", "remount,ro", str(disque_plein)], check=True)
    assert acces.verifier(PIN) == Indisponible("disque")
    assert lignes.lignes[-1] == ("acces_equipe", {"resultat": "indisponible", "errno": 30})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_pin_set_by_root_belongs_to_the_account_of_the_terminal(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    os.chown(tmp_path, 65_534, 65_534)
    EquipePin(tmp_path, dire=Journal()).definir(PIN)
    for fichier in tmp_path.iterdir():
        assert (fichier.stat().st_uid, fichier.stat().st_gid) == (65_534, 65_534)


# --- what is written down ---------------------------------------------------------------------------------


def test_every_try_leaves_one_line_without_the_pin(acces: EquipePin, temps: Temps, lignes: Journal) -> None:
    for _ in range(5):
        acces.verifier(FAUX)
    acces.verifier(FAUX)
    temps.ecoule_s += 30
    acces.verifier(PIN)
    rates = [{"resultat": "refuse", "echecs": n, "attente_s": 30 if n == 5 else 0} for n in range(1, 6)]
    attendues = [
        *rates,
        {"resultat": "attente", "echecs": 5, "attente_s": 30},
        {"resultat": "accepte", "echecs": 5},
    ]
    assert lignes.lignes == [("acces_equipe", champs) for champs in attendues]


def test_the_real_log_says_it_too(tmp_path: Path, temps: Temps) -> None:
    flux = io.StringIO()
    journal.configurer(flux)
    try:
        acces = EquipePin(tmp_path, horloge=temps)
        acces.definir(PIN)
        acces.verifier(FAUX)
        acces.verifier(PIN)
    finally:
        structlog.reset_defaults()
    lues = [json.loads(ligne) for ligne in flux.getvalue().splitlines()]
    assert [(ligne["event"], ligne.get("resultat")) for ligne in lues] == [
        ("pin_equipe_defini", None),
        ("acces_equipe", "refuse"),
        ("acces_equipe", "accepte"),
    ]
    assert PIN not in flux.getvalue()
    assert FAUX not in flux.getvalue()
