"""What the product looks like: colours, sizes, type, icons."""

from ui.theme.couleurs import THEMES, Couleurs
from ui.theme.icones import pixmap
from ui.theme.mesures import Forme, Mesures, Profil, TailleTexte
from ui.theme.theme import Theme, actuel, appliquer, police

__all__ = [
    "THEMES",
    "Couleurs",
    "Forme",
    "Mesures",
    "Profil",
    "TailleTexte",
    "Theme",
    "actuel",
    "appliquer",
    "pixmap",
    "police",
]
