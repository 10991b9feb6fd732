"""What a keyboard is, as frozen data: keys on a grid.

A layout is a grid. A column's weight is the width in millimetres of a key of that column, gap included,
on the screen the design was drawn for (244 mm between margins); on another screen the columns keep their
proportions and fill the width. Heights are true millimetres everywhere (design.md §7).
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from PySide6.QtCore import QRect

from ui.components.clavier.noms import nom_de

ClavierVoulu = Literal["nombre", "nir", "code", "texte", "mail", "mot_de_passe"]
Page = Literal["minuscules", "majuscules", "signes", "signes_bis"]

HAUTEUR_MM = 20.0
HAUTEUR_REDUITE_MM = 16.0
JEU_MM = 3.0
LARGEUR_REFERENCE_MM = 244.0
LARGEUR_PAVE_DROITE_MM = 122.0


class Action(Enum):
    """What a key does when it is released."""

    TEXTE = "texte"
    EFFACER = "effacer"
    CHAMP_PRECEDENT = "champ_precedent"
    CHAMP_SUIVANT = "champ_suivant"
    MASQUER = "masquer"
    MAJUSCULE = "majuscule"
    SIGNES = "signes"
    LETTRES = "lettres"


class Role(Enum):
    """How a key looks."""

    LETTRE = "lettre"
    FONCTION = "fonction"
    SUIVANT = "suivant"


class Eveil(Enum):
    """When a key can be pressed; asleep it is dashed and does nothing."""

    TOUJOURS = "toujours"
    CORSE = "corse"  # 7th character of a NIR, after a 2: department 2A or 2B
    AVANT = "avant"  # there is a field before this one
    APRES = "apres"  # there is a field after this one
    DOMAINE = "domaine"  # no « @ » typed yet, or just typed


class Trace(Enum):
    """How icon and label share the key."""

    LIGNE = "ligne"
    PILE = "pile"  # icon over a small label, label dropped in grand texte
    HAUTE = "haute"  # two rows high: icon over label, label kept


@dataclass(frozen=True, slots=True)
class Definition:
    """One key: what it types or does, what it shows, what it is called, where it stands."""

    etiquette: str
    nom: str
    ligne: int
    colonne: int
    large: int = 1
    haut: int = 1
    action: Action = Action.TEXTE
    texte: str = ""
    role: Role = Role.LETTRE
    icone: str | None = None
    mention: str = ""
    eveil: Eveil = Eveil.TOUJOURS
    trace: Trace = Trace.LIGNE


@dataclass(frozen=True, slots=True)
class Disposition:
    """A whole keyboard: its keys, its columns (mm at reference, gap included), its rows (mm).

    Keys are kept in reading order, whatever order they are given in: it is the one of a screen reader and of whoever
    goes from key to key.
    """

    code: str
    touches: tuple[Definition, ...]
    colonnes: tuple[float, ...]
    rangs: tuple[float, ...]
    ancrage: Literal["bas", "droite"] = "bas"

    def __post_init__(self) -> None:
        lues = tuple(sorted(self.touches, key=lambda touche: (touche.ligne, touche.colonne)))
        object.__setattr__(self, "touches", lues)

    def rectangles(self, largeur: int, px_par_mm: float) -> tuple[QRect, ...]:
        """Pixels of every key, in the order of `touches`, for a grid `largeur` px wide.

        Edges are rounded, not widths: the last key ends exactly on `largeur`.
        """
        jeu = round(JEU_MM * px_par_mm)
        pas = (largeur + jeu) / sum(self.colonnes)
        hauts = [0]
        for rang in self.rangs:
            hauts.append(hauts[-1] + round(rang * px_par_mm) + jeu)
        gauches = [round(sum(self.colonnes[:rang]) * pas) for rang in range(len(self.colonnes) + 1)]
        return tuple(
            QRect(
                gauches[touche.colonne],
                hauts[touche.ligne],
                gauches[touche.colonne + touche.large] - gauches[touche.colonne] - jeu,
                hauts[touche.ligne + touche.haut] - hauts[touche.ligne] - jeu,
            )
            for touche in self.touches
        )

    def hauteur(self, px_par_mm: float) -> int:
        """Height in pixels of the grid, without the tray's padding."""
        jeu = round(JEU_MM * px_par_mm)
        return sum(round(rang * px_par_mm) for rang in self.rangs) + jeu * (len(self.rangs) - 1)


def lettre(caractere: str, ligne: int, colonne: int, large: int = 1) -> Definition:
    """The key of one character."""
    return Definition(caractere, nom_de(caractere), ligne, colonne, large, texte=caractere)
