"""The cases of the field, written for Caf agents in `*.yaml`, run through the backend's verdict.

A file holds cases separated by `---`. Keys: `titre`, `demarche`, `date` (reference date), `foyer` (as the account
knows it), `reponses`, and `attendu`: `valide`, `anomalies` (`code`, `champs`, and the `message` when its words are
imposed), `parcours` (the screens, in order), `depose` (what the Caf gets; empty answers are left out).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.demarches import CATALOGUE
from kiosk.formulaire import Contexte, verifier
from kiosk.metier.foyer import Membre, Qualite

CLES = {"titre", "demarche", "date", "foyer", "reponses", "attendu"}
ATTENDUS = {"valide", "anomalies", "parcours", "depose"}


def cas() -> Iterator[Any]:
    for fichier in sorted(Path(__file__).parent.glob("*.yaml")):
        for scenario in yaml.safe_load_all(fichier.read_text(encoding="utf-8")):
            yield pytest.param(scenario, id=f"{fichier.stem}: {scenario['titre']}")


@pytest.mark.parametrize("scenario", list(cas()))
def test_a_case_of_the_field(scenario: dict[str, Any]) -> None:
    attendu = scenario["attendu"]
    assert scenario.keys() <= CLES
    assert attendu.keys() <= ATTENDUS
    foyer = tuple(Membre(Qualite(m["qualite"]), m.get("prenom", "")) for m in scenario.get("foyer", ()))
    demarche = CATALOGUE[scenario["demarche"]]
    verdict = verifier(demarche, en_json(scenario["reponses"]), Contexte(scenario["date"], foyer))
    vues = [{"code": a.code, "champs": list(a.champs)} for a in verdict.anomalies]
    assert vues == [{"code": a["code"], "champs": a.get("champs", [])} for a in attendu.get("anomalies", ())]
    for attendue, vue in zip(attendu.get("anomalies", ()), verdict.anomalies, strict=True):
        assert lettres(vue.message) == lettres(attendue.get("message", vue.message))
    assert verdict.valide is attendu["valide"]
    if "parcours" in attendu:
        assert list(verdict.parcours) == attendu["parcours"]
    if "depose" in attendu:
        depose = verdict.reponses and verdict.reponses.model_dump(mode="json")
        assert sans_vide(depose) == sans_vide(en_json(attendu["depose"]))


def test_every_case_has_its_own_title() -> None:
    titres = [parametre.values[0]["titre"] for parametre in cas()]
    assert len(titres) == len(set(titres))


def lettres(message: str) -> str:
    """The words alone: typographic apostrophes, no-break spaces and the final stop may have been corrected."""
    return message.replace("\u00a0", " ").replace("’", "'").rstrip(". ")


def en_json(valeur: Any) -> Any:
    """YAML reads dates; a form is JSON."""
    if isinstance(valeur, dict):
        return {nom: en_json(v) for nom, v in valeur.items()}
    if isinstance(valeur, list):
        return [en_json(v) for v in valeur]
    return valeur.isoformat() if isinstance(valeur, date) else valeur


def sans_vide(valeur: Any) -> Any:
    """Without what says nothing: no answer, a box left empty, nobody."""
    if isinstance(valeur, dict):
        return {nom: sans_vide(v) for nom, v in valeur.items() if v not in (None, [], ()) and v is not False}
    return [sans_vide(v) for v in valeur] if isinstance(valeur, list | tuple) else valeur
