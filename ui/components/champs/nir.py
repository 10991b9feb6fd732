"""The number of Sécurité sociale, and a drawing of the card it is read on."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.champs.champ import Champ
from ui.components.champs.groupage import NIR, SaisieGroupee
from ui.theme import actuel, police
from ui.theme.mesures import Forme
from ui.theme.themable import Themable

_CARTE_MM = 80
_VUE = (330, 184)  # units of the drawing
_EXEMPLE = "2\u00a090\u00a006\u00a069\u00a0123\u00a0045"


class CarteVitale(Themable, QWidget):
    """A « carte Vitale » with its number framed and its key left out. Decorative: the hint says the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.pret()

    def mesurer(self) -> None:
        largeur = actuel().mesures.mm(_CARTE_MM)
        self.setFixedSize(largeur, round(largeur * _VUE[1] / _VUE[0]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        couleurs = actuel().couleurs
        peintre = QPainter(self)
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        peintre.scale(self.width() / _VUE[0], self.width() / _VUE[0])
        for rect, rayon, fond, bord, trait in (
            (QRectF(2, 2, 326, 180), 18, couleurs.surface, couleurs.bord, 3),
            (QRectF(24, 26, 56, 44), 7, couleurs.deco_2, None, 0),
            (QRectF(13, 100, 256, 56), 9, couleurs.action_teinte, couleurs.action, 4),
        ):
            peintre.setPen(QPen(QColor(bord), trait) if bord else Qt.PenStyle.NoPen)
            peintre.setBrush(QColor(fond))
            peintre.drawRoundedRect(rect, rayon, rayon)
        fonte = police("mini", tabulaire=True)
        for texte, x, y, taille, gras, couleur in (
            ("Carte Vitale", 98, 58, 28, False, couleurs.encre_2),
            (_EXEMPLE, 25, 137, 24, True, couleurs.encre),
            ("76", 279, 137, 24, False, couleurs.encre_2),
        ):
            fonte.setPixelSize(taille)
            fonte.setBold(gras)
            peintre.setFont(fonte)
            peintre.setPen(QColor(couleur))
            peintre.drawText(QPointF(x, y), texte)
        peintre.end()


class ChampNir(Champ):
    """13 characters (15 with the key), grouped as on the card; `valeur()` has no spaces.

    The card is drawn beside the field where there is room for it: upright, not in large text. On a PC the
    screen puts a `CarteVitale` in its own column.
    """

    def __init__(
        self,
        libelle: str = "Numéro de Sécurité sociale",
        *,
        aide: str = "Sur votre carte Vitale\u00a0: les 13\u00a0premiers caractères, sans la clé.",
        carte: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._saisie = SaisieGroupee(NIR)
        super().__init__(libelle, aide=aide, saisie=self._saisie, parent=parent)
        self._saisie.clavier_voulu = "nir"
        self._saisie.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._avec_carte = carte
        self._carte = CarteVitale(self)
        self._rang.addWidget(self._carte, 0, Qt.AlignmentFlag.AlignBottom)
        self.pret()

    def valeur(self) -> str:
        return self._saisie.brut()

    def mesurer(self) -> None:
        super().mesurer()
        mesures = actuel().mesures
        place = mesures.forme is Forme.PORTRAIT and not mesures.grand
        self._carte.setVisible(self._avec_carte and place)
