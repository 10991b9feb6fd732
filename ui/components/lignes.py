"""Lines that say one thing each: a disc with an icon, what it is, its value, its state, what can be done."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.components.boite import Boite
from ui.components.dessin import largeur_ligne
from ui.components.etiquette import Etiquette, Mention
from ui.components.groupe import PhraseErreur, filet
from ui.components.pastilles import Puce
from ui.components.textes import Paragraphe, Texte
from ui.theme import actuel, police
from ui.theme.themable import Themable

_MASQUES = re.compile(r"[\s\u00a0]*•[•\s\u00a0]*")
_COUPURE = "\u200b"  # where a line may be cut without showing anything
_ALIGNE_MM = 100  # a value up to this long keeps its line


def dit(valeur: str) -> str:
    """What is read out of a value: its hidden part is one word, not a row of bullets."""
    return _MASQUES.sub(" masqué ", valeur).strip()


class Valeur(Themable, QLabel):
    """A text that breaks rather than be cut, before « @ » or after a dot if it can, anywhere if it must.

    In bold when it is a value, `donnee`; `role` is its size.
    """

    def __init__(
        self, texte: str = "", *, donnee: bool = True, role: str = "h3", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._donnee = donnee
        self._role = role
        self._hauteurs: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        politique = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        politique.setHeightForWidth(True)
        self.setSizePolicy(politique)
        self.pret()
        self.ecrire(texte, donnee)

    def ecrire(self, texte: str, donnee: bool = True) -> None:
        """Replace the value; `donnee` is false for « Aucun »."""
        self._donnee = donnee
        self.setText(texte)
        self.setAccessibleName(dit(texte))
        self.mesurer()

    def _fonte(self) -> QFont:
        return police(self._role, self._donnee, tabulaire=True)

    def _disposer(self, largeur: int) -> tuple[QTextLayout, int]:
        """The lines in a width, and the height they take, in pixels."""
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        lignes = QTextLayout(
            self.text().replace("@", f"{_COUPURE}@").replace(".", f".{_COUPURE}"), self._fonte()
        )
        lignes.setTextOption(option)
        haut = 0.0
        lignes.beginLayout()
        while (ligne := lignes.createLine()).isValid():
            ligne.setLineWidth(max(1, largeur))
            ligne.setPosition(QPointF(0, haut))
            haut += ligne.height()
        lignes.endLayout()
        return lignes, round(haut)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, largeur: int) -> int:
        # A layout asks dozens of times for each page it lays out.
        hauteur = self._hauteurs.get(largeur)
        if hauteur is None:
            hauteur = self._hauteurs[largeur] = self._disposer(largeur)[1]
        return hauteur

    def mesurer(self) -> None:
        self._hauteurs.clear()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        largeur = largeur_ligne(self._fonte(), self.text())
        return QSize(largeur, self.heightForWidth(largeur))

    def minimumSizeHint(self) -> QSize:
        largeur = min(largeur_ligne(self._fonte(), self.text()), actuel().mesures.mm(_ALIGNE_MM))
        return QSize(largeur, self.heightForWidth(100_000))

    def paintEvent(self, _event: QPaintEvent) -> None:
        couleurs = actuel().couleurs
        peintre = QPainter(self)
        peintre.setPen(QColor(couleurs.encre if self._donnee else couleurs.encre_2))
        self._disposer(self.width())[0].draw(peintre, QPointF(0, 0))
        peintre.end()


class Ligne(Themable, QFrame):
    """What it is, its value, a note, a tag, and buttons at its right.

    The tag stands at the right, or below where buttons or large letters need the room.
    """

    def __init__(
        self, icone: str, quoi: str, actions: Sequence[QWidget] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.quoi = quoi
        self._actions = tuple(actions)
        self._mention: Mention | None = None
        self._message = ""
        self._dehors = QVBoxLayout(self)
        self._phrase = PhraseErreur()
        self._phrase.hide()
        self._dehors.addWidget(self._phrase)
        self._grille = QGridLayout()
        self._grille.setContentsMargins(0, 0, 0, 0)
        self._grille.setColumnStretch(1, 1)
        self._dehors.addLayout(self._grille)
        self._textes = QVBoxLayout()
        self._valeur = Valeur()
        self._note = Valeur(donnee=False, role="petit")
        self._etiquette = Etiquette(Mention(""))
        # Stretches, not an alignment: an aligned item is given its hinted height, whatever its width asks.
        self._textes.addStretch(1)
        for texte in (Texte(quoi, "second"), self._valeur, self._note):
            self._textes.addWidget(texte)
        self._textes.addStretch(1)
        self._grille.addWidget(Puce(icone), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grille.addLayout(self._textes, 0, 1)
        self._boutons = QVBoxLayout()
        for action in self._actions:
            self._boutons.addWidget(action)
        self._grille.addLayout(self._boutons, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self.montrer("")
        self.pret()

    @property
    def message(self) -> str:
        """The error in force, empty when there is none."""
        return self._message

    def montrer(
        self, valeur: str, *, donnee: bool = True, note: str = "", mention: Mention | None = None
    ) -> None:
        """Replace everything but the buttons; what is empty takes no room."""
        self._valeur.ecrire(valeur, donnee)
        self._note.ecrire(note, False)
        self._note.setVisible(bool(note))
        self._mention = mention
        self._etiquette.setVisible(mention is not None)
        if mention is not None:
            self._etiquette.montrer(mention)
        self.setAccessibleName(f"{self.quoi}\u00a0: {dit(valeur)}")
        self._decrire()
        self.mesurer()

    def devoiler(self, valeur: str) -> None:
        """Replace the value only."""
        self._valeur.ecrire(valeur)
        self.setAccessibleName(f"{self.quoi}\u00a0: {dit(valeur)}")

    def signaler(self, message: str) -> None:
        """Show what must be corrected, or nothing more with an empty message."""
        self._message = message
        self._phrase.ecrire(message)
        self._phrase.setVisible(bool(message))
        self._decrire()
        self.mesurer()

    def _decrire(self) -> None:
        erreur = f"Erreur\u00a0: {self._message}" if self._message else ""
        mention = self._mention.texte if self._mention else ""
        self.setAccessibleDescription(". ".join(x for x in (erreur, mention, dit(self._note.text())) if x))

    def mesurer(self) -> None:
        mesures = actuel().mesures
        mm = mesures.mm
        self._dehors.setContentsMargins(mm(6) if self._message else 0, mm(3), 0, mm(3))
        self._dehors.setSpacing(mm(2) if self._message else 0)
        self._grille.setHorizontalSpacing(mm(4))
        self._grille.setVerticalSpacing(mm(1.5) if self._mention else 0)
        self._textes.setSpacing(0)
        self._boutons.setSpacing(mm(2.5))
        self._grille.removeWidget(self._etiquette)
        if self._actions or mesures.grand:
            self._grille.addWidget(self._etiquette, 1, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grille.addWidget(self._etiquette, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._message:
            filet(self)


class Lignes(QWidget):
    """Lines one under the other, a thin line between them."""

    def __init__(self, lignes: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        for rang, ligne in enumerate(lignes):
            if rang:
                colonne.addWidget(Separateur())
            colonne.addWidget(ligne)


class Separateur(Boite):
    """The thin line between two lines of a card."""

    def __init__(self) -> None:
        super().__init__("separateur")
        self.setFixedHeight(1)


class LignePuce(Themable, QWidget):
    """A disc and a sentence. `ton` is info or alerte."""

    def __init__(self, icone: str, texte: str, ton: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rang = QHBoxLayout(self)
        self._rang.setContentsMargins(0, 0, 0, 0)
        self._rang.addWidget(Puce(icone, ton), 0, Qt.AlignmentFlag.AlignVCenter)
        self._rang.addWidget(Paragraphe(texte), 1, Qt.AlignmentFlag.AlignVCenter)
        self.pret()

    def mesurer(self) -> None:
        self._rang.setSpacing(actuel().mesures.mm(4))
