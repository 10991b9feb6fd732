"""The client against real sockets: what it sends, what it makes of every way a backend can fail."""

import asyncio
import json
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from backend_brut import (
    COMPTE,
    DEPOT,
    ID,
    INJOIGNABLE,
    JETON,
    MOT_DE_PASSE,
    NIR,
    SESSION,
    Repondre,
    Requete,
    brut,
    client,
    en_json,
    http,
    jouer,
    probleme,
    un_backend,
)
from structlog.testing import capture_logs

from kiosk.backend.client import ClientBackend
from kiosk.backend.envelope import nouvelle_cle
from kiosk.backend.errors import (
    Attente,
    BackendError,
    BackendIncompris,
    BackendInjoignable,
    BackendLent,
    CompteVerrouille,
    DepotDifferent,
    DepotEnCours,
    IdentifiantsRefuses,
    Panne,
    Refus,
    ReponsesRefusees,
    SessionExpiree,
)
from kiosk.backend.schemas import SessionOuverte

# What is sent


def test_a_visit_signs_in_reads_and_signs_out() -> None:
    async def scenario() -> None:
        reponses = en_json(201, SESSION), en_json(200, COMPTE), en_json(200, DEPOT), http(204, media=None)
        async with un_backend(*reponses) as serveur, client(serveur) as c:
            session = await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert session == SessionOuverte.model_validate(SESSION)
            assert c.session_ouverte
            assert (await c.compte()).prenom == "Zoé"
            assert (await c.depot(ID)).id == ID
            await c.fermer_session()
            assert not c.session_ouverte
            assert [(r.methode, r.chemin) for r in serveur.requetes] == [
                ("POST", "/api/v1/sessions"),
                ("GET", "/api/v1/compte"),
                ("GET", f"/api/v1/depots/{ID}"),
                ("DELETE", "/api/v1/sessions/courante"),
            ]
            identification, *suite = serveur.requetes
            assert json.loads(identification.corps) == {"nir": NIR, "mot_de_passe": MOT_DE_PASSE}
            assert "authorization" not in identification.entetes
            assert {r.entetes["authorization"] for r in suite} == {f"Bearer {JETON}"}
            with pytest.raises(SessionExpiree):
                await c.compte()
            await c.fermer_session()
            assert len(serveur.requetes) == 4

    jouer(scenario)


@pytest.mark.parametrize("statut", [201, 200])
def test_a_deposit_needs_its_envelope_and_no_session(statut: int) -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, SESSION), en_json(statut, DEPOT)) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            vue = await c.deposer(ID, b"\x00enveloppe\xff")
            assert vue.numero == DEPOT["numero"]
            envoi = serveur.requetes[1]
            assert (envoi.methode, envoi.chemin, envoi.corps) == (
                "POST",
                "/api/v1/depots",
                b"\x00enveloppe\xff",
            )
            assert envoi.entetes["content-type"] == "application/vnd.caf.enveloppe"
            assert envoi.entetes["idempotency-key"] == str(ID)
            assert "authorization" not in envoi.entetes

    jouer(scenario)


def test_the_key_and_the_pdf_are_read() -> None:
    cle = nouvelle_cle().publique()

    async def scenario() -> None:
        reponses = (
            http(200, cle.model_dump_json().encode()),
            en_json(201, SESSION),
            http(200, b"%PDF-1.7 ...", "application/pdf"),
        )
        async with un_backend(*reponses) as serveur, client(serveur) as c:
            assert await c.cle_publique() == cle
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert await c.recapitulatif_pdf(ID) == b"%PDF-1.7 ..."

    jouer(scenario)


def test_a_client_prepared_in_advance_has_sent_nothing() -> None:
    async def scenario() -> None:
        async with un_backend(en_json(200, COMPTE)) as serveur, client(serveur) as c:
            await asyncio.gather(c.preparer(), c.preparer())
            assert serveur.requetes == []

    jouer(scenario)


# What the backend refuses


@pytest.mark.parametrize(
    ("statut", "code", "classe"),
    [
        (401, "identifiants_refuses", IdentifiantsRefuses),
        (423, "compte_verrouille", CompteVerrouille),
        (422, "requete_invalide", Refus),
        (500, "panne", Panne),
        (503, "maintenance", Panne),
        (418, "inconnu_de_cette_version", Refus),
    ],
)
def test_a_refused_sign_in_says_why_and_is_tried_once(statut: int, code: str, classe: type[Refus]) -> None:
    async def scenario() -> None:
        async with un_backend(probleme(statut, code)) as serveur, client(serveur) as c:
            with pytest.raises(Refus) as refus:
                await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert type(refus.value) is classe
            assert refus.value.code == code
            assert len(serveur.requetes) == 1
            assert not c.session_ouverte

    jouer(scenario)


@pytest.mark.parametrize(
    ("reponse", "attente_s"),
    [
        (probleme(429, "attente", attente_s=90), 90),
        (
            http(
                429,
                b'{"title":"Non","status":429,"code":"attente"}',
                "application/problem+json",
                Retry_After="120",
            ),
            120,
        ),
        (probleme(429, "attente"), 60),
        (
            http(
                429,
                b'{"title":"Non","status":429,"code":"attente"}',
                "application/problem+json",
                Retry_After="9" * 5000,
            ),
            999999,
        ),
    ],
)
def test_a_wait_tells_its_length(reponse: Repondre, attente_s: int) -> None:
    async def scenario() -> None:
        async with un_backend(reponse) as serveur, client(serveur) as c:
            with pytest.raises(Attente) as refus:
                await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert refus.value.attente_s == attente_s

    jouer(scenario)


@pytest.mark.parametrize(
    ("statut", "code", "classe"),
    [
        (422, "reponses_refusees", ReponsesRefusees),
        (409, "depot_en_cours", DepotEnCours),
        (422, "depot_different", DepotDifferent),
        (400, "enveloppe_alteree", Refus),
        (403, "bon_de_depot_refuse", Refus),
        (500, "panne", Panne),
    ],
)
def test_a_refused_deposit_is_not_insisted_upon(statut: int, code: str, classe: type[Refus]) -> None:
    async def scenario() -> None:
        anomalie = {"code": "debut-futur", "champs": ["debut"], "message": "Cette date est à venir."}
        async with (
            un_backend(probleme(statut, code, anomalies=[anomalie])) as serveur,
            client(serveur) as c,
        ):
            with pytest.raises(Refus) as refus:
                await c.deposer(ID, b"x")
            assert type(refus.value) is classe
            assert refus.value.code == code
            if isinstance(refus.value, ReponsesRefusees):
                assert refus.value.anomalies[0].champs == ("debut",)
            assert len(serveur.requetes) == 1

    jouer(scenario)


@pytest.mark.parametrize("code", ["session_expiree", "autre_401"])
def test_an_expired_session_is_forgotten(code: str) -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, SESSION), probleme(401, code)) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            with pytest.raises(SessionExpiree):
                await c.compte()
            assert not c.session_ouverte
            with pytest.raises(SessionExpiree):
                await c.compte()
            assert len(serveur.requetes) == 2

    jouer(scenario)


def test_ending_a_session_that_had_expired_is_no_error() -> None:
    async def scenario() -> None:
        async with (
            un_backend(en_json(201, SESSION), probleme(401, "session_expiree")) as serveur,
            client(serveur) as c,
        ):
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            await c.fermer_session()
            assert not c.session_ouverte

    jouer(scenario)


def test_the_token_is_forgotten_even_when_the_end_cannot_be_told() -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, SESSION), brut(b"", couper=True)) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            with pytest.raises(BackendInjoignable):
                await c.fermer_session()
            assert not c.session_ouverte

    jouer(scenario)


@pytest.mark.parametrize(("nir", "mot_de_passe"), [("12", "x"), (NIR, "x" * 129), (NIR, ""), (NIR, "\ud800")])
def test_what_the_wire_cannot_hold_is_a_wrong_password(nir: str, mot_de_passe: str) -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, SESSION)) as serveur, client(serveur) as c:
            with pytest.raises(IdentifiantsRefuses) as refus:
                await c.ouvrir_session(nir, mot_de_passe)
            assert refus.value.__context__ is None
            assert serveur.requetes == []

    jouer(scenario)


# What is no answer


CORPS_DEPOT = json.dumps(DEPOT).encode()
INCOMPRIS: dict[str, Repondre] = {
    "a page instead of JSON": http(200, b"<html>portail</html>", "text/html"),
    "no content type": http(200, CORPS_DEPOT, None),
    "not JSON": http(200, b"\x00\xff{"),
    "empty": http(200, b""),
    "another schema": en_json(200, {"id": 1}),
    "a newer schema": en_json(200, {**DEPOT, "nouveau": 1}),
    "another deposit": en_json(200, {**DEPOT, "id": "99999999-2222-4333-8444-555555555555"}),
    "another success": en_json(202, DEPOT),
    "a redirect": http(302, b"", None, Location="https://portail.example/"),
    "an unasked encoding": http(200, CORPS_DEPOT, "application/json", Content_Encoding="gzip"),
    "an error page": http(404, b"<html>", "text/html"),
    "an error of its own making": en_json(500, {"detail": "boom"}),
    "a problem without code": http(400, b'{"title":"x","status":400}', "application/problem+json"),
    "announced too long": brut(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5242881\r\n\r\n", couper=True
    ),
    "too long without saying": brut(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + CORPS_DEPOT + b" " * (5 * 1024 * 1024),
        couper=True,
    ),
}


@pytest.mark.parametrize("cas", INJOIGNABLE)
def test_a_lost_answer_is_asked_for_again_within_reason(cas: str) -> None:
    async def scenario() -> None:
        async with un_backend(INJOIGNABLE[cas]) as serveur, client(serveur, essais=3) as c:
            with pytest.raises(BackendInjoignable):
                await c.deposer(ID, b"x")
            assert len(serveur.requetes) == 3
            assert len({r.entetes["idempotency-key"] for r in serveur.requetes}) == 1

    jouer(scenario)


def test_tries_are_not_lines_of_the_log() -> None:
    async def scenario() -> None:
        async with un_backend(INJOIGNABLE["hangs up at once"]) as serveur, client(serveur, essais=3) as c:
            with capture_logs() as lignes, pytest.raises(BackendInjoignable):
                await c.deposer(ID, b"x")
            assert len(serveur.requetes) == 3
            assert lignes == []

    jouer(scenario)


@pytest.mark.parametrize("cas", INJOIGNABLE)
def test_a_sign_in_whose_answer_is_lost_is_never_repeated(cas: str) -> None:
    async def scenario() -> None:
        async with un_backend(INJOIGNABLE[cas]) as serveur, client(serveur) as c:
            with pytest.raises(BackendInjoignable):
                await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert len(serveur.requetes) == 1

    jouer(scenario)


def test_a_deposit_survives_one_cut() -> None:
    async def scenario() -> None:
        async with un_backend(brut(b"", couper=True), en_json(200, DEPOT)) as serveur, client(serveur) as c:
            assert (await c.deposer(ID, b"x")).id == ID

    jouer(scenario)


@pytest.mark.parametrize("cas", INCOMPRIS)
def test_an_answer_that_is_not_ours_is_refused(cas: str) -> None:
    async def scenario() -> None:
        async with un_backend(INCOMPRIS[cas]) as serveur, client(serveur) as c:
            with pytest.raises(BackendIncompris) as erreur:
                await c.deposer(ID, b"x")
            assert erreur.value.__context__ is None
            assert len(serveur.requetes) == 1

    jouer(scenario)


@pytest.mark.parametrize(
    "reponse",
    [http(200, b"<html>", "text/html"), http(200, b"<html>", "application/pdf"), http(200, b"", None)],
)
def test_a_pdf_is_a_pdf(reponse: Repondre) -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, SESSION), reponse) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            with pytest.raises(BackendIncompris):
                await c.recapitulatif_pdf(ID)

    jouer(scenario)


@pytest.mark.parametrize("jeton", ["jeton\r\nX-Autre: 1", "jéton"])
def test_a_token_that_no_header_can_carry_is_refused(jeton: str) -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, {**SESSION, "jeton": jeton})) as serveur, client(serveur) as c:
            with pytest.raises(BackendIncompris):
                await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert not c.session_ouverte

    jouer(scenario)


def test_a_silent_backend_is_left_at_the_time_limit() -> None:
    async def scenario() -> None:
        async with un_backend() as serveur, client(serveur, delai_s=0.3) as c:
            serveur.reponses.append(serveur.se_taire)
            for appel in (c.ouvrir_session(NIR, MOT_DE_PASSE), c.deposer(ID, b"x"), c.cle_publique()):
                with pytest.raises(BackendLent) as erreur:
                    await appel
                assert erreur.value.__context__ is None
            assert len(serveur.requetes) == 3

    jouer(scenario)


def test_a_backend_that_answers_drop_by_drop_is_left_too() -> None:
    """Each byte comes in time, the whole never does: the limit is on the call, not on a read."""

    async def scenario() -> None:
        async def goutte_a_goutte(requete: Requete, redacteur: asyncio.StreamWriter) -> None:
            redacteur.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            while not serveur.fin.is_set():
                redacteur.write(b" ")
                await redacteur.drain()
                try:
                    await asyncio.wait_for(serveur.fin.wait(), 0.02)
                except TimeoutError:
                    continue

        async with un_backend(goutte_a_goutte) as serveur, client(serveur, delai_s=0.3) as c:
            with pytest.raises(BackendLent):
                await c.cle_publique()

    jouer(scenario)


def test_a_person_who_leaves_cancels_the_call() -> None:
    async def scenario() -> None:
        async with un_backend() as serveur, client(serveur) as c:
            recue = asyncio.Event()

            async def noter(requete: Requete, redacteur: asyncio.StreamWriter) -> None:
                recue.set()
                await serveur.fin.wait()

            serveur.reponses.append(noter)
            appel = asyncio.create_task(c.deposer(ID, b"x"))
            await recue.wait()
            appel.cancel()
            with pytest.raises(asyncio.CancelledError):
                await appel

    jouer(scenario)


def test_nobody_listens() -> None:
    async def scenario() -> None:
        async with un_backend() as serveur:
            adresse = serveur.adresse
        async with ClientBackend(adresse, attente_s=0) as c:
            with pytest.raises(BackendInjoignable):
                await c.cle_publique()
            with pytest.raises(BackendInjoignable):
                await c.ouvrir_session(NIR, MOT_DE_PASSE)

    jouer(scenario)


def test_a_name_that_does_not_exist() -> None:
    async def scenario() -> None:
        async with ClientBackend("https://caf.invalid", attente_s=0) as c:
            with pytest.raises(BackendInjoignable):
                await c.cle_publique()

    jouer(scenario)


def certificat(dossier: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that nobody else vouches for, and a server's context with it."""
    from ipaddress import IPv4Address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "caf")])
    hier = datetime.now(UTC) - timedelta(days=1)
    cert = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(hier)
        .not_valid_after(hier + timedelta(days=9))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(cle, hashes.SHA256())
    )
    fichier = dossier / "certificat.pem"
    fichier.write_bytes(
        cert.public_bytes(serialization.Encoding.PEM)
        + cle.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(fichier)
    return fichier, contexte


def test_a_backend_that_cannot_prove_who_it_is_hears_nothing(tmp_path: Path) -> None:
    fichier, tls = certificat(tmp_path)

    async def scenario() -> None:
        async with un_backend(en_json(201, SESSION), tls=tls) as serveur:
            async with client(serveur) as c:
                with pytest.raises(BackendInjoignable):
                    await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert serveur.requetes == []
            async with client(serveur, contexte_tls=ssl.create_default_context(cafile=fichier)) as c:
                await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert len(serveur.requetes) == 1

    jouer(scenario)


@pytest.mark.parametrize(
    "url",
    [
        "http://caf.example",
        "http://10.0.0.1",
        "caf.example",
        "ftp://caf.example",
        "https://",
        "https://u:p@caf.example",
        "https://caf.example?a=1",
    ],
)
def test_a_password_never_leaves_the_machine_in_clear(url: str) -> None:
    with pytest.raises(ValueError, match=r"backend's URL|clear text"):
        ClientBackend(url)


def test_secrets_are_in_no_repr_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")

    async def scenario() -> None:
        reponses = en_json(201, SESSION), brut(b"", couper=True)
        async with un_backend(*reponses) as serveur, client(serveur, essais=1) as c:
            session = await c.ouvrir_session(NIR, MOT_DE_PASSE)
            with pytest.raises(BackendError) as erreur:
                await c.compte()
            vu = repr([c, session, erreur.value, vars(erreur.value)]) + caplog.text
            assert not any(secret in vu for secret in (JETON, "bon-secret", NIR, MOT_DE_PASSE))
            assert erreur.value.__context__ is None

    jouer(scenario)


def test_a_lost_line_keeps_no_request_in_its_error() -> None:
    """The HTTP library's error would hold the request, hence the password."""

    async def scenario() -> None:
        async with un_backend(brut(b"", couper=True)) as serveur, client(serveur) as c:
            with pytest.raises(BackendInjoignable) as erreur:
                await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert erreur.value.__context__ is None
            assert erreur.value.__cause__ is None

    jouer(scenario)
