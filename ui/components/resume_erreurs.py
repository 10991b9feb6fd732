"""The error summary at the top of a page: every answer to correct, with a link to each."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.boite import Boite
from ui.components.dessin import bloc, ecrire, largeur_mot
from ui.components.icone import Icone
from ui.components.pressable import PressableAjuste
from ui.components.textes import Paragraphe, Texte
from ui.theme import actuel, police
from ui.theme.themable import Themable


def titre_erreurs(nombre: int) -> str:
    """« Une réponse est à corriger », and its plural."""
    return "Une réponse est à corriger" if nombre == 1 else f"{nombre} réponses sont à corriger"


class _Lien(PressableAjuste):
    """An error message that leads to the field to correct."""

    suivi = Signal(str)

    def __init__(self, message: str, cible: str) -> None:
        super().__init__()
        self._cible = cible
        self.setText(message)
        self.setAccessibleName(message)
        politique = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        politique.setHeightForWidth(True)
        self.setSizePolicy(politique)
        self.clicked.connect(self._suivre)
        self.pret()

    def _suivre(self) -> None:
        self.suivi.emit(self._cible)

    def _fonte(self) -> QFont:
        fonte = police("corps", gras=True)
        fonte.setUnderline(True)
        return fonte

    def _hauteur(self, largeur: int) -> int:
        mesures = actuel().mesures
        return max(mesures.h_lien, bloc(self._fonte(), self.text(), largeur).height() + 2 * mesures.mm(1))

    def sizeHint(self) -> QSize:
        largeur = actuel().mesures.mm(120)
        return QSize(largeur, self.heightForWidth(largeur))

    def minimumSizeHint(self) -> QSize:
        return QSize(largeur_mot(self._fonte(), self.text()), actuel().mesures.h_lien)

    def paintEvent(self, _event: QPaintEvent) -> None:
        couleurs = actuel().couleurs
        peintre = QPainter(self)
        alignement = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        encre = couleurs.action if self.isDown() else couleurs.encre
        ecrire(peintre, self.rect(), self._fonte(), encre, self.text(), alignement)
        peintre.end()


class ResumeErreurs(Themable, Boite):
    """Hidden until `montrer`. `titre` words the heading from the number of errors."""

    lien_active = Signal(str)

    def __init__(self, titre: Callable[[int], str] = titre_erreurs, parent: QWidget | None = None) -> None:
        super().__init__("resume", parent)
        self._titrer = titre
        self.setProperty("rayon", 4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        rang = QHBoxLayout(self)
        self._rang = rang
        colonne_icone = QVBoxLayout()
        colonne_icone.addWidget(Icone("erreur", "erreur", 12))
        colonne_icone.addStretch(1)
        rang.addLayout(colonne_icone)
        colonne = QVBoxLayout()
        colonne.setContentsMargins(0, 0, 0, 0)
        rang.addLayout(colonne, 1)
        self._colonne = colonne
        self._titre = Texte("", "titre_erreur")
        colonne.addWidget(self._titre)
        self._lignes: list[QWidget] = []
        self.hide()
        self.pret()

    def montrer(self, erreurs: Sequence[tuple[str, str, str]]) -> None:
        """Show (message, explication, cible_id) for each error and take the focus; none hides it.

        Without a target there is nothing to correct on the page: the message is then no link.
        """
        self.effacer()
        if not erreurs:
            return
        titre = self._titrer(len(erreurs))
        self._titre.setText(titre)
        self.setAccessibleName(titre)
        self.setAccessibleDescription(" ".join(message for message, _e, _c in erreurs))
        for message, explication, cible in erreurs:
            if cible:
                lien = _Lien(message, cible)
                lien.suivi.connect(self.lien_active)
                self._ajouter(lien)
            else:
                self._ajouter(Texte(message, "fort"))
            if explication:
                self._ajouter(Paragraphe(explication))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def effacer(self) -> None:
        """Back to no error."""
        self.hide()
        for ligne in self._lignes:
            self._colonne.removeWidget(ligne)
            ligne.hide()
            ligne.deleteLater()
        self._lignes.clear()
        self.setAccessibleDescription("")

    def _ajouter(self, widget: QWidget) -> None:
        self._colonne.addWidget(widget)
        self._lignes.append(widget)

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self._rang.setContentsMargins(mm(6), mm(5), mm(6), mm(5))
        self._rang.setSpacing(mm(4))
        self._colonne.setSpacing(mm(2))
