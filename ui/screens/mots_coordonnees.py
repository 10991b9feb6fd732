"""How each contact detail is called, and how words agree with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.metier.coordonnees import NatureCoordonnee


@dataclass(frozen=True, slots=True)
class Mots:
    """`nom` stands alone, the others inside a sentence."""

    nom: str
    icone: str
    le: str
    votre: str
    ce: str
    actuel: str
    nouveau: str
    feminin: bool = False

    def accorder(self, participe: str) -> str:
        """« Sécurisé » or « Sécurisée »."""
        return f"{participe}e" if self.feminin else participe

    @property
    def deux(self) -> str:
        """The one in force and the one that waits for its code."""
        return "les deux adresses" if self.feminin else "les deux numéros"

    @property
    def aucun(self) -> str:
        """What is shown where there is none."""
        return "Aucune" if self.feminin else "Aucun"


MOTS: Mapping[NatureCoordonnee, Mots] = MappingProxyType(
    {
        NatureCoordonnee.MOBILE: Mots(
            "Téléphone mobile",
            "mobile",
            "le mobile",
            "votre mobile",
            "ce numéro",
            "le numéro actuel",
            "Nouveau numéro",
        ),
        NatureCoordonnee.MAIL: Mots(
            "Adresse mail",
            "enveloppe",
            "l’adresse mail",
            "votre adresse mail",
            "cette adresse",
            "l’adresse actuelle",
            "Nouvelle adresse",
            feminin=True,
        ),
        NatureCoordonnee.FIXE: Mots(
            "Téléphone fixe",
            "telephone",
            "le téléphone fixe",
            "votre téléphone fixe",
            "ce numéro",
            "le numéro actuel",
            "Nouveau numéro",
        ),
    }
)


def enumerer(natures: Iterable[NatureCoordonnee]) -> str:
    """« le mobile et l’adresse mail »."""
    noms = [MOTS[nature].le for nature in natures]
    return noms[0] if len(noms) == 1 else f"{', '.join(noms[:-1])} et {noms[-1]}"
