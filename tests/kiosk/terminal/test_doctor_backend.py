"""The backend as the terminal sees it, on real sockets and with real certificates: each fault under its own code."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk.backend.envelope import nouvelle_cle
from kiosk.terminal.diagnostic import Constat
from kiosk.terminal.diagnostic_backend import regarder

CLE = nouvelle_cle().publique()
SANS_SECRET = Path("/nonexistent")
"""The state directory of a terminal that is not enrolled."""


@dataclass
class Backend:
    """What a backend answers; the time is its own."""

    pret: int = 200
    cle_statut: int = 200
    cle: dict[str, object] = field(default_factory=lambda: CLE.model_dump(mode="json"))
    media: str = "application/json"
    avance: timedelta | None = timedelta()
    muet: bool = False
    url: str = ""


@contextmanager
def servir(backend: Backend, tls: ssl.SSLContext | None = None) -> Iterator[Backend]:
    fin = threading.Event()

    class Reponses(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if backend.muet:
                fin.wait(30)
                return
            cle = self.path == "/api/v1/cle-publique"
            corps = json.dumps(backend.cle if cle else {"etat": "pret"}).encode()
            self.send_response_only(backend.cle_statut if cle else backend.pret)
            if backend.avance is not None:
                self.send_header("Date", format_datetime(datetime.now(UTC) + backend.avance, usegmt=True))
            self.send_header("Content-Type", backend.media if cle else "application/json")
            self.send_header("Content-Length", str(len(corps)))
            self.end_headers()
            self.wfile.write(corps)

        def log_message(self, *_: object) -> None:
            pass

    class Serveur(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # a handshake that the other side gave up

    with Serveur(("127.0.0.1", 0), Reponses) as serveur:
        if tls is not None:
            serveur.socket = tls.wrap_socket(serveur.socket, server_side=True, do_handshake_on_connect=False)
        fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        fil.start()
        backend.url = f"http{'s' if tls else ''}://127.0.0.1:{serveur.server_port}"
        try:
            yield backend
        finally:
            fin.set()
            serveur.shutdown()
            fil.join()


def codes(backend: Backend, **suite: object) -> dict[str, Constat]:
    return {constat.code: constat for constat in regarder(backend.url, SANS_SECRET, **suite)}  # type: ignore[arg-type]


def test_a_backend_that_is_well() -> None:
    with servir(Backend()) as backend:
        vus = codes(backend)
    assert list(vus) == ["backend.ok", "backend.local", "backend.heure", "backend.cle"]
    assert CLE.id[:16] in vus["backend.cle"].cause
    assert all(not constat.que_faire for constat in vus.values())


def test_one_that_is_not_ready_says_so() -> None:
    with servir(Backend(pret=503)) as backend:
        vus = codes(backend)
    assert "backend.pas-pret" in vus
    assert "backend.ok" not in vus


@pytest.mark.parametrize(
    ("backend", "code", "dit"),
    [
        (
            Backend(cle=CLE.model_dump(mode="json") | {"id": "00"}),
            "backend.cle-inutilisable",
            "cle_inutilisable",
        ),
        (Backend(cle={"autre": 1}), "backend.autre-chose", ""),
        (Backend(media="text/html"), "backend.autre-chose", ""),
        (Backend(cle_statut=302), "backend.autre-chose", ""),
        (
            Backend(
                cle_statut=403,
                media="application/problem+json",
                cle={"title": "x", "status": 403, "code": "terminal_inconnu"},
            ),
            "backend.terminal-inconnu",
            "",
        ),
        (
            Backend(
                cle_statut=403,
                media="application/problem+json",
                cle={"title": "x", "status": 403, "code": "terminal_revoque"},
            ),
            "backend.terminal-revoque",
            "",
        ),
        (
            Backend(
                cle_statut=500,
                media="application/problem+json",
                cle={"title": "x", "status": 500, "code": "panne"},
            ),
            "backend.cle-absente",
            "panne",
        ),
    ],
)
def test_a_key_that_cannot_be_used_says_why(backend: Backend, code: str, dit: str) -> None:
    with servir(backend):
        vus = codes(backend)
    assert code in vus
    assert dit in vus[code].cause
    assert vus[code].que_faire


@pytest.mark.parametrize(
    ("avance", "code", "dit"),
    [
        (timedelta(seconds=30), "backend.heure", "à une minute près"),
        (timedelta(minutes=5), "backend.heure-ecart", "retarde de 4\u00a0minutes"),
        (-timedelta(hours=2, minutes=1), "backend.heure-ecart", "avance de 2\u00a0heures"),
        (timedelta(days=3, minutes=1), "backend.heure-fausse", "retarde de 3\u00a0jours"),
        (None, "backend.heure-inconnue", ""),
    ],
)
def test_the_clocks_are_compared(avance: timedelta | None, code: str, dit: str) -> None:
    with servir(Backend(avance=avance)) as backend:
        vus = codes(backend)
    assert code in vus
    assert dit in vus[code].cause


def test_a_backend_that_says_nothing_is_given_up() -> None:
    with servir(Backend(muet=True)) as backend:
        assert list(codes(backend, delai_s=0.3)) == ["backend.muet"]


def test_nobody_there() -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
        assert [c.code for c in regarder(f"http://127.0.0.1:{port}", SANS_SECRET)] == ["backend.ferme"]


def test_a_name_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(nom, raising=False)
    [constat] = regarder("https://borne.invalid", SANS_SECRET)
    assert constat.code == "backend.nom-inconnu"
    assert "borne.invalid" in constat.cause


def test_somebody_else_who_speaks_no_tls() -> None:
    with servir(Backend()) as backend:
        [constat] = regarder(backend.url.replace("http://", "https://"), SANS_SECRET)
    assert constat.code == "backend.tls"


# --- certificates -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Autorite:
    """An authority that the terminal trusts, and what it signs."""

    dossier: Path
    cle: ec.EllipticCurvePrivateKey
    certificat: x509.Certificate

    @property
    def confiance(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self.certificat.public_bytes(Encoding.PEM).decode())

    def signer(self, debut: timedelta, fin: timedelta, ip: str = "127.0.0.1") -> ssl.SSLContext:
        """A server's context, under a certificate valid from now + `debut` to now + `fin`."""
        cle = ec.generate_private_key(ec.SECP256R1())
        certificat = (
            _batir("backend", self.certificat.subject, cle, debut, fin)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(ip))]), critical=False)
            .sign(self.cle, hashes.SHA256())
        )
        fichier = self.dossier / "backend.pem"
        fichier.write_bytes(
            certificat.public_bytes(Encoding.PEM)
            + cle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexte.load_cert_chain(fichier)
        return contexte


def _batir(
    nom: str, emetteur: x509.Name | None, cle: ec.EllipticCurvePrivateKey, debut: timedelta, fin: timedelta
) -> x509.CertificateBuilder:
    sujet = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, nom)])
    maintenant = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(sujet)
        .issuer_name(emetteur or sujet)
        .public_key(cle.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(maintenant + debut)
        .not_valid_after(maintenant + fin)
    )


@pytest.fixture(scope="module")
def autorite(tmp_path_factory: pytest.TempPathFactory) -> Autorite:
    cle = ec.generate_private_key(ec.SECP256R1())
    certificat = (
        _batir("autorité d’essai", None, cle, -timedelta(days=900), timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(cle, hashes.SHA256())
    )
    return Autorite(tmp_path_factory.mktemp("autorite"), cle, certificat)


JOUR = timedelta(days=1)


def test_a_certificate_is_said_with_its_end(autorite: Autorite) -> None:
    with servir(Backend(), autorite.signer(-JOUR, 200 * JOUR)) as backend:
        vus = codes(backend, contexte_tls=autorite.confiance)
    assert list(vus) == ["backend.ok", "backend.certificat", "backend.heure", "backend.cle"]
    fin = datetime.now(UTC) + 200 * JOUR
    assert f"{fin.astimezone():%d/%m/%Y}" in vus["backend.certificat"].cause
    assert "199\u00a0jours" in vus["backend.certificat"].cause


def test_one_that_ends_soon_is_said_in_time(autorite: Autorite) -> None:
    with servir(Backend(), autorite.signer(-JOUR, 20 * JOUR)) as backend:
        vus = codes(backend, contexte_tls=autorite.confiance)
    assert "backend.certificat-bientot" in vus
    assert "backend.cle" in vus


@pytest.mark.parametrize(
    ("debut", "fin", "ip", "code"),
    [
        (-2 * JOUR, -JOUR, "127.0.0.1", "backend.certificat-perime"),
        (JOUR, 2 * JOUR, "127.0.0.1", "backend.certificat-futur"),
        (-JOUR, 200 * JOUR, "127.0.0.2", "backend.certificat-autre-nom"),
    ],
)
def test_a_certificate_that_is_refused_says_why(
    autorite: Autorite, debut: timedelta, fin: timedelta, ip: str, code: str
) -> None:
    with servir(Backend(), autorite.signer(debut, fin, ip)) as backend:
        vus = codes(backend, contexte_tls=autorite.confiance)
    assert list(vus) == [code]


def test_a_certificate_of_nobody_we_trust(autorite: Autorite) -> None:
    with servir(Backend(), autorite.signer(-JOUR, 200 * JOUR)) as backend:
        assert list(codes(backend)) == ["backend.certificat-autorite"]
