"""The complete profile, and what the account and the end page gained."""

from collections.abc import Callable

from ui.shell.fenetre import Fenetre

TABLEAUX_COMPTE: dict[str, Callable[[Fenetre], object]] = {}
