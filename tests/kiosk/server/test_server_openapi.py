"""The published documentation says everything that the backend answers."""

import json
import re
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kiosk.backend.client import ENVELOPPE_MEDIA
from kiosk.server.demo import CompteDemo
from kiosk.server.problemes import Code
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.serveur import en_fil

schemathesis.openapi.media_type(ENVELOPPE_MEDIA, st.binary(min_size=1, max_size=2000))


def test_every_operation_documents_its_refusals(backend: Any) -> None:
    schema = backend.http.get("/api/v1/openapi.json").json()

    assert "Probleme" in schema["components"]["schemas"]
    assert "HTTPValidationError" not in json.dumps(schema)
    for chemin, operations in schema["paths"].items():
        for methode, operation in operations.items():
            assert operation["description"], (chemin, methode)
            for statut, reponse in operation["responses"].items():
                if int(statut) >= 400:
                    assert list(reponse["content"]) == ["application/problem+json"], (chemin, methode, statut)
    documentes = set(re.findall(r"`([a-z_]+)`", json.dumps(schema["paths"])))
    # The two that no operation can give: the path or the method is not one of them.
    assert {code.value for code in Code} - documentes == {"methode_refusee"}


CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_requests_of_any_shape_get_documented_answers(
    reglages: ReglagesServeur, seule: CompteDemo, temps: Any, mode: GenerationMode
) -> None:
    with en_fil(reglages, horloge=temps) as url, httpx2.Client(base_url=f"{url}/api/v1") as http:
        ouverte = http.post("/sessions", json={"nir": seule.nir, "mot_de_passe": seule.mot_de_passe}).json()
        jeton = {"Authorization": f"Bearer {ouverte['jeton']}"}
        schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json")
        operations = [resultat.ok() for resultat in schema.get_all_operations()]
        assert len(operations) == 19
        if mode is GenerationMode.NEGATIVE:
            operations = [o for o in operations if {"parameters", "requestBody"} & set(o.definition.raw)]
        for operation in operations:
            # A session that a fuzzed DELETE ends would hide what the other operations answer.
            essayer(operation, mode, {} if operation.method == "delete" else jeton)


def essayer(operation: Any, mode: GenerationMode, entetes: dict[str, str]) -> None:
    @settings(
        max_examples=12,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def appeler(case: Any) -> None:
        case.call_and_validate(headers=entetes, checks=CHECKS)

    appeler()
