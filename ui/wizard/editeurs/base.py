"""What every editor of an answer offers to the step page."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.formulaire import Parcours
from kiosk.formulaire.champ import Champ


class Editeur(QWidget):
    """One answer of the walk, at one dotted path.

    What is typed goes to the walk at each change, right or wrong: leaving the page loses nothing.
    """

    modifie = Signal()

    def __init__(self, parcours: Parcours[Any], chemin: str) -> None:
        super().__init__()
        self.parcours = parcours
        self.chemin = chemin
        self.champ: Champ = parcours.champ(chemin)
        self.corps = QVBoxLayout(self)
        self.corps.setContentsMargins(0, 0, 0, 0)

    def dire(self, modele: str) -> str:
        """One of the declaration's texts, filled in for this answer: `{personne}` is whose it is."""
        return self.parcours.texte(modele, self.parcours.marche.demandes.get(self.chemin))

    def lire(self) -> None:
        """Show what the walk holds."""
        raise NotImplementedError

    def signaler(self, message: str) -> None:
        """Show an error at the field, or remove it with an empty message."""
        raise NotImplementedError

    def premier(self) -> QWidget:
        """What a person meets first of this answer."""
        raise NotImplementedError

    def prendre_focus(self) -> None:
        """Put the person on this answer."""
        self.premier().setFocus()
