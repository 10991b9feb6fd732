"""Pictures of widgets, to look at beside the mock-ups."""

import os
from pathlib import Path

from PySide6.QtWidgets import QWidget


def capturer(widget: QWidget, nom: str) -> Path:
    """Write `nom`.png into the directory that CAPTURES names (build/captures unless told)."""
    dossier = Path(os.environ.get("CAPTURES", "build/captures"))
    dossier.mkdir(parents=True, exist_ok=True)
    fichier = dossier / f"{nom}.png"
    if not widget.grab().save(str(fichier)):
        raise OSError(f"{fichier} cannot be written")
    return fichier
