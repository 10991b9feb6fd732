"""Answers that are typed: amounts, numbers, texts, dates."""

from typing import Any

from PySide6.QtWidgets import QWidget

from kiosk.formulaire import Nature, Parcours
from ui.components.champs import Champ, ChampDate, ChampEntier, ChampMontant, ChampTexte
from ui.wizard.editeurs.base import Editeur

CHAMPS: dict[Nature, type[Champ]] = {
    Nature.MONTANT: ChampMontant,
    Nature.ENTIER: ChampEntier,
    Nature.TEXTE: ChampTexte,
    Nature.DATE: ChampDate,
}


class EditeurSaisie(Editeur):
    """A typed field: what was typed is kept as it was typed."""

    def __init__(self, parcours: Parcours[Any], chemin: str) -> None:
        super().__init__(parcours, chemin)
        self._champ = CHAMPS[self.champ.nature](
            self.dire(self.champ.libelle.texte), aide=self.dire(self.champ.aide)
        )
        self.corps.addWidget(self._champ)
        self.lire()
        self._champ.modifie.connect(self._garder)

    def _garder(self) -> None:
        self.parcours.saisir(self.chemin, self._champ.valeur())
        self.modifie.emit()

    def lire(self) -> None:
        saisie = self.parcours.saisie(self.chemin)
        texte = "" if saisie is None else str(saisie)
        if texte != self._champ.valeur():
            self._champ.poser(texte)

    def signaler(self, message: str) -> None:
        self._champ.erreur(message or None)

    def premier(self) -> QWidget:
        return self._champ
