"""The screens that the kiosk does not use: covered, those that are plugged in later too.

Under a compositor that stretches the window over all of them (`etiree`) it covers them itself: a sheet would hide it.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from ui.shell.etendue import etiree
from ui.theme import actuel

REMISE_EN_PLACE_MS = 50
"""A plug makes a burst of changes: they are answered together."""


class _Couverture(QWidget):
    """A plain sheet over one screen: nothing to read, nothing to press, nothing behind."""

    def __init__(self) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setWindowTitle("caf-kiosk, écran couvert")
        self.setAccessibleName("Écran couvert")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        peintre = QPainter(self)
        peintre.fillRect(self.rect(), actuel().couleurs.fond)
        peintre.end()


class CouvertureEcrans(QObject):
    """Covers every screen but the one that `fenetre` is on, once `couvrir` was called.

    `deplacee`: screens came, went or changed, and the window may have to take its place again.
    """

    deplacee = Signal()

    def __init__(self, fenetre: QWidget) -> None:
        super().__init__(fenetre)
        self._fenetre = fenetre
        self._couvertures: dict[QScreen, _Couverture] = {}
        self._bientot = QTimer(self)
        self._bientot.setSingleShot(True)
        self._bientot.timeout.connect(self._remettre)
        self._suivis: set[QScreen] = set()
        self._commencee = False

    @property
    def couvertures(self) -> tuple[QWidget, ...]:
        """The sheets, one per other screen."""
        return tuple(self._couvertures.values())

    def couvrir(self) -> None:
        """Cover the other screens, now and as long as the window lives; again changes nothing."""
        if self._commencee:
            return
        self._commencee = True
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._change)
        application.screenRemoved.connect(self._retirer)
        application.primaryScreenChanged.connect(self._change)
        self._poser()

    def _change(self, *_: object) -> None:
        self._bientot.start(REMISE_EN_PLACE_MS)

    def _retirer(self, ecran: QScreen) -> None:
        # Qt would move the sheet to a screen that is left: over the kiosk.
        self._suivis.discard(ecran)
        feuille = self._couvertures.pop(ecran, None)
        if feuille is not None:
            feuille.hide()
            feuille.deleteLater()
        self._change()

    def _remettre(self) -> None:
        self.deplacee.emit()
        self._poser()

    def _poser(self) -> None:
        ecrans = QGuiApplication.screens()
        # By where it is: the window may not have been told yet on which screen.
        sien = QGuiApplication.screenAt(self._fenetre.geometry().center()) or self._fenetre.screen()
        for ecran in ecrans:
            if ecran not in self._suivis:
                self._suivis.add(ecran)
                ecran.geometryChanged.connect(self._change)
        if etiree():
            return
        for ecran in ecrans:
            # Two screens that show the same place are one.
            if ecran is sien or ecran.geometry() == sien.geometry():
                self._decouvrir(ecran)
                continue
            feuille = self._couvertures.get(ecran)
            if feuille is None:
                feuille = self._couvertures[ecran] = _Couverture()
            feuille.setScreen(ecran)
            feuille.setGeometry(ecran.geometry())
            feuille.setWindowState(Qt.WindowState.WindowFullScreen)
            feuille.show()  # showFullScreen() would take the keyboard from the kiosk

    def _decouvrir(self, ecran: QScreen) -> None:
        feuille = self._couvertures.pop(ecran, None)
        if feuille is not None:
            feuille.hide()
            feuille.deleteLater()
