"""A small whole number, typed or stepped with two big buttons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.champs.annexe import Annexe
from ui.components.champs.champ import Champ
from ui.components.dessin import cadre
from ui.theme import actuel, pixmap

_LARGEUR_MM = 30


class _Pas(Annexe):
    """« − » or « + »."""

    def __init__(self, icone: str, nom: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icone = icone
        self.setObjectName(icone)
        self.setAccessibleName(nom)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.pret()

    def mesurer(self) -> None:
        mesures = actuel().mesures
        self.setFixedSize(mesures.mm(_LARGEUR_MM), mesures.h_champ)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        mesures, couleurs = theme.mesures, theme.couleurs
        eveille = self.isEnabled()
        fond = couleurs.action_teinte if self.isDown() else couleurs.surface
        bord, encre = (couleurs.action, couleurs.action) if eveille else (couleurs.bord, couleurs.encre_2)
        peintre = QPainter(self)
        cadre(peintre, self.rect(), mesures.r_bouton, fond if eveille else "", bord, 2, not eveille)
        cote = mesures.mm(11)
        peintre.drawPixmap(
            (self.width() - cote) // 2, (self.height() - cote) // 2, pixmap(self._icone, encre, cote)
        )
        peintre.end()


class ChampEntier(Champ):
    """A count between `minimum` and `maximum`; `valeur()` is what is typed, even out of these bounds.

    The steps stay inside the bounds; the first one from an empty field gives the smallest useful count.
    """

    def __init__(
        self,
        libelle: str,
        *,
        aide: str = "",
        minimum: int = 0,
        maximum: int = 99,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(libelle, aide=aide, parent=parent)
        if minimum > maximum:
            raise ValueError("minimum is above maximum")
        self._minimum, self._maximum = minimum, maximum
        self.saisie.clavier_voulu = "nombre"
        self.saisie.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.saisie.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._moins = _Pas("moins", f"Un de moins\u00a0: {libelle}")
        self._plus = _Pas("plus", f"Un de plus\u00a0: {libelle}")
        rang = self.mettre_en_rang(self._moins, self._plus)
        self._rangee = rang
        self._moins.clicked.connect(self._retirer)
        self._plus.clicked.connect(self._ajouter)
        self.saisie.change.connect(self._borner)
        self.pret()
        self._borner()

    def nombre(self) -> int | None:
        """The count typed, or `None` when it is not a whole number."""
        texte = self.valeur().strip()
        return int(texte) if texte.isascii() and texte.isdecimal() else None

    def mesurer(self) -> None:
        super().mesurer()
        self._rangee.setSpacing(actuel().mesures.mm(4))
        self.cadre.setMaximumWidth(actuel().mesures.mm(60))

    def _borner(self) -> None:
        nombre = self.nombre()
        self._moins.setEnabled(nombre is not None and nombre > self._minimum)
        self._plus.setEnabled(nombre is None or nombre < self._maximum)

    def _retirer(self) -> None:
        self._aller((self.nombre() or 0) - 1)

    def _ajouter(self) -> None:
        nombre = self.nombre()
        self._aller(max(self._minimum, 1) if nombre is None else nombre + 1)

    def _aller(self, nombre: int) -> None:
        self.saisie.setText(str(min(max(nombre, self._minimum), self._maximum)))
