"""What one visit is told about its terminal: a plain value, cheap to import, that crosses the pipe as JSON.

The supervisor validates the settings (`kiosk.terminal.settings`, pydantic); the visit only carries this
subset, so that its first paint does not pay for a validation that has already been made.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path


class Profil(StrEnum):
    """What kind of post it is: touch terminal without a keyboard, or shared PC."""

    BORNE = "borne"
    LIBRE_SERVICE = "libre_service"


class VisiteIllisible(ValueError):
    """The settings handed to a visit cannot be read: key missing, unknown, or of the wrong type."""


@dataclass(frozen=True, slots=True)
class ReglagesVisite:
    """The settings a visit needs. Sizes in pixels, `ecran_ppi` in pixels per inch, `*_s` in seconds.

    `ecran_largeur`, `ecran_hauteur` and `ecran_ppi` are None when the screen's own figures are to be used;
    `date_reference` is None for today. `inactivite_s` is settled: the profile's default is already applied.
    `ecran_nom` is the place of the public's screen, "" for the primary one.
    `imprimante` is "" for the default one of CUPS; `papier` is `a4` or `ticket`. `veille_s` is the time at home
    with nobody before the screen goes dark; 0 is never. `equipe_quitter`: the staff may stop the terminal.
    `fuseau` is the time zone of the hall, whose hours are shown.
    """

    profil: Profil
    plein_ecran: bool
    ecran_largeur: int | None
    ecran_hauteur: int | None
    ecran_ppi: float | None
    backend_url: str
    dossier_etat: Path
    inactivite_s: float
    rebours_s: float
    rebours_grand_texte_s: float
    delai_touche_ms: int
    date_reference: date | None
    caf_nom: str
    caf_telephone: str
    caf_horaires: tuple[str, ...]
    theme: str
    langue: str
    imprimante: str = ""
    papier: str = "a4"
    ecran_nom: str = ""
    veille_s: float = 0
    equipe_quitter: bool = False
    fuseau: str = "Europe/Paris"

    def to_json(self) -> dict[str, object]:
        """The settings as JSON values; `from_json` reads them back to an equal value."""
        valeurs: dict[str, object] = asdict(self)
        valeurs["profil"] = self.profil.value
        valeurs["dossier_etat"] = str(self.dossier_etat)
        valeurs["caf_horaires"] = list(self.caf_horaires)
        valeurs["date_reference"] = None if self.date_reference is None else self.date_reference.isoformat()
        return valeurs

    @classmethod
    def from_json(cls, valeurs: object) -> "ReglagesVisite":
        """Read what `to_json` wrote. Raises `VisiteIllisible` when anything else is given."""
        if not isinstance(valeurs, Mapping):
            raise VisiteIllisible("un objet JSON est attendu")
        attendues = {champ.name for champ in fields(cls)}
        if set(valeurs) != attendues:
            ecart = sorted(str(cle) for cle in attendues ^ set(valeurs))
            raise VisiteIllisible(f"clés manquantes ou inconnues : {', '.join(ecart)}")
        return cls(
            profil=Profil(_texte(valeurs, "profil")),
            plein_ecran=_booleen(valeurs, "plein_ecran"),
            ecran_largeur=_entier_ou_rien(valeurs, "ecran_largeur"),
            ecran_hauteur=_entier_ou_rien(valeurs, "ecran_hauteur"),
            ecran_ppi=_nombre_ou_rien(valeurs, "ecran_ppi"),
            backend_url=_texte(valeurs, "backend_url"),
            dossier_etat=Path(_texte(valeurs, "dossier_etat")),
            inactivite_s=_nombre(valeurs, "inactivite_s"),
            rebours_s=_nombre(valeurs, "rebours_s"),
            rebours_grand_texte_s=_nombre(valeurs, "rebours_grand_texte_s"),
            delai_touche_ms=int(_nombre(valeurs, "delai_touche_ms")),
            date_reference=_date_ou_rien(valeurs, "date_reference"),
            caf_nom=_texte(valeurs, "caf_nom"),
            caf_telephone=_texte(valeurs, "caf_telephone"),
            caf_horaires=_textes(valeurs, "caf_horaires"),
            theme=_texte(valeurs, "theme"),
            langue=_texte(valeurs, "langue"),
            imprimante=_texte(valeurs, "imprimante"),
            papier=_texte(valeurs, "papier"),
            ecran_nom=_texte(valeurs, "ecran_nom"),
            veille_s=_nombre(valeurs, "veille_s"),
            equipe_quitter=_booleen(valeurs, "equipe_quitter"),
            fuseau=_texte(valeurs, "fuseau"),
        )


def _texte(valeurs: Mapping[str, object], cle: str) -> str:
    valeur = valeurs[cle]
    if not isinstance(valeur, str):
        raise VisiteIllisible(f"{cle} : un texte est attendu")
    return valeur


def _textes(valeurs: Mapping[str, object], cle: str) -> tuple[str, ...]:
    valeur = valeurs[cle]
    if not isinstance(valeur, list) or not all(isinstance(ligne, str) for ligne in valeur):
        raise VisiteIllisible(f"{cle} : une liste de textes est attendue")
    return tuple(valeur)


def _booleen(valeurs: Mapping[str, object], cle: str) -> bool:
    valeur = valeurs[cle]
    if not isinstance(valeur, bool):
        raise VisiteIllisible(f"{cle} : vrai ou faux est attendu")
    return valeur


def _nombre(valeurs: Mapping[str, object], cle: str) -> float:
    valeur = valeurs[cle]
    if isinstance(valeur, bool) or not isinstance(valeur, int | float):
        raise VisiteIllisible(f"{cle} : un nombre est attendu")
    return valeur


def _nombre_ou_rien(valeurs: Mapping[str, object], cle: str) -> float | None:
    return None if valeurs[cle] is None else _nombre(valeurs, cle)


def _entier_ou_rien(valeurs: Mapping[str, object], cle: str) -> int | None:
    return None if valeurs[cle] is None else int(_nombre(valeurs, cle))


def _date_ou_rien(valeurs: Mapping[str, object], cle: str) -> date | None:
    return None if valeurs[cle] is None else date.fromisoformat(_texte(valeurs, cle))
