"""Between two visits, when the next page is not ready yet: an opaque page that says to wait."""

from PySide6.QtCore import Qt

from ui.components.ecran import Ecran
from ui.components.pastilles import Sceau
from ui.components.textes import Paragraphe, Texte
from ui.theme import actuel

TITRE = "Votre session est terminée"
EXPLICATION = "Un instant. L’accueil revient tout de suite."


class EcranRideau(Ecran):
    """Nothing to press and nothing of a visit: it goes with the process."""

    barre = False
    avec_clavier = False
    bord_a_bord = True

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setAccessibleName(TITRE)
        self.pousser(2)
        self.corps.addWidget(Sceau("succes"), 0, Qt.AlignmentFlag.AlignHCenter)
        self.corps.addWidget(Texte(TITRE, "h1", centre=True))
        self._texte = Paragraphe(EXPLICATION, "intro", centre=True)
        self.corps.addWidget(self._texte)
        self.pousser(3)
        self.pret()

    def mesurer(self) -> None:
        super().mesurer()
        marge = actuel().mesures.marge
        self.corps.setSpacing(actuel().mesures.mm(6))
        self._texte.setContentsMargins(marge, 0, marge, 0)
