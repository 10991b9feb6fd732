"""The password field: masked, and shown for a moment when the visitor asks."""

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.champs.annexe import Annexe
from ui.components.champs.champ import Champ
from ui.components.champs.saisie import Saisie
from ui.components.dessin import cadre
from ui.components.discret import Discret
from ui.theme import actuel, pixmap, police

DUREE_MS = 15_000
_AFFICHER, _MASQUER = "Afficher", "Masquer"
_LARGEUR_MM = 52


class _Oeil(Annexe):
    """The wordy button inside the frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setObjectName("oeil")
        self.setProperty("rayon", 1.6)
        self.pret()
        self.nommer(False)

    def nommer(self, visible: bool) -> None:
        """Say what a press would do now."""
        mot = _MASQUER if visible else _AFFICHER
        self.setText(mot)
        self.setAccessibleName(f"{mot} le mot de passe")
        self.setAccessibleDescription(f"Le mot de passe est {'visible' if visible else 'masqué'}.")
        self.update()

    def mesurer(self) -> None:
        mesures = actuel().mesures
        metrique = QFontMetrics(police("corps", gras=True))
        mot = max(metrique.horizontalAdvance(x) for x in (_AFFICHER, _MASQUER))
        besoin = 2 * mesures.mm(5) + mesures.mm(9) + mesures.mm(2) + mot
        self.setFixedWidth(max(mesures.mm(_LARGEUR_MM), besoin))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        mesures, couleurs = theme.mesures, theme.couleurs
        peintre = QPainter(self)
        if self.isDown():
            cadre(peintre, self.rect(), mesures.mm(1.6), couleurs.action_teinte)
        peintre.fillRect(QRect(0, 0, 2, self.height()), couleurs.bord)
        fonte = police("corps", gras=True)
        cote, jeu = mesures.mm(9), mesures.mm(2)
        mot = QFontMetrics(fonte).horizontalAdvance(self.text())
        x = 1 + (self.width() - cote - jeu - mot) // 2
        oeil = "oeil_barre" if self.text() == _MASQUER else "oeil"
        peintre.drawPixmap(x, (self.height() - cote) // 2, pixmap(oeil, couleurs.action, cote))
        peintre.setFont(fonte)
        peintre.setPen(couleurs.action)
        peintre.drawText(
            QRect(x + cote + jeu, 0, mot + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        peintre.end()


class ChampMotDePasse(Discret, Champ):
    """Masked with dots. « Afficher » shows it until pressed again, `duree_ms`, or `masquer()`.

    The owner calls `masquer()` on submit and when silence sets in; the field masks itself when it is hidden
    (page change) and when the window loses the focus. `visibilite_changee`: it is now shown, or masked.
    With `afficher_possible=False` there is no button.
    """

    visibilite_changee = Signal(bool)

    def __init__(
        self,
        libelle: str = "Mot de passe",
        *,
        aide: str = "",
        afficher_possible: bool = True,
        duree_ms: int = DUREE_MS,
        parent: QWidget | None = None,
    ) -> None:
        saisie = Saisie()
        saisie.setEchoMode(Saisie.EchoMode.Password)
        saisie.clavier_voulu = "mot_de_passe"
        super().__init__(libelle, aide=aide, saisie=saisie, parent=parent)
        self._aide_masquee = aide
        self._duree_ms = duree_ms
        # Ctrl+Z in a masked line empties it, and once more, when shown, brings the password back.
        self.saisie.annulable = False
        self._hints()
        self._oeil = _Oeil()
        self._oeil.clicked.connect(self._basculer)
        self.cadre.rang.addWidget(self._oeil)
        if not afficher_possible:
            self._oeil.hide()
        self._minuterie = QTimer(self)
        self._minuterie.setSingleShot(True)
        self._minuterie.timeout.connect(self.masquer)
        self.pret()

    @property
    def visible(self) -> bool:
        """Whether the password can be read on the screen."""
        return self.saisie.echoMode() is Saisie.EchoMode.Normal

    def afficher(self) -> None:
        """Show the password for a while."""
        self._montrer(True)
        self._minuterie.start(self._duree_ms)

    def masquer(self) -> None:
        """Mask the password; nothing if it is."""
        self._minuterie.stop()
        self._montrer(False)

    def vider(self) -> None:
        super().vider()
        self.masquer()

    def _basculer(self) -> None:
        if self.visible:
            self.masquer()
        else:
            self.afficher()

    def _montrer(self, visible: bool) -> None:
        if visible == self.visible:
            return
        self.saisie.setEchoMode(Saisie.EchoMode.Normal if visible else Saisie.EchoMode.Password)
        self._hints()
        self._espacer()
        self._oeil.nommer(visible)
        secondes = round(self._duree_ms / 1000)
        super().aider(
            f"Il est visible. Il sera masqué de nouveau dans {secondes}\u00a0secondes."
            if visible
            else self._aide_masquee
        )
        self.visibilite_changee.emit(visible)

    def mesurer(self) -> None:
        super().mesurer()
        self._espacer()

    def _espacer(self) -> None:
        """Dots that can be counted: a little room between them, none between letters."""
        fonte = self.saisie.font()
        espace = 0.0 if self.visible else 0.12 * actuel().mesures.texte("saisie")
        fonte.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, espace)
        self.saisie.setFont(fonte)

    def aider(self, aide: str) -> None:
        self._aide_masquee = aide
        if not self.visible:
            super().aider(aide)

    def _hints(self) -> None:
        """No prediction nor learning by an input method, shown or masked."""
        indices = (
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        if not self.visible:
            indices |= Qt.InputMethodHint.ImhHiddenText
        self.saisie.setInputMethodHints(indices)
