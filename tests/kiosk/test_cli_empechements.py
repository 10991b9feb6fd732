"""What the commands say to an operator when what they need is missing, closed, spoilt or wrong: the real program."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.server.demo import amorcer_demo, comptes_demo
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur

RAPIDE = ReglagesArgon2(temps=1, memoire_kio=8, parallelisme=1)
PERSONNE = "1850575056123"
SANS_PASSE_DROIT = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Root reads what is closed to it; without these two it is an account like another."""

DU_BACKEND = (
    ("deverrouiller",),
    ("mot-de-passe-temporaire",),
    ("messages",),
    ("terminaux",),
    ("terminal-code", "--nom", "Hall"),
    ("renouveler", "--tous"),
    ("revoquer", "Hall"),
)
PERSONNE_NE_REPOND = "postgresql+psycopg://caf@127.0.0.1:1/base"


class Dit:
    """How a command ended, and every word of it."""

    def __init__(self, fait: subprocess.CompletedProcess[str]) -> None:
        self.code, self.texte, self.sortie = fait.returncode, fait.stderr, fait.stdout

    def est(self, code: int, *morceaux: str) -> None:
        assert self.code == code, self.texte
        assert "Traceback" not in self.texte
        assert [morceau for morceau in morceaux if morceau not in self.texte] == [], self.texte
        assert PERSONNE not in self.texte + self.sortie


def caf_kiosk(*arguments: str | Path, entree: str = "", ferme: bool = False, **environnement: str) -> Dit:
    env = {
        nom: v for nom, v in os.environ.items() if not nom.startswith(("CAF_", "DISPLAY", "WAYLAND_", "QT_"))
    }
    devant = SANS_PASSE_DROIT if ferme and os.geteuid() == 0 else ()
    return Dit(
        subprocess.run(
            [*devant, sys.executable, "-m", "kiosk.cli", *map(str, arguments)],
            env=env | environnement,
            input=entree,
            capture_output=True,
            text=True,
            timeout=60,
        )
    )


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a backend that ran: copied, never used."""
    dossier = tmp_path_factory.mktemp("modele")
    base = f"sqlite+aiosqlite:///{dossier}/caf-kiosk.sqlite3"
    amorcer_demo(ReglagesServeur(base=base, dossier_cles=dossier / "cles", argon2=RAPIDE))
    return dossier


@pytest.fixture
def etat(modele: Path, tmp_path: Path) -> Path:
    return shutil.copytree(modele, tmp_path / "serveur")


# -- the backend's commands -----------------------------------------------------------------------------------


@pytest.mark.parametrize("commande", DU_BACKEND, ids=lambda commande: commande[0])
def test_where_no_backend_is_nothing_is_asked_nor_made(commande: tuple[str, ...], tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    dit = caf_kiosk(*commande, "--etat", absent, entree=f"{PERSONNE}\n")

    dit.est(
        1, f"Aucune base ici\u00a0: {absent}/caf-kiosk.sqlite3.", "Donnez le dossier du backend avec --etat"
    )
    assert "Numéro" not in dit.texte + dit.sortie
    assert list(tmp_path.iterdir()) == []


def _sans_cles(etat: Path) -> None:
    shutil.rmtree(etat / "cles")


def _cle_abimee(etat: Path) -> None:
    (etat / "cles" / "0001.cle").write_text("abîmée", "utf-8")


def _secret_abime(etat: Path) -> None:
    (etat / "cles" / "identifiants.secret").write_text("zz")


def _secret_ouvert(etat: Path) -> None:
    (etat / "cles" / "identifiants.secret").chmod(0o644)


def _cles_fermees(etat: Path) -> None:
    (etat / "cles").chmod(0)


def _base_fermee(etat: Path) -> None:
    for fichier in etat.glob("caf-kiosk.sqlite3*"):
        fichier.chmod(0)


def _dossier_ferme(etat: Path) -> None:
    etat.chmod(0)


def _base_vide(etat: Path) -> None:
    for fichier in etat.glob("caf-kiosk.sqlite3*"):
        fichier.unlink()
    (etat / "caf-kiosk.sqlite3").touch()


def _pas_une_base(etat: Path) -> None:
    _base_vide(etat)
    (etat / "caf-kiosk.sqlite3").write_text(
        "Ceci n’est pas une base, et c’est assez long pour que cela se voie."
    )


EMPECHEMENTS = (
    (_sans_cles, "Les clés de ce backend ne se lisent pas\u00a0: aucune clé dans"),
    (_cle_abimee, "0001.cle est abîmé. Rendez la sauvegarde."),
    (_secret_abime, "identifiants.secret est abîmé. Rendez la sauvegarde."),
    (_secret_ouvert, "identifiants.secret est ouvert à d’autres comptes. Fermez-le\u00a0: chmod 600."),
    (_cles_fermees, "cles est fermé à ce compte. Prenez celui du backend, ou root."),
    (_base_fermee, "La base ne s’ouvre pas\u00a0: ce compte n’y a pas accès."),
    (_dossier_ferme, "ce compte n’y a pas accès. Prenez le compte qui s’en sert, ou root"),
    (_base_vide, "La base n’est pas à jour. Démarrez d’abord le backend"),
    (_pas_une_base, "Ce fichier n’est pas une base. Vérifiez --etat, ou rendez la sauvegarde."),
)


@pytest.mark.parametrize(
    ("geste", "phrase"), EMPECHEMENTS, ids=lambda valeur: getattr(valeur, "__name__", "")
)
def test_what_stops_a_command_is_named_with_what_to_do(
    geste: Callable[[Path], None], phrase: str, etat: Path
) -> None:
    geste(etat)
    try:
        dit = caf_kiosk("deverrouiller", "--etat", etat, entree=f"{PERSONNE}\n", ferme=True)
    finally:
        etat.chmod(0o700)
        if (etat / "cles").exists():
            (etat / "cles").chmod(0o700)

    dit.est(1, phrase)
    assert dit.sortie == ""


@pytest.mark.parametrize(
    ("base", "phrase"),
    [
        ("bidon", "--base n’est pas l’adresse d’une base"),
        ("oracle://caf@serveur/base", "--base n’est pas l’adresse d’une base"),
        (PERSONNE_NE_REPOND, "La base ne répond pas, ou refuse ce compte. Vérifiez son adresse, --base."),
    ],
)
def test_a_base_that_cannot_be_reached_is_told_from_one_that_is_no_address(
    base: str, phrase: str, etat: Path
) -> None:
    caf_kiosk("terminaux", "--etat", etat, "--base", base).est(1, phrase)


def test_a_backend_without_its_base_says_why_it_does_not_start(etat: Path) -> None:
    dit = caf_kiosk("serve", "--etat", etat, "--base", PERSONNE_NE_REPOND)

    dit.est(1, "Le backend n’a pas démarré\u00a0: La base ne répond pas")


def test_a_wrong_setting_of_the_backend_is_named_as_it_is_written(etat: Path) -> None:
    caf_kiosk("deverrouiller", "--etat", etat, CAF_SERVEUR_MAIL__PORT="abc").est(78, "CAF_SERVEUR_MAIL__PORT")


@pytest.mark.parametrize(
    ("commande", "entree"), [("deverrouiller", ""), ("mot-de-passe-temporaire", "autre chose\n")]
)
def test_no_number_or_a_wrong_one_changes_nothing(commande: str, entree: str, etat: Path) -> None:
    dit = caf_kiosk(commande, "--etat", etat, entree=entree)

    dit.est(2, ".")
    assert dit.sortie == ""
    assert "Warning" not in dit.texte


def test_a_person_is_given_access_from_a_script(etat: Path) -> None:
    dit = caf_kiosk("deverrouiller", "--etat", etat, entree=f"{comptes_demo()[4].nir}\n")

    assert (dit.code, dit.sortie, dit.texte) == (0, "Accès rendu.\n", "")


# -- the backend itself ---------------------------------------------------------------------------------------


def test_a_backend_that_lost_its_keys_does_not_make_others(etat: Path) -> None:
    """With others it would start, know nobody, and open nothing of what is on its way."""
    _sans_cles(etat)

    caf_kiosk("serve", "--etat", etat).est(
        1, "Le backend n’a pas démarré\u00a0: aucune clé dans", "rendez la sauvegarde"
    )

    assert not (etat / "cles").exists()


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    for lieu in ("fichier", "fichier/dessous"):
        caf_kiosk("serve", "--etat", tmp_path / lieu).est(
            1, f"{tmp_path / 'fichier'}\u00a0: ce n’est pas un dossier."
        )


# -- the terminal's commands ----------------------------------------------------------------------------------


@pytest.fixture
def reglages(tmp_path: Path) -> Path:
    fichier = tmp_path / "kiosk.toml"
    fichier.write_text(f'dossier_etat = "{tmp_path / "borne"}"\n')
    return fichier


DE_LA_BORNE = (("hors-service", "écran fêlé"), ("en-service",), ("pin",))


@pytest.mark.parametrize("commande", DE_LA_BORNE, ids=lambda commande: commande[0])
def test_a_closed_or_wrong_state_directory_is_named(
    commande: tuple[str, ...], reglages: Path, tmp_path: Path
) -> None:
    (tmp_path / "borne").mkdir(0)
    ferme = caf_kiosk(*commande, "--config", reglages, entree="482915\n", ferme=True)
    ferme.est(
        1, str(tmp_path / "borne"), "ce compte n’y a pas accès. Prenez le compte qui s’en sert, ou root."
    )

    (tmp_path / "borne").rmdir()
    (tmp_path / "borne").touch()
    caf_kiosk(*commande, "--config", reglages, entree="482915\n").est(1, "ce n’est pas un dossier.")


@pytest.mark.parametrize("commande", DE_LA_BORNE, ids=lambda commande: commande[0])
def test_settings_that_cannot_be_read_are_named(commande: tuple[str, ...], tmp_path: Path) -> None:
    absent = tmp_path / "absent.toml"
    caf_kiosk(*commande, "--config", absent, entree="482915\n").est(78, str(absent))


def test_a_terminal_is_not_closed_without_a_word_for_the_staff(reglages: Path, tmp_path: Path) -> None:
    caf_kiosk("hors-service", " ", "--config", reglages).est(2, "Écrivez un motif")
    assert not (tmp_path / "borne").exists()


def test_a_terminal_that_may_not_write_says_so_in_its_log(reglages: Path, tmp_path: Path) -> None:
    (tmp_path / "borne").mkdir(0)
    dit = caf_kiosk("run", "--config", reglages, ferme=True, QT_QPA_PLATFORM="offscreen")

    dit.est(
        74, '"event": "demarrage_impossible"', str(tmp_path / "borne"), "n’y a pas accès", "caf-kiosk doctor"
    )


def test_without_a_screen_the_demonstration_says_where_to_go() -> None:
    dit = caf_kiosk("demo")

    dit.est(1, "Aucun écran ici.", "make run")
    assert not re.search(r"\{", dit.texte + dit.sortie)


def test_a_demonstration_says_that_its_backend_is_gone() -> None:
    env = {nom: v for nom, v in os.environ.items() if not nom.startswith("CAF_")} | {
        "QT_QPA_PLATFORM": "offscreen"
    }
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk.cli", "demo"],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as demo:  # fmt: skip
        try:
            assert demo.stdout is not None
            assert any("Fermez la fenêtre pour arrêter." in ligne for ligne in demo.stdout)
            enfants = Path(f"/proc/{demo.pid}/task/{demo.pid}/children").read_text().split()
            (serveur,) = [pid for pid in enfants if b"\0serve\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]
            os.kill(int(serveur), signal.SIGKILL)

            assert "Le backend de démonstration s’est arrêté." in demo.stdout.readline()
        finally:
            demo.send_signal(signal.SIGINT)
