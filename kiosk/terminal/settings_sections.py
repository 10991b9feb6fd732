"""The tables of a settings file: screen, supervision, printing."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Ecran(_Section):
    """[ecran]: the screen's real size, never guessed from EDID when it is given."""

    mode: Literal["plein_ecran", "fenetre"] = Field(
        "plein_ecran", description="plein_ecran sur un poste en service, fenetre pour travailler ou montrer"
    )
    nom: str = Field(
        "",
        max_length=64,
        pattern=r"^[A-Za-z0-9._:-]*$",
        examples=["HDMI-A-1"],
        description="prise de l'écran du public, comme caf-kiosk doctor la nomme, lettres, chiffres, . _ : - ; "
        "vide : l'écran principal",
    )
    largeur: int | None = Field(
        None,
        ge=320,
        le=16_384,
        examples=[1080],
        description="largeur en pixels, 320 à 16384 ; absente : celle de l'écran",
    )
    hauteur: int | None = Field(
        None,
        ge=320,
        le=16_384,
        examples=[1920],
        description="hauteur en pixels, 320 à 16384 ; absente : celle de l'écran",
    )
    ppi: float | None = Field(
        None,
        ge=40,
        le=600,
        examples=[102.46],
        description="pixels par pouce, 40 à 600 ; absents : ceux que l'écran annonce",
    )
    veille_s: int = Field(
        1_800,
        ge=0,
        le=86_400,
        description="secondes d'accueil inoccupé avant l'écran noir, qu'un toucher réveille, 0 à 86400 ; 0 : jamais",
    )


class Surveillance(_Section):
    """[surveillance]: the supervisor's durations, in seconds."""

    gel_s: float = Field(
        5.0, ge=2, le=60, description="secondes sans signe de vie avant de remplacer la visite, 2 à 60"
    )
    demarrage_s: float = Field(
        30.0, ge=2, le=300, description="secondes laissées à un processus pour être prêt, 2 à 300"
    )
    recyclage_s: float = Field(
        14_400.0,
        ge=60,
        le=604_800,
        description="secondes d'accueil inoccupé avant un processus neuf, 60 à 604800",
    )


class Impression(_Section):
    """[impression]: where receipts are printed."""

    imprimante: str = Field(
        "",
        max_length=127,
        pattern=r"^[^\s/?\\'\"#]*$",
        examples=["Accueil-2"],
        description="nom de l'imprimante dans CUPS, 127 caractères au plus ; vide : celle par défaut du système",
    )
    papier: Literal["a4", "ticket"] = Field(
        "a4", description="a4 (feuille) ou ticket (rouleau de 80 millimètres)"
    )


class Equipe(_Section):
    """[equipe]: what the staff's page offers."""

    quitter: bool = Field(
        False, description="true ou false : l'équipe peut quitter l'application depuis sa page, avec son code"
    )
