"""`caf-kiosk mot-de-passe-temporaire`, as an agent uses it: the number is asked for, the password is printed once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kiosk.cli import app
from kiosk.metier.nir import lire_nir
from kiosk.server.demo import amorcer_demo, comptes_demo
from kiosk.server.identity.temporaire import mots
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur

INCONNU = "1850575056123"
RAPIDE = ReglagesArgon2(temps=1, memoire_kio=8, parallelisme=1)


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


@pytest.fixture
def taper(etat: Path) -> Callable[..., Result]:
    """Run the command and type a number at its prompt."""

    def taper(nir: str, *arguments: str) -> Result:
        commande = ["mot-de-passe-temporaire", "--etat", str(etat), *arguments]
        return CliRunner().invoke(app, commande, input=f"{nir}\n")

    return taper


def test_the_password_is_printed_once_with_its_last_day_and_never_the_number(
    taper: Callable[..., Result], etat: Path
) -> None:
    personne = comptes_demo()[0]

    fait = taper(personne.nir)

    assert (fait.exit_code, fait.stderr) == (0, "")
    ligne = re.search(r"^Mot de passe temporaire\u00a0: (.+)$", fait.stdout, re.MULTILINE)
    assert ligne is not None
    assert len(ligne[1]) >= 12
    assert set(ligne[1].split(" ")) <= set(mots())
    assert re.search(
        r"^Valable jusqu’au \w+\u00a0\w+\u00a0\d{4} à \d\d\u00a0h\u00a0\d\d\.$", fait.stdout, re.MULTILINE
    )
    assert fait.stdout.count(ligne[1]) == 1
    assert lire_nir(personne.nir).valeur not in fait.output
    base = b"".join(fichier.read_bytes() for fichier in etat.glob("caf-kiosk.sqlite3*"))
    assert ligne[1].encode() not in base


@pytest.mark.parametrize(
    ("nir", "message"),
    [
        (INCONNU, "Aucun compte n’a ce numéro."),
        ("285067599001199", "Le numéro et sa clé"),
        ("7850675990011", "Les numéros provisoires"),
        ("12", "Écrivez les 13 premiers chiffres"),
    ],
)
def test_a_number_that_opens_nothing_is_said_plainly_to_the_agent(
    taper: Callable[..., Result], nir: str, message: str
) -> None:
    fait = taper(nir)

    assert fait.exit_code == 2
    assert fait.stderr.startswith(message) or message in fait.stderr
    assert "Mot de passe temporaire" not in fait.stdout
    assert nir not in fait.output


def test_without_the_keys_or_the_tables_of_a_backend_it_says_what_to_do(
    taper: Callable[..., Result], etat: Path, tmp_path: Path
) -> None:
    nir = comptes_demo()[0].nir

    (tmp_path / "vide.sqlite3").touch()  # what SQLite calls a database with nothing in it
    sans_tables = taper(nir, "--base", f"sqlite+aiosqlite:///{tmp_path}/vide.sqlite3")
    assert (sans_tables.exit_code, sans_tables.stdout.count("temporaire")) == (1, 0)
    assert "Démarrez d’abord le backend" in sans_tables.stderr
    assert "compte.identifiant" not in sans_tables.output

    shutil.rmtree(etat / "cles")
    sans_cles = taper(nir)
    assert sans_cles.exit_code == 1
    assert "Les clés de ce backend ne se lisent pas" in sans_cles.stderr
    assert "Traceback" not in sans_cles.output
