"""The screens of the code and of the password."""

from collections.abc import Callable

from ui.shell.fenetre import Fenetre

TABLEAUX_SECRETS: dict[str, Callable[[Fenetre], object]] = {}
