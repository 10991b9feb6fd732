"""The cases of the field, written for Caf agents in `*.yaml`, run through the backend's verdict.

A file holds cases separated by `---`. Keys: `titre`, `demarche`, `date` (reference date), `foyer` (as the account
knows it), `reponses`, and `attendu`: `valide`, `anomalies` (`code`, `champs`, and the `message` when its words are
imposed), `parcours` (the screens, in order), `depose` (what the Caf gets; empty answers are left out), `reassurance`
(the conditions said to be unmet: codes, or `code` and `message` when its words are imposed; none when right answers
come without the key), `suites` (« Et maintenant ? », word for word), `resultat` (what a questionnaire comes to: all of
it, but that `message` holds these words, or each of them in a list).

`comme` names an earlier case of the same file: its answers, date and home, but for what the case itself says. An
answer that is `null` there is taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.demarches import CATALOGUE, QUESTIONNAIRES
from kiosk.formulaire import Contexte, verifier
from kiosk.metier.foyer import Membre, Qualite

CONNUES = {**CATALOGUE, **QUESTIONNAIRES}
CLES = {"titre", "comme", "demarche", "date", "foyer", "reponses", "attendu"}
ATTENDUS = {"valide", "anomalies", "parcours", "depose", "reassurance", "suites", "resultat"}


def cas() -> Iterator[Any]:
    for fichier in sorted(Path(__file__).parent.glob("*.yaml")):
        connus: dict[str, Any] = {}
        for ecrit in yaml.safe_load_all(fichier.read_text(encoding="utf-8")):
            scenario = completer(ecrit, connus)
            connus[scenario["titre"]] = scenario
            yield pytest.param(scenario, id=f"{fichier.stem}: {scenario['titre']}")


def completer(ecrit: dict[str, Any], connus: dict[str, Any]) -> dict[str, Any]:
    """The case with what it takes from another one."""
    if "comme" not in ecrit:
        return ecrit
    modele = {nom: v for nom, v in connus[ecrit["comme"]].items() if nom != "attendu"}
    return modele | ecrit | {"reponses": fondre(modele["reponses"], ecrit.get("reponses", {}))}


def fondre(modele: Any, ecrit: Any) -> Any:
    """Objects are merged, `null` takes away, anything else replaces."""
    if not isinstance(modele, dict) or not isinstance(ecrit, dict):
        return ecrit
    fondu = modele | {nom: fondre(modele.get(nom), valeur) for nom, valeur in ecrit.items()}
    return {nom: valeur for nom, valeur in fondu.items() if nom not in ecrit or ecrit[nom] is not None}


@pytest.mark.parametrize("scenario", list(cas()))
def test_a_case_of_the_field(scenario: dict[str, Any]) -> None:
    attendu = scenario["attendu"]
    assert scenario.keys() <= CLES
    assert attendu.keys() <= ATTENDUS
    foyer = tuple(
        Membre(Qualite(m["qualite"]), m.get("prenom", ""), m.get("date_naissance"))
        for m in scenario.get("foyer", ())
    )
    demarche = CONNUES[scenario["demarche"]]
    verdict = verifier(demarche, en_json(scenario["reponses"]), Contexte(scenario["date"], foyer))
    vues = [{"code": a.code, "champs": list(a.champs)} for a in verdict.anomalies]
    assert vues == [{"code": a["code"], "champs": a.get("champs", [])} for a in attendu.get("anomalies", ())]
    for attendue, vue in zip(attendu.get("anomalies", ()), verdict.anomalies, strict=True):
        assert lettres(vue.message) == lettres(attendue.get("message", vue.message))
    assert verdict.valide is attendu["valide"]
    if "parcours" in attendu:
        assert list(verdict.parcours) == attendu["parcours"]
    if verdict.suivi is not None and verdict.valide:
        dites = [m if isinstance(m, dict) else {"code": m} for m in attendu.get("reassurance", ())]
        messages = verdict.suivi.reassurances()
        assert [m.code for m in messages] == [m["code"] for m in dites]
        for dite, message in zip(dites, messages, strict=True):
            assert lettres(message.message) == lettres(dite.get("message", message.message))
        if "suites" in attendu:
            assert [lettres(s) for s in verdict.suivi.suites()] == [lettres(s) for s in attendu["suites"]]
    if "resultat" in attendu:
        assert verdict.suivi is not None
        assert demarche.resultat is not None
        vu = dict(demarche.resultat(verdict.suivi.reponses, verdict.suivi.contexte))
        dits = attendu["resultat"]["message"]
        for mots in [dits] if isinstance(dits, str) else dits:
            assert lettres(mots) in lettres(str(vu["message"]))
        assert vu | {"message": dits} == attendu["resultat"]
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
