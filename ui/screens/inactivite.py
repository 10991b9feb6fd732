"""« Êtes-vous toujours là ? »: an opaque page, a countdown, one named button to go on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.components.actions import BarreActions
from ui.components.boutons import Bouton
from ui.components.ecran import Ecran
from ui.components.rebours import Rebours
from ui.components.textes import Paragraphe, Texte
from ui.theme import actuel

EXPLICATION = (
    "Votre écran est masqué pour protéger vos informations. Sans réponse, votre session se fermera et vos "
    "réponses seront effacées."
)


class EcranInactivite(Ecran):
    """The warning. A touch anywhere else does nothing: it may not be the visitor's."""

    barre = False
    bord_a_bord = True

    def __init__(self, total_s: int, continuer: Callable[[], None], terminer: Callable[[], None]) -> None:
        super().__init__()
        # Opaque: what is under it must not be read.
        self.setAutoFillBackground(True)
        self.setAccessibleName("Êtes-vous toujours là\u00a0?")
        self._rebours = Rebours(total_s, "secondes")
        self._continuer = Bouton("Oui, je continue", "p")
        self._continuer.clicked.connect(continuer)
        terminer_bouton = Bouton("Terminer ma session", "s")
        terminer_bouton.clicked.connect(terminer)
        self.pousser(2)
        self.corps.addWidget(self._rebours, 0, Qt.AlignmentFlag.AlignHCenter)
        self.corps.addWidget(Texte("Êtes-vous toujours là\u00a0?", "h1", centre=True))
        self._texte = Paragraphe(EXPLICATION, "intro", centre=True)
        self.corps.addWidget(self._texte)
        self.pousser(3)
        self.corps.addWidget(BarreActions(terminer_bouton, self._continuer))
        self.pret()

    def montrer(self, restant_s: int) -> None:
        """One second less."""
        self._rebours.montrer(restant_s)

    def depart(self) -> QWidget | None:
        return self._continuer

    def mesurer(self) -> None:
        super().mesurer()
        marge = actuel().mesures.marge
        self.corps.setSpacing(actuel().mesures.mm(6))
        self._texte.setContentsMargins(marge, 0, marge, 0)
