"""The line icons, painted in a colour of the theme."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources


@cache
def _source(nom: str) -> str:
    return resources.chemin("icons", f"{nom}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def pixmap(nom: str, couleur: str, taille_px: int, marge_texte: int = 0, epaisseur: float = 2) -> QPixmap:
    """The icon `nom` drawn in `couleur`, `taille_px` square.

    `marge_texte` adds transparent pixels on the right, because Qt leaves only some 4 px between a
    button's icon and its text. `epaisseur` is the stroke in units of the 24-unit grid. Raises
    `FileNotFoundError` if there is no such icon.
    """
    # currentColor is replaced before rendering: QSvgRenderer has no idea of the widget's colour.
    source = _source(nom).replace("currentColor", couleur)
    if epaisseur != 2:
        source = source.replace('stroke-width="2"', f'stroke-width="{epaisseur}"', 1)
    image = QPixmap(taille_px + marge_texte, taille_px)
    image.fill(Qt.GlobalColor.transparent)
    peintre = QPainter(image)
    QSvgRenderer(QByteArray(source.encode())).render(peintre, QRectF(0, 0, taille_px, taille_px))
    peintre.end()
    return image
