"""The screen goes dark when nobody is at home, and the first touch only lights it again."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QWindow

from ui.screens.accueil import EcranAccueil
from ui.shell.fenetre import Fenetre

_ENTREES = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel),
        *(QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd),
    }
)


class VeilleEcran(QObject):
    """Covers the home page of `fenetre` with black after `delai_s` seconds without input; 0 is never.

    The page, not the display's power: what the compositor or the X server turns off, a touch turns on again and
    presses at the same time. Only the home page sleeps: a visit has its own watch, and « hors service » is to be read.
    """

    def __init__(self, fenetre: Fenetre, delai_s: float) -> None:
        super().__init__(fenetre)
        self._fenetre = fenetre
        self._poignee: QWindow | None = None
        self._dort = False
        self._minuteur = QTimer(self)
        self._minuteur.setSingleShot(True)
        self._minuteur.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._minuteur.setInterval(round(delai_s * 1000))
        self._minuteur.timeout.connect(self.endormir)

    def guetter(self) -> None:
        """The home page is shown: count from now."""
        if self._minuteur.interval() == 0 or self._poignee is not None:
            return
        self._poignee = self._fenetre.windowHandle()
        if self._poignee is not None:
            self._poignee.installEventFilter(self)
            self._minuteur.start()

    def cesser(self) -> None:
        """The home page is about to be replaced: no more sleep in this process."""
        self._minuteur.stop()
        if self._poignee is not None:
            self._poignee.removeEventFilter(self)
        self._reveiller()

    def endormir(self) -> None:
        """Go dark, unless something else than the home page is to be seen."""
        if not isinstance(self._fenetre.ecran, EcranAccueil):
            return
        if self._fenetre.couverte:
            self._minuteur.start()
            return
        from ui.screens.ecran_noir import EcranNoir

        self._dort = True
        self._fenetre.couvrir(EcranNoir(self._reveiller))

    def _reveiller(self) -> None:
        if self._dort:
            self._dort = False
            self._fenetre.decouvrir()

    def eventFilter(self, _objet: QObject, event: QEvent) -> bool:
        if event.type() in _ENTREES:
            self._minuteur.start()
        return False
