"""The bar at the top of every page: whose terminal, which démarche, who is here, the tools, the way out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.components.boite import Boite
from ui.components.boutons import Bouton
from ui.components.dessin import disque, ecrire
from ui.components.textes import Texte
from ui.theme import Forme, TailleTexte, actuel, police
from ui.theme.themable import Themable


@dataclass(frozen=True)
class Outil:
    """One tool of the bar. `bascule`: it stays on until pressed again. `nom`: said whole, where the label is short."""

    code: str
    libelle: str
    icone: str
    bascule: bool = False
    nom: str = ""


class _BoutonOutil(Bouton):
    actionne = Signal(str)

    def __init__(self, outil: Outil) -> None:
        super().__init__(outil.libelle, "outil", outil.icone)
        self.outil = outil
        if outil.nom:
            self.setAccessibleName(outil.nom)
        self.setCheckable(outil.bascule)
        self.remesurer()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._actionner)

    def _actionner(self) -> None:
        self.actionne.emit(self.outil.code)


class _Initiales(Themable, QLabel):
    """Two letters in a disc: a presence, never a name to read from the queue."""

    def __init__(self) -> None:
        super().__init__()
        self.pret()

    def mesurer(self) -> None:
        mesures = actuel().mesures
        normal = 12 if mesures.forme is Forme.PC else 13
        tailles = {TailleTexte.NORMAL: normal, TailleTexte.AGRANDI: 17, TailleTexte.GRAND: 22}
        cote = mesures.mm(tailles[mesures.taille])
        self.setFont(police("mini", gras=True))
        self.setFixedSize(QSize(cote, cote))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        couleurs = actuel().couleurs
        peintre = QPainter(self)
        disque(peintre, self.rect(), couleurs.action_teinte, couleurs.action, 2)
        fonte = police("mini", gras=True)
        ecrire(peintre, self.rect(), fonte, couleurs.action, self.text(), Qt.AlignmentFlag.AlignCenter)
        peintre.end()


class _Filet(Themable, QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.pret()

    def mesurer(self) -> None:
        self.setFixedSize(2, actuel().mesures.mm(12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        peintre = QPainter(self)
        peintre.fillRect(QRect(0, 0, 2, self.height()), actuel().couleurs.trait)
        peintre.end()


class BarreHaut(Themable, Boite):
    """Two rows where the screen is narrow or the text large, one elsewhere.

    Signals: `outil_active(code)`, `fin_demandee()`.
    """

    outil_active = Signal(str)
    fin_demandee = Signal()

    def __init__(
        self, marque: str, outils: Sequence[Outil] = (), fin: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("barre", parent)
        self._descendue = False
        self._marque = Texte(marque, "marque")
        self._marque.setWordWrap(False)
        self._filet = _Filet()
        self._titre = Texte("", "fort")
        self._initiales = _Initiales()
        self._bonjour = Texte("", "mini")
        self._fin = Bouton(fin, "session", "sortie")
        self._fin.clicked.connect(self.fin_demandee)
        self._outils = {outil.code: _BoutonOutil(outil) for outil in outils}
        self._dehors = QVBoxLayout(self)
        self._rangs = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._dehors.addLayout(self._rangs)
        self._haut, self._bas = QHBoxLayout(), QHBoxLayout()
        self._rangs.addLayout(self._haut, 1)
        self._rangs.addLayout(self._bas)
        for widget in (self._marque, self._filet):
            self._haut.addWidget(widget)
        self._haut.addWidget(self._titre, 1)
        self._boite_outils = QHBoxLayout()
        for bouton in self._outils.values():
            bouton.actionne.connect(self.outil_active)
            self._boite_outils.addWidget(bouton)
        self._bas.addLayout(self._boite_outils)
        self.titrer("")
        self.saluer("", "")
        self.proposer_fin(fin)
        self.pret()

    def outil(self, code: str) -> Bouton:
        """The button of a tool; `KeyError` if the bar was built without it."""
        return self._outils[code]

    def titrer(self, titre: str) -> None:
        """The démarche or the page; empty on the home page."""
        if titre == self._titre.text():
            return
        self._titre.setText(titre)
        self._montrer_titre()

    def saluer(self, initiales: str, bonjour: str) -> None:
        """Who is here: two letters and « Bonjour Camille »; both empty before identification."""
        self._initiales.setText(initiales)
        self._initiales.setVisible(bool(initiales))
        self._bonjour.setText(bonjour)
        self._montrer_bonjour()

    def proposer_fin(self, libelle: str) -> None:
        """The way out, « Terminer ma session » or « Quitter »; empty removes it."""
        if libelle == self._fin.text():
            return
        self._fin.setText(libelle)
        self._fin.setVisible(bool(libelle))

    def descendre(self, descendue: bool) -> None:
        """The title is said above, in larger letters; or here again."""
        if descendue != self._descendue:
            self._descendue = descendue
            self.mesurer()

    def _montrer_titre(self) -> None:
        """Whose terminal and which démarche, unless the top of the screen says it in larger letters."""
        ici = not self._descendue
        self._marque.setVisible(ici)
        self._filet.setVisible(ici and bool(self._titre.text()))
        self._titre.setVisible(ici)

    def _montrer_bonjour(self) -> None:
        mesures = actuel().mesures
        place = mesures.taille is TailleTexte.NORMAL and mesures.forme is not Forme.PAYSAGE
        self._bonjour.setVisible(bool(self._bonjour.text()) and place)

    @property
    def _deux_rangs(self) -> bool:
        mesures = actuel().mesures
        paysage_large = mesures.forme is Forme.PAYSAGE and mesures.taille is not TailleTexte.NORMAL
        return mesures.forme is Forme.PORTRAIT or paysage_large

    def mesurer(self) -> None:
        mesures = actuel().mesures
        mm, marge = mesures.mm, mesures.marge
        deux = self._deux_rangs
        self._montrer_titre()
        self._montrer_bonjour()
        # Who is here takes the place of the title when that one is elsewhere.
        for widget in (self._initiales, self._bonjour):
            self._haut.removeWidget(widget)
            self._bas.removeWidget(widget)
        if self._descendue:
            self._haut.addWidget(self._initiales, 0, Qt.AlignmentFlag.AlignLeft)
            self._haut.addWidget(self._bonjour, 1)
        else:
            self._bas.insertWidget(0, self._initiales)
            self._bas.insertWidget(1, self._bonjour, 1)
        # The way out is at the end of the first row: the first row is the only one, or it is above.
        self._haut.removeWidget(self._fin)
        self._bas.removeWidget(self._fin)
        (self._haut if deux else self._bas).addWidget(
            self._fin, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        )
        sens = QBoxLayout.Direction
        self._rangs.setDirection(sens.TopToBottom if deux else sens.LeftToRight)
        self._bas.setStretchFactor(self._bonjour, 1 if deux else 0)
        self._bas.setAlignment(
            self._boite_outils, Qt.AlignmentFlag.AlignRight if deux else Qt.AlignmentFlag(0)
        )
        self._rangs.setSpacing(mm(2) if deux else mm(5))
        self._haut.setSpacing(mm(5))
        self._bas.setSpacing(mm(3 if deux else 4))
        self._boite_outils.setSpacing(mm(1 if mesures.forme is Forme.PAYSAGE else 2))
        self._dehors.setContentsMargins(marge, mm(1) if deux else mm(2), marge, mm(2.5) if deux else mm(2))
        # One height for a title of one line or two: the page must not move from step to step.
        rangee = {TailleTexte.NORMAL: 21, TailleTexte.AGRANDI: 24, TailleTexte.GRAND: 32}[mesures.taille]
        self._marque.setMinimumHeight(mm(rangee) if deux else 0)
        self._fin.setMaximumWidth(mm(84) if mesures.grand else 16_777_215)
        self.setMinimumHeight(0 if deux else mm(22 if mesures.forme is Forme.PC else 25))
