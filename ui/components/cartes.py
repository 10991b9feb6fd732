"""Cards with a medallion, a title, and what can be done about them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.components.boutons import Bouton
from ui.components.encarts import Carte
from ui.components.lignes import Valeur
from ui.components.rangee import Colonne, Rangee, jamais
from ui.components.textes import Paragraphe, Texte
from ui.components.tuiles import Medaillon
from ui.theme import Mesures, police


class CarteTitree(Carte):
    """Put widgets in `corps`, then say what can be done with `agir`, which closes the card."""

    def __init__(self, icone: str, titre: str, parent: QWidget | None = None) -> None:
        super().__init__(4, parent)
        self.titre = titre
        entete = Rangee(
            Medaillon(icone), Texte(titre, "h3"), parts=(0, 1), alignement=Qt.AlignmentFlag.AlignVCenter
        )
        self.corps.addWidget(entete)

    def agir(self, texte: str, faire: Callable[[], None], icone: str = "", *, seul: bool = True) -> None:
        """A small button at the foot of the card. A word that does not stand alone, `seul` false, is read with
        the card's title: « Modifier : Mes coordonnées »."""
        bouton = _BoutonCarte(texte, icone, faire)
        if not seul:
            bouton.setAccessibleName(f"{texte}\u00a0: {self.titre}")
        vide = QWidget()
        vide.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        self.corps.addWidget(vide, 1)
        pied = QHBoxLayout()
        pied.addWidget(bouton)
        pied.addStretch(1)
        self.corps.addLayout(pied)


class CarteLarge(Carte):
    """A card across the page: medallion, title and sentence, and beside them a small button.

    With `empiler` it takes the form of a `CarteTitree`.
    """

    def __init__(
        self,
        icone: str,
        titre: str,
        texte: str,
        action: str,
        faire: Callable[[], None],
        empiler: Callable[[Mesures], bool] = jamais,
    ) -> None:
        super().__init__(4)
        self.titre = titre
        milieu = Qt.AlignmentFlag.AlignVCenter
        entete = Rangee(Medaillon(icone), Texte(titre, "h3"), parts=(0, 1), alignement=milieu)
        bouton = _BoutonCarte(action, "", faire)
        self.corps.addWidget(
            Rangee(
                Colonne(entete, Paragraphe(texte), ecart_mm=2),
                Rangee(bouton, QWidget(), parts=(0, 1), ecart_mm=0),
                parts=(1, 0),
                empiler=empiler,
                alignement=milieu,
            )
        )


class ValeurSobre(Valeur):
    """A value no stronger than the text around it."""

    def _fonte(self) -> QFont:
        return police("corps", tabulaire=True)


class _BoutonCarte(Bouton):
    """Calls what it was given without an argument; a bound method, since a closure would keep the page."""

    def __init__(self, texte: str, icone: str, faire: Callable[[], None]) -> None:
        super().__init__(texte, "petit", icone)
        self._faire = faire
        self.clicked.connect(self._agir)

    def _agir(self) -> None:
        self._faire()
