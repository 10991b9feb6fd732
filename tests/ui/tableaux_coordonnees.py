"""The screens of the contact details, but for the code."""

from collections.abc import Callable

from ui.shell.fenetre import Fenetre

TABLEAUX_COORDONNEES: dict[str, Callable[[Fenetre], object]] = {}
