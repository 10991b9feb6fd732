"""The terminal's settings: one TOML file and the environment, checked whole before anything else uses them.

Sources, the first that speaks wins: environment (`CAF_KIOSK_INACTIVITE_S=90`, `CAF_KIOSK_ECRAN__PPI=96`), then
the file given by argument or by `CAF_KIOSK_CONFIG`, then the defaults. An unknown key or a wrong value, in
either, raises `ReglagesInvalides`, which names the key, where it was read and what is accepted.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from kiosk.terminal.errors import ReglagesInvalides
from kiosk.terminal.rythme import Rythme
from kiosk.terminal.visite import Profil, ReglagesVisite

PREFIXE = "CAF_KIOSK_"
VARIABLE_CONFIG = "CAF_KIOSK_CONFIG"
INACTIVITE_S: Mapping[Profil, int] = {Profil.BORNE: 120, Profil.LIBRE_SERVICE: 180}
"""Silence before the warning when the settings do not say (qualite.md §2), seconds."""

_RESERVEES = frozenset({VARIABLE_CONFIG, "CAF_KIOSK_LIEN", "CAF_KIOSK_PARENT"})
_TESTS = "CAF_KIOSK_TESTS_"


def _url_du_backend(valeur: str) -> str:
    parties = urlsplit(valeur)
    locale = parties.hostname in ("127.0.0.1", "localhost", "::1")
    if parties.scheme not in ("https", "http") or not parties.hostname or parties.username or parties.query:
        raise ValueError("adresse du backend")
    if parties.scheme == "http" and not locale:
        raise ValueError("adresse du backend en clair")
    return valeur.rstrip("/")


def _dossier(valeur: Path) -> Path:
    if not valeur.is_absolute():
        raise ValueError("chemin relatif")
    return valeur


def _dossier_par_defaut() -> Path:
    base = os.environ.get("XDG_STATE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".local" / "state") / "caf-kiosk"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Ecran(_Section):
    """[ecran]: the screen's real size, never guessed from EDID when it is given."""

    mode: Literal["plein_ecran", "fenetre"] = Field(
        "plein_ecran", description="plein_ecran sur un poste en service, fenetre pour travailler ou montrer"
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


class Reglages(BaseSettings):
    """Every setting of a terminal. Read them with `lire`."""

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
        default_factory=Ecran, description="section [ecran] : mode, largeur, hauteur, ppi, veille_s"
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
    caf_horaires: tuple[str, ...] = Field(
        (),
        max_length=14,
        examples=[["Du lundi au vendredi, de 9 h à 12 h"]],
        description="horaires d'accueil, une ligne de texte par élément, 14 au plus",
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
            theme=self.theme,
            langue=self.langue,
            imprimante=self.impression.imprimante,
            papier=self.impression.papier,
            veille_s=self.ecran.veille_s,
        )

    def rythme(self) -> Rythme:
        """The supervisor's durations."""
        return Rythme(**self.surveillance.model_dump())


def lire(chemin: Path | None = None) -> Reglages:
    """Read the settings. `chemin`: the TOML file; None for `CAF_KIOSK_CONFIG`, else no file at all.

    Raises:
        ReglagesInvalides: file absent or unreadable, unknown key, wrong value.
    """
    nomme = os.environ.get(VARIABLE_CONFIG)
    fichier = chemin if chemin is not None else Path(nomme) if nomme else None
    valeurs = {} if fichier is None else _lire_toml(fichier)
    inconnues = sorted(set(_variables_du_poste()) - set(variables_connues()))
    if inconnues:
        connues = ", ".join(sorted(variables_connues()))
        raise ReglagesInvalides(
            f"environnement : variable inconnue {', '.join(inconnues)}. Variables acceptées : {connues}."
        )
    # Beforehand, because the constructor has arguments of its own that a file must not reach.
    etrangeres = [
        _expliquer((cle,), "extra_forbidden", fichier) for cle in valeurs if cle not in Reglages.model_fields
    ]
    if etrangeres:
        raise ReglagesInvalides("\n".join(etrangeres))
    try:
        return Reglages(**valeurs)
    except SettingsError as erreur:
        raise ReglagesInvalides(
            f"environnement : {erreur}. Une liste ou une section s'y écrit en JSON."
        ) from None
    except ValidationError as erreur:
        lignes = (_expliquer(tuple(faute["loc"]), faute["type"], fichier) for faute in erreur.errors())
        raise ReglagesInvalides("\n".join(lignes)) from None


def sections() -> Iterator[tuple[str, type[BaseModel]]]:
    """The tables of a settings file: the one without a name, then the others with theirs."""
    yield "", Reglages
    for nom, champ in Reglages.model_fields.items():
        modele = _modele_de(champ)
        if modele is not None:
            yield nom, modele


def exemple() -> str:
    """A complete settings file: every key, commented out at its default or an example, with what it accepts."""
    lignes: list[str] = []
    for section, modele in sections():
        if section:
            lignes += ["", f"[{section}]"]
        for nom, champ in modele.model_fields.items():
            if _modele_de(champ) is None:
                lignes += [f"# {champ.description}", f"# {nom} = {_toml(champ)}"]
    return "\n".join(lignes) + "\n"


def _lire_toml(fichier: Path) -> dict[str, Any]:
    try:
        with fichier.open("rb") as flux:
            return tomllib.load(flux)
    except OSError as erreur:
        raise ReglagesInvalides(f"{fichier} : fichier illisible ({erreur.strerror}).") from erreur
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as erreur:
        raise ReglagesInvalides(f"{fichier} : ce n'est pas du TOML ({erreur}).") from erreur


def _expliquer(lieu: tuple[int | str, ...], genre: str, fichier: Path | None) -> str:
    cles = tuple(morceau for morceau in lieu if isinstance(morceau, str))
    cle = ".".join(cles)
    variable = PREFIXE + "__".join(cles).upper()
    presentes = {nom.upper() for nom in os.environ}
    du_poste = [nom for nom in (variable, PREFIXE + cles[0].upper()) if nom in presentes]
    source = f"environnement ({du_poste[0]})" if du_poste else str(fichier or "réglages")
    champ = _champ(cles)
    if genre == "extra_forbidden" or champ is None:
        parent = _modele(cles[:-1])
        return f"{source} : clé inconnue « {cle} ». Clés acceptées : {', '.join(parent.model_fields)}."
    return f"{source} : valeur refusée pour « {cle} ». Accepté : {champ.description}."


def _modele_de(champ: FieldInfo) -> type[BaseModel] | None:
    genre = champ.annotation
    return genre if isinstance(genre, type) and issubclass(genre, BaseModel) else None


def _modele(cles: tuple[str, ...]) -> type[BaseModel]:
    champ = Reglages.model_fields.get(cles[0]) if cles else None
    return (None if champ is None else _modele_de(champ)) or Reglages


def _champ(cles: tuple[str, ...]) -> FieldInfo | None:
    return _modele(cles[:-1]).model_fields.get(cles[-1]) if cles else None


def variable(section: str, nom: str) -> str:
    """The environment variable of a key; `section` is empty for the table without a name."""
    return PREFIXE + "__".join(morceau for morceau in (section, nom) if morceau).upper()


def _variables_du_poste() -> Iterator[str]:
    for nom in os.environ:
        if nom.upper().startswith(PREFIXE) and nom not in _RESERVEES and not nom.startswith(_TESTS):
            yield nom.upper()


def variables_connues() -> Iterator[str]:
    """Every variable that is read, sections in JSON included."""
    for section, modele in sections():
        yield from (variable(section, nom) for nom in modele.model_fields)


def _toml(champ: FieldInfo) -> str:
    valeur = champ.examples[0] if champ.examples else champ.get_default(call_default_factory=True)
    if isinstance(valeur, list):
        return f"[{', '.join(_guillemets(texte) for texte in valeur)}]"
    return str(valeur) if isinstance(valeur, int | float) else _guillemets(str(valeur))


def _guillemets(texte: str) -> str:
    return '"' + texte.replace("\\", "\\\\").replace('"', '\\"') + '"'
