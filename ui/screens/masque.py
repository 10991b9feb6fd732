"""« Masquer l’écran »: an opaque page that the visitor puts over theirs while somebody looks, and takes away."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.components.actions import BarreActions
from ui.components.boutons import Bouton
from ui.components.ecran import Ecran
from ui.components.pastilles import Sceau
from ui.components.textes import Paragraphe, Texte
from ui.theme import actuel

TITRE = "Votre écran est masqué"
EXPLICATION = (
    "Personne ne peut lire vos informations. Vos réponses sont gardées, comme vous les avez laissées."
)
AFFICHER = "Afficher mon écran"
TERMINER = "Terminer ma session"


class EcranMasque(Ecran):
    """Hides everything. Only its named button shows the page again: a stray touch may not be the visitor's."""

    barre = False
    bord_a_bord = True

    def __init__(self, afficher: Callable[[], None], terminer: Callable[[], None]) -> None:
        super().__init__()
        # Opaque: what is under it must not be read.
        self.setAutoFillBackground(True)
        self.setAccessibleName(TITRE)
        self._afficher = Bouton(AFFICHER, "p")
        self._afficher.clicked.connect(afficher)
        bouton_terminer = Bouton(TERMINER, "s")
        bouton_terminer.clicked.connect(terminer)
        self.pousser(2)
        self.corps.addWidget(Sceau("info", "oeil_barre"), 0, Qt.AlignmentFlag.AlignHCenter)
        self.corps.addWidget(Texte(TITRE, "h1", centre=True))
        self._texte = Paragraphe(EXPLICATION, "intro", centre=True)
        self.corps.addWidget(self._texte)
        self.pousser(3)
        self.corps.addWidget(BarreActions(bouton_terminer, self._afficher))
        self.pret()

    def depart(self) -> QWidget | None:
        return self._afficher

    def mesurer(self) -> None:
        super().mesurer()
        marge = actuel().mesures.marge
        self.corps.setSpacing(actuel().mesures.mm(6))
        self._texte.setContentsMargins(marge, 0, marge, 0)
