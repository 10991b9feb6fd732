"""What the printer says and its last receipt has denied.

A driver that says « no more paper » may never take it back, and CUPS keeps it. A receipt that came out all the same
proves it wrong; the next visits, which are other processes, must know. Kept in the folder of this session, in memory.
"""

import contextlib
import os
from pathlib import Path
from typing import Final

_FICHIER: Final = "imprimante-dementie"


class Memoire:
    """One queue and its denied reasons, IPP keywords. Where nothing can be kept, nothing is denied.

    `session`: the folder of the terminal's session; None for this process's own.
    """

    def __init__(self, session: Path | None = None) -> None:
        dossier = os.environ.get("XDG_RUNTIME_DIR") if session is None else session
        self._fichier = Path(dossier) / f"caf-kiosk-{_FICHIER}" if dossier else None

    def retenir(self, file: str, raisons: frozenset[str]) -> None:
        """A receipt came out of `file` while it was said to lack all that."""
        if self._fichier is None:
            return
        if not raisons:
            self.oublier()
            return
        neuf = self._fichier.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            neuf.write_text("\n".join((file, *sorted(raisons))), encoding="utf-8")
            neuf.replace(self._fichier)

    def oublier(self) -> None:
        """No receipt came out: what the printer says is to be believed."""
        if self._fichier is not None:
            with contextlib.suppress(OSError):
                self._fichier.unlink(missing_ok=True)

    def dementies(self, file: str) -> frozenset[str]:
        """The reasons of `file` that its last receipt denied."""
        if self._fichier is None:
            return frozenset()
        try:
            nom, *raisons = self._fichier.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            return frozenset()
        return frozenset(raisons) if nom == file else frozenset()
