"""Answers that are touched, not typed: one among several, yes or no, a box to tick."""

from typing import Any

from PySide6.QtWidgets import QButtonGroup, QWidget

from kiosk.formulaire import Nature, Parcours
from ui.components.groupe import GroupeErreur
from ui.components.textes import Texte
from ui.components.tuiles import TuileChoix
from ui.theme import actuel
from ui.wizard.editeurs.base import Editeur


class EditeurChoix(Editeur):
    """Tiles, one of them at most."""

    def __init__(self, parcours: Parcours[Any], chemin: str) -> None:
        super().__init__(parcours, chemin)
        self._groupe = GroupeErreur()
        self._groupe.corps.addWidget(Texte(self.dire(self.champ.libelle.texte), "libelle"))
        if self.champ.aide:
            self._groupe.corps.addWidget(Texte(self.dire(self.champ.aide), "second"))
        self._boutons = QButtonGroup(self)
        self._valeurs: list[object] = []
        for valeur, titre, aide in self._reponses():
            tuile = TuileChoix(titre, aide)
            self._boutons.addButton(tuile, len(self._valeurs))
            self._valeurs.append(valeur)
            self._groupe.corps.addWidget(tuile)
        self._groupe.corps.setSpacing(actuel().mesures.mm(3))
        self.corps.addWidget(self._groupe)
        self._boutons.idClicked.connect(self._choisi)
        self.lire()

    def _reponses(self) -> list[tuple[object, str, str]]:
        if self.champ.nature is Nature.OUI_NON:
            return [(True, "Oui", ""), (False, "Non", "")]
        assert self.champ.choix is not None
        return [(c.value, self.dire(c.libelle), self.dire(c.aide)) for c in self.champ.choix]

    def _choisi(self, rang: int) -> None:
        self.parcours.saisir(self.chemin, self._valeurs[rang])
        self.modifie.emit()

    def lire(self) -> None:
        saisie = self.parcours.saisie(self.chemin)
        if saisie in self._valeurs:
            self._boutons.button(self._valeurs.index(saisie)).setChecked(True)

    def signaler(self, message: str) -> None:
        self._groupe.montrer(message)

    def premier(self) -> QWidget:
        return self._boutons.button(0)


class EditeurCase(Editeur):
    """One box to tick."""

    def __init__(self, parcours: Parcours[Any], chemin: str) -> None:
        super().__init__(parcours, chemin)
        self._groupe = GroupeErreur()
        self._tuile = TuileChoix(
            self.dire(self.champ.libelle.texte), self.dire(self.champ.aide), unique=False
        )
        self._groupe.corps.addWidget(self._tuile)
        self.corps.addWidget(self._groupe)
        self._tuile.clicked.connect(self._coche)
        self.lire()

    def _coche(self) -> None:
        self.parcours.saisir(self.chemin, self._tuile.isChecked())
        self.modifie.emit()

    def lire(self) -> None:
        self._tuile.setChecked(self.parcours.saisie(self.chemin) is True)

    def signaler(self, message: str) -> None:
        self._groupe.montrer(message)
        self._tuile.signaler(message)

    def premier(self) -> QWidget:
        return self._tuile
