"""The bar at the bottom of every page: back on the left, the one thing to do on the right."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.components.boite import Boite
from ui.components.boutons import Bouton
from ui.theme import actuel
from ui.theme.themable import Themable

_PARTS = {1: (100,), 2: (42, 58), 3: (26, 32, 42)}


class BarreActions(Themable, Boite):
    """One to three buttons, primary last."""

    def __init__(
        self,
        *boutons: Bouton,
        marge_mm: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("actions", parent)
        self._colonne_mm = 300.0
        self._marge_mm = marge_mm
        self._dehors = QHBoxLayout(self)
        self._dedans = QWidget()
        self._rang = QHBoxLayout(self._dedans)
        self._rang.setContentsMargins(0, 0, 0, 0)
        self._dehors.addStretch(1)
        self._dehors.addWidget(self._dedans, 100_000)
        self._dehors.addStretch(1)
        self._boutons: tuple[Bouton, ...] = ()
        self.montrer(*boutons)
        self.pret()

    @property
    def boutons(self) -> tuple[Bouton, ...]:
        """The buttons, left to right."""
        return self._boutons

    def montrer(self, *boutons: Bouton) -> None:
        """Replace the buttons. A lone secondary stays on the secondary's place."""
        while self._rang.count():
            self._rang.takeAt(0)
        for ancien in self._boutons:
            if ancien not in boutons:
                ancien.hide()
                ancien.deleteLater()
        self._boutons = boutons
        parts = _PARTS[len(boutons)] if boutons else ()
        seul = len(boutons) == 1 and boutons[0].property("genre") != "p"
        for bouton, part in zip(boutons, parts, strict=True):
            # Ignored: the split is the design's, whatever the labels ask for.
            politique = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            politique.setHeightForWidth(True)
            bouton.setSizePolicy(politique)
            self._rang.addWidget(bouton, 42 if seul else part)
        if seul:
            self._rang.addStretch(58)

    def elargir(self, colonne_mm: float) -> None:
        """On a PC, as wide as the page's column."""
        if colonne_mm != self._colonne_mm:
            self._colonne_mm = colonne_mm
            self.mesurer()

    def mesurer(self) -> None:
        mesures = actuel().mesures
        marge = mesures.marge if self._marge_mm is None else mesures.mm(self._marge_mm)
        pad = mesures.pad_actions
        self._dehors.setContentsMargins(marge, pad, marge, pad)
        self._rang.setSpacing(mesures.mm(4))
        pleine = self._marge_mm is not None or mesures.borne
        self._dedans.setMaximumWidth(16_777_215 if pleine else mesures.mm(self._colonne_mm))
