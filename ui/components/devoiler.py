"""« Afficher en entier »: what is masked, shown for a moment when its owner asks."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.components.boutons import Bouton
from ui.components.champs.mot_de_passe import DUREE_MS
from ui.components.discret import Discret
from ui.components.textes import Texte
from ui.theme import actuel

_AFFICHER, _MASQUER = "Afficher en entier", "Masquer"


class Devoiler(Discret, QWidget):
    """The button, and how long what it shows will last.

    `demande`: it was pressed; the owner answers with `devoiler()` once it shows the values, which gives False when
    nobody waits for them any more. `masque`: the values are to be masked again, because the button was pressed,
    `duree_ms` passed, the page was left or the window lost the focus.
    """

    demande = Signal()
    masque = Signal()

    def __init__(self, duree_ms: int = DUREE_MS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._duree_ms = duree_ms
        self._attendu = False
        self._visible = False
        self._rang = QHBoxLayout(self)
        self._rang.setContentsMargins(0, 0, 0, 0)
        self._bouton = Bouton(_AFFICHER, "petit", "oeil")
        self._bouton.clicked.connect(self._basculer)
        secondes = round(duree_ms / 1000)
        self._duree = Texte(f"Elles seront masquées dans {secondes}\u00a0secondes.", "second")
        self._rang.addWidget(self._bouton)
        self._rang.addWidget(self._duree, 1)
        self._rang.addStretch()
        self._minuterie = QTimer(self)
        self._minuterie.setSingleShot(True)
        self._minuterie.timeout.connect(self.masquer)
        self._nommer()
        self.pret()

    @property
    def devoile(self) -> bool:
        """Whether the values can be read on the screen."""
        return self._visible

    def devoiler(self) -> bool:
        """The values are here: count the time they stay. False, and nothing, when they came too late."""
        if not self._attendu:
            return False
        self._attendu, self._visible = False, True
        self._minuterie.start(self._duree_ms)
        self._nommer()
        return True

    def masquer(self) -> None:
        """Mask the values, or stop waiting for them."""
        self._attendu = False
        self._minuterie.stop()
        if self._visible:
            self._visible = False
            self._nommer()
            self.masque.emit()

    def _basculer(self) -> None:
        if self._visible:
            self.masquer()
        elif not self._attendu:
            self._attendu = True
            self.demande.emit()

    def _nommer(self) -> None:
        self._bouton.setText(_MASQUER if self._visible else _AFFICHER)
        self._bouton.iconer("oeil_barre" if self._visible else "oeil")
        etat = self._duree.text() if self._visible else "Vos coordonnées sont masquées en partie."
        self._bouton.setAccessibleDescription(etat)
        self._duree.setVisible(self._visible)

    def mesurer(self) -> None:
        self._rang.setSpacing(actuel().mesures.mm(4))
