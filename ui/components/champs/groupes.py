"""Fields whose line regroups itself: amounts and dates."""

from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.components.champs.champ import Champ
from ui.components.champs.groupage import MONTANT, SaisieDate, SaisieGroupee
from ui.components.dessin import ecrire
from ui.theme import actuel, police
from ui.theme.themable import Themable

AIDE_DATE = "Jour, mois, année. Par exemple\u00a0: 07/04/1986."

_LARGEUR_DATE_MM = 90
_TRAIT = 2


class _Suffixe(Themable, QLabel):
    """The unit, at the end of the frame: it is no part of what is typed."""

    def __init__(self, unite: str) -> None:
        super().__init__(unite)
        self.pret()

    def mesurer(self) -> None:
        self.setFont(police("saisie", gras=True))
        self.setFixedWidth(actuel().mesures.mm(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        rayon = theme.mesures.mm(1.6)
        fond = QPainterPath()
        fond.setFillRule(Qt.FillRule.WindingFill)
        fond.addRoundedRect(QRectF(self.rect()), rayon, rayon)
        fond.addRect(QRectF(self.rect().adjusted(0, 0, -rayon, 0)))
        peintre = QPainter(self)
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        peintre.fillPath(fond, QColor(theme.couleurs.surface_2))
        peintre.fillRect(QRect(0, 0, _TRAIT, self.height()), QColor(theme.couleurs.bord))
        place = self.rect().adjusted(_TRAIT, 0, 0, 0)
        ecrire(peintre, place, self.font(), theme.couleurs.encre, self.text(), Qt.AlignmentFlag.AlignCenter)
        peintre.end()


class ChampMontant(Champ):
    """Whole euros, grouped by thousands, at the right, before « € ».

    Up to 40 characters of anything: a comma or a letter stays on screen for the error to explain.
    """

    def __init__(self, libelle: str, *, aide: str = "", parent: QWidget | None = None) -> None:
        self._saisie = SaisieGroupee(MONTANT)
        super().__init__(libelle, aide=aide, saisie=self._saisie, parent=parent)
        self._saisie.clavier_voulu = "nombre"
        self._saisie.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._saisie.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._saisie.setAccessibleName(f"{libelle}, en euros")
        self.cadre.rang.addWidget(_Suffixe("€"))
        self.pret()

    def valeur(self) -> str:
        return self._saisie.brut()


class ChampDate(Champ):
    """A day, typed as eight digits on the pad; the bars come by themselves.

    `valeur()` is what is shown (« 07/04/1986 », or « 07/0 » halfway). One line, not three: eight keys and no
    « Champ suivant » in between.
    """

    def __init__(self, libelle: str, *, aide: str = AIDE_DATE, parent: QWidget | None = None) -> None:
        self._saisie = SaisieDate()
        super().__init__(libelle, aide=aide, saisie=self._saisie, parent=parent)
        self._saisie.clavier_voulu = "nombre"
        self._saisie.setInputMethodHints(Qt.InputMethodHint.ImhDate)
        self._colonne.setAlignment(self.cadre, Qt.AlignmentFlag.AlignLeft)
        self.pret()

    def mesurer(self) -> None:
        super().mesurer()
        # The width says how much is expected.
        self.cadre.setFixedWidth(actuel().mesures.mm(_LARGEUR_DATE_MM))

    def date(self) -> date | None:
        """The day typed, or `None` when it is not a day of the calendar written ddmmyyyy."""
        brut = self._saisie.brut()
        if len(brut) != 8 or not (brut.isascii() and brut.isdecimal()):
            return None
        try:
            return date(int(brut[4:]), int(brut[2:4]), int(brut[:2]))
        except ValueError:
            return None
