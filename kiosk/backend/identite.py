"""What a terminal proves itself with: one credential, held by each of its processes that calls the backend."""

from collections.abc import Callable
from typing import Final

ENTETE: Final = "Caf-Terminal"
"""The header of `/api/v1` that carries it."""


class Identite:
    """The terminal's credential in one process, none until it is enrolled and the process was told.

    The supervisor changes it while calls are on their way; who calls reads it anew each time. Shown nowhere.
    """

    __slots__ = ("_au_refus", "_secret")

    def __init__(self, secret: str | None = None, au_refus: Callable[[str], object] | None = None) -> None:
        """`au_refus` is told the problem code when the backend takes no call from this terminal."""
        self._secret: str | None = None
        self._au_refus = au_refus
        self.changer(secret)

    def __repr__(self) -> str:
        return f"Identite({'none' if self._secret is None else 'held'})"

    @property
    def secret(self) -> str | None:
        """The credential, for a header and nothing else."""
        return self._secret

    def changer(self, secret: str | None) -> None:
        """Use this one from now on. Raises ValueError for what no header can carry, without quoting it."""
        if secret is not None and not est_portable(secret):
            raise ValueError("a credential that no header can carry")
        self._secret = secret

    def refusee(self, code: str) -> None:
        """The backend refused this terminal."""
        if self._au_refus is not None:
            self._au_refus(code)


def est_portable(secret: str) -> bool:
    """Whether a header can carry it unchanged."""
    return secret.isascii() and secret.isprintable() and secret.strip() == secret != ""
