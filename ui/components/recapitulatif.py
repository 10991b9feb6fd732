"""Answers to check before sending: what was asked, what was answered, « Modifier »."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.components.boite import Boite
from ui.components.boutons import Bouton
from ui.components.dessin import largeur_ligne
from ui.components.lignes import Separateur
from ui.components.textes import Texte
from ui.theme import TailleTexte, actuel, police
from ui.theme.themable import Themable

_VALEUR_COURTE_MM = 75
_VALEUR_COURTE_GRAND_MM = 50
"""In large letters the label needs more of the row."""


@dataclass(frozen=True)
class Reponse:
    """One row. `cible` is what `modifier` emits; `donnee` is false for « Non renseigné »."""

    libelle: str
    valeur: str
    cible: str
    donnee: bool = True


class _Modifier(Bouton):
    demande = Signal(str)

    def __init__(self, texte: str, reponse: Reponse) -> None:
        super().__init__(texte, "lien", "stylo")
        self._cible = reponse.cible
        # « Modifier » alone, read out of its row, would not say what it changes.
        self.setAccessibleName(f"{texte}\u00a0: {reponse.libelle}")
        self.clicked.connect(self._demander)

    def _demander(self) -> None:
        self.demande.emit(self._cible)


class _Valeur(Texte):
    def __init__(self, reponse: Reponse) -> None:
        super().__init__(reponse.valeur, "fort" if reponse.donnee else "corps")

    def ecrire(self, reponse: Reponse) -> None:
        """Another answer to the same question."""
        self._gras = reponse.donnee
        self.setText(reponse.valeur)
        self.mesurer()

    @property
    def courte(self) -> bool:
        """Whether it stands on one line beside its label."""
        return not self.wordWrap()

    def mesurer(self) -> None:
        fonte = police("corps", self._gras, tabulaire=True)
        self.setFont(fonte)
        mesures = actuel().mesures
        limite = _VALEUR_COURTE_MM if mesures.taille is TailleTexte.NORMAL else _VALEUR_COURTE_GRAND_MM
        self.setWordWrap(largeur_ligne(fonte, self.text()) > mesures.mm(limite))
        cote = Qt.AlignmentFlag.AlignRight if self.courte else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(cote | Qt.AlignmentFlag.AlignVCenter)


class _Ligne(Themable, QFrame):
    """A short value stands at the right of its label; a long one below it, where it has the whole width."""

    def __init__(self, reponse: Reponse, texte_modifier: str) -> None:
        super().__init__()
        self._reponse = reponse
        self._rang = QHBoxLayout(self)
        libelle = Texte(reponse.libelle)
        self.bouton = _Modifier(texte_modifier, reponse)
        self._textes = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._textes.addWidget(libelle, 1)
        self._valeur = _Valeur(reponse)
        self._textes.addWidget(self._valeur)
        self._rang.addLayout(self._textes, 1)
        self._rang.addWidget(self.bouton, 0, Qt.AlignmentFlag.AlignVCenter)
        self.pret()

    def pose(self, reponse: Reponse) -> bool:
        """Whether it is the row of that question."""
        return (self._reponse.libelle, self._reponse.cible) == (reponse.libelle, reponse.cible)

    def ecrire(self, reponse: Reponse) -> None:
        """Another answer to its question; the same one costs nothing."""
        if reponse != self._reponse:
            self._reponse = reponse
            self._valeur.ecrire(reponse)
            self.mesurer()

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self._rang.setContentsMargins(0, mm(1.5), 0, mm(1.5))
        self._rang.setSpacing(mm(5))
        self.setMinimumHeight(mm(19))
        sens = QBoxLayout.Direction
        self._textes.setDirection(sens.LeftToRight if self._valeur.courte else sens.TopToBottom)
        self._textes.setSpacing(mm(5) if self._valeur.courte else mm(1))


class Recapitulatif(Themable, QWidget):
    """A title and a card of rows. `modifier(cible)` says which answer to go back to."""

    modifier = Signal(str)

    def __init__(
        self, titre: str, reponses: Sequence[Reponse], texte_modifier: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._titre = titre
        self._rangs: list[_Ligne] = []
        self._colonne = QVBoxLayout(self)
        self._colonne.setContentsMargins(0, 0, 0, 0)
        if titre:
            self._colonne.addWidget(Texte(titre, "h3"))
        carte = Boite("carte")
        self._lignes = QVBoxLayout(carte)
        self._lignes.setSpacing(0)
        for rang, reponse in enumerate(reponses):
            if rang:
                self._lignes.addWidget(Separateur())
            ligne = _Ligne(reponse, texte_modifier)
            ligne.bouton.demande.connect(self.modifier)
            self._lignes.addWidget(ligne)
            self._rangs.append(ligne)
        self._colonne.addWidget(carte)
        self.pret()

    @property
    def nombre(self) -> int:
        """How many rows."""
        return len(self._rangs)

    def relire(self, titre: str, reponses: Sequence[Reponse]) -> bool:
        """Write what has changed among the answers to the same questions; False, and nothing is, if they are others."""
        if titre != self._titre or len(reponses) != len(self._rangs):
            return False
        if not all(ligne.pose(reponse) for ligne, reponse in zip(self._rangs, reponses, strict=True)):
            return False
        for ligne, reponse in zip(self._rangs, reponses, strict=True):
            ligne.ecrire(reponse)
        return True

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self._colonne.setSpacing(mm(1))
        self._lignes.setContentsMargins(mm(6), mm(0.5), mm(3), mm(0.5))
