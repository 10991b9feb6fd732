"""A telephone number, grouped by two."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.components.champs.champ import Champ
from ui.components.champs.groupage import TELEPHONE, SaisieGroupee
from ui.theme import actuel

_LARGEUR_MM = 130


class ChampTelephone(Champ):
    """Digits on the pad; « +33… » and a pasted number with dots or dashes are taken too.

    `valeur()` is what was typed without separators; what is no number stays on screen for the error to explain.
    """

    def __init__(self, libelle: str, *, aide: str = "", parent: QWidget | None = None) -> None:
        self._saisie = SaisieGroupee(TELEPHONE)
        super().__init__(libelle, aide=aide, saisie=self._saisie, parent=parent)
        self._saisie.clavier_voulu = "nombre"
        self._saisie.setInputMethodHints(
            Qt.InputMethodHint.ImhDialableCharactersOnly | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._colonne.setAlignment(self.cadre, Qt.AlignmentFlag.AlignLeft)
        self.pret()

    def valeur(self) -> str:
        return self._saisie.brut()

    def mesurer(self) -> None:
        super().mesurer()
        # The width says how much is expected.
        self.cadre.setFixedWidth(actuel().mesures.mm(_LARGEUR_MM))
