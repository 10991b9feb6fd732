"""Silence, watched: one timer armed for the next deadline, input noticed by one event filter. Nothing polls."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal

from kiosk.terminal.inactivity import Actif, Averti, Expire, Inactivite

ENTREES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.Wheel,
    }
)


class Veille(QObject):
    """Drives `Inactivite` from the Qt loop.

    `averti(secondes)` once a second while the warning is up, `reprise()` when the visitor is back, `expire()` once.
    """

    averti = Signal(int)
    reprise = Signal()
    expire = Signal()

    def __init__(self, inactivite: Inactivite, horloge: Callable[[], float]) -> None:
        super().__init__()
        self._inactivite = inactivite
        self._horloge = horloge
        self._reveil = QTimer(self)
        self._reveil.setSingleShot(True)
        self._reveil.setTimerType(Qt.TimerType.PreciseTimer)
        self._reveil.timeout.connect(self.constater)
        self._alerte = False
        self._finie = False

    def demarrer(self) -> None:
        """Arm the timer for the first deadline."""
        self._armer()

    def regler_rebours(self, rebours_s: float) -> None:
        """Another countdown, from the next warning on (large text)."""
        self._inactivite.regler_rebours(rebours_s)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note input, and never keep it: which key, where, by whom is nobody's business."""
        if event.type() in ENTREES and not self._alerte:
            self._inactivite.activite(self._horloge())
        return False

    def continuer(self) -> None:
        """« Oui, je continue »."""
        self._inactivite.continuer(self._horloge())
        self.constater()

    def constater(self) -> None:
        """Tell where the visit stands, and arm the timer for when that changes."""
        match self._inactivite.maintenant(self._horloge()):
            case Averti(restant_s):
                self._alerte = True
                self.averti.emit(restant_s)
            case Expire():
                self._reveil.stop()
                if not self._finie:
                    self._finie = True
                    self.expire.emit()
            case Actif():
                if self._alerte:
                    self._alerte = False
                    self.reprise.emit()
        self._armer()

    def _armer(self) -> None:
        echeance = self._inactivite.echeance()
        if echeance is not None:
            self._reveil.start(max(0, int((echeance - self._horloge()) * 1000) + 1))
