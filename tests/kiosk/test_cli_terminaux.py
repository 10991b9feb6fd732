"""`caf-kiosk terminal-code`, `terminaux`, `renouveler`, `revoquer` and `enroll`, as those who run a hall use them."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner, Result

from kiosk.backend.identite import ENTETE
from kiosk.cli import app
from kiosk.server.problemes import Refus
from kiosk.server.terminaux.registre import Terminaux
from tests.helpers.hall_enrole import Hall, hall, preparer

NOM = "Hall 2"
CODE = re.compile(r"^Code d’enrôlement\u00a0: ([0-9A-Z-]{11})$", re.MULTILINE)


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a backend that ran: copied, never used."""
    dossier = tmp_path_factory.mktemp("modele")
    preparer(dossier, base=f"sqlite+aiosqlite:///{dossier}/caf-kiosk.sqlite3")
    return dossier


@dataclass
class Operateur:
    """Somebody at the backend's command line."""

    etat: Path

    def taper(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments, "--etat", str(self.etat)])

    def code(self, *options: str, nom: str = NOM) -> str:
        fait = self.taper("terminal-code", "--nom", nom, *options)
        assert (fait.exit_code, fait.stderr) == (0, "")
        trouve = CODE.search(fait.stdout)
        assert trouve is not None, fait.stdout
        assert f"caf-kiosk enroll {trouve[1]}" in fait.stdout
        return trouve[1]

    def etats(self) -> dict[str, str]:
        lignes = self.taper("terminaux", "--json").stdout.splitlines()
        return {ligne["nom"]: ligne["etat"] for ligne in map(json.loads, lignes)}


@pytest.fixture
def operateur(modele: Path, tmp_path: Path) -> Operateur:
    return Operateur(shutil.copytree(modele, tmp_path / "serveur"))


@pytest.fixture
def ici(operateur: Operateur) -> Iterator[Hall]:
    with hall(operateur.etat, base=f"sqlite+aiosqlite:///{operateur.etat}/caf-kiosk.sqlite3") as ouvert:
        yield ouvert


@dataclass
class Poste:
    """A terminal, and somebody at its command line."""

    etat: Path
    url: str

    def enroll(self, *arguments: str, **environnement: str) -> subprocess.CompletedProcess[str]:
        a_nous = ("CAF_", "CREDENTIALS_", "PYTHON_KEYRING", "XDG_", "DBUS_")
        env = {nom: v for nom, v in os.environ.items() if not nom.startswith(a_nous)}
        env |= {"HOME": str(self.etat.parent), "CAF_KIOSK_BACKEND_URL": self.url}
        env |= {"CAF_KIOSK_DOSSIER_ETAT": str(self.etat), **environnement}
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "kiosk.cli", "enroll", *arguments],
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture
def poste(ici: Hall, tmp_path: Path) -> Poste:
    return Poste(tmp_path / "borne", ici.url)


# --- the operator ---------------------------------------------------------------------------------------


def test_a_code_is_said_with_its_last_minute_and_the_list_follows(operateur: Operateur) -> None:
    vide = operateur.taper("terminaux")
    assert (vide.exit_code, vide.stdout.split(".")[0]) == (0, "Aucun terminal")

    fait = operateur.taper("terminal-code", "--nom", NOM)

    assert re.search(
        r"^Valable une fois, jusqu’au \w+\u00a0\w+\u00a0\d{4} à \d\d\u00a0h\u00a0\d\d, pour «\u00a0Hall 2\u00a0»\.$",
        fait.stdout,
        re.MULTILINE,
    )
    assert operateur.etats() == {NOM: "attendu"}
    tableau = operateur.taper("terminaux").stdout.splitlines()
    assert re.fullmatch(r"Nom +État +Enrôlé +Vu", tableau[0])
    assert re.fullmatch(r"Hall 2 +attend son enrôlement +jamais +jamais", tableau[1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("terminal-code", "--nom", " "), "Nom refusé"),
        (("terminal-code", "--nom", "x" * 81), "Nom refusé"),
        (("revoquer", "Hall 9"), "Aucun terminal en service ne s’appelle «\u00a0Hall 9\u00a0»"),
        (("renouveler", "Hall 9"), "Aucun terminal enrôlé ne s’appelle «\u00a0Hall 9\u00a0»"),
        (("renouveler",), "donnez un nom, ou --tous"),
        (("renouveler", "Hall 2", "--tous"), "donnez un nom, ou --tous"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(
    operateur: Operateur, arguments: tuple[str, ...], message: str
) -> None:
    fait = operateur.taper(*arguments)

    assert fait.exit_code == 2
    assert message in fait.stderr
    assert fait.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [("terminaux",), ("terminal-code", "--nom", NOM), ("revoquer", NOM), ("renouveler", "--tous")],
)
def test_without_the_keys_or_the_tables_of_a_backend_it_says_what_to_do(
    operateur: Operateur, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ailleurs = Operateur(tmp_path / "rien").taper(*arguments)
    assert ailleurs.exit_code == 1
    assert "Aucune base ici" in ailleurs.stderr

    (operateur.etat / "caf-kiosk.sqlite3").unlink()
    (operateur.etat / "caf-kiosk.sqlite3").touch()
    sans_table = operateur.taper(*arguments)
    assert sans_table.exit_code == 1
    assert "Démarrez d’abord le backend" in sans_table.stderr

    shutil.rmtree(operateur.etat / "cles")
    sans_cles = operateur.taper(*arguments)
    assert sans_cles.exit_code == 1
    assert "Les clés de ce backend ne se lisent pas" in sans_cles.stderr
    assert "SELECT" not in sans_table.output


# --- the terminal ---------------------------------------------------------------------------------------


def test_a_terminal_is_enrolled_and_its_secret_is_nowhere_to_be_read(
    operateur: Operateur, poste: Poste, ici: Hall
) -> None:
    code = operateur.code()

    fait = poste.enroll(code.lower().replace("-", " "))

    assert (fait.returncode, fait.stderr) == (0, "")
    assert fait.stdout == "Ce terminal est enrôlé sous le nom «\u00a0Hall 2\u00a0».\n"
    assert operateur.etats() == {NOM: "en_service"}
    secret = json.loads((poste.etat / "terminal.secret").read_text())["secret"]
    assert ici.verdict(secret) == "accepte"
    assert secret not in fait.stdout + fait.stderr
    # Twice with one code, and twice under one name.
    encore = poste.enroll(code)
    assert (encore.returncode, encore.stdout) == (2, "")
    assert "n’accepte pas ce code" in encore.stderr
    assert operateur.taper("terminal-code", "--nom", NOM).exit_code == 2
    assert "--remplacer" in operateur.taper("terminal-code", "--nom", NOM).stderr

    assert "1\u00a0terminal à renouveler" in operateur.taper("renouveler", NOM).stdout
    assert operateur.etats() == {NOM: "a_renouveler"}
    assert poste.enroll(operateur.code("--remplacer")).returncode == 0
    assert ici.verdict(secret) == "terminal_inconnu"
    assert operateur.taper("revoquer", NOM).exit_code == 0
    assert operateur.etats() == {NOM: "revoque"}
    assert re.search(r"^Hall 2 +révoqué ", operateur.taper("terminaux").stdout, re.MULTILINE)


@pytest.mark.parametrize("code", ["", "123", "7K3-F9Q-MX!", "000-000-001"])
def test_what_is_no_code_is_refused_before_anybody_is_called(tmp_path: Path, code: str) -> None:
    fait = Poste(tmp_path / "borne", "http://127.0.0.1:9").enroll(code)

    assert (fait.returncode, fait.stdout) == (2, "")
    assert "code" in fait.stderr
    assert not (tmp_path / "borne").exists()


def test_a_backend_that_is_not_there_or_is_another_is_said(tmp_path: Path) -> None:
    absent = Poste(tmp_path / "borne", "http://127.0.0.1:9").enroll("000-000-000")
    assert absent.returncode == 1
    assert "http://127.0.0.1:9 ne répond pas (BackendInjoignable)" in absent.stderr
    assert "même code" in absent.stderr

    faux = Poste(tmp_path / "borne", "une adresse").enroll("000-000-000")
    assert faux.returncode == 78
    assert "backend_url" in faux.stderr


def test_a_secret_that_cannot_be_kept_leaves_the_code_as_it_was(operateur: Operateur, poste: Poste) -> None:
    code = operateur.code()
    sans_trousseau = poste.enroll(
        code, CAF_KIOSK_PROFIL="libre_service", DBUS_SESSION_BUS_ADDRESS="unix:path=/nul"
    )
    assert (sans_trousseau.returncode, sans_trousseau.stdout) == (1, "")
    assert "Aucun trousseau de secrets sur ce poste" in sans_trousseau.stderr
    assert sans_trousseau.stderr.endswith("Le code peut resservir.\n")
    assert "Traceback" not in sans_trousseau.stderr
    assert operateur.etats() == {NOM: "attendu"}

    # As the message says: the private file, on a shared PC too.
    prive = re.search(r"PYTHON_KEYRING_BACKEND=([\w.]+\w)", sans_trousseau.stderr)
    assert prive is not None
    fait = poste.enroll(code, CAF_KIOSK_PROFIL="libre_service", PYTHON_KEYRING_BACKEND=prive[1])
    assert fait.returncode == 0, fait.stderr
    assert json.loads((poste.etat / "terminal.json").read_text())["coffre"] == prive[1]


async def _refuse(terminaux: Terminaux, code: str) -> bool:
    """Whether this code is over."""
    try:
        await terminaux.enroler(code)
    except Refus:
        return True
    return False


def test_systemd_may_be_given_the_secret_instead(
    operateur: Operateur, poste: Poste, ici: Hall, tmp_path: Path
) -> None:
    fichier = tmp_path / "credstore" / "caf-kiosk.terminal"
    code = operateur.code()
    pose = poste.enroll(code, "--sortie", str(fichier))
    assert (pose.returncode, pose.stderr) == (0, "")
    assert ici.operer(lambda terminaux: _refuse(terminaux, code))
    assert stat.S_IMODE(fichier.stat().st_mode) == 0o600
    assert ici.verdict(fichier.read_text().strip()) == "accepte"
    assert not poste.etat.exists()

    tuyau = poste.enroll(operateur.code("--remplacer"), "--sortie", "-")
    assert tuyau.returncode == 0
    assert "Hall 2" in tuyau.stderr
    assert ici.verdict(tuyau.stdout.strip()) == "accepte"
    assert ici.verdict(fichier.read_text().strip()) == "terminal_inconnu"

    ailleurs = poste.enroll(operateur.code("--remplacer"), "--sortie", "/proc/rien")
    assert ailleurs.returncode == 1
    assert "Le code peut resservir." in ailleurs.stderr
    assert ici.verdict(tuyau.stdout.strip()) == "accepte"


def test_the_secret_is_never_shown_on_a_screen(operateur: Operateur, poste: Poste) -> None:
    maitre, esclave = os.openpty()
    try:
        fait = subprocess.run(
            [sys.executable, "-m", "kiosk.cli", "enroll", operateur.code(), "--sortie", "-"],
            env={**os.environ, "CAF_KIOSK_BACKEND_URL": poste.url, "CAF_KIOSK_DOSSIER_ETAT": str(poste.etat)},
            stdin=subprocess.DEVNULL,
            stdout=esclave,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    finally:
        os.close(esclave)
        os.close(maitre)

    assert fait.returncode == 2
    assert operateur.etats() == {NOM: "attendu"}


def test_the_command_leaves_no_core_behind(tmp_path: Path) -> None:
    """Looked at while it waits for a backend that says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as muet:
        muet.settimeout(30)
        url = f"http://127.0.0.1:{muet.getsockname()[1]}"
        with subprocess.Popen(
            [sys.executable, "-m", "kiosk.cli", "enroll", "000-000-000"],
            env={
                **os.environ,
                "CAF_KIOSK_BACKEND_URL": url,
                "CAF_KIOSK_DOSSIER_ETAT": str(tmp_path / "borne"),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as programme:
            muet.accept()[0].close()
            limites = Path(f"/proc/{programme.pid}/limits").read_text()
            programme.kill()

    assert re.search(r"^Max core file size +0 +0 ", limites, re.MULTILINE)


# --- who asks for enrolled terminals ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "environnement", "refuse"),
    [
        ((), {}, True),
        ((), {"CAF_SERVEUR_ENROLEMENT_EXIGE": "false"}, False),
        (("--demo",), {}, False),
        (("--demo",), {"CAF_SERVEUR_ENROLEMENT_EXIGE": "true"}, True),
    ],
)
def test_a_backend_that_serves_for_good_asks_for_enrolled_terminals(
    operateur: Operateur, options: tuple[str, ...], environnement: dict[str, str], refuse: bool
) -> None:
    with servi(operateur.etat, *options, **environnement) as (url, secret):
        ouverte = httpx2.get(f"{url}/api/v1/cle-publique")
        assert ouverte.status_code == (403 if refuse else 200)
        if refuse:
            assert ouverte.json()["code"] == "terminal_inconnu"
        assert httpx2.get(f"{url}/api/v1/cle-publique", headers={ENTETE: secret}).status_code == 200


@contextlib.contextmanager
def servi(etat: Path, *options: str, **environnement: str) -> Iterator[tuple[str, str]]:
    """`caf-kiosk serve`: its address, and the credential of a terminal."""
    code = Operateur(etat).code()
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk.cli", "serve", "--etat", str(etat), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environnement},
    ) as serveur:
        try:
            assert serveur.stdout is not None
            url = json.loads(serveur.stdout.readline())["url"]
            donne = httpx2.post(f"{url}/api/v1/terminaux", json={"code": code})
            yield url, donne.json()["secret"]
        finally:
            serveur.send_signal(signal.SIGINT)
            serveur.communicate(timeout=20)
