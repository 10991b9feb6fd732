"""Settings of the backend, read from the environment (`CAF_SERVEUR_*`) or given by the caller."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
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


class ReglagesServeur(BaseSettings):
    """What differs between two installations; durations in seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(env_prefix="CAF_SERVEUR_", env_nested_delimiter="__", frozen=True)

    base: str = "sqlite+aiosqlite:///caf-kiosk.sqlite3"
    base_attente_s: Annotated[float, Field(gt=0, description="How long to wait for a lock")] = 5
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
    dossier_age_max_j: Annotated[int, Field(ge=0)] = 60
    corps_max_octets: Annotated[int, Field(ge=1024)] = 16 * 1024
    attente_envoi_s: Annotated[
        float, Field(ge=0, description="How long a request waits to know whether its message is sent")
    ] = 3
    messages: ReglagesMessages = ReglagesMessages()
