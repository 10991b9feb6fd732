"""On-screen keyboards: layouts as data, painted keys, and the keyboard that follows the focus."""

from ui.components.clavier.clavier import Clavier
from ui.components.clavier.disposition import ClavierVoulu, Disposition, disposition
from ui.components.clavier.touche import Touche

__all__ = ["Clavier", "ClavierVoulu", "Disposition", "Touche", "disposition"]
