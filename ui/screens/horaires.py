"""When somebody is there to help: the hall's opening hours, as the settings give them."""

import re
from collections.abc import Sequence

OUVERT = "L’accueil est ouvert"
_LARGEUR = 45
"""Characters that surely stand on one line, where the page is the narrowest."""

_HEURE = re.compile(r"(?<=\d) (?=h\b)|(?<=\dh) (?=\d)|(?<=\d h) (?=\d)")


def lignes(horaires: Sequence[str]) -> str:
    """The hours, one to a line; « 9 h 30 » is never broken at the end of one."""
    return "\n".join(_HEURE.sub("\u00a0", ligne.strip()) for ligne in horaires)


def hauteur(horaires: Sequence[str]) -> int:
    """The lines that they may take on the screen."""
    return sum(1 + len(ligne) // _LARGEUR for ligne in horaires)
