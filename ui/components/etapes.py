"""Where the visitor is: « Étape n sur N », the page's title, bars, what comes next. Nothing to press."""

from html import escape

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.components.textes import Paragraphe, Texte
from ui.theme import actuel
from ui.theme.themable import Themable


class _Barres(Themable, QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._fait, self._total = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.pret()

    def compter(self, fait: int, total: int) -> None:
        self._fait, self._total = fait, max(1, total)
        self.update()

    def mesurer(self) -> None:
        self.setFixedHeight(actuel().mesures.mm(2.2))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        couleurs, mm = theme.couleurs, theme.mesures.mm
        jeu = mm(2)
        place = self.width() - jeu * (self._total - 1)
        faites, restantes = QPainterPath(), QPainterPath()
        for rang in range(self._total):
            # Cut on whole pixels, so that the last bar ends on the column's edge.
            gauche = place * rang // self._total + jeu * rang
            droite = place * (rang + 1) // self._total + jeu * rang
            barre = QRectF(gauche, 0, droite - gauche, self.height())
            if rang < self._fait:
                faites.addRoundedRect(barre, mm(1.1), mm(1.1))
            else:
                restantes.addRoundedRect(barre.adjusted(0.5, 0.5, -0.5, -0.5), mm(1.1) - 0.5, mm(1.1) - 0.5)
        peintre = QPainter(self)
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        peintre.fillPath(faites, QColor(couleurs.action))
        peintre.setPen(QColor(couleurs.bord))
        peintre.setBrush(QColor(couleurs.surface_2))
        peintre.drawPath(restantes)
        peintre.end()


class Etapes(Themable, QWidget):
    """The header of a step's page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colonne = QVBoxLayout(self)
        self._colonne.setContentsMargins(0, 0, 0, 0)
        self._sur = Texte(role="second")
        self._titre = Texte(role="h1")
        self._barres = _Barres()
        self._suite = Paragraphe(role="second", riche=True)
        self._annonce = self._suivante = ""
        for widget in (self._sur, self._titre, self._barres, self._suite):
            self._colonne.addWidget(widget)
        self.pret()

    def montrer(
        self, sur: str, titre: str, rang: int, total: int, annonce: str = "", suivante: str = ""
    ) -> None:
        """`sur` « Étape 3 sur 6 », `annonce` « Étape suivante : » in bold, then `suivante`.

        `rang` counts from 1. On the last page give what remains in `suivante` alone.
        """
        self._sur.setText(sur)
        self._titre.setText(titre)
        self._barres.compter(rang, total)
        self._annonce, self._suivante = annonce, suivante
        self._suite.setVisible(bool(suivante))
        self._ecrire_suite()

    def _ecrire_suite(self) -> None:
        # The colour of the bold part is written in the text: it changes with the theme.
        encre = actuel().couleurs.encre
        gras = f'<b style="color:{encre}">{escape(self._annonce)}</b> ' if self._annonce else ""
        self._suite.ecrire(gras + escape(self._suivante) if self._suivante else "")

    @property
    def titre(self) -> str:
        """The page's title."""
        return self._titre.text()

    def mesurer(self) -> None:
        self._colonne.setSpacing(actuel().mesures.mm(3))
        self._ecrire_suite()
