"""The countdown: a ring that empties and the seconds that remain. It moves once per second, no more."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.dessin import disque, ecrire
from ui.theme import Forme, actuel, police
from ui.theme.themable import Themable

# Parts of the widget's side: radius to the middle of the stroke, stroke, size of the number and of its
# unit, heights of their middles.
_RAYON, _TRAIT, _NOMBRE, _UNITE = 300 / 700, 44 / 700, 230 / 700, 54 / 700
_MILIEU_NOMBRE, _MILIEU_UNITE = 318 / 700, 452 / 700


class Rebours(Themable, QWidget):
    """`total` seconds when full; `unite` is the word under the number, « secondes »."""

    def __init__(self, total: int, unite: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = max(1, total)
        self._restant = self._total
        self._unite = unite
        self._nommer()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.pret()

    @property
    def restant(self) -> int:
        """Seconds shown."""
        return self._restant

    def montrer(self, restant: int) -> None:
        """Show `restant` seconds; repaints only if the number changes."""
        restant = max(0, min(restant, self._total))
        if restant != self._restant:
            self._restant = restant
            self._nommer()
            self.update()

    def recommencer(self, total: int) -> None:
        """A full ring of `total` seconds."""
        self._total = max(1, total)
        self._restant = self._total
        self._nommer()
        self.update()

    def _nommer(self) -> None:
        self.setAccessibleName(f"{self._restant}\u00a0{self._unite}")

    @property
    def _cote(self) -> int:
        mesures = actuel().mesures
        return mesures.mm(150 if mesures.forme is Forme.PORTRAIT else 104)

    def mesurer(self) -> None:
        cote = self._cote
        sous = round(police("corps").pixelSize() * 1.5) if actuel().mesures.grand else 0
        self.setMinimumSize(QSize(cote, cote + sous))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        couleurs, cote = theme.couleurs, self._cote
        trait = round(cote * _TRAIT)
        retrait = round(cote * (0.5 - _RAYON))
        anneau = QRect(0, 0, cote, cote).adjusted(retrait, retrait, -retrait, -retrait)
        peintre = QPainter(self)
        peintre.translate((self.width() - cote) // 2, 0)
        disque(peintre, anneau, couleurs.surface)
        peintre.setBrush(Qt.BrushStyle.NoBrush)
        # In high contrast the part that is gone is a thin line: both tones would be the same.
        fond = QPen(QColor(couleurs.trait), 2 if couleurs.contraste else trait)
        peintre.setPen(fond)
        peintre.drawEllipse(QRectF(anneau))
        arc = QPen(QColor(couleurs.action), trait, c=Qt.PenCapStyle.RoundCap)
        peintre.setPen(arc)
        # Qt counts in sixteenths of a degree, anticlockwise from three o'clock.
        peintre.drawArc(QRectF(anneau), 90 * 16, -round(360 * 16 * self._restant / self._total))
        self._ecrire(peintre, cote)
        peintre.end()

    def _ecrire(self, peintre: QPainter, cote: int) -> None:
        theme = actuel()
        centre = Qt.AlignmentFlag.AlignCenter
        nombre = police("affiche", gras=True, tabulaire=True)
        nombre.setPixelSize(round(cote * _NOMBRE))
        milieu = 0.5 if theme.mesures.grand else _MILIEU_NOMBRE
        ecrire(
            peintre,
            QRect(0, round(cote * (milieu - 0.5)), cote, cote),
            nombre,
            theme.couleurs.encre,
            str(self._restant),
            centre,
        )
        unite = police("corps")
        if theme.mesures.grand:
            sous = QRect(0, cote, cote, self.height() - cote)
        else:
            unite.setPixelSize(max(unite.pixelSize(), round(cote * _UNITE)))
            sous = QRect(0, round(cote * (_MILIEU_UNITE - 0.1)), cote, round(cote * 0.2))
        ecrire(peintre, sous, unite, theme.couleurs.encre_2, self._unite, centre)
