"""Fields whose line regroups itself: amounts and dates."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.components.champs.champ import Champ
from ui.components.champs.groupage import MONTANT, SaisieDate, SaisieGroupee
from ui.theme import actuel

AIDE_DATE = "Jour, mois, année. Par exemple\u00a0: 07/04/1986."

_LARGEUR_DATE_MM = 90


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
        self._suffixe = QLabel("€")
        self._suffixe.setObjectName("suffixe")
        self._suffixe.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cadre.rang.addWidget(self._suffixe)
        self.pret()

    def valeur(self) -> str:
        return self._saisie.brut()

    def mesurer(self) -> None:
        super().mesurer()
        self._suffixe.setFixedWidth(actuel().mesures.mm(18))


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
