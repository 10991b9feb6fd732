"""The six-digit code: six boxes drawn in one line edit, so that assistive technology meets one field."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QWidget

from ui.components.anneau import anneau
from ui.components.champs.champ import Champ
from ui.components.champs.groupage import CODE, SaisieGroupee
from ui.components.dessin import cadre
from ui.theme import actuel, police

_CHIFFRES = 6
_HAUTEUR_MM, _JEU_MM, _TIRET_MM, _CHIFFRE_MM = 32, 4, 5, 17
_AIR_MM = 2


class SaisieCode(SaisieGroupee):
    """Draws boxes instead of a line. A digit typed on a full box replaces it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.en_erreur = False
        super().__init__(CODE, parent)
        self.clavier_voulu = "code"
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("rayon", 2)
        self.cursorPositionChanged.connect(self._caret_bouge)

    def _caret_bouge(self) -> None:
        # Qt only repaints where its own caret stood, which is not where the boxes are.
        self.update()
        bague = anneau()
        if bague is not None:
            bague.suivre(self)

    def coller(self, texte: str) -> None:
        # A whole code replaces what was typed of it.
        if sum(x.isascii() and x.isdecimal() for x in texte) >= _CHIFFRES:
            self.selectAll()
        super().coller(texte)

    def mesurer(self) -> None:
        super().mesurer()
        self.setFixedHeight(actuel().mesures.mm(_HAUTEUR_MM))

    def cases(self) -> tuple[QRect, ...]:
        """The six boxes, in pixels; a dash stands between the third and the fourth."""
        mm = actuel().mesures.mm
        jeu, tiret = mm(_JEU_MM), mm(_TIRET_MM)
        libre = self.width() - 6 * jeu - tiret
        bords = [round(libre * rang / _CHIFFRES) for rang in range(_CHIFFRES + 1)]
        return tuple(
            QRect(
                bords[rang] + rang * jeu + (jeu + tiret if rang >= 3 else 0),
                0,
                bords[rang + 1] - bords[rang],
                self.height(),
            )
            for rang in range(_CHIFFRES)
        )

    def case_active(self) -> int:
        """Rank of the box the next digit goes to; the last one once the code is full."""
        return min(self.cursorPosition(), _CHIFFRES - 1)

    def rect_anneau(self) -> QRect:
        """What the focus ring surrounds: the active box."""
        return self.cases()[self.case_active()]

    def cursorPositionAt(self, pos: QPoint) -> int:
        droites = [case.right() for case in self.cases()]
        rang = sum(pos.x() > droite for droite in droites)
        return min(rang, len(self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        frappe = event.text()
        remplace = len(frappe) == 1 and frappe.isascii() and frappe.isdecimal()
        if remplace and not self.hasSelectedText() and self.cursorPosition() < len(self.text()):
            self.setSelection(self.cursorPosition(), 1)
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        mesures, couleurs = theme.mesures, theme.couleurs
        fonte = police("saisie", gras=True, tabulaire=True)
        fonte.setPixelSize(mesures.mm(_CHIFFRE_MM))
        peintre = QPainter(self)
        cases, texte = self.cases(), self.text()
        for rang, case in enumerate(cases):
            actif = self.hasFocus() and rang == self.case_active()
            trait = (5 if couleurs.contraste else 3) if actif else 2
            bord = couleurs.action if actif else couleurs.bord
            if self.en_erreur:
                bord, trait = couleurs.erreur, 3
            cadre(peintre, case, mesures.r_champ, couleurs.surface, bord, trait)
            if rang < len(texte):
                peintre.setFont(fonte)
                peintre.setPen(QColor(couleurs.encre))
                peintre.drawText(case, Qt.AlignmentFlag.AlignCenter, texte[rang])
            elif actif:
                haut = round(fonte.pixelSize() * 0.8)
                caret = QRectF(case.center().x() - 1, case.center().y() - haut / 2, 3, haut)
                peintre.fillRect(caret, QColor(couleurs.action))
        milieu = (cases[2].right() + cases[3].left()) / 2
        tiret = mesures.mm(_TIRET_MM)
        peintre.fillRect(QRectF(milieu - tiret / 2, self.height() / 2 - 1.5, tiret, 3), QColor(couleurs.bord))
        peintre.end()


class ChampCode(Champ):
    """A code received by SMS or mail; `valeur()` is its digits. Six digits at once can be pasted."""

    def __init__(
        self, libelle: str = "Code à 6\u00a0chiffres", *, aide: str = "", parent: QWidget | None = None
    ) -> None:
        self._saisie = SaisieCode()
        super().__init__(libelle, aide=aide, saisie=self._saisie, parent=parent)
        # The boxes are the frame.
        self.cadre.setProperty("saisie", None)
        self._large = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._colonne.insertItem(self._colonne.indexOf(self.cadre), self._large)
        self.pret()

    def _marquer_erreur(self, en_erreur: bool) -> None:
        self._saisie.en_erreur = en_erreur
        self._saisie.update()

    def _montrer_actif(self, actif: bool) -> None:
        self._saisie.update()

    def mesurer(self) -> None:
        super().mesurer()
        self.cadre.rang.setContentsMargins(0, 0, 0, 0)
        # The ring of a box must not touch the sentence above.
        self._large.changeSize(0, actuel().mesures.mm(_AIR_MM))
        self.cadre.setFixedHeight(actuel().mesures.mm(_HAUTEUR_MM))
