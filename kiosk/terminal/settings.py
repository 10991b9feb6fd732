"""The terminal's settings: their keys, their defaults, and what is accepted. `settings_lecture.lire` reads them."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from kiosk.metier.fuseau import FUSEAU_PARIS, fuseau
from kiosk.terminal.rythme import Rythme
from kiosk.terminal.settings_sections import Ecran, Equipe, Impression, Surveillance
from kiosk.terminal.visite import Profil, ReglagesVisite

PREFIXE = "CAF_KIOSK_"
INACTIVITE_S: Mapping[Profil, int] = {Profil.BORNE: 120, Profil.LIBRE_SERVICE: 180}
"""Silence before the warning when the settings do not say (qualite.md §2), seconds."""


def _url_du_backend(valeur: str) -> str:
    parties = urlsplit(valeur)
    locale = parties.hostname in ("127.0.0.1", "localhost", "::1")
    if parties.scheme not in ("https", "http") or not parties.hostname or parties.username or parties.query:
        raise ValueError("adresse du backend")
    if parties.scheme == "http" and not locale:
        raise ValueError("adresse du backend en clair")
    return valeur.rstrip("/")


def _fuseau(valeur: str) -> str:
    fuseau(valeur)
    return valeur


def _dossier(valeur: Path) -> Path:
    if not valeur.is_absolute():
        raise ValueError("chemin relatif")
    return valeur


def _dossier_par_defaut() -> Path:
    base = os.environ.get("XDG_STATE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".local" / "state") / "caf-kiosk"


class Reglages(BaseSettings):
    """Every setting of a terminal."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIXE,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    profil: Profil = Field(
        Profil.BORNE, description="borne (tactile, sans clavier) ou libre_service (ordinateur partagé)"
    )
    ecran: Ecran = Field(
        default_factory=Ecran, description="section [ecran] : mode, nom, largeur, hauteur, ppi, veille_s"
    )
    backend_url: Annotated[str, AfterValidator(_url_du_backend)] = Field(
        "http://127.0.0.1:8000",
        description="adresse https:// du backend, sans identifiant ni paramètre ; http:// vers ce poste seulement",
    )
    dossier_etat: Annotated[Path, AfterValidator(_dossier)] = Field(
        default_factory=_dossier_par_defaut,
        examples=["/var/lib/caf-kiosk"],
        description="chemin absolu du dossier d'état (envois en attente, hors service) ; "
        "par défaut $XDG_STATE_HOME/caf-kiosk",
    )
    inactivite_s: int | None = Field(
        None,
        ge=60,
        le=300,
        examples=[120],
        description="secondes de silence avant l'avertissement, 60 à 300 ; "
        "par défaut 120 (borne) ou 180 (libre_service)",
    )
    rebours_s: int = Field(45, ge=20, le=300, description="secondes de compte à rebours, 20 à 300")
    rebours_grand_texte_s: int = Field(
        90, ge=20, le=300, description="secondes de compte à rebours en grand texte ou avec le son, 20 à 300"
    )
    delai_touche_ms: int = Field(
        150,
        ge=0,
        le=2_000,
        description="millisecondes pendant lesquelles un second appui est ignoré, 0 à 2000",
    )
    date_reference: date | None = Field(
        None,
        examples=["2022-11-15"],
        description="date AAAA-MM-JJ des démonstrations ; absente : aujourd'hui",
    )
    caf_nom: str = Field("Caf", min_length=1, max_length=80, description="nom de la Caf, 1 à 80 caractères")
    caf_telephone: str = Field(
        "3230", pattern=r"^[0-9 +]{4,20}$", description="numéro de la Caf, 4 à 20 chiffres et espaces"
    )
    caf_horaires: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = Field(
        (),
        max_length=4,
        examples=[["Du lundi au vendredi, de 9 h à 12 h"]],
        description="horaires d'accueil, sur l'accueil et sur la page hors service : 4 lignes au plus, "
        "de 60 caractères au plus",
    )
    fuseau: Annotated[str, AfterValidator(_fuseau)] = Field(
        FUSEAU_PARIS,
        examples=["America/Cayenne"],
        description="fuseau horaire de l'accueil, celui des heures montrées : Europe/Paris, America/Guadeloupe, "
        "America/Martinique, America/Cayenne, Indian/Reunion, Indian/Mayotte",
    )
    theme: Literal["clair", "sombre", "contraste_clair", "contraste_sombre"] = Field(
        "clair", description="clair, sombre, contraste_clair ou contraste_sombre"
    )
    langue: str = Field("fr", pattern=r"^[a-z]{2}(_[A-Z]{2})?$", description="code de langue, par exemple fr")
    surveillance: Surveillance = Field(
        default_factory=Surveillance,
        description="section [surveillance] : gel_s, demarrage_s, recyclage_s",
    )
    impression: Impression = Field(
        default_factory=Impression, description="section [impression] : imprimante, papier"
    )
    equipe: Equipe = Field(default_factory=Equipe, description="section [equipe] : quitter")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, which comes as the arguments of the constructor."""
        return env_settings, init_settings

    def visite(self) -> ReglagesVisite:
        """The subset that is handed to each visit."""
        return ReglagesVisite(
            profil=self.profil,
            plein_ecran=self.ecran.mode == "plein_ecran",
            ecran_nom=self.ecran.nom,
            ecran_largeur=self.ecran.largeur,
            ecran_hauteur=self.ecran.hauteur,
            ecran_ppi=self.ecran.ppi,
            backend_url=self.backend_url,
            dossier_etat=self.dossier_etat,
            inactivite_s=INACTIVITE_S[self.profil] if self.inactivite_s is None else self.inactivite_s,
            rebours_s=self.rebours_s,
            rebours_grand_texte_s=max(self.rebours_s, self.rebours_grand_texte_s),
            delai_touche_ms=self.delai_touche_ms,
            date_reference=self.date_reference,
            caf_nom=self.caf_nom,
            caf_telephone=self.caf_telephone,
            caf_horaires=self.caf_horaires,
            fuseau=self.fuseau,
            theme=self.theme,
            langue=self.langue,
            imprimante=self.impression.imprimante,
            papier=self.impression.papier,
            veille_s=self.ecran.veille_s,
            equipe_quitter=self.equipe.quitter,
        )

    def rythme(self) -> Rythme:
        """The supervisor's durations."""
        return Rythme(**self.surveillance.model_dump())
