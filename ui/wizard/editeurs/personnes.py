"""Who is in the form: one tile for each person, kept or taken out, and a button to add one."""

from typing import Any

from PySide6.QtWidgets import QWidget

from kiosk.formulaire import Parcours
from ui.components.boutons import Bouton
from ui.components.groupe import GroupeErreur
from ui.components.tuiles import TuileChoix
from ui.theme import actuel
from ui.wizard.editeurs.base import Editeur


class _TuilePersonne(TuileChoix):
    """The tile of one person; the one who declares cannot be taken out."""

    def __init__(self, nom: str, identifiant: int, fixe: bool, editeur: "EditeurPersonnes") -> None:
        super().__init__(nom, "Toujours dans la déclaration" if fixe else "", unique=False)
        self._identifiant = identifiant
        self._fixe = fixe
        self._editeur = editeur
        self.setChecked(True)
        self.clicked.connect(self._basculer)

    def _basculer(self) -> None:
        if self._fixe:
            self.setChecked(True)
            return
        self._editeur.retenir(self._identifiant, self.isChecked())


class EditeurPersonnes(Editeur):
    """The elements of a repeated field."""

    def __init__(self, parcours: Parcours[Any], chemin: str) -> None:
        super().__init__(parcours, chemin)
        assert self.champ.repete is not None
        self._repete = self.champ.repete
        self._groupe = GroupeErreur()
        self._tuiles: dict[int, TuileChoix] = {}
        self._ajouter = Bouton(self._repete.bouton, "s", "plus")
        self._ajouter.clicked.connect(self._un_de_plus)
        self.corps.addWidget(self._groupe)
        self.corps.addWidget(self._ajouter)
        self.corps.setSpacing(actuel().mesures.mm(4))
        self._groupe.corps.setSpacing(actuel().mesures.mm(3))
        self.lire()

    def lire(self) -> None:
        for element in self.parcours.elements(self.champ.nom):
            tuile = self._tuiles.get(element.identifiant)
            if tuile is None:
                fixe = element.donnees.get(self._repete.cle) == self._repete.fixe
                nom = self.parcours.nom_de(self.champ.nom, element)
                tuile = self._tuiles[element.identifiant] = _TuilePersonne(
                    nom, element.identifiant, fixe, self
                )
                self._groupe.corps.addWidget(tuile)
            tuile.setChecked(element.retenu)

    def retenir(self, identifiant: int, retenu: bool) -> None:
        """Keep a person or take them out; what was answered for them is kept aside."""
        self.parcours.retenir(self.champ.nom, identifiant, retenu)
        self.modifie.emit()

    def _un_de_plus(self) -> None:
        self.parcours.ajouter(self.champ.nom)
        self.lire()
        self.modifie.emit()

    def signaler(self, message: str) -> None:
        self._groupe.montrer(message)

    def premier(self) -> QWidget:
        return next(iter(self._tuiles.values()), self._ajouter)
