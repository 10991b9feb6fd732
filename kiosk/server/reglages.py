"""Settings of the backend, read from the environment (`CAF_SERVEUR_*`) or given by the caller."""

from datetime import date
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class ReglagesArgon2(BaseModel):
    """Cost of one password check (RFC 9106 §4, second recommended option by default)."""

    model_config = ConfigDict(frozen=True)

    temps: Annotated[int, Field(ge=1)] = 3
    memoire_kio: Annotated[int, Field(ge=8)] = 65536
    parallelisme: Annotated[int, Field(ge=1)] = 4


class ReglagesMessages(BaseModel):
    """How messages are sent (`CAF_SERVEUR_MESSAGES__*`)."""

    model_config = ConfigDict(frozen=True)

    balayage_s: Annotated[float, Field(gt=0, description="Looks for what another process left")] = 60
    bail_s: Annotated[float, Field(gt=0, description="Without news for so long, the sender is dead")] = 300
    simultanes: Annotated[int, Field(ge=1, description="Sent at once, for each channel")] = 4
    essais_max: Annotated[int, Field(ge=1)] = 100
    recul_s: Annotated[float, Field(gt=0, description="Before the second attempt; doubles each time")] = 5
    recul_max_s: Annotated[float, Field(gt=0)] = 1800
    arret_s: Annotated[
        float, Field(ge=0, description="Left to what is on its way when the backend stops")
    ] = 5
    conservation_j: Annotated[int, Field(ge=1, description="Then a row is erased, whatever became of it")] = (
        30
    )


class Securite(StrEnum):
    """How the connection to the mail server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    CLAIR = "clair"


_PORTS: Final = {Securite.TLS: 465, Securite.STARTTLS: 587, Securite.CLAIR: 25}


class ReglagesMail(BaseModel):
    """The organisation's mail server (`CAF_SERVEUR_MAIL__*`); without `hote`, mails stay in the database."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    hote: str = ""
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    securite: Securite = Securite.STARTTLS
    certificats: Path | None = Field(default=None, description="Authorities to trust instead of the system's")
    utilisateur: str = ""
    mot_de_passe: SecretStr = SecretStr("")
    expediteur: Annotated[str, Field(pattern=r"^$|^[!-?A-~]+@[!-?A-~]+$")] = ""
    nom: Annotated[str, Field(max_length=60, pattern=r"^[^\r\n]*$")] = "Caf"
    delai_s: Annotated[float, Field(gt=0, le=60, description="For each step but the last")] = 10
    delai_fin_s: Annotated[float, Field(gt=0, le=120, description="For the answer that takes charge")] = 60

    @property
    def port_effectif(self) -> int:
        """The one that was set, or the usual one."""
        return self.port or _PORTS[self.securite]

    @model_validator(mode="after")
    def _coherents(self) -> Self:
        if self.hote and not self.expediteur:
            raise ValueError("mail.expediteur is missing: the address that mails come from")
        if self.hote and self.securite is Securite.CLAIR and not _sur_cette_machine(self.hote):
            raise ValueError("mail.securite=clair is for a server on this machine only")
        return self


class ReglagesSms(BaseModel):
    """The text message gateway (`CAF_SERVEUR_SMS__*`); without `url`, messages stay in the database."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    url: str = ""
    jeton: SecretStr = SecretStr("")
    emetteur: Annotated[str, Field(pattern=r"^[A-Za-z0-9 ]{1,11}$", description="As operators allow")] = "Caf"
    delai_s: Annotated[float, Field(gt=0, le=60)] = 10

    @model_validator(mode="after")
    def _coherents(self) -> Self:
        if not self.url:
            return self
        url = urlsplit(self.url)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ValueError("sms.url is not the address of a gateway")
        if url.scheme == "http" and not _sur_cette_machine(url.hostname):
            raise ValueError("sms.url without TLS is for a gateway on this machine only")
        if not self.jeton.get_secret_value():
            raise ValueError("sms.jeton is missing: what the gateway knows this backend by")
        return self


def _sur_cette_machine(hote: str) -> bool:
    try:
        return ip_address(hote).is_loopback
    except ValueError:
        return hote == "localhost"


class ReglagesServeur(BaseSettings):
    """What differs between two installations; durations in seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="CAF_SERVEUR_", env_nested_delimiter="__", frozen=True, hide_input_in_errors=True
    )

    base: str = "sqlite+aiosqlite:///caf-kiosk.sqlite3"
    base_attente_s: Annotated[
        float, Field(gt=0, description="How long to wait for a lock or a connection")
    ] = 5
    dossier_cles: Path = Path("cles")
    demonstration: bool = False
    date_reference: date | None = Field(
        default=None, description="The day a demonstration plays; ignored outside demonstrations"
    )
    argon2: ReglagesArgon2 = ReglagesArgon2()
    # Each check takes `memoire_kio`: a crowd signing in must not be able to exhaust the host.
    verifications_simultanees: Annotated[int, Field(ge=1)] = 2
    session_inactivite_s: Annotated[int, Field(ge=1)] = 600
    session_duree_max_s: Annotated[int, Field(ge=1)] = 3600
    bon_duree_j: Annotated[int, Field(ge=1)] = 30
    mot_de_passe_temporaire_j: Annotated[int, Field(ge=1)] = 7
    enrolement_exige: bool | None = Field(
        default=None,
        description="Whether calls are taken from enrolled terminals only; None: `serve` decides, yes unless --demo",
    )
    enrolement_code_s: Annotated[int, Field(ge=60, le=86_400)] = 3600
    terminal_secret_j: Annotated[
        int, Field(ge=1, description="Then the terminal is told to take another")
    ] = 90
    dossier_age_max_j: Annotated[int, Field(ge=0)] = 60
    corps_max_octets: Annotated[int, Field(ge=1024)] = 16 * 1024
    attente_envoi_s: Annotated[
        float, Field(ge=0, description="How long a request waits to know whether its message is sent")
    ] = 3
    messages: ReglagesMessages = ReglagesMessages()
    mail: ReglagesMail = ReglagesMail()
    sms: ReglagesSms = ReglagesSms()
