"""Pictures of widgets, to look at beside the mock-ups.

CAPTURES says in which directory, CAPTURES_ECHELLE how large (1 unless told).
"""

import os
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


def capturer(widget: QWidget, nom: str) -> Path:
    """Write `nom`.png into the directory that CAPTURES names (build/captures unless told)."""
    dossier = Path(os.environ.get("CAPTURES", "build/captures"))
    dossier.mkdir(parents=True, exist_ok=True)
    fichier = dossier / f"{nom}.png"
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    pas, octets = image.bytesPerLine(), bytes(image.constBits())
    dessin = Image.frombuffer("RGB", (image.width(), image.height()), octets, "raw", "RGB", pas, 1)
    echelle = float(os.environ.get("CAPTURES_ECHELLE", "1"))
    if echelle != 1:
        dessin = dessin.resize(
            (round(dessin.width * echelle), round(dessin.height * echelle)), Image.Resampling.LANCZOS
        )
        # Flat pages lose nothing to the eye in 40 colours, the rare ones among them; the documentation stays light.
        rares = Image.Quantize.MAXCOVERAGE
        dessin = dessin.quantize(40, method=rares, kmeans=2, dither=Image.Dither.NONE)
    dessin.save(fichier, optimize=True)
    return fichier
