"""Lists: numbered steps to follow, and lines with a medallion."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.components.dessin import disque, ecrire
from ui.components.textes import Paragraphe, Texte
from ui.components.tuiles import Medaillon
from ui.theme import actuel, police
from ui.theme.themable import Themable


class _Numero(Themable, QLabel):
    def __init__(self, numero: int) -> None:
        super().__init__(str(numero))
        self.pret()

    def mesurer(self) -> None:
        mesures = actuel().mesures
        cote = mesures.mm(16 if mesures.grand else 13)
        self.setFont(police("corps", gras=True))
        self.setFixedSize(cote, cote)

    def paintEvent(self, _event: QPaintEvent) -> None:
        couleurs = actuel().couleurs
        peintre = QPainter(self)
        disque(peintre, self.rect(), couleurs.action)
        fonte = police("corps", gras=True)
        ecrire(peintre, self.rect(), fonte, couleurs.sur_action, self.text(), Qt.AlignmentFlag.AlignCenter)
        peintre.end()


class ListeNumerotee(Themable, QWidget):
    """« Et maintenant ? »: what happens next, in order."""

    def __init__(self, lignes: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colonne = QVBoxLayout(self)
        self._colonne.setContentsMargins(0, 0, 0, 0)
        self._rangs: list[QHBoxLayout] = []
        for numero, texte in enumerate(lignes, 1):
            rang = QHBoxLayout()
            rang.addWidget(_Numero(numero), 0, Qt.AlignmentFlag.AlignVCenter)
            rang.addWidget(Paragraphe(texte), 1, Qt.AlignmentFlag.AlignVCenter)
            self._rangs.append(rang)
            self._colonne.addLayout(rang)
        self.pret()

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self._colonne.setSpacing(mm(6))
        for rang in self._rangs:
            rang.setSpacing(mm(6))


class LigneMedaillon(Themable, QWidget):
    """A medallion, a bold line, a line of help. Nothing to press."""

    def __init__(self, icone: str, titre: str, aide: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rang = QHBoxLayout(self)
        self._rang.setContentsMargins(0, 0, 0, 0)
        self._rang.addWidget(Medaillon(icone, 16), 0, Qt.AlignmentFlag.AlignVCenter)
        colonne = QVBoxLayout()
        colonne.setSpacing(0)
        colonne.addWidget(Texte(titre, "libelle"))
        if aide:
            colonne.addWidget(Texte(aide, "second"))
        self._rang.addLayout(colonne, 1)
        self.pret()

    def mesurer(self) -> None:
        self._rang.setSpacing(actuel().mesures.mm(4))
