"""When the picture of a window that was just opened is really with the compositor or the X server.

Until then nothing else may leave the screen: what is behind it would be seen.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QWindow

from ui.shell.etendue import etiree
from ui.shell.fenetre import Fenetre

LIMITE_MS = 3000
"""A screen that is off, or a compositor that no longer answers, takes no picture: nobody waits for it any longer.

Less than the time that the supervisor gives to a page (`Rythme.affichage_s`): such a screen is no fault of a visit.
"""


class PremiereImage(QObject):
    """Watches `fenetre` from `guetter` on, until its picture is taken.

    `prise(True)`, once for each `guetter`: whoever composes the screen has a whole picture of the window.
    `prise(False)` instead: nobody has taken one within `LIMITE_MS`.
    """

    prise = Signal(bool)

    def __init__(self, fenetre: Fenetre) -> None:
        super().__init__(fenetre)
        self._fenetre = fenetre
        self._poignee: QWindow | None = None
        self._peinte = QSize()
        self._limite = QTimer(self)
        self._limite.setSingleShot(True)
        self._limite.setInterval(LIMITE_MS)
        self._limite.timeout.connect(lambda: self._finir(prise=False))

    def guetter(self) -> None:
        """The window was just opened, or opened again."""
        self._poignee = poignee = self._fenetre.windowHandle()
        poignee.installEventFilter(self)
        self._limite.start()
        if poignee.isExposed():
            self._peinte = poignee.size()
            poignee.requestUpdate()

    def constater(self) -> None:
        """Somebody touches the window: it is on the screen, whatever was told of it."""
        self._finir(prise=True)

    def eventFilter(self, _objet: QObject, event: QEvent) -> bool:
        if self._poignee is None:
            return False
        if event.type() == QEvent.Type.Expose and self._poignee.isExposed():
            # The window paints itself within this event, at this size.
            self._peinte = self._poignee.size()
            if etiree():
                # Answered once the compositor has taken that picture (Wayland's frame callback).
                self._poignee.requestUpdate()
            else:
                QTimer.singleShot(0, self._regarder)
        elif event.type() == QEvent.Type.UpdateRequest:
            return self._regarder()
        return False

    def _regarder(self) -> bool:
        """Whether the picture that was taken is whole; if not, one more is asked for."""
        if self._poignee is None:
            return False
        exposee = self._poignee.isExposed() and self._fenetre.testAttribute(Qt.WidgetAttribute.WA_Mapped)
        if exposee and self._peinte == self._poignee.size() and self._fenetre.en_place:
            self._finir(prise=True)
            return True
        # Later: Qt still holds the request that it is delivering.
        QTimer.singleShot(0, self._redemander)
        return False

    def _redemander(self) -> None:
        if self._poignee is not None and self._poignee.isExposed():
            self._poignee.requestUpdate()

    def _finir(self, *, prise: bool) -> None:
        if self._poignee is not None:
            self._poignee.removeEventFilter(self)
            self._poignee = None
            self._limite.stop()
            self.prise.emit(prise)
