"""A QR code: black on white in every theme, because telephones read nothing else as surely."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.dessin import cadre
from ui.theme import actuel
from ui.theme.themable import Themable

_SILENCE = 4  # modules of quiet zone, ISO/IEC 18004


class CodeQr(Themable, QWidget):
    """Holds `texte`; `nom` tells a screen reader what the code is for. `DataOverflowError` if too long."""

    def __init__(self, texte: str, nom: str, taille_mm: float = 56, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        import segno

        code = segno.make(texte, error="m", micro=False)
        self._modules = [bytes(rangee) for rangee in code.matrix]
        self._taille_mm = taille_mm
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(nom)
        self.pret()

    def mesurer(self) -> None:
        cote = actuel().mesures.mm(self._taille_mm)
        self.setMinimumSize(cote, cote)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        peintre = QPainter(self)
        cote = self.minimumWidth()
        peintre.translate((self.width() - cote) // 2, 0)
        cadre(peintre, QRect(0, 0, cote, cote), actuel().mesures.r_champ, "#FFFFFF")
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        peintre.setPen(Qt.PenStyle.NoPen)
        noir = QColor("#000000")
        # Whole pixels per module: a blurred edge is what makes a code unreadable.
        pas = max(1, cote // (len(self._modules) + 2 * _SILENCE))
        debut = (cote - pas * len(self._modules)) // 2
        for y, rangee in enumerate(self._modules):
            for x, module in enumerate(rangee):
                if module:
                    peintre.fillRect(QRect(debut + x * pas, debut + y * pas, pas, pas), noir)
        peintre.end()
