"""`caf-kiosk api`: docs/api.md says what the declarations say."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.demarches import CATALOGUE, QUESTIONNAIRES
from kiosk.formulaire import codes_propres

API = Path(__file__).parents[2] / "docs" / "api.md"


def test_the_document_is_the_one_that_the_command_writes() -> None:
    ecrit = CliRunner().invoke(app, ["api"])
    assert ecrit.exit_code == 0
    assert API.read_text("utf-8") == ecrit.stdout, "run `make docs`"


def test_every_field_value_and_code_is_in_it() -> None:
    texte = API.read_text("utf-8")
    for demarche in (*CATALOGUE.values(), *QUESTIONNAIRES.values()):
        assert f"## `{demarche.code}`" in texte
        for nom in demarche.reponses.model_fields:
            assert f"| `{nom}` |" in texte
        for code in codes_propres(demarche):
            assert f"| {code} |" in texte
        for reassurance in demarche.reassurances:
            assert f"| {reassurance.code} |" in texte
