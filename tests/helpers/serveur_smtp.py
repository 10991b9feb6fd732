"""A real SMTP server on a free port of this machine, which fails where it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

TAILLE_MAX = 64 << 20


@dataclass(frozen=True)
class Recu:
    """A mail that the server took charge of. `chiffre`: it came over TLS; `identite`: who signed in."""

    expediteur: str
    destinataires: tuple[str, ...]
    octets: bytes = field(repr=False)
    chiffre: bool
    identite: str

    @property
    def mail(self) -> EmailMessage:
        lu = message_from_bytes(self.octets, policy=policy.default)
        assert isinstance(lu, EmailMessage)
        return lu

    @property
    def texte(self) -> str:
        corps = self.mail.get_body(("plain",))
        assert corps is not None
        return str(corps.get_content()).replace("\r\n", "\n")


@dataclass
class ServeurSmtp:
    """Change `coupure`, `reponses` and `retenue` at will; read `recus` and `connexions`.

    - `coupure`: the step at which the connection is cut, `connexion ehlo mail rcpt data texte fin` (`fin`: the mail is
      taken, and the answer never leaves);
    - `reponses`: what is answered at a step instead of going on, `{"rcpt": "550 5.1.1 …"}`;
    - `retenue`: the step at which the server says nothing until `liberer()`.
    """

    certificat: Path | None = None
    implicite: bool = False
    identifiants: tuple[str, str] | None = None
    coupure: str = ""
    reponses: dict[str, str] = field(default_factory=dict)
    retenue: str = ""
    recus: list[Recu] = field(default_factory=list)
    connexions: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self._boucle = asyncio.new_event_loop()
        self._fil = threading.Thread(target=self._boucle.run_forever, name="smtp", daemon=True)
        self._serveur: asyncio.Server | None = None
        self._libre = asyncio.Event()
        self._arrive = threading.Event()
        self._ouvertes: set[_Conversation] = set()
        self._fil.start()

    @property
    def destinataires(self) -> list[str]:
        return [destinataire for recu in self.recus for destinataire in recu.destinataires]

    def demarrer(self) -> None:
        """Listen, again on the same port after `arreter`."""
        contexte = None
        if self.certificat is not None:
            contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            contexte.load_cert_chain(self.certificat)

        async def ecouter() -> asyncio.Server:
            return await asyncio.get_running_loop().create_server(
                lambda: _Conversation(self, None if self.implicite else contexte),
                "127.0.0.1",
                self.port,
                ssl=contexte if self.implicite else None,
            )

        self._serveur = self._faire(ecouter())
        self.port = self._serveur.sockets[0].getsockname()[1]

    def arreter(self) -> None:
        """Refuse connections, and cut those that are open."""

        async def fermer() -> None:
            assert self._serveur is not None
            self._serveur.close()
            for conversation in tuple(self._ouvertes):
                conversation.couper()
            await self._serveur.wait_closed()

        if self._serveur is not None:
            self._faire(fermer())
            self._serveur = None

    def attendre_retenue(self, delai_s: float = 20) -> None:
        """Return once a conversation has reached the step `retenue`."""
        assert self._arrive.wait(delai_s), f"nobody came to {self.retenue}"

    def liberer(self) -> None:
        """Let those that wait go on, and retain nobody any more."""
        self.retenue = ""
        self._boucle.call_soon_threadsafe(self._libre.set)

    def finir(self) -> None:
        self.liberer()
        self.arreter()

        async def vider() -> None:
            autres = asyncio.all_tasks() - {asyncio.current_task()}
            for tache in autres:
                tache.cancel()
            await asyncio.gather(*autres, return_exceptions=True)

        self._faire(vider())
        self._boucle.call_soon_threadsafe(self._boucle.stop)
        self._fil.join()
        self._boucle.close()

    async def etape(self, nom: str, conversation: _Conversation) -> str | None:
        """What happens at a step: an answer that ends it, None to go on."""
        if self.retenue == nom:
            self._arrive.set()
            await self._libre.wait()
        if self.coupure == nom:
            conversation.couper()
            return "421 cut"
        return self.reponses.get(nom)

    def _faire(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._boucle).result(20)


class _Conversation(SMTP):
    def __init__(self, serveur: ServeurSmtp, contexte: ssl.SSLContext | None) -> None:
        attendus = serveur.identifiants

        def authentifier(_s: Any, _session: Any, _e: Any, _mecanisme: str, donnees: Any) -> AuthResult:
            recus = (donnees.login.decode(), donnees.password.decode())
            return AuthResult(success=recus == attendus, auth_data=recus[0], handled=False)

        super().__init__(
            _Taches(serveur),
            data_size_limit=TAILLE_MAX,
            hostname="smtp.exemple.fr",
            tls_context=contexte,
            require_starttls=contexte is not None,
            # The library knows of STARTTLS only, and warns of anything else.
            auth_required=attendus is not None and contexte is not None,
            auth_require_tls=contexte is not None,
            authenticator=authentifier if attendus else None,
            loop=asyncio.get_running_loop(),
        )
        self._a = serveur

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self not in self._a._ouvertes:  # called again once TLS is on
            self._a.connexions += 1
            self._a._ouvertes.add(self)
        super().connection_made(transport)
        if self._a.coupure == "connexion":
            self.couper()

    def connection_lost(self, error: Exception | None) -> None:
        self._a._ouvertes.discard(self)
        super().connection_lost(error)

    def couper(self) -> None:
        assert isinstance(self.transport, asyncio.WriteTransport)
        self.transport.abort()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if reponse := await self._a.etape("data", self):
            await self.push(reponse)
            return
        if self._a.coupure == "texte":
            await self.push("354 go on")
            await self._reader.readexactly(1 << 16)
            self.couper()
            return
        await super().smtp_DATA(arg)


class _Taches:
    """Called by the server at each step (aiosmtpd's handler protocol)."""

    def __init__(self, serveur: ServeurSmtp) -> None:
        self._a = serveur

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self,
        conversation: _Conversation,
        session: Session,
        _enveloppe: Envelope,
        nom: str,
        reponses: list[str],
    ) -> list[str]:
        session.host_name = nom
        reponse = await self._a.etape("ehlo", conversation)
        return [reponse] if reponse else reponses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, conversation: _Conversation, _s: Session, enveloppe: Envelope, adresse: str, options: list[str]
    ) -> str:
        if reponse := await self._a.etape("mail", conversation):
            return reponse
        enveloppe.mail_from = adresse
        enveloppe.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, conversation: _Conversation, _s: Session, enveloppe: Envelope, adresse: str, options: list[str]
    ) -> str:
        if reponse := await self._a.etape("rcpt", conversation):
            return reponse
        enveloppe.rcpt_tos.append(adresse)
        enveloppe.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, conversation: _Conversation, session: Session, enveloppe: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if reponse := self._a.reponses.get("fin"):
            return reponse
        assert isinstance(enveloppe.original_content, bytes)
        self._a.recus.append(
            Recu(
                str(enveloppe.mail_from),
                tuple(enveloppe.rcpt_tos),
                enveloppe.original_content,
                chiffre=session.ssl is not None
                or conversation.transport.get_extra_info("sslcontext") is not None,
                identite=str(session.auth_data or ""),
            )
        )
        return await self._a.etape("fin", conversation) or "250 OK"


@contextlib.contextmanager
def serveur_smtp(**reglages: Any) -> Iterator[ServeurSmtp]:
    """A server that listens, for the time of a test."""
    serveur = ServeurSmtp(**reglages)
    serveur.demarrer()
    try:
        yield serveur
    finally:
        serveur.finir()


def certificat(dossier: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 with its key in one file, and the authority that signed it."""
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "smtp.exemple.fr")])
    maintenant = datetime.now(UTC)
    signe = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(maintenant - timedelta(days=1))
        .not_valid_after(maintenant + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(cle, hashes.SHA256())
    )
    autorite = dossier / "autorite.pem"
    autorite.write_bytes(signe.public_bytes(serialization.Encoding.PEM))
    complet = dossier / "serveur.pem"
    complet.write_bytes(
        cle.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + autorite.read_bytes()
    )
    return complet, autorite
