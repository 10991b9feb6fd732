"""One choice among a few short ones, side by side: text size, colours, language."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from ui.components.boutons import Bouton
from ui.theme import actuel
from ui.theme.themable import Themable


@dataclass(frozen=True)
class Segment:
    """One option. `taille_mm` writes its label in that size, for the options that are text sizes."""

    code: str
    libelle: str
    icone: str = ""
    taille_mm: float | None = None


class _BoutonSegment(Bouton):
    retenu = Signal(str)

    def __init__(self, segment: Segment) -> None:
        super().__init__(segment.libelle, "segment", segment.icone)
        self._code = segment.code
        self.setCheckable(True)
        self.setAutoExclusive(True)
        politique = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        politique.setHeightForWidth(True)
        self.setSizePolicy(politique)
        if segment.taille_mm is not None:
            self.dimensionner(segment.taille_mm)
        self.clicked.connect(self._retenir)

    def _retenir(self) -> None:
        self.retenu.emit(self._code)


class Segments(Themable, QWidget):
    """`choisi(code)` when the visitor picks; `choisir` sets without a signal."""

    choisi = Signal(str)

    def __init__(self, segments: Sequence[Segment], colonnes: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grille = QGridLayout(self)
        self._grille.setContentsMargins(0, 0, 0, 0)
        self._groupe = QButtonGroup(self)
        self._boutons: dict[str, Bouton] = {}
        colonnes = colonnes or len(segments)
        for rang, segment in enumerate(segments):
            bouton = _BoutonSegment(segment)
            bouton.retenu.connect(self.choisi)
            self._groupe.addButton(bouton)
            self._boutons[segment.code] = bouton
            self._grille.addWidget(bouton, rang // colonnes, rang % colonnes)
        for colonne in range(colonnes):
            self._grille.setColumnStretch(colonne, 1)
        self.pret()

    def bouton(self, code: str) -> Bouton:
        """The button of an option; `KeyError` if there is none."""
        return self._boutons[code]

    def choisir(self, code: str) -> None:
        """Show `code` as the choice in force."""
        self._boutons[code].setChecked(True)

    def mesurer(self) -> None:
        self._grille.setSpacing(actuel().mesures.mm(3))
