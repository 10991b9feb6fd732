"""The application as an operator and a client see it: problems, documentation, limits, logs, start and stop."""

import io
import json
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
import schemathesis
import structlog
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
from kiosk.backend.schemas import Probleme
from kiosk.server import journal
from kiosk.server.app import creer_app
from kiosk.server.cles import SecretsInutilisables, charger, creer_si_absents, tourner
from kiosk.server.demo import CompteDemo, amorcer_demo
from kiosk.server.problemes import Code
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur
from kiosk.server.serveur import DemarrageImpossible, en_fil, servir
from kiosk.server.storage.migrer import revenir

schemathesis.openapi.media_type(ENVELOPPE_MEDIA, st.binary(min_size=1, max_size=2000))

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


# -- documentation -----------------------------------------------------------------------------------------


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
        assert len(operations) == 10
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


# -- start and stop ----------------------------------------------------------------------------------------


def test_two_backends_share_nothing(
    reglages: ReglagesServeur, tmp_path: Path, demarrer: Callable[[ReglagesServeur], Any], seule: CompteDemo
) -> None:
    autre = reglages.model_copy(
        update={
            "base": f"sqlite+aiosqlite:///{tmp_path}/autre.sqlite3",
            "dossier_cles": tmp_path / "autres-cles",
            "demonstration": True,
        }
    )
    un, deux = demarrer(reglages), demarrer(autre)

    assert un.identifier(seule.nir, seule.mot_de_passe).status_code == 201
    assert deux.identifier(seule.nir, seule.mot_de_passe).status_code == 401
    assert un.http.get("/api/v1/cle-publique").json() != deux.http.get("/api/v1/cle-publique").json()


def test_secrets_are_made_by_a_demonstration_only_and_never_replaced(
    reglages: ReglagesServeur, tmp_path: Path, demarrer: Callable[[ReglagesServeur], Any]
) -> None:
    neuf = reglages.model_copy(update={"dossier_cles": tmp_path / "neuf"})
    with pytest.raises(SecretsInutilisables):
        demarrer(neuf)

    demarrer(neuf.model_copy(update={"demonstration": True}))

    fichiers = sorted(neuf.dossier_cles.iterdir())
    assert [fichier.name for fichier in fichiers] == ["0001.cle", "identifiants.secret"]
    assert {stat.S_IMODE(fichier.stat().st_mode) for fichier in fichiers} == {0o600}
    avant = [fichier.read_bytes() for fichier in fichiers]
    creer_si_absents(neuf.dossier_cles)
    assert [fichier.read_bytes() for fichier in fichiers] == avant


def test_secrets_that_others_can_read_are_refused(tmp_path: Path) -> None:
    creer_si_absents(tmp_path)
    (tmp_path / "0001.cle").chmod(0o640)

    with pytest.raises(SecretsInutilisables, match="chmod 600"):
        charger(tmp_path)


def test_no_secret_shows_in_a_repr(tmp_path: Path) -> None:
    creer_si_absents(tmp_path)
    premiere = charger(tmp_path).publique
    tourner(tmp_path)
    secrets = charger(tmp_path)

    assert secrets.publique != premiere
    assert set(secrets.trousseau) == {premiere.id, secrets.publique.id}
    for fichier in tmp_path.iterdir():
        assert fichier.read_text().strip() not in repr(secrets)
    assert repr(secrets.identifiants) not in repr(secrets)


def test_an_answer_does_not_wait_for_the_network_to_acknowledge_the_one_before(
    reglages: ReglagesServeur,
) -> None:
    with en_fil(reglages) as url, httpx2.Client(base_url=url) as http:
        durees = [http.get("/healthz").elapsed.total_seconds() for _ in range(10)]

    # The second and later answers on a connection, where Nagle's algorithm costs 40 ms each time.
    assert min(durees[1:]) < 0.03


def test_a_port_that_is_taken_is_said_before_anything_starts(reglages: ReglagesServeur) -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()

        with pytest.raises(OSError, match="in use"):
            servir(reglages, port=prise.getsockname()[1])


@pytest.mark.parametrize(("arret", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_served_backend_says_where_it_is_and_stops_when_told(
    reglages: ReglagesServeur, arret: signal.Signals, code: int
) -> None:
    programme = (
        "import sys; from kiosk.server.reglages import ReglagesServeur; from kiosk.server.serveur import servir;"
        "servir(ReglagesServeur.model_validate_json(sys.argv[1]), annoncer=lambda url: print(url, flush=True))"
    )
    processus = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", programme, reglages.model_dump_json()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with processus:
        assert processus.stdout is not None
        url = processus.stdout.readline().strip()
        assert httpx2.get(f"{url}/readyz").json() == {"etat": "pret"}
        processus.send_signal(arret)
        _, journal_ecrit = processus.communicate(timeout=20)

    assert processus.returncode == code
    assert [json.loads(ligne)["event"] for ligne in journal_ecrit.splitlines()] == ["ecoute", "requete"]


def test_a_backend_that_cannot_start_says_so(reglages: ReglagesServeur, tmp_path: Path) -> None:
    with (
        pytest.raises(DemarrageImpossible),
        en_fil(reglages.model_copy(update={"dossier_cles": tmp_path / "rien"})),
    ):
        pass


def test_loading_the_demonstration_again_changes_nothing(reglages: ReglagesServeur, backend: Any) -> None:
    avant = backend.nombre_de_depots()

    amorcer_demo(reglages, backend.temps)

    assert backend.nombre_de_depots() == avant == 1


@pytest.mark.parametrize("jour", [None, date(2000, 1, 1), date(2022, 12, 1)])
def test_a_demonstration_plays_any_day(tmp_path: Path, seule: CompteDemo, jour: date | None) -> None:
    reglages = ReglagesServeur(
        base=f"sqlite+aiosqlite:///{tmp_path}/b.sqlite3",
        dossier_cles=tmp_path / "cles",
        demonstration=True,
        date_reference=jour,
        argon2=ReglagesArgon2(temps=1, memoire_kio=8, parallelisme=1),
    )

    amorcer_demo(reglages)

    with en_fil(reglages) as url, httpx2.Client(base_url=f"{url}/api/v1") as http:
        jeton = http.post("/sessions", json={"nir": seule.nir, "mot_de_passe": seule.mot_de_passe}).json()[
            "jeton"
        ]
        compte = http.get("/compte", headers={"Authorization": f"Bearer {jeton}"}).json()
        assert compte["prenom"] == seule.prenom


def test_building_an_application_touches_nothing(tmp_path: Path) -> None:
    creer_app(
        ReglagesServeur(base=f"sqlite+aiosqlite:///{tmp_path}/b.sqlite3", dossier_cles=tmp_path / "cles")
    )

    assert list(tmp_path.iterdir()) == []
