"""Buttons: primary, secondary, tertiary, small, tool of the top bar, segment.

They paint themselves: Qt's own buttons neither wrap their label nor leave room beside their icon.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.dessin import bloc, cadre, ecrire, largeur_ligne, largeur_mot, lignes_egales
from ui.components.pressable import PressableAjuste
from ui.theme import actuel, pixmap, police
from ui.theme.couleurs import Couleurs
from ui.theme.mesures import Mesures


@dataclass(frozen=True)
class _Genre:
    """How one kind of button is drawn; lengths in mm, colours by token name ("" = none)."""

    role: str
    pad: float
    fond: str
    bord: str
    texte: str
    fond_presse: str
    gras: bool = True
    trait: int = 2
    icone: float = 9
    ecart: float = 3.5
    souligne: bool = False
    hauteur: float | None = None
    une_ligne: bool = False


_GENRES = {
    "p": _Genre("bouton", 2.5, "action", "action", "sur_action", "action_presse"),
    "s": _Genre("bouton", 2.5, "surface", "action", "action", "action_teinte"),
    "t": _Genre("bouton", 3, "", "", "action", "action_teinte", souligne=True),
    "petit": _Genre("petit", 4, "surface", "action", "action", "action_teinte", icone=7.5, hauteur=16),
    "lien": _Genre(
        "petit", 3, "", "", "action", "action_teinte", icone=7.5, ecart=3, souligne=True, hauteur=16
    ),
    "session": _Genre(
        "petit", 4.5, "surface", "bord", "encre", "action_teinte", icone=8, ecart=2.5, hauteur=16
    ),
    "outil": _Genre(
        "mini",
        3.2,
        "surface_2",
        "trait",
        "encre",
        "action_teinte",
        gras=False,
        trait=1,
        icone=7.5,
        ecart=1.8,
        une_ligne=True,
    ),
    "segment": _Genre("bouton", 3, "surface", "bord", "encre", "action_teinte", icone=8, ecart=2.5),
    "suite": _Genre("bouton", 3, "surface_2", "", "action", "action_teinte", ecart=3, hauteur=17),
}


class Bouton(PressableAjuste):
    """`genre` is one of p, s, t, petit, lien, session, outil, segment, suite. The icon precedes the text."""

    def __init__(self, texte: str, genre: str = "p", icone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._genre = _GENRES[genre]
        self._nom_icone = icone
        self._taille_mm: float | None = None
        self._alignement = Qt.AlignmentFlag.AlignCenter
        self.setProperty("genre", genre)
        self.setText(texte)
        # Not Fixed in height: in a row Qt would then clip a label of two lines. Not Minimum: it would
        # keep the height of the hinted width when there is more width.
        politique = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        politique.setHeightForWidth(True)
        self.setSizePolicy(politique)
        self.pret()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text.replace("\n", " "))
        self.remesurer()

    def iconer(self, nom: str) -> None:
        """Change the icon; an empty name removes it."""
        self._nom_icone = nom
        self.remesurer()

    def dimensionner(self, taille_mm: float) -> None:
        """A text size out of the ladder, for the buttons that show the size they give."""
        self._taille_mm = taille_mm
        self.remesurer()

    def a_gauche(self) -> None:
        """Align the label on the left, without side padding when nothing is drawn around."""
        self._alignement = Qt.AlignmentFlag.AlignLeft
        self.remesurer()

    @property
    def _empile(self) -> bool:
        """Whether the icon stands over the label (tools of the top bar, where width is short)."""
        mesures = actuel().mesures
        return (
            self.property("genre") == "outil"
            and bool(self._nom_icone)
            and (mesures.grand or mesures.forme.value == "paysage")
        )

    def _fonte(self) -> QFont:
        fonte = police(self._genre.role, self._genre.gras or (self.isCheckable() and self.isChecked()))
        fonte.setUnderline(self._genre.souligne)
        if self._taille_mm is not None:
            fonte.setPixelSize(actuel().mesures.mm(self._taille_mm))
        return fonte

    def _fonte_large(self) -> QFont:
        """The widest face the label may take: a tool turns bold when it is on, and must not move."""
        fonte = self._fonte()
        fonte.setBold(fonte.bold() or self.isCheckable())
        return fonte

    def _marges(self, mesures: Mesures) -> tuple[int, int]:
        """(width taken by padding and icon, side padding) in pixels."""
        pad_mm = (2 if mesures.grand else 1.5) if self._empile else self._genre.pad
        if self._alignement is Qt.AlignmentFlag.AlignLeft and not self._genre.bord:
            pad_mm = 0
        pad = mesures.mm(pad_mm)
        if not self._nom_icone or self._empile:
            return 2 * pad, pad
        return 2 * pad + mesures.mm(self._genre.icone) + mesures.mm(self._genre.ecart), pad

    def _icone_mm(self, mesures: Mesures) -> float:
        return 9 if self._empile and mesures.grand else self._genre.icone

    def _hauteur_min(self, mesures: Mesures) -> int:
        if self.property("genre") == "outil":
            return mesures.h_outil
        if self._genre.hauteur is None:
            return mesures.h_cible
        return mesures.mm(self._genre.hauteur)

    def _hauteur(self, largeur: int) -> int:
        mesures = actuel().mesures
        pris, _pad = self._marges(mesures)
        texte = bloc(self._fonte_large(), self.text(), largeur - pris).height()
        if self._empile:
            texte += mesures.mm(self._icone_mm(mesures))
        return max(self._hauteur_min(mesures), texte + 2 * mesures.mm(1.5))

    def sizeHint(self) -> QSize:
        mesures = actuel().mesures
        pris, _pad = self._marges(mesures)
        largeur = pris + largeur_ligne(self._fonte_large(), self.text())
        if self.property("genre") == "outil":
            largeur = max(largeur, mesures.mm(20 if mesures.forme.value == "paysage" else 16))
        largeur = min(largeur, self.maximumWidth())
        return QSize(largeur, self.heightForWidth(largeur))

    def minimumSizeHint(self) -> QSize:
        if self._genre.une_ligne:
            return self.sizeHint()
        mesures = actuel().mesures
        pris, _pad = self._marges(mesures)
        largeur = pris + largeur_mot(self._fonte_large(), self.text())
        return QSize(max(largeur, mesures.h_lien), self._hauteur_min(mesures))

    def _couleurs(self, couleurs: Couleurs) -> tuple[str, str, str, int]:
        """(background, border, text, border width) for the state the button is in."""

        def jeton(nom: str) -> str:
            return getattr(couleurs, nom) if nom else ""

        genre = self._genre
        if not self.isEnabled():
            return couleurs.surface_2, couleurs.bord, couleurs.encre_2, 2
        if self.isCheckable() and self.isChecked():
            trait = 5 if couleurs.contraste else 3
            return couleurs.action_teinte, couleurs.action, couleurs.action, trait
        fond, bord = jeton(genre.fond), jeton(genre.bord)
        if self.isDown():
            fond = jeton(genre.fond_presse)
            bord = fond if self.property("genre") == "p" else bord
        return fond, bord, jeton(genre.texte), max(genre.trait, 2 if couleurs.contraste else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        mesures = theme.mesures
        fond, bord, encre, trait = self._couleurs(theme.couleurs)
        peintre = QPainter(self)
        rayon = 0 if self.property("genre") == "suite" else mesures.r_bouton
        if fond or bord:
            cadre(peintre, self.rect(), rayon, fond, bord, trait if bord else 0, not self.isEnabled())
        if self.property("genre") == "suite":
            cadre(peintre, QRect(0, 0, self.width(), 2), 0, theme.couleurs.bord)
        self._contenu(peintre, encre, mesures)
        peintre.end()

    def _contenu(self, peintre: QPainter, encre: str, mesures: Mesures) -> None:
        fonte = self._fonte()
        pris, pad = self._marges(mesures)
        texte, libre = lignes_egales(fonte, self.text(), self.width() - pris)
        taille = bloc(fonte, texte, libre)
        cote = mesures.mm(self._icone_mm(mesures))
        if self._empile:
            haut = (self.height() - taille.height() - cote) // 2
            peintre.drawPixmap((self.width() - cote) // 2, haut, pixmap(self._nom_icone, encre, cote))
            ligne = QRect(0, haut + cote, self.width(), taille.height())
            ecrire(peintre, ligne, fonte, encre, texte, Qt.AlignmentFlag.AlignHCenter)
            return
        gauche = pad
        if self._alignement is not Qt.AlignmentFlag.AlignLeft:
            gauche = (self.width() - (pris - 2 * pad) - taille.width()) // 2
        if self._nom_icone:
            peintre.drawPixmap(
                QPoint(gauche, (self.height() - cote) // 2), pixmap(self._nom_icone, encre, cote)
            )
            gauche += cote + mesures.mm(self._genre.ecart)
        rect = QRect(gauche, (self.height() - taille.height()) // 2, taille.width() + 2, taille.height())
        # Beside an icon a second line starts under the first, not in the middle.
        aligne = Qt.AlignmentFlag.AlignLeft if self._nom_icone else self._alignement
        if aligne is Qt.AlignmentFlag.AlignCenter:
            aligne = Qt.AlignmentFlag.AlignHCenter
        ecrire(peintre, rect, fonte, encre, texte, aligne)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()
