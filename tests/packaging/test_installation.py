"""The package on a machine of its own: installed, started by systemd under cage, visited, broken, updated, purged."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.end2end.visite import ACCUEIL, CAMILLE, NUMERO, Visite
from tests.helpers.visiteur import BOUTON, Visiteur
from tests.packaging.borne_installee import (
    DATE,
    ECRANS_SANS_TETE,
    REGLAGES,
    UTILISATEUR,
    BorneInstallee,
    VisiteurAssistePatient,
    VisiteurPatient,
    attendre,
)
from tests.packaging.conteneur import BASES

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(1800)]

SANS_FIN = "18446744073709551615"
"""How systemd writes « no limit »."""

MASQUEES = (
    *("getty@tty1.service", "autovt@tty2.service", "getty-static.service", "ctrl-alt-del.target"),
    *("hibernate.target", "hybrid-sleep.target", "suspend-then-hibernate.target"),
)


NOYAU = {"kernel.sysrq": "0", "kernel.core_pattern": "|/bin/false", "fs.suid_dumpable": "0"}


LIGNES_MAX = 400
"""Of the log of a screen after a visit: what its unit lets through, and what systemd says of it."""


@dataclass
class Machine:
    """A machine with the package, before and after."""

    borne: BorneInstallee
    avant: set[str]
    comptes_avant: str
    dit: str
    reglages: str


@pytest.fixture(scope="module")
def machine(bureau_possible: None, conteneur_possible: None, deb: Path) -> Iterator[Machine]:
    with BorneInstallee(deb) as borne:
        avant = borne.conteneur.inventaire()
        comptes = _comptes(borne)
        dit = borne.installer()
        borne.regler(date_reference=f'"{DATE}"', ppi="102.46")
        borne.preparer()
        reglages = borne.conteneur.chemin(REGLAGES).read_text(encoding="utf-8")
        yield Machine(borne, avant, comptes, dit, reglages)


@pytest.fixture(scope="module")
def borne(machine: Machine) -> BorneInstallee:
    return machine.borne


@pytest.fixture
def ouverte(machine: Machine) -> BorneInstallee:
    """The terminal in front of its screen, in service, whatever another test left of it."""
    machine.borne.conteneur.ecrire(REGLAGES, machine.reglages)
    machine.borne.remettre_en_service()
    return machine.borne


def _valeurs(lu: str, cle: str) -> list[str]:
    return re.findall(rf"^{re.escape(cle)} *= *(.*)", lu, re.MULTILINE)


def _comptes(borne: BorneInstallee) -> str:
    return borne.conteneur.lire("sh", "-c", "cat /etc/passwd /etc/group /etc/shadow /etc/gshadow | sort")


def test_the_package_makes_its_user_and_waits_for_its_settings(
    machine: Machine, borne: BorneInstallee
) -> None:
    c = borne.conteneur
    assert "systemctl start caf-kiosk" in machine.dit
    assert c.lire("stat", "-c", "%U %G %a", "/var/lib/caf-kiosk") == "caf-kiosk caf-kiosk 700"
    assert c.lire("getent", "passwd", UTILISATEUR).endswith(":/usr/sbin/nologin")
    assert c.lire("systemctl", "is-enabled", "caf-kiosk.service") == "enabled"
    assert c.executer("systemctl", "is-active", "caf-kiosk.service").stdout.strip() == "inactive"
    assert c.executer("caf-kiosk", "run").returncode == 64  # never as root


def test_the_units_are_what_this_systemd_understands(borne: BorneInstallee) -> None:
    unites = ("caf-kiosk.service", "caf-kiosk-ecran.service", "caf-kiosk-reprise.timer")
    dit = borne.conteneur.executer("systemd-analyze", "verify", "--man=no", *unites)
    assert (dit.returncode, dit.stderr.strip()) == (0, "")


@pytest.mark.parametrize("unite", MASQUEES)
def test_no_way_in_beside_the_terminal(borne: BorneInstallee, unite: str) -> None:
    assert borne.propriete("LoadState", unite) == "masked"


def test_the_machine_answers_no_key_and_keeps_no_memory_of_anybody(borne: BorneInstallee) -> None:
    lu = borne.conteneur.lire("systemd-analyze", "cat-config", "systemd/coredump.conf")
    assert re.findall(r"^(?:Storage|ProcessSizeMax)=.*", lu, re.MULTILINE)[-2:] == [
        "Storage=none",
        "ProcessSizeMax=0",
    ]
    lu = borne.conteneur.lire("systemd-analyze", "cat-config", "sysctl.d")
    assert {cle: valeurs[-1] for cle in NOYAU if (valeurs := _valeurs(lu, cle))} == NOYAU
    lu = borne.conteneur.lire("systemd-analyze", "cat-config", "systemd/system.conf")
    assert "CtrlAltDelBurstAction=none" in lu.splitlines()
    lu = borne.conteneur.lire("systemd-analyze", "cat-config", "systemd/logind.conf")
    assert {"NAutoVTs=0", "ReserveVT=0"} <= set(lu.splitlines())


@pytest.mark.parametrize("unite", ["caf-kiosk.service", "caf-kiosk-ecran.service"])
def test_an_installed_unit_is_closed_to_what_it_does_not_need(borne: BorneInstallee, unite: str) -> None:
    """systemd's own measure, from 0 (closed) to 10 (open), of the unit as it will run: 3.0 at most."""
    dit = borne.conteneur.lire("systemd-analyze", "security", "--no-pager", "--threshold=30", unite)
    note = re.search(r"Overall exposure level for .*: ([0-9.]+)", dit)
    assert note is not None
    assert float(note[1]) <= 3.0


def test_a_visit_without_any_real_screen(borne: BorneInstallee, tmp_path: Path) -> None:
    """cage's headless backend, as on a terminal whose screen is off: nobody's graphics card, panel or keyboard."""
    borne.brancher(ecran=False)
    borne.conteneur.lire("systemctl", "start", "caf-kiosk.service")
    assert borne.propriete("StatusText") == "en service"
    with VisiteurAssistePatient(borne) as visiteur:
        visiteur.attendre(ACCUEIL, BOUTON)
        vues = {nom: tmp_path / f"{nom}.png" for nom in ECRANS_SANS_TETE}
        for nom, vue in vues.items():
            borne.photographier_par_wayland(vue, "-o", nom)
        nombres = {nom: len(_couleurs(vue)) for nom, vue in vues.items()}
        (public,) = [nom for nom, nombre in nombres.items() if nombre > 1]
        assert nombres[public] > 500
        (couvert,) = set(ECRANS_SANS_TETE) - {public}
        assert (0, 0, 0) not in {*_couleurs(vues[public]), *_couleurs(vues[couvert])}
        _garder(vues[public], "accueil-sans-ecran.png")
        _visiter(visiteur)
    # Two screens make cage 0.1 say the same thing a hundred times a second.
    assert len(borne.journal_de("caf-kiosk-ecran.service").splitlines()) < LIGNES_MAX


def test_a_visit_on_the_installed_terminal(borne: BorneInstallee, tmp_path: Path) -> None:
    borne.ouvrir()
    with VisiteurPatient(borne) as visiteur:
        visiteur.attendre(ACCUEIL, BOUTON)
        _photographier(borne, visiteur, tmp_path)
        _visiter(visiteur)


def _visiter(visiteur: Visiteur) -> None:
    visite = Visite(visiteur)
    visite.commencer()
    visite.s_identifier(CAMILLE)
    visite.ouvrir_les_ressources()
    visite.tout_continuer()
    assert re.fullmatch(NUMERO, visite.envoyer())
    visite.terminer()


def _photographier(borne: BorneInstallee, visiteur: Visiteur, dossier: Path) -> None:
    """What cage says it shows is what the screen shows: a whole home page."""
    vue, montree = dossier / "vue.png", dossier / "montree.png"
    borne.photographier_par_wayland(vue)
    visiteur.capture(montree)
    assert len(_couleurs(vue)) > 500
    with Image.open(vue) as grim, Image.open(montree) as ecran:
        assert grim.size == (borne.largeur, borne.hauteur)
        assert ImageChops.difference(grim.convert("RGB"), ecran.convert("RGB")).getbbox() is None
    _garder(vue, "accueil.png")


def _couleurs(image: Path) -> set[tuple[int, int, int]]:
    with Image.open(image) as lue:
        couleurs = lue.convert("RGB").getcolors(1 << 24)
    assert couleurs is not None
    return {couleur for _, couleur in couleurs}


def _garder(image: Path, nom: str) -> None:
    """In build/, to be looked at."""
    BASES.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(image, BASES / nom)


def test_what_a_visit_holds_is_closed_to_the_other_processes(ouverte: BorneInstallee) -> None:
    attendre(lambda: len(ouverte.visites()) == 2)
    for pid in (ouverte.superviseur(), *ouverte.visites()):
        ici = ouverte.conteneur.chemin(f"/proc/{pid}")
        assert (ici / "mem").stat().st_uid == 0, (
            "dumpable: ptrace and /proc/<pid>/mem are open to its own user"
        )
        etat = dict(ligne.split(":\t", 1) for ligne in (ici / "status").read_text().splitlines())
        assert etat["Uid"].split()[0] != "0"
        assert etat["NoNewPrivs"] == "1"
        assert etat["Seccomp"] == "2"
        assert {etat[nom] for nom in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
        (coeur,) = [
            ligne for ligne in (ici / "limits").read_text().splitlines() if ligne.startswith("Max core")
        ]
        assert coeur.split()[4:6] == ["0", "0"]
    for pid in ouverte.visites():
        assert b"NOTIFY_SOCKET=" not in ouverte.conteneur.chemin(f"/proc/{pid}/environ").read_bytes()
    assert ouverte.propriete("MemorySwapMax") == "0"
    assert ouverte.propriete("MemoryMax") != SANS_FIN
    assert ouverte.propriete("OOMPolicy") == "continue"


def test_a_supervisor_that_is_killed_comes_back(ouverte: BorneInstallee) -> None:
    ancien = ouverte.superviseur()
    ouverte.conteneur.lire("kill", "-KILL", str(ancien))
    ouverte.attendre_autre_superviseur(ancien)


def test_a_supervisor_that_no_longer_turns_is_replaced_by_the_watchdog(ouverte: BorneInstallee) -> None:
    ancien = ouverte.superviseur()
    ouverte.conteneur.lire("kill", "-STOP", str(ancien))
    ouverte.attendre_autre_superviseur(ancien)
    assert "Watchdog timeout" in ouverte.journal_de()


def test_a_screen_that_dies_comes_back_with_its_terminal(ouverte: BorneInstallee) -> None:
    ancien = ouverte.superviseur()
    ouverte.conteneur.lire("kill", "-KILL", ouverte.propriete("MainPID", "caf-kiosk-ecran.service"))
    ouverte.attendre_autre_superviseur(ancien)
    assert ouverte.propriete("ActiveState", "caf-kiosk-ecran.service") == "active"


def test_what_root_asks_of_the_terminal_can_be_read_by_the_terminal(ouverte: BorneInstallee) -> None:
    c = ouverte.conteneur
    assert "Hors service" in c.lire("caf-kiosk", "hors-service", "écran fêlé")
    attendre(lambda: ouverte.propriete("StatusText") == "hors service")
    etranger = c.lire("find", "/var/lib/caf-kiosk", "/var/cache/caf-kiosk", "!", "-user", UTILISATEUR)
    assert etranger == ""
    c.lire("systemctl", "restart", "caf-kiosk.service")
    assert ouverte.propriete("StatusText") == "hors service"  # it survives a restart
    assert "De nouveau en service" in c.lire("caf-kiosk", "en-service")
    attendre(lambda: ouverte.propriete("StatusText") == "en service")


def test_settings_that_are_refused_name_the_key_and_are_tried_again_later(ouverte: BorneInstallee) -> None:
    c = ouverte.conteneur
    bons = c.chemin(REGLAGES).read_text(encoding="utf-8")
    ouverte.abreger_la_reprise(3)
    c.ecrire(REGLAGES, f"inactivite = 90\n{bons}")
    c.executer("systemctl", "restart", "caf-kiosk.service")
    assert ouverte.propriete("ExecMainStatus") == "78"
    assert ouverte.propriete("Result") == "exit-code"
    assert "« inactivite »" in ouverte.journal_de()
    c.ecrire(REGLAGES, bons)
    attendre(lambda: ouverte.propriete("StatusText") == "en service")  # nobody started it


def test_an_update_keeps_the_settings_and_brings_the_terminal_back(ouverte: BorneInstallee) -> None:
    reglages = ouverte.conteneur.chemin(REGLAGES).read_text(encoding="utf-8")
    ancien = ouverte.superviseur()
    ouverte.installer()
    ouverte.attendre_autre_superviseur(ancien)
    assert ouverte.conteneur.chemin(REGLAGES).read_text(encoding="utf-8") == reglages


def test_stopping_the_screen_stops_the_terminal_for_good(ouverte: BorneInstallee) -> None:
    c = ouverte.conteneur
    c.lire("systemctl", "stop", "caf-kiosk-reprise.timer")
    c.lire("systemctl", "stop", "caf-kiosk-ecran.service")
    attendre(lambda: ouverte.propriete("ActiveState") == "inactive")
    for unite in ("caf-kiosk.service", "caf-kiosk-ecran.service", "caf-kiosk-reprise.timer"):
        assert ouverte.propriete("ActiveState", unite) == "inactive"


def test_a_purge_leaves_nothing(machine: Machine, ouverte: BorneInstallee) -> None:
    borne, c = ouverte, ouverte.conteneur
    uid = int(c.lire("id", "-u", UTILISATEUR))
    assert _appartient(c.chemin(f"/proc/{borne.superviseur()}"), uid)
    borne.ranger()
    c.lire("apt-get", "purge", "-y", "-q", "caf-kiosk", delai_s=600)
    assert sorted(c.inventaire() - machine.avant) == []
    assert _comptes(borne) == machine.comptes_avant
    assert not [pid for pid in c.chemin("/proc").glob("[0-9]*") if _appartient(pid, uid)]
    assert borne.propriete("LoadState", "getty@tty1.service") == "loaded"
    assert (
        c.executer("sh", "-c", "ls -d /run/caf-kiosk* /run/systemd/generator.early/* 2>/dev/null").stdout
        == ""
    )


def _appartient(processus: Path, uid: int) -> bool:
    """Whether it is alive, and of that user."""
    try:
        return processus.stat().st_uid == uid and ") Z " not in (processus / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
