"""The staff's gesture, and silence on the staff's pages: both watched where input enters the window.

On the window's handle, as `Veille` does: a filter on the application would be called for every event of every widget.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEventPoint, QInputEvent, QMouseEvent, QTouchEvent, QWindow

from kiosk.terminal.geste_equipe import GesteEquipe
from ui.bridge.veille import ENTREES

SOURIS = -1
"""The contact of a mouse; fingers are told apart by the numbers that Qt gives them."""

_SOURIS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease})
_TOUCHER = frozenset({QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd})
_RUPTURES = frozenset({QEvent.Type.TouchCancel, QEvent.Type.FocusOut, QEvent.Type.Resize, QEvent.Type.Hide})


class GesteFenetre(QObject):
    """Says `fait` each time the gesture is complete, while it watches a window. It takes no event away.

    `page`: what the page takes of the window, whose corners are pressed; under cage a window covers every screen.
    """

    fait = Signal()

    def __init__(
        self, horloge: Callable[[], float], page: Callable[[], QRect], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._horloge = horloge
        self._page = page
        self._geste = GesteEquipe()
        self._poignee: QWindow | None = None

    def guetter(self, poignee: QWindow | None) -> None:
        """Watch this window; a second call changes nothing."""
        if poignee is not None and self._poignee is None:
            self._poignee = poignee
            poignee.installEventFilter(self)

    def cesser(self) -> None:
        """Watch no more."""
        if self._poignee is not None:
            self._poignee.removeEventFilter(self)
            self._poignee = None
        self._geste.annuler()

    def eventFilter(self, _objet: QObject, event: QEvent) -> bool:
        genre = event.type()
        if genre in _SOURIS and isinstance(event, QMouseEvent):
            # The mouse that Qt makes of a finger says what the finger has said.
            if event.source() is not Qt.MouseEventSource.MouseEventSynthesizedByQt:
                presse = genre is QEvent.Type.MouseButtonPress
                self._suivre(event, event.scenePosition(), SOURIS, presse=presse)
        elif genre in _TOUCHER and isinstance(event, QTouchEvent):
            for point in event.points():
                if point.state() is QEventPoint.State.Pressed:
                    self._suivre(event, point.scenePosition(), point.id(), presse=True)
                elif point.state() is QEventPoint.State.Released:
                    self._suivre(event, point.scenePosition(), point.id(), presse=False)
        elif genre in _RUPTURES:
            self._geste.annuler()
        return False

    def _suivre(self, event: QInputEvent, ou: QPointF, contact: int, *, presse: bool) -> None:
        page = self._page()
        x, y = (ou.x() - page.x()) / max(1, page.width()), (ou.y() - page.y()) / max(1, page.height())
        # When the finger did it, not when a busy machine came to hear of it.
        t = event.timestamp() / 1000 or self._horloge()
        if presse:
            self._geste.presser(x, y, t, contact)
        elif self._geste.relacher(x, y, t, contact):
            self.fait.emit()


class Silence(QObject):
    """Says `expire` after `delai_s` seconds without input, and `present` when there is some, not more often than
    every `rappel_s` seconds."""

    expire = Signal()
    present = Signal()

    def __init__(self, delai_s: float, horloge: Callable[[], float], rappel_s: float = 10.0) -> None:
        super().__init__()
        self._horloge = horloge
        self._rappel_s = rappel_s
        self._dit = horloge()
        self._poignee: QWindow | None = None
        self._minuteur = QTimer(self)
        self._minuteur.setSingleShot(True)
        self._minuteur.timeout.connect(self.expire)
        self.regler(delai_s)

    def regler(self, delai_s: float) -> None:
        """Another time, from now."""
        self._minuteur.start(round(delai_s * 1000))

    def guetter(self, poignee: QWindow | None) -> None:
        """Watch this window."""
        self._poignee = poignee
        if poignee is not None:
            poignee.installEventFilter(self)

    def cesser(self) -> None:
        """Watch no more."""
        self._minuteur.stop()
        if self._poignee is not None:
            self._poignee.removeEventFilter(self)
            self._poignee = None

    def eventFilter(self, _objet: QObject, event: QEvent) -> bool:
        if event.type() in ENTREES and self._minuteur.isActive():
            self._minuteur.start()
            maintenant = self._horloge()
            if maintenant - self._dit >= self._rappel_s:
                self._dit = maintenant
                self.present.emit()
        return False
