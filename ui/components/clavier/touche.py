"""One painted key of an on-screen keyboard."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QInputEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QTouchEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.components.clavier.modele import Definition, Role, Trace
from ui.theme.icones import pixmap
from ui.theme.mesures import TailleTexte
from ui.theme.theme import actuel, police

DELAI_MS = 150
_BORD_PX = 2


def _ecart_ms(avant: tuple[int, float], apres: tuple[int, float]) -> float:
    """From one press to the next, by the screen's dates when both have one that agree (X11's come round)."""
    if avant[0] and apres[0] >= avant[0]:
        return apres[0] - avant[0]
    return (apres[1] - avant[1]) * 1000


class Touche(QAbstractButton):
    """A key: fires when released inside itself, never repeats, ignores a bounce.

    A second release within `delai_ms` of the one that counted is a trembling finger, not a second letter. The
    screen says when each happened; `horloge` (seconds, never goes back) is for the presses it did not date.
    `discretion` says whether a press must leave no mark on the screen (a masked password is being typed).
    """

    frappee = Signal(object)  # the Definition of the key

    def __init__(
        self,
        parent: QWidget,
        *,
        discretion: Callable[[], bool],
        horloge: Callable[[], float] = time.monotonic,
        delai_ms: int = DELAI_MS,
    ) -> None:
        super().__init__(parent)
        self._discretion = discretion
        self._horloge = horloge
        self.delai_ms = delai_ms
        self._comptee: tuple[int, float] | None = None  # (ms by the screen, 0 if unknown; s by the clock)
        self._instant = 0  # ms by the screen, of the event being handled
        self._doigt: int | None = None
        self._allumee = False
        self._verrouillee = False
        self._definition: Definition | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoRepeat(False)
        # Two thumbs overlap: Qt turns only the first finger into a mouse, so every key reads touch itself.
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.clicked.connect(self._activer)

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

    def _activer(self) -> None:
        maintenant = (self._instant, self._horloge())
        if self._comptee is not None and _ecart_ms(self._comptee, maintenant) < self.delai_ms:
            return
        self._comptee = maintenant
        self.frappee.emit(self.definition)

    # --- fingers ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QInputEvent):
            return super().event(event)
        # A page that was busy handles together what happened one after the other.
        self._instant = event.timestamp()
        try:
            if isinstance(event, QTouchEvent) and self.isEnabled():
                self._toucher(event)
                return True
            return super().event(event)
        finally:
            self._instant = 0

    def relacher(self) -> None:
        """The finger was no finger: nothing is typed when it is lifted."""
        self._doigt = None
        self.setDown(False)

    def _toucher(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self.relacher()
            return
        for point in event.points():
            dedans = self.rect().contains(point.position().toPoint())
            if self._doigt is None and event.type() == QEvent.Type.TouchBegin:
                self._doigt = point.id()
                self.setDown(True)
            elif point.id() != self._doigt:
                continue
            elif event.type() == QEvent.Type.TouchEnd:
                self._doigt = None
                self.setDown(False)
                if dedans:
                    self._activer()
            else:
                self.setDown(dedans)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        # Nothing that happens on a key may reach the page below it.
        event.accept()

    # --- paint ------------------------------------------------------------------------------------

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
        peintre.end()

    def polices(self) -> tuple[QFont, QFont]:
        """Fonts of the label and of the small word beside it, for the theme in force."""
        definition = self.definition
        if definition.trace is Trace.PILE:
            role = "mini"
        elif definition.role is Role.LETTRE:
            role = "touche"
        else:
            role = "petit"
        return police(role, gras=True), police("mini")

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
