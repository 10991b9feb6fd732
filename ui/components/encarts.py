"""Boxes: notices that say something about the page, cards that hold a part of it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.components.boite import Boite
from ui.components.icone import Icone
from ui.components.textes import Paragraphe, Texte
from ui.theme import actuel
from ui.theme.themable import Themable

_ICONES = {"info": "info", "succes": "succes", "alerte": "alerte", "discret": "aide"}
_JETONS = {"info": "action", "succes": "succes", "alerte": "alerte", "discret": "encre_2"}


class Encart(Themable, Boite):
    """A notice. `ton` is info, succes, alerte or discret; `corps` takes more widgets under the text."""

    def __init__(
        self,
        ton: str,
        titre: str = "",
        texte: str = "",
        icone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ton, parent)
        self.ton = ton
        rang = QHBoxLayout(self)
        self._rang = rang
        self._icone = Icone(icone or _ICONES[ton], _JETONS[ton], 10.5)
        colonne = QVBoxLayout()
        colonne.setContentsMargins(0, 0, 0, 0)
        self.corps = colonne
        self._titre, self._texte = Texte(titre, "libelle"), Paragraphe(texte)
        # The icon sits on the first line, whatever comes after it.
        colonne_icone = QVBoxLayout()
        colonne_icone.addWidget(self._icone)
        colonne_icone.addStretch(1)
        rang.addLayout(colonne_icone)
        rang.addLayout(colonne, 1)
        colonne.addWidget(self._titre)
        colonne.addWidget(self._texte)
        self.ecrire(titre, texte)
        self.pret()

    def ecrire(self, titre: str, texte: str) -> None:
        """Replace title and text; what is empty takes no room."""
        self._titre.setText(titre)
        self._titre.setVisible(bool(titre))
        self._texte.ecrire(texte)
        self._texte.setVisible(bool(texte))

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self._rang.setContentsMargins(mm(6), mm(5), mm(6), mm(5))
        self._rang.setSpacing(mm(4))
        self.corps.setSpacing(mm(1.5))


class Carte(Themable, Boite):
    """A white card; put widgets in `corps`."""

    def __init__(self, ecart_mm: float = 3, parent: QWidget | None = None) -> None:
        super().__init__("carte", parent)
        self._ecart_mm = ecart_mm
        self.corps = QVBoxLayout(self)
        self.pret()

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self.corps.setContentsMargins(mm(6), mm(6), mm(6), mm(6))
        self.corps.setSpacing(mm(self._ecart_mm))
