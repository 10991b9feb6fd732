"""`caf-kiosk verifier`, as a script calls it: bytes in, JSON and an exit code out.

A few cases of each kind go through a real process; the others call what the process calls, to save minutes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli_verifier import verifier_fichier

JOUR = "2022-10-13"


def verifier(*arguments: str, entree: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "verifier", *arguments],
        input=entree,
        capture_output=True,
        timeout=60,
        check=False,
    )


def ressources(entree: bytes) -> subprocess.CompletedProcess[bytes]:
    return verifier("ressources", "-", "--date", JOUR, entree=entree)


@dataclass
class Fait:
    """What a command left behind, in this process."""

    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture
def ici(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[[bytes], Fait]:
    def appeler(entree: bytes) -> Fait:
        fichier = tmp_path / "reponses.json"
        fichier.write_bytes(entree)
        code = verifier_fichier("ressources", str(fichier), JOUR)
        sortie, erreur = capfdbinary.readouterr()
        return Fait(code, sortie, erreur)

    return appeler


def vous(**reponses: Any) -> bytes:
    return json.dumps({"personnes": [{"qualite": "vous", **reponses}]}).encode()


def lu(fait: Fait | subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    assert fait.stderr == b""
    objet = json.loads(fait.stdout)
    assert list(objet) == ["valide", "anomalies", "parcours"]
    assert all(list(anomalie) == ["code", "champs", "message"] for anomalie in objet["anomalies"])
    return objet


def test_right_answers_leave_with_zero() -> None:
    fait = ressources(vous(salaires=18_240))
    assert fait.returncode == 0
    assert lu(fait) == {
        "valide": True,
        "anomalies": [],
        "parcours": [
            "foyer",
            *(
                f"personnes.0.{etape}"
                for etape in ("situation", "salaires", "pensions", "independants", "fonciers", "charges")
            ),
        ],
    }


def test_refused_answers_leave_with_one_and_say_why_in_utf8(tmp_path: Path) -> None:
    fichier = tmp_path / "réponses d’une personne.json"
    fichier.write_bytes(vous(salaires=3_333_334))
    fait = verifier("ressources", str(fichier), "--date", JOUR)
    assert fait.returncode == 1
    objet = lu(fait)
    assert objet["valide"] is False
    assert [(a["code"], a["champs"]) for a in objet["anomalies"]] == [("plafond", ["personnes.0.salaires"])]
    assert "3\u00a0333\u00a0333\u00a0€" in fait.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("reponses", "code"),
    [
        ({"salaires": 10**39}, "plafond"),
        ({"salaires": "9" * 40}, "plafond"),
        ({"salaires": 10**4000}, "plafond"),
        ({"salaires": -1}, "montant-negatif"),
        ({"salaires": 12.5}, "montant-centimes"),
        ({"salaires": True}, "type"),
        ({"prenom": "\ud800"}, "texte-caracteres"),
        ({"qualite": "cousin"}, "choix-inconnu"),
        ({"absence_de_ressources": 1}, "type"),
    ],
)
def test_answers_that_no_form_would_take_are_refused_not_crashed_on(
    reponses: dict[str, Any], code: str, ici: Callable[[bytes], Fait]
) -> None:
    fait = ici(vous(**reponses))
    assert fait.returncode == 1
    assert code in [a["code"] for a in lu(fait)["anomalies"]]


def test_a_byte_order_mark_is_read_past(ici: Callable[[bytes], Fait]) -> None:
    assert ici(b"\xef\xbb\xbf" + vous()).returncode == 0


def test_an_unknown_year_is_closed_not_guessed() -> None:
    fait = verifier("ressources", "-", "--date", "1999-01-01", entree=vous())
    assert fait.returncode == 1
    assert [a["code"] for a in lu(fait)["anomalies"]] == ["demarche-fermee"]


@pytest.mark.parametrize(
    ("entree", "cause"),
    [
        (b"", "pas du JSON"),
        (b"{", "pas du JSON"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        (b'{"annee": "\xe9"}', "UTF-8"),
        (b"[]", "objet JSON"),
        (b"null", "objet JSON"),
        (b'"texte"', "objet JSON"),
        (b"12", "objet JSON"),
        (b'{"annee": NaN}', "NaN"),
        (b'{"annee": -Infinity}', "Infinity"),
        (b'{"annee": 2021, "annee": 2021}', "annee"),
        (b'{"personnes": [{"salaires": 1, "salaires": 2}]}', "salaires"),
        (b'{"a":' * 100_000, "niveaux"),
        (b'{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}", "niveaux"),
        (b'{"annee": ' + b"1" * 5_000 + b"}", "chiffres"),
        (b" " * (1 << 20) + b"{}", "trop gros"),
        (b'{"inconnu": 1}', "inconnu"),
        (b'{"\\ud800": 1}', "champ inconnu"),
        (b'{"personnes": [{"revenu": 1}]}', "personnes.0.revenu"),
        (b'{"personnes": {}}', "personnes"),
        (b'{"personnes": ["vous"]}', "personnes.0"),
        (b'{"personnes": [{"salaires": [1]}]}', "personnes.0.salaires"),
        (b'{"annee": {"valeur": 2021}}', "annee"),
    ],
)
def test_what_is_not_a_form_leaves_with_two_and_names_the_cause(
    entree: bytes, cause: str, ici: Callable[[bytes], Fait]
) -> None:
    illisible(ici(entree), cause)


@pytest.mark.parametrize(
    ("entree", "cause"),
    [
        (b'{"a":' * 100_000, "niveaux"),
        (b'{"annee": ' + b"1" * 5_000 + b"}", "chiffres"),
        (b'{"\\ud800": 1}', "champ inconnu"),
        (b"\xff", "UTF-8"),
    ],
)
def test_a_real_process_leaves_as_cleanly(entree: bytes, cause: str) -> None:
    illisible(ressources(entree), cause)


def test_a_wrong_command_leaves_with_two_and_names_the_cause(tmp_path: Path) -> None:
    illisible(verifier("impots", "-", entree=b"{}"), "impots")
    illisible(verifier("ressources", str(tmp_path / "absent.json")), "absent.json")
    illisible(verifier("ressources", str(tmp_path)), str(tmp_path))
    illisible(verifier("ressources", "-", "--date", "demain", entree=b"{}"), "--date")


@pytest.mark.parametrize("jour", ["13/10/2022", "2022-13-01", "2022-W41-4", "20221013", "２０２２-10-13"])
def test_a_date_has_one_way_to_be_written(jour: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code = verifier_fichier("ressources", "-", jour)
    illisible(Fait(code, *capfdbinary.readouterr()), "--date")


def test_a_command_without_its_arguments_leaves_with_two() -> None:
    assert verifier().returncode == 2
    assert verifier("ressources").returncode == 2


def illisible(fait: Fait | subprocess.CompletedProcess[bytes], cause: str) -> None:
    assert fait.returncode == 2
    assert fait.stdout == b""
    erreur = fait.stderr.decode("utf-8")
    assert cause in erreur
    assert erreur.count("\n") == 1
    assert "Traceback" not in erreur
