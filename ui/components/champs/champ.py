"""What all typed fields have in common."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.champs.saisie import Saisie
from ui.components.dessin import cadre
from ui.components.groupe import PhraseErreur, filet
from ui.components.textes import Texte
from ui.theme import actuel
from ui.theme.themable import Themable


class Cadre(QFrame):
    """The box around the line of text.

    It paints itself: a style sheet would lay the whole page out again each time the border changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("saisie", "true")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rang = QHBoxLayout(self)
        self.rang.setSpacing(0)

    def marquer(self, propriete: str, valeur: str | None) -> None:
        """Set « etat » (err) or « actif » (true), or remove it with None."""
        if self.property(propriete) != valeur:
            self.setProperty(propriete, valeur)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.property("saisie"):
            return  # what is inside draws its own frame
        theme = actuel()
        couleurs = theme.couleurs
        if self.property("etat") == "err":
            bord, trait = couleurs.erreur, 3
        elif self.property("actif") == "true":
            bord, trait = couleurs.action, 5 if couleurs.contraste else 3
        else:
            bord, trait = couleurs.bord, 2
        peintre = QPainter(self)
        cadre(peintre, self.rect(), theme.mesures.r_champ, couleurs.surface, bord, trait)
        peintre.end()

    def border(self) -> None:
        """Hold the text in place whatever the border: room for the thickest one on the side where it begins."""
        retenu = 5 if actuel().couleurs.contraste else 3
        self.rang.setContentsMargins(retenu, 2, 2, 2)


class Champ(Themable, QFrame):
    """A field: label, hint, error sentence, and the frame that holds the line of text.

    `valeur()` is what was typed, wrong or not: a field refuses nothing that an error sentence can explain.
    `modifie`: what was typed has changed by the visitor's hand (never by `poser`).
    `valide`: Enter was pressed.
    """

    modifie = Signal()
    valide = Signal()

    def __init__(
        self,
        libelle: str,
        *,
        aide: str = "",
        saisie: Saisie | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._aide_texte = aide
        self._message = ""
        self._barre = False
        self._muet = False
        self.saisie = saisie or Saisie()
        self._rang = QHBoxLayout(self)
        self._colonne = QVBoxLayout()
        self._colonne.setContentsMargins(0, 0, 0, 0)
        self._rang.addLayout(self._colonne, 1)
        # A buddy turns « & » into a mnemonic: doubled, it is a letter like another.
        self._libelle = Texte(libelle.replace("&", "&&"), "libelle")
        self._libelle.setBuddy(self.saisie)
        self._aide = Texte(aide, "aide")
        self._phrase = PhraseErreur()
        self.cadre = Cadre()
        self.cadre.rang.addWidget(self.saisie, 1)
        for widget in (self._libelle, self._aide, self._phrase, self.cadre):
            self._colonne.addWidget(widget)
        self._phrase.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setFocusProxy(self.saisie)
        self.saisie.setAccessibleName(libelle)
        self.saisie.focalisee.connect(self._montrer_actif)
        self.saisie.change.connect(self._change)
        self.saisie.returnPressed.connect(self.valide)
        self.aider(aide)

    def mettre_en_rang(self, avant: QWidget, apres: QWidget) -> QHBoxLayout:
        """Put the frame between two widgets; the row is given back for its spacing."""
        rang = QHBoxLayout()
        rang.setContentsMargins(0, 0, 0, 0)
        self._colonne.removeWidget(self.cadre)
        rang.addWidget(avant)
        rang.addWidget(self.cadre, 1)
        rang.addWidget(apres)
        rang.addStretch(1)
        self._colonne.addLayout(rang)
        return rang

    # --- value --------------------------------------------------------------------------------------

    @property
    def libelle(self) -> str:
        """The label, as written."""
        return self.saisie.accessibleName()

    def valeur(self) -> str:
        """What the visitor typed, without the separators the field adds."""
        return self.saisie.text()

    def poser(self, texte: str) -> None:
        """Show `texte` as if it had been typed; no signal, no way to undo."""
        self._muet = True
        try:
            self.saisie.poser(texte)
        finally:
            self._muet = False

    def vider(self) -> None:
        """Empty the field for good."""
        self._muet = True
        try:
            self.saisie.vider()
        finally:
            self._muet = False

    def _change(self) -> None:
        if not self._muet:
            self.modifie.emit()

    # --- hint and error -----------------------------------------------------------------------------

    @property
    def message(self) -> str:
        """The error in force, empty when there is none."""
        return self._message

    def aider(self, aide: str) -> None:
        """Change the hint; an empty hint takes no room."""
        self._aide_texte = aide
        self._aide.setText(aide)
        self._aide.setVisible(bool(aide))
        self._decrire()

    def erreur(self, message: str | None, *, dans_groupe: bool = False) -> None:
        """Show what must be corrected, or nothing more with `None`.

        `dans_groupe`: a sentence and a bar above several fields say it already; the field only turns red.
        """
        barre = bool(message) and not dans_groupe
        if (message or "", barre) == (self._message, self._barre):
            return  # laying the page out again costs more than painting it
        self._message, self._barre = message or "", barre
        self._phrase.ecrire(self._message)
        self._phrase.setVisible(self._barre)
        self._marquer_erreur(bool(message))
        self._decrire()
        self.mesurer()

    def _marquer_erreur(self, en_erreur: bool) -> None:
        self.cadre.marquer("etat", "err" if en_erreur else None)

    def _decrire(self) -> None:
        erreur = f"Erreur\u00a0: {self._message}" if self._message else ""
        self.saisie.setAccessibleDescription(" ".join(x for x in (erreur, self._aide_texte) if x))

    # --- look ---------------------------------------------------------------------------------------

    def _montrer_actif(self, actif: bool) -> None:
        self.cadre.marquer("actif", "true" if actif else None)

    def mesurer(self) -> None:
        mesures = actuel().mesures
        self._rang.setContentsMargins(mesures.mm(6) if self._barre else 0, 0, 0, 0)
        self._rang.setSpacing(mesures.mm(6))
        self._colonne.setSpacing(mesures.mm(2))
        self.cadre.border()
        self.cadre.setFixedHeight(mesures.h_champ)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._barre:
            filet(self)
