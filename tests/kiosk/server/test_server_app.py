"""The application as an operator and a client see it: problems, limits, logs, metrics."""

import io
import json
import re
from typing import Any
from uuid import uuid4

import pytest
import structlog

from kiosk.backend.schemas import Probleme
from kiosk.server import journal
from kiosk.server.demo import CompteDemo
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.migrer import revenir

# -- problems ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("methode", "chemin", "corps", "attendu"),
    [
        ("GET", "/nulle-part", None, (404, "introuvable")),
        ("GET", "/api/v1/nulle-part", None, (404, "introuvable")),
        ("GET", "/api/v1/compte/", None, (404, "introuvable")),
        ("GET", "/docs", None, (404, "introuvable")),
        ("PATCH", "/api/v1/compte", None, (405, "methode_refusee")),
        ("POST", "/api/v1/sessions", b"{", (422, "requete_invalide")),
        ("POST", "/api/v1/sessions", b"\xff", (422, "requete_invalide")),
        ("POST", "/api/v1/sessions", b"[]", (422, "requete_invalide")),
        ("POST", "/api/v1/sessions", b'{"nir":"2550814168025"}', (422, "requete_invalide")),
        (
            "POST",
            "/api/v1/sessions",
            b'{"nir":"7550814168025","mot_de_passe":"s"}',
            (422, "requete_invalide"),
        ),
        (
            "POST",
            "/api/v1/sessions",
            b'{"nir":"2550814168025","mot_de_passe":"\\ud800"}',
            (422, "requete_invalide"),
        ),
        ("POST", "/api/v1/sessions", b" " * 20_000, (413, "corps_trop_grand")),
        ("GET", "/api/v1/depots/pas-un-uuid", None, (401, "session_expiree")),
    ],
)
def test_every_error_is_a_problem_document(
    backend: Any, methode: str, chemin: str, corps: bytes | None, attendu: tuple[int, str]
) -> None:
    reponse = backend.http.request(
        methode, chemin, content=corps, headers={"Content-Type": "application/json"} if corps else {}
    )

    probleme = Probleme.model_validate_json(reponse.content)
    assert reponse.headers["content-type"] == "application/problem+json"
    assert (reponse.status_code, probleme.code) == attendu
    assert probleme.status == reponse.status_code
    assert reponse.headers["cache-control"] == "no-store"


def test_a_refusal_never_repeats_what_was_sent(backend: Any) -> None:
    secret = "motdepasse-tres-secret"
    for corps in (
        {"nir": "1", "mot_de_passe": secret},
        {"nir": "2550814168025", "mot_de_passe": secret, secret: 1},
    ):
        reponse = backend.http.post("/api/v1/sessions", json=corps)

        assert secret not in reponse.text
        assert reponse.status_code == 422


def test_a_body_without_an_announced_length_is_bounded_too(backend: Any) -> None:
    def morceaux() -> Any:
        for _ in range(100):
            yield b" " * 1024

    reponse = backend.http.post("/api/v1/sessions", content=morceaux())

    assert (reponse.status_code, reponse.json()["code"]) == (413, "corps_trop_grand")


def test_an_outage_is_answered_and_logged_without_its_details(backend: Any, seule: CompteDemo) -> None:
    sortie = io.StringIO()
    journal.configurer(sortie)

    @backend.app.get("/panne")
    async def panne() -> None:
        raise RuntimeError(f"quelque chose avec {seule.nir}")

    reponse = backend.http.get("/panne")

    assert (reponse.status_code, reponse.json()["code"]) == (500, "panne")
    lignes = [json.loads(ligne) for ligne in sortie.getvalue().splitlines()]
    assert [(ligne["event"], ligne.get("erreur")) for ligne in lignes] == [
        ("panne", "RuntimeError"),
        ("requete", None),
    ]
    assert re.fullmatch(r"test_server_app:\d+", lignes[0]["lieu"])
    assert seule.nir not in sortie.getvalue() + reponse.text


def test_a_terminal_cut_off_while_sending_is_not_an_outage(backend: Any) -> None:
    sortie = io.StringIO()
    journal.configurer(sortie)
    messages = [{"type": "http.request", "body": b"CAFK", "more_body": True}, {"type": "http.disconnect"}]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/depots",
        "query_string": b"",
        "headers": [(b"idempotency-key", str(uuid4()).encode())],
    }

    async def recevoir() -> Any:
        return messages.pop(0)

    async def envoyer(message: Any) -> None:
        raise AssertionError(message)

    backend.http.portal.call(backend.app, scope, recevoir, envoyer)

    assert [json.loads(ligne)["event"] for ligne in sortie.getvalue().splitlines()] == [
        "interrompue",
        "requete",
    ]


# -- logs and metrics --------------------------------------------------------------------------------------


def test_no_log_line_holds_anything_of_a_person(backend: Any, seule: CompteDemo) -> None:
    sortie = io.StringIO()
    journal.configurer(sortie)
    session, bon = backend.ouvrir(seule)
    enveloppe = backend.sceller(backend.dossier(bon))
    backend.deposer(enveloppe)
    backend.http.get(f"/api/v1/depots/{enveloppe.id}?nir={seule.nir}", headers=session)
    backend.http.get(f"/{seule.nir}")
    structlog.get_logger().info("essai", nir=seule.nir, mot_de_passe=seule.mot_de_passe)

    texte = sortie.getvalue()
    lignes = [json.loads(ligne) for ligne in texte.splitlines()]
    jeton = session["Authorization"].removeprefix("Bearer ")
    for secret in (seule.nir, seule.nir[:13], seule.mot_de_passe, seule.nom, jeton, bon, str(enveloppe.id)):
        assert secret not in texte
    assert {frozenset(ligne) <= journal.PERMIS for ligne in lignes} == {True}
    assert "/depots/{id}" in [ligne.get("route") for ligne in lignes]


def test_metrics_count_by_route_and_result_and_name_nobody(backend: Any, seule: CompteDemo) -> None:
    backend.ouvrir(seule)
    backend.identifier(seule.nir, "faux")
    backend.http.get(f"/{seule.nir}")

    reponse = backend.http.get("/metrics")

    assert reponse.headers["content-type"].startswith("text/plain; version=0.0.4")
    lignes = reponse.text.splitlines()
    assert 'caf_sessions_total{resultat="identifiants_refuses"} 1' in lignes
    assert 'caf_sessions_total{resultat="ouverte"} 1' in lignes
    assert 'caf_requetes_total{methode="POST",route="/sessions",statut="201"} 1' in lignes
    assert seule.nir not in reponse.text
    echantillon = re.compile(r'[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [0-9.e+-]+')
    assert all(ligne.startswith("# ") or echantillon.fullmatch(ligne) for ligne in lignes)


def test_ready_means_that_the_database_is_there_and_current(backend: Any, reglages: ReglagesServeur) -> None:
    assert backend.http.get("/readyz").json() == {"etat": "pret"}

    revenir(reglages.base, "base")

    reponse = backend.http.get("/readyz")

    assert (reponse.status_code, reponse.json()["code"]) == (503, "indisponible")
    assert backend.http.get("/healthz").status_code == 200
