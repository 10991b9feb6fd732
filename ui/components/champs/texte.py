"""Fields of plain text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.components.champs.champ import Champ

_LONGUEUR_MAIL = 320  # an address has at most 254 characters: one that is too long is explained, not cut


class ChampTexte(Champ):
    """One line of free text."""

    def __init__(self, libelle: str, *, aide: str = "", parent: QWidget | None = None) -> None:
        super().__init__(libelle, aide=aide, parent=parent)
        self.pret()


class ChampMail(Champ):
    """A mail address; its keyboard has « @ » and the common domains."""

    def __init__(self, libelle: str, *, aide: str = "", parent: QWidget | None = None) -> None:
        super().__init__(libelle, aide=aide, parent=parent)
        self.saisie.setMaxLength(_LONGUEUR_MAIL)
        self.saisie.clavier_voulu = "mail"
        self.saisie.setInputMethodHints(
            Qt.InputMethodHint.ImhEmailCharactersOnly
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.pret()
