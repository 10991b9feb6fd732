"""Boxes: a background, a line around it or on one side, round corners. They paint themselves, from the theme in force.

No style sheet: with one, Qt goes through its rules for each widget that is built, and again for each widget there is
when the theme changes.
"""

from dataclasses import dataclass

from PySide6.QtCore import QMargins, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QRegion
from PySide6.QtWidgets import QFrame, QWidget

from ui.components.dessin import cadre
from ui.theme import actuel

_COTES = ("gauche", "haut", "droite", "bas")


@dataclass(frozen=True)
class _Genre:
    """`fond` and `bord` are colour tokens ("" for none), `trait` is in pixels, `rayon` in mm.

    The line is all around, or on the `cote` only; the corners of that side are then the round ones. What is laid out
    keeps clear of it, unless it is drawn `dessus`, over the room left at the edge.
    """

    fond: str
    bord: str = ""
    trait: int = 2
    cote: str = ""
    rayon: float = 0
    dessus: bool = False

    def marges(self) -> QMargins:
        """Pixels that the line takes on each side."""
        trait = self.trait if self.bord else 0
        return QMargins(*(trait if self.cote in ("", cote) else 0 for cote in _COTES))


_GENRES = {
    "barre": _Genre("surface", "trait", cote="bas", dessus=True),
    "bandeau": _Genre("surface_2", "trait", cote="bas", dessus=True),
    "actions": _Genre("surface", "trait", cote="haut"),
    "actions_panneau": _Genre("", "trait", cote="haut"),  # the sheet is behind, with its round corners
    "clavier": _Genre("clavier", "trait", cote="haut"),
    "clavier_droite": _Genre("clavier", "trait", cote="gauche"),
    "separateur": _Genre("trait"),
    "panneau": _Genre("surface", "encre", trait=3, cote="haut", rayon=7),
    "panneau_centre": _Genre("surface", "encre", trait=3, rayon=6),
    "carte": _Genre("surface", "bord_carte", rayon=4),
    "resume": _Genre("erreur_fond", "erreur", trait=3, rayon=4),
    "info": _Genre("action_teinte", "action", rayon=4),
    "succes": _Genre("succes_fond", "succes", rayon=4),
    "alerte": _Genre("alerte_fond", "alerte", rayon=4),
    "discret": _Genre("surface_2", "bord_carte", rayon=4),
}


class Boite(QFrame):
    """A box of one `genre`; put widgets in it with a layout."""

    def __init__(self, genre: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.devenir(genre)

    def devenir(self, genre: str) -> None:
        """Be a box of another kind."""
        self._genre = _GENRES[genre]
        self.setContentsMargins(QMargins() if self._genre.dessus else self._genre.marges())
        self.setAttribute(
            Qt.WidgetAttribute.WA_OpaquePaintEvent, bool(self._genre.fond) and not self._genre.rayon
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        peintre = QPainter(self)
        _peindre(peintre, self.rect(), self._genre)
        peintre.end()


def _peindre(peintre: QPainter, rect: QRect, genre: _Genre) -> None:
    theme = actuel()
    fond, bord = (getattr(theme.couleurs, jeton) if jeton else "" for jeton in (genre.fond, genre.bord))
    rayon = theme.mesures.mm(genre.rayon)
    dedans = rect.marginsRemoved(genre.marges())
    if rayon and genre.cote:
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        peintre.fillPath(_haut_arrondi(rect, rayon), QColor(bord))
        peintre.fillPath(_haut_arrondi(dedans, rayon), QColor(fond))
    elif rayon:
        cadre(peintre, rect, rayon, fond, bord, genre.trait)
    else:
        if bord:
            peintre.setClipRegion(QRegion(rect).subtracted(QRegion(dedans)))
            peintre.fillRect(rect, QColor(bord))
            peintre.setClipping(False)
        if fond:
            peintre.fillRect(dedans, QColor(fond))


def _haut_arrondi(rect: QRect, rayon: int) -> QPainterPath:
    """`rect` with its two upper corners round."""
    chemin = QPainterPath()
    chemin.setFillRule(Qt.FillRule.WindingFill)
    chemin.addRoundedRect(QRectF(rect), rayon, rayon)
    chemin.addRect(QRectF(rect.adjusted(0, rayon, 0, 0)))
    return chemin
