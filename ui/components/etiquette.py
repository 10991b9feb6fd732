"""A tag: a state in one or two words, with its icon. It cannot be pressed."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.components.dessin import cadre, ecrire, largeur_ligne
from ui.theme import Theme, actuel, pixmap, police
from ui.theme.themable import Themable

_TONS = {
    "neutre": ("surface", "bord", "encre"),
    "info": ("action_teinte", "action", "action"),
    "succes": ("succes_fond", "succes", "succes"),
    "alerte": ("alerte_fond", "alerte", "alerte"),
}


@dataclass(frozen=True)
class Mention:
    """What a tag says. `ton` is neutre, info, succes or alerte; `icone` may be empty."""

    texte: str
    ton: str = "neutre"
    icone: str = ""


def taille(mention: Mention, theme: Theme) -> QSize:
    """Pixels a tag takes."""
    mm = theme.mesures.mm
    fonte = police("mini", gras=True)
    largeur = largeur_ligne(fonte, mention.texte) + 2 * mm(2.6) + 4
    if mention.icone:
        largeur += mm(6) + mm(1.6)
    hauteur = round(theme.mesures.texte("mini") * 1.24) + 2 * mm(1) + 4
    return QSize(largeur, hauteur)


def peindre(peintre: QPainter, coin: QPoint, mention: Mention, theme: Theme) -> None:
    """Draw a tag with its top left corner at `coin`."""
    mm = theme.mesures.mm
    fond, bord, encre = (getattr(theme.couleurs, jeton) for jeton in _TONS[mention.ton])
    rect = QRect(coin, taille(mention, theme))
    cadre(peintre, rect, mm(1.5), fond, bord, 2)
    gauche = rect.left() + mm(2.6) + 2
    if mention.icone:
        cote = mm(6)
        image = pixmap(mention.icone, encre, cote, epaisseur=2.4)
        peintre.drawPixmap(gauche, rect.top() + (rect.height() - cote) // 2, image)
        gauche += cote + mm(1.6)
    texte = QRect(gauche, rect.top(), rect.right() - gauche, rect.height())
    ecrire(peintre, texte, police("mini", gras=True), encre, mention.texte, Qt.AlignmentFlag.AlignVCenter)


class Etiquette(Themable, QLabel):
    """The tag as a widget. A `QLabel`, so that its words are read out."""

    def __init__(self, mention: Mention, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Not Fixed in width: one tag must not narrow the whole column it stands in.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._mention = mention
        self.setText(mention.texte)
        self.pret()

    def montrer(self, mention: Mention) -> None:
        """Say something else."""
        self._mention = mention
        self.setText(mention.texte)
        self.mesurer()

    def mesurer(self) -> None:
        self.setMinimumSize(taille(self._mention, actuel()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return taille(self._mention, actuel())

    def paintEvent(self, _event: QPaintEvent) -> None:
        peintre = QPainter(self)
        peindre(peintre, QPoint(0, 0), self._mention, actuel())
        peintre.end()
