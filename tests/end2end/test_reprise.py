"""Recovery: whatever happens to the real terminal, a clean home page comes back by itself, and how soon.

The times are printed at the end; the limits are generous, because tests run on machines that do other things.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.terminal.ouverture import PANNES_REPETEES
from kiosk.terminal.rythme import Rythme
from tests.end2end.visite import ACCUEIL, CAMILLE, KARIM, NIR, Visite
from tests.helpers.attente import attendre
from tests.helpers.bureau import Bureau
from tests.helpers.cage import Cage
from tests.helpers.fenetres_x import FenetresX
from tests.helpers.releve import ecrire
from tests.helpers.terminal import CAF_KIOSK, Backend, Terminal, vivant
from tests.helpers.visiteur import BOUTON, TITRE, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(240)]

HORS_SERVICE = "Cette borne est hors service"
RECYCLAGE_S = 60
"""The least that settings allow; four hours in a hall."""

FIN_S = 5.0
"""For processes that end at once, on a machine that does other things."""

ABSENCE_S = 3.0
"""Longer than three new processes take to die for want of a screen."""

PANNES_MAX = Rythme().pannes_max
GEL_S = 5.0
"""Silence after which a visit is taken for frozen (architecture.md §5)."""

ACCROC = """
import os, signal, sys

def tourner(*_):
    while True:
        pass

def accaparer(*_):
    global tout
    tout, taille = [], 1 << 20
    while True:
        try:
            tout.append(bytearray(taille))
        except MemoryError:
            taille //= 4
            if taille < 1024:
                raise

if sys.orig_argv[-2:] == ["-m", "ui"]:
    signal.signal(signal.SIGUSR1, tourner)
    signal.signal(signal.SIGUSR2, accaparer)
"""
"""A fault from outside, for the children of one terminal only: Python reads it at its start (`sitecustomize`)."""


@pytest.fixture(scope="module")
def releve(request: pytest.FixtureRequest) -> Iterator[dict[str, float]]:
    """Times to a clean home page, in milliseconds, by what had happened; printed at the end."""
    mesures: dict[str, float] = {}
    yield mesures
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\nBack to a clean home page:")
        for mal, duree_ms in mesures.items():
            print(f"  {mal:<45} {duree_ms:8.0f} ms")
    if page := os.environ.get("RELEVE_REPRISE"):
        ecrire(Path(page), mesures)


@pytest.fixture(scope="module")
def hall(bureau_possible: None) -> Iterator[tuple[Bureau, Backend]]:
    with Bureau(1080, 1920) as bureau, Backend(bureau) as backend:
        yield bureau, backend


@pytest.fixture
def terminal(hall: tuple[Bureau, Backend], tmp_path: Path) -> Iterator[Terminal]:
    """In service, warm, and open to faults."""
    (tmp_path / "sitecustomize.py").write_text(ACCROC)
    chemins = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    bureau, backend = hall
    nom = f"terminal-{tmp_path.name}"
    with Terminal(bureau, backend.url, env={"PYTHONPATH": chemins}, nom=nom) as terminal:
        terminal.attendre_fait("warmup_ms")
        yield terminal


class TerminalSansPlace(Terminal):
    """Nothing more can be written: neither in its state directory nor in its log."""

    def __init__(self, bureau: Bureau, url: str, etat: Path) -> None:
        super().__init__(bureau, url, env={"CAF_KIOSK_DOSSIER_ETAT": str(etat)})

    def demarrer(self) -> None:
        argv = ["sh", "-c", 'exec "$0" run 2>/dev/full', str(CAF_KIOSK)]
        self.processus = self.bureau.lancer(argv, journal=self.nom, env=self.env)


@pytest.fixture
def disque_plein(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, without a byte left. Skips who may not mount one, except in CI: a failure there."""
    dossier = tmp_path / "plein"
    dossier.mkdir()
    monter = ["mount", "-t", "tmpfs", "-o", "size=256k", "caf-kiosk-essai", str(dossier)]
    refus = subprocess.run(monter, capture_output=True, text=True, check=False).stderr
    if refus:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no small disk to fill: {refus.strip()}")
    try:
        with pytest.raises(OSError, match="No space"):
            (dossier / "reste").write_bytes(bytes(1 << 20))
        with (dossier / "reste").open("ab", buffering=0) as reste, pytest.raises(OSError, match="No space"):
            reste.write(b"x")
        yield dossier
    finally:
        subprocess.run(["umount", "--lazy", dossier], check=True)


@pytest.fixture
def groupe() -> Iterator[Path]:
    """A memory cgroup below ours, with 300 MB to give. Skips where we may make none (version 2, containers)."""
    notres = [ligne.split(":", 2) for ligne in Path("/proc/self/cgroup").read_text().splitlines()]
    chemin = next((chemin for _, sortes, chemin in notres if "memory" in sortes.split(",")), "")
    dossier = Path(f"/sys/fs/cgroup/memory{chemin}", f"caf-kiosk-{os.getpid()}")
    try:
        dossier.mkdir()
    except OSError as refus:
        pytest.skip(f"no memory cgroup: {refus}")
    (dossier / "memory.limit_in_bytes").write_text(str(300 << 20))
    yield dossier
    dossier.rmdir()


@pytest.fixture(scope="module", autouse=True)
def calme(bureau_possible: None) -> Iterator[Terminal]:
    """A terminal that nobody comes to, from the first test of this file to the last."""
    env = {"CAF_KIOSK_SURVEILLANCE__RECYCLAGE_S": str(RECYCLAGE_S)}
    with Bureau(540, 960) as bureau, Terminal(bureau, "http://127.0.0.1:9", env=env) as terminal:
        yield terminal


@pytest.fixture
def visiteur(hall: tuple[Bureau, Backend], terminal: Terminal) -> Iterator[Visiteur]:
    with Visiteur(hall[0]) as visiteur:
        yield visiteur


def saisir_un_nir(visiteur: Visiteur) -> int:
    """Someone begins and types; the process in front of them."""
    Visite(visiteur).commencer()
    visiteur.toucher(NIR, "text")
    visiteur.taper_clavier_ecran(CAMILLE.nir[:7])
    return visiteur.attendre(NIR, "text").pid


def attendre_l_accueil(terminal: Terminal, depuis: float, *, delai_s: float) -> tuple[int, float]:
    """The process that shows the first home page since this date (`time.time()`), and how long it took (ms)."""
    limite = time.monotonic() + delai_s
    while True:
        for fait in terminal.faits():
            if fait.get("event") == "accueil_affiche" and date(fait) > depuis:
                return fait["pid"], (date(fait) - depuis) * 1000
        if time.monotonic() > limite:
            raise TimeoutError(f"no home page:\n{terminal.bureau.journal(terminal.nom)[-3000:]}")
        time.sleep(0.01)  # between two readings of the log of another process


def date(fait: dict[str, Any]) -> float:
    return datetime.fromisoformat(fait["timestamp"]).timestamp()


def epuiser(pid: int) -> None:
    """Leaves a process 8 MB more than it has, then makes it ask for more."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    limite = pages * resource.getpagesize() + (8 << 20)
    resource.prlimit(pid, resource.RLIMIT_AS, (limite, limite))
    os.kill(pid, signal.SIGUSR2)


MAUX: dict[str, tuple[Callable[[int], None], float]] = {
    "SIGKILL": (lambda pid: os.kill(pid, signal.SIGKILL), 2),
    "SIGSEGV": (lambda pid: os.kill(pid, signal.SIGSEGV), 2),
    "SIGSTOP": (lambda pid: os.kill(pid, signal.SIGSTOP), GEL_S + 3),
    "endless loop on the GUI thread": (lambda pid: os.kill(pid, signal.SIGUSR1), GEL_S + 3),
    "memory exhausted in the visit": (epuiser, GEL_S + 5),
}
"""What befalls a visit, and the seconds within which the next visitor must have a clean home page."""


@pytest.mark.parametrize("mal", MAUX)
def test_a_visit_that_fails_leaves_a_clean_home_page_and_a_new_spare(
    mal: str, terminal: Terminal, visiteur: Visiteur, releve: dict[str, float]
) -> None:
    infliger, delai_s = MAUX[mal]
    victime = saisir_un_nir(visiteur)
    depuis = time.time()
    infliger(victime)
    pid, releve[mal] = attendre_l_accueil(terminal, depuis, delai_s=30)
    assert releve[mal] < delai_s * 1000
    terminal.attendre_fait("spare_ready_ms")
    assert not vivant(victime)
    assert visiteur.attendre(ACCUEIL, BOUTON).pid == pid != victime
    assert not visiteur.voit(NIR)
    assert [fait["pid"] for fait in terminal.faits() if fait.get("event") == "processus_fini"] == [victime]


def test_a_supervisor_that_is_killed_takes_the_visit_along_and_starts_again_on_a_clean_home_page(
    terminal: Terminal, visiteur: Visiteur, releve: dict[str, float]
) -> None:
    victime = saisir_un_nir(visiteur)
    terminal.tuer()
    assert not vivant(victime)
    depuis = time.time()
    terminal.demarrer()
    pid, releve["supervisor killed, started again"] = attendre_l_accueil(terminal, depuis, delai_s=30)
    assert releve["supervisor killed, started again"] < 15_000
    assert visiteur.attendre(ACCUEIL, BOUTON).pid == pid
    assert not visiteur.voit(NIR)


def test_a_screen_that_goes_finds_the_terminal_waiting_when_it_comes_back(
    bureau_possible: None, releve: dict[str, float]
) -> None:
    mal = "X server gone, started again"
    with Bureau(1080, 1920) as bureau, Backend(bureau) as backend, Terminal(bureau, backend.url) as terminal:
        terminal.attendre_fait("warmup_ms")
        with Visiteur(bureau) as visiteur:
            saisir_un_nir(visiteur)
        # A test that still had a connection to it would end with it.
        serveur = next(pid for pid in bureau.processus_vivants() if _argv(pid)[0] == "Xvfb")
        os.kill(serveur, signal.SIGKILL)
        os.waitpid(serveur, 0)
        with place_gardee(bureau.env["DISPLAY"]):
            attendre_l_evenement(terminal, "processus_parti", rang=1)
            limite = time.monotonic() + ABSENCE_S
            while time.monotonic() < limite:
                assert terminal.descendants() == [terminal.pid], "nothing is started that could only die"
                time.sleep(0.05)  # what must not happen in all this time can only be watched for
        depuis = time.time()
        geometrie = f"{bureau.largeur}x{bureau.hauteur}x24"
        bureau.lancer(["Xvfb", bureau.env["DISPLAY"], "-screen", "0", geometrie, "-noreset"], journal="xvfb")
        pid, releve[mal] = attendre_l_accueil(terminal, depuis, delai_s=30)
        assert releve[mal] < 15_000
        with Visiteur(bureau) as visiteur:
            assert visiteur.attendre(ACCUEIL, BOUTON).pid == pid
            assert not visiteur.voit(NIR)


def test_a_compositor_that_is_killed_takes_the_visit_along_and_comes_back_with_a_clean_home_page(
    cage_possible: None, releve: dict[str, float]
) -> None:
    """Then what systemd does with the packaged units: the terminal is ended, the session is started again."""
    mal = "compositor gone, session started again"
    with (
        Bureau(1080, 1920) as bureau,
        Cage(bureau) as cage,
        Backend(bureau) as backend,
        Terminal(bureau, backend.url, env=cage.env) as terminal,
    ):
        terminal.attendre_fait("warmup_ms")
        with Visiteur(bureau) as visiteur:
            victime = saisir_un_nir(visiteur)
            visites = set(terminal.descendants()) - {terminal.pid}
            assert victime in visites
            instant = time.time()
            cage.tuer()
            perdu = attendre_l_evenement(terminal, "ecran_perdu")
            assert date(perdu) - instant < FIN_S
            attendre(lambda: not any(map(vivant, visites)), lambda: visites, FIN_S)
            assert not visiteur.voit(NIR)
        with FenetresX(bureau.env["DISPLAY"]) as fenetres:
            assert fenetres.a_l_ecran() == []
        assert terminal.descendants() == [terminal.pid], "it waits, and starts nothing that could only die"
        assert terminal.terminer() == 0
        depuis = time.time()
        cage.demarrer()
        terminal.demarrer()
        pid, releve[mal] = attendre_l_accueil(terminal, depuis, delai_s=30)
        assert releve[mal] < 15_000
        with Visiteur(bureau) as visiteur:
            assert visiteur.attendre(ACCUEIL, BOUTON).pid == pid not in visites
            assert not visiteur.voit(NIR)
        assert "hors_service" not in {fait.get("event") for fait in terminal.faits()}


def test_a_terminal_that_runs_out_of_memory_loses_the_visit_and_not_its_supervisor(
    groupe: Path, terminal: Terminal, visiteur: Visiteur, releve: dict[str, float]
) -> None:
    mal = "memory exhausted for the whole terminal"
    victime = saisir_un_nir(visiteur)
    for pid in terminal.descendants():
        (groupe / "cgroup.procs").write_text(str(pid))
    depuis = time.time()
    os.kill(victime, signal.SIGUSR2)
    pid, releve[mal] = attendre_l_accueil(terminal, depuis, delai_s=60)
    assert releve[mal] < 30_000
    assert "oom_kill 1" in (groupe / "memory.oom_control").read_text()
    assert visiteur.attendre(ACCUEIL, BOUTON).pid == pid != victime
    assert not vivant(victime)
    terminal.attendre_fait("spare_ready_ms")


def test_a_full_disk_and_a_full_log_keep_nobody_from_a_deposit_nor_from_a_clean_home_page(
    hall: tuple[Bureau, Backend], disque_plein: Path
) -> None:
    bureau, backend = hall
    with TerminalSansPlace(bureau, backend.url, disque_plein) as terminal, Visiteur(bureau) as visiteur:
        visite = Visite(visiteur)
        visite.commencer()
        visite.s_identifier(KARIM)
        visite.ouvrir_les_ressources()
        visite.tout_continuer()
        visite.envoyer()
        assert not visiteur.voit("En attente de transmission")
        visite.terminer()
        for _ in range(PANNES_MAX - 1):
            victime = saisir_un_nir(visiteur)
            os.kill(victime, signal.SIGKILL)
            visiteur.attendre_absence(NIR)
            assert visiteur.attendre(ACCUEIL, BOUTON).pid != victime
        os.kill(visiteur.attendre(ACCUEIL, BOUTON).pid, signal.SIGKILL)
        visiteur.attendre(HORS_SERVICE, TITRE, delai_s=20)
        terminal.tuer()
        terminal.demarrer()
        visiteur.attendre_absence(HORS_SERVICE, TITRE)
        visiteur.attendre(HORS_SERVICE, TITRE, delai_s=20)


def test_out_of_service_is_shown_explained_and_kept_until_the_staff_clears_it(
    terminal: Terminal, visiteur: Visiteur, releve: dict[str, float]
) -> None:
    for panne in range(PANNES_MAX):
        pid = visiteur.attendre(ACCUEIL, BOUTON).pid
        depuis = time.time()
        os.kill(pid, signal.SIGKILL)
        if panne + 1 < PANNES_MAX:
            suivant, _ = attendre_l_accueil(terminal, depuis, delai_s=30)
            terminal.attendre_fait("spare_ready_ms", rang=panne)
            assert suivant == visiteur.attendre(ACCUEIL, BOUTON).pid
    visiteur.attendre(HORS_SERVICE, TITRE)
    assert visiteur.voit(f"Repère pour l’équipe : {PANNES_REPETEES}")
    assert attendre_l_evenement(terminal, "hors_service_affiche")["motif"] == PANNES_REPETEES

    terminal.tuer()
    terminal.demarrer()
    assert attendre_l_evenement(terminal, "hors_service_affiche", rang=1)["motif"] == PANNES_REPETEES
    visiteur.attendre(HORS_SERVICE, TITRE)
    assert not visiteur.tous(role=BOUTON)

    depuis = time.time()
    assert terminal.commander("en-service").strip() == "De nouveau en service."
    pid, releve["out of service, cleared by the staff"] = attendre_l_accueil(terminal, depuis, delai_s=30)
    assert visiteur.attendre(ACCUEIL, BOUTON).pid == pid


def test_a_home_page_that_nobody_touches_is_now_and_then_a_fresh_process(calme: Terminal) -> None:
    premier = attendre_l_evenement(calme, "accueil_affiche")
    second = attendre_l_evenement(calme, "accueil_affiche", rang=1, delai_s=RECYCLAGE_S + 30)
    assert date(second) - date(premier) == pytest.approx(RECYCLAGE_S, abs=5)
    assert second["pid"] != premier["pid"]
    attendre_l_evenement(calme, "processus_parti")
    assert not vivant(premier["pid"])
    with Visiteur(calme.bureau) as visiteur:
        visiteur.attendre(ACCUEIL, BOUTON)
    assert calme.pannes() == []


@contextlib.contextmanager
def place_gardee(affichage: str) -> Iterator[None]:
    """Nobody else's X server takes this number meanwhile: its socket has a name, and no ear."""
    with socket.socket(socket.AF_UNIX) as prise:
        prise.bind(f"\0/tmp/.X11-unix/X{affichage.removeprefix(':')}")
        yield


def attendre_l_evenement(
    terminal: Terminal, nom: str, *, rang: int = 0, delai_s: float = 20.0
) -> dict[str, Any]:
    """The `rang`-th event of this name, as soon as the supervisor has told it."""
    limite = time.monotonic() + delai_s
    while True:
        faits = [fait for fait in terminal.faits() if fait.get("event") == nom]
        if len(faits) > rang:
            return faits[rang]
        if time.monotonic() > limite:
            raise TimeoutError(f"no {nom}:\n{terminal.bureau.journal(terminal.nom)[-3000:]}")
        time.sleep(0.01)  # between two readings of the log of another process


def _argv(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
