"""How a key looks: its label, its icon, what it shows when it is pressed, asleep or looked for."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.components.clavier.modele import Definition, Role, Trace
from ui.theme.icones import pixmap
from ui.theme.mesures import TailleTexte
from ui.theme.theme import actuel, police

LETTRE_GRAND_MM = 14.5
"""A letter alone on its key in large text: the key keeps its size, the letter takes what is free in it."""
_BORD_PX = 2
_ANNEAU_MM = (
    0.75,
    1.0,
)  # inner tone, then outer (design.md §5), here inside the key: its neighbours are near


class ToucheDessinee(QAbstractButton):
    """The look of a key. `discretion` says whether a press must leave no mark (a masked password is being typed)."""

    def __init__(self, parent: QWidget, discretion: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._discretion = discretion
        self._allumee = False
        self._verrouillee = False
        self._visee = False
        self._definition: Definition | None = None

    @property
    def definition(self) -> Definition:
        """What the key is at this moment."""
        if self._definition is None:
            raise RuntimeError("a key is defined before it is used")
        return self._definition

    def definir(self, definition: Definition) -> None:
        """Become this key. The bounce clock goes on: the finger is still over the same place."""
        if definition != self._definition:
            self._definition = definition
            self.setText("")
            self.setAccessibleName(definition.nom)
            self.update()

    def eveiller(self, eveillee: bool) -> None:
        """Awake, or asleep: dashed, and deaf."""
        if eveillee != self.isEnabled():
            self.setEnabled(eveillee)

    def allumer(self, allumee: bool, *, verrouillee: bool = False) -> None:
        """Show the key as held (shift), underlined when it is locked."""
        if (allumee, verrouillee) != (self._allumee, self._verrouillee):
            self._allumee, self._verrouillee = allumee, verrouillee
            self.update()

    @property
    def visee(self) -> bool:
        """Whether it is the key that Enter would press."""
        return self._visee

    def viser(self, visee: bool) -> None:
        """Show the key as the one that Enter would press, or no more."""
        if visee != self._visee:
            self._visee = visee
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        definition, couleurs = self.definition, actuel().couleurs
        vue_pressee = self._allumee or (self.isDown() and not self._discretion())
        if not self.isEnabled():
            fond, bord, encre = None, couleurs.bord, couleurs.encre_2
        elif vue_pressee:
            fond, bord, encre = couleurs.action, couleurs.action, couleurs.sur_action
        elif definition.role is Role.SUIVANT:
            fond, bord, encre = couleurs.action_teinte, couleurs.action, couleurs.action
        else:
            lettre = definition.role is Role.LETTRE
            fond, bord, encre = (
                (couleurs.touche if lettre else couleurs.touche_fn),
                couleurs.bord,
                couleurs.encre,
            )
        peintre = QPainter(self)
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        plume = QPen(QColor(bord), _BORD_PX)
        if not self.isEnabled():
            plume.setDashPattern([2.4, 1.8])
        peintre.setPen(plume)
        peintre.setBrush(QColor(fond) if fond else Qt.BrushStyle.NoBrush)
        rayon = actuel().mesures.r_champ - 1
        peintre.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), rayon, rayon)
        peintre.setPen(QColor(encre))
        self._contenu(peintre, encre)
        if self._verrouillee:
            self._souligner(peintre, encre)
        if self._visee:
            self._entourer(peintre)
        peintre.end()

    def _entourer(self, peintre: QPainter) -> None:
        couleurs, mesures = actuel().couleurs, actuel().mesures
        peintre.setBrush(Qt.BrushStyle.NoBrush)
        retrait = 0.0
        for ton, mm in zip((couleurs.focus_ext, couleurs.focus_int), reversed(_ANNEAU_MM), strict=True):
            trait = max(2, mesures.mm(mm))
            peintre.setPen(QPen(QColor(ton), trait))
            bord = retrait + trait / 2
            peintre.drawRoundedRect(
                QRectF(self.rect()).adjusted(bord, bord, -bord, -bord), mesures.r_champ, mesures.r_champ
            )
            retrait += trait

    def polices(self) -> tuple[QFont, QFont]:
        """Fonts of the label and of the small word beside it, for the theme in force."""
        definition = self.definition
        if definition.trace is Trace.PILE:
            role = "mini"
        elif definition.role is Role.LETTRE:
            role = "touche"
        else:
            role = "petit"
        fonte = police(role, gras=True)
        if role == "touche" and actuel().mesures.grand and len(definition.etiquette) == 1:
            fonte.setPixelSize(actuel().mesures.mm(LETTRE_GRAND_MM))
        return fonte, police("mini")

    def lignes(self) -> tuple[str, ...]:
        """The label as it is drawn, line by line; nothing when the icon stands alone."""
        definition = self.definition
        if definition.trace is Trace.HAUTE:
            return tuple(definition.etiquette.split(" "))
        # Larger text would be cut under an icon: the icon stands alone.
        if definition.trace is Trace.PILE and actuel().mesures.taille is not TailleTexte.NORMAL:
            return ()
        return (definition.etiquette,)

    def _largeur_mots(self) -> float:
        metrique = QFontMetricsF(self.polices()[0])
        mots = self.definition.etiquette.split(" ") if self.definition.trace is Trace.HAUTE else None
        return max(metrique.horizontalAdvance(x) for x in mots or [self.definition.etiquette])

    def _accessoires(self) -> tuple[float, float]:
        """Pixels given to the icon beside the label and to the small word after it; 0 where they do not fit.

        The accessible name says what they say.
        """
        definition, mesures = self.definition, actuel().mesures
        libre = self.width() - 2 * _BORD_PX - self._largeur_mots()
        icone = mention = 0.0
        if definition.icone and definition.trace is Trace.LIGNE:
            icone = mesures.mm(9) + mesures.mm(2)
        if definition.mention and not mesures.grand:
            mention = mesures.mm(2) + QFontMetricsF(self.polices()[1]).horizontalAdvance(definition.mention)
        return (icone if icone <= libre else 0.0), (mention if mention <= libre else 0.0)

    def largeur_contenu(self) -> float:
        """Pixels that what is drawn side by side takes, without padding."""
        return (self._largeur_mots() if self.lignes() else 0.0) + sum(self._accessoires())

    def _icone(self, encre: str) -> QPixmap | None:
        definition, mesures = self.definition, actuel().mesures
        if definition.icone is None:
            return None
        seule = definition.trace is Trace.PILE and not self.lignes()
        taille = {Trace.LIGNE: 9, Trace.HAUTE: 8, Trace.PILE: 12 if seule else 8}[definition.trace]
        return pixmap(definition.icone, encre, mesures.mm(taille))

    def _contenu(self, peintre: QPainter, encre: str) -> None:
        definition = self.definition
        icone = self._icone(encre)
        if definition.trace is Trace.LIGNE:
            self._en_ligne(peintre, icone)
        else:
            self._empile(peintre, icone)

    def _en_ligne(self, peintre: QPainter, icone: QPixmap | None) -> None:
        definition = self.definition
        police_texte, police_mention = self.polices()
        large_icone, large_mention = self._accessoires()
        x = (self.width() - self.largeur_contenu()) / 2
        if icone is not None and large_icone:
            peintre.drawPixmap(QPointF(x, (self.height() - icone.height()) / 2), icone)
            x += large_icone
        self._ecrire(peintre, police_texte, x, definition.etiquette)
        if large_mention:
            x += self._largeur_mots() + actuel().mesures.mm(2)
            self._ecrire(peintre, police_mention, x, definition.mention)

    def _ecrire(self, peintre: QPainter, fonte: QFont, x: float, texte: str) -> None:
        metrique = QFontMetricsF(fonte)
        peintre.setFont(fonte)
        peintre.drawText(QPointF(x, (self.height() + metrique.ascent() - metrique.descent()) / 2), texte)

    def _empile(self, peintre: QPainter, icone: QPixmap | None) -> None:
        mesures, lignes = actuel().mesures, self.lignes()
        fonte = self.polices()[0]
        metrique = QFontMetricsF(fonte)
        pas = fonte.pixelSize() * (1.08 if mesures.grand else 1.1)
        jeu = mesures.mm(1.5) if self.definition.trace is Trace.HAUTE else 0
        haut_icone = icone.height() + (jeu if lignes else 0) if icone is not None else 0
        y = (self.height() - haut_icone - pas * len(lignes)) / 2
        if icone is not None:
            peintre.drawPixmap(QPointF((self.width() - icone.width()) / 2, y), icone)
            y += haut_icone
        peintre.setFont(fonte)
        for ligne in lignes:
            x = (self.width() - metrique.horizontalAdvance(ligne)) / 2
            peintre.drawText(QPointF(x, y + (pas + metrique.ascent() - metrique.descent()) / 2), ligne)
            y += pas

    def _souligner(self, peintre: QPainter, encre: str) -> None:
        large, haut = actuel().mesures.mm(8), actuel().mesures.mm(0.8)
        y = self.height() - actuel().mesures.mm(1.2) - haut
        peintre.fillRect(QRectF((self.width() - large) / 2, y, large, haut), QColor(encre))
