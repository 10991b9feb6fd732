"""A terminal that nobody has touched for a while: a black screen, and the few words that say how to light it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.dessin import ecrire
from ui.components.ecran import Ecran
from ui.components.pressable import Pressable
from ui.theme import THEMES, actuel, police

TOUCHEZ = "Touchez l’écran"
APPUYEZ = "Appuyez sur une touche du clavier"
NOM = "Écran en veille"
DEPLACEMENT_MS = 60_000
"""How long the words stay at one place: a panel keeps the trace of what never moves."""

_HAUTEURS = (30, 55, 40, 65, 50)
"""Where the words stand, one after the other, in hundredths of the height of the screen."""


class _Dormeur(Pressable):
    """The whole screen is one button: any touch or key wakes, and there is nothing else to press."""

    def __init__(self) -> None:
        super().__init__()
        self.setText(TOUCHEZ if actuel().mesures.borne else APPUYEZ)
        self.setAccessibleName(self.text())
        self.setProperty("anneau", "jamais")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rang = 0
        self._marche = QTimer(self)
        self._marche.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._marche.timeout.connect(self._deplacer)
        self._marche.start(DEPLACEMENT_MS)
        self.pret()

    def _deplacer(self) -> None:
        self._rang = (self._rang + 1) % len(_HAUTEURS)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        peintre = QPainter(self)
        # Black in every theme: a screen that rests gives no light.
        peintre.fillRect(self.rect(), QColor(THEMES["contraste_sombre"].fond))
        fonte = police("h1")
        haut = self.height() * _HAUTEURS[self._rang] // 100
        ligne = QRect(0, haut, self.width(), 2 * fonte.pixelSize())
        ecrire(peintre, ligne, fonte, THEMES["sombre"].bord, self.text(), Qt.AlignmentFlag.AlignHCenter)
        peintre.end()


class EcranNoir(Ecran):
    """Covers the home page. `reveiller` is called once the finger is lifted: it presses nothing under it."""

    barre = False
    bord_a_bord = True

    def __init__(self, reveiller: Callable[[], None]) -> None:
        super().__init__()
        self.setAccessibleName(NOM)
        self._dormeur = _Dormeur()
        self._dormeur.clicked.connect(reveiller)
        self.corps.addWidget(self._dormeur)
        self.pret()

    def depart(self) -> QWidget | None:
        return self._dormeur
