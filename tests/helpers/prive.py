"""How what the tests start for themselves is started, and how all of it goes away: desktop, compositor, machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Self


class DansUnDossier:
    """Something that runs with a new folder of its own. Use it as a context manager.

    At the end, and when the start fails, what `_pile` holds is undone, the last first, then `_tout_finir` is
    called, and the folder goes.
    """

    PREFIXE: ClassVar[str]
    """Of the folder's name."""

    def __init__(self) -> None:
        self._pile = contextlib.ExitStack()
        self.dossier = Path()

    def __enter__(self) -> Self:
        self.dossier = Path(tempfile.mkdtemp(prefix=self.PREFIXE, dir=self._lieu()))
        self._pile.callback(shutil.rmtree, self.dossier, ignore_errors=True)
        self._pile.callback(self._tout_finir)
        try:
            self._demarrer()
        except BaseException:
            self._pile.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self._pile.close()

    def _lieu(self) -> str | None:
        """Where the folder is made; None is where temporary files go."""
        return None

    def _demarrer(self) -> None:
        raise NotImplementedError

    def _tout_finir(self) -> None:
        """Ends what is still running."""


def annonce(lancer: Callable[[int], object]) -> str:
    """What a server says of itself once it listens: its display number, its address.

    `lancer` starts it with the descriptor on which to say so. Returns "" when it has died instead.
    """
    lecture, ecriture = os.pipe()
    with os.fdopen(lecture) as dit:
        try:
            lancer(ecriture)
        finally:
            os.close(ecriture)
        return dit.readline().strip()  # end of file when it has died: nothing to wait for
