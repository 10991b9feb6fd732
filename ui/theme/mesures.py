"""Sizes in millimetres on the real screen, turned into pixels.

Targets, margins and keys are millimetres so that a finger meets the same button on every terminal; text
sizes are rounded up so that none falls under its minimum.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

MM_PAR_POUCE = 25.4
PORTEE_MM = 377.0
"""How far above the lower edge of an upright screen somebody seated or short reaches: that edge stands at 0.80 m,
and nothing to press may be over 1.18 m (design.md §2)."""


class Profil(Enum):
    """Where the terminal stands: a touch kiosk, or a shared PC with mouse and keyboard."""

    BORNE = "borne"
    LIBRE_SERVICE = "libre_service"


class TailleTexte(Enum):
    """The visitor's choice of text size; `GRAND` is the 0.7° of EN 301 549 5.1.4 at 60 cm."""

    NORMAL = "normal"
    AGRANDI = "agrandi"
    GRAND = "grand"


class Forme(Enum):
    """The three layouts the screens are drawn for."""

    PORTRAIT = "portrait"
    PAYSAGE = "paysage"
    PC = "pc"


# role -> (normal, grand) in mm; « agrandi » is halfway.
ECHELLE: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "mini": (6.5, 11),
        "petit": (7.5, 11),
        "corps": (8, 11),
        "bouton": (8.5, 11),
        "intro": (9, 11.5),
        "h3": (9.5, 12),
        "saisie": (10, 12),
        "touche": (10.5, 12),
        "h2": (11.5, 13),
        "marque": (12, 13),
        "h1": (14.5, 16),
        "affiche": (24, 24),
    }
)

# The screens the design was drawn on: ppi, width and height in pixels.
ECRANS_DE_REFERENCE: Mapping[Forme, tuple[float, int, int]] = MappingProxyType(
    {
        Forme.PORTRAIT: (102.46, 1080, 1920),
        Forme.PAYSAGE: (86.27, 1280, 1024),
        Forme.PC: (92.56, 1920, 1080),
    }
)


@dataclass(frozen=True)
class Mesures:
    """Sizes of one screen. `ppi` is a setting of the terminal: a kiosk's EDID is not to be trusted."""

    ppi: float
    forme: Forme
    taille: TailleTexte = TailleTexte.NORMAL

    @property
    def profil(self) -> Profil:
        """The profile the layout belongs to."""
        return Profil.LIBRE_SERVICE if self.forme is Forme.PC else Profil.BORNE

    @property
    def borne(self) -> bool:
        """Whether people touch this screen."""
        return self.forme is not Forme.PC

    @property
    def grand(self) -> bool:
        """Whether no text may be under 11 mm."""
        return self.taille is TailleTexte.GRAND

    def mm(self, longueur: float) -> int:
        """Pixels of a length in millimetres, to the nearest."""
        return round(longueur * self.ppi / MM_PAR_POUCE)

    def texte_mm(self, role: str) -> float:
        """Size in millimetres of a text role (em square); `KeyError` if there is no such role."""
        normal, grand = ECHELLE[role]
        if self.taille is TailleTexte.NORMAL:
            return normal
        if self.taille is TailleTexte.GRAND:
            return grand
        return (normal + grand) / 2

    def texte(self, role: str) -> int:
        """Pixels of a text role, rounded up."""
        # 9 decimals first: 8 mm at exactly 25.4 ppi must be 8 px, not 9 for a rounding dust.
        return math.ceil(round(self.texte_mm(role) * self.ppi / MM_PAR_POUCE, 9))

    def hors_de_portee(self, hauteur: int) -> int:
        """Pixels at the top of a screen `hauteur` px high that not everybody reaches; 0 where the screen lies."""
        return max(0, hauteur - self.mm(PORTEE_MM)) if self.forme is Forme.PORTRAIT else 0

    @property
    def marge(self) -> int:
        """Side margin of the page and of the bars."""
        return self.mm(12 if self.forme is Forme.PORTRAIT else 14)

    @property
    def colonne(self) -> int | None:
        """Width of the centred content column, or `None` where content takes the full width."""
        return None if self.borne else self.mm(300)

    @property
    def h_cible(self) -> int:
        """Height of primary and secondary buttons."""
        return self.mm(22 if self.borne else 17)

    @property
    def h_champ(self) -> int:
        """Height of a typed field."""
        return self.mm(20 if self.borne else 17)

    @property
    def h_outil(self) -> int:
        """Height of a tool of the top bar."""
        if self.grand:
            return self.mm(26)
        return self.mm({Forme.PORTRAIT: 16, Forme.PAYSAGE: 20, Forme.PC: 15}[self.forme])

    @property
    def h_petit(self) -> int:
        """Height of a small button and of « Terminer ma session »."""
        return self.mm(16)

    @property
    def h_lien(self) -> int:
        """Height of what can be pressed inside a text: the smallest target allowed."""
        return math.ceil(15 * self.ppi / MM_PAR_POUCE)

    @property
    def h_touche(self) -> int:
        """Height of a key; the same in every text size."""
        return self.mm(20)

    @property
    def jeu(self) -> int:
        """Gap between keys."""
        return self.mm(3)

    @property
    def pad_actions(self) -> int:
        """Padding above and below the buttons of the action bar."""
        return self.mm({Forme.PORTRAIT: 5, Forme.PAYSAGE: 4, Forme.PC: 4.5}[self.forme])

    @property
    def r_champ(self) -> int:
        """Corner radius of a field and of a key."""
        return self.mm(2)

    @property
    def r_bouton(self) -> int:
        """Corner radius of a button."""
        return self.mm(3)

    @property
    def r_carte(self) -> int:
        """Corner radius of a card, a tile, a notice."""
        return self.mm(4)
