"""One key of an on-screen keyboard, and the fingers on it."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QInputEvent, QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from ui.components.clavier.touche_dessinee import ToucheDessinee

DELAI_MS = 150


def _ecart_ms(avant: tuple[int, float], apres: tuple[int, float]) -> float:
    """From one press to the next, by the screen's dates when both have one that agree (X11's come round)."""
    if avant[0] and apres[0] >= avant[0]:
        return apres[0] - avant[0]
    return (apres[1] - avant[1]) * 1000


class Touche(ToucheDessinee):
    """A key: fires when released inside itself, never repeats, ignores a bounce.

    A second release within `delai_ms` of the one that counted is a trembling finger, not a second letter. The
    screen says when each happened; `horloge` (seconds, never goes back) is for the presses it did not date.
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
        super().__init__(parent, discretion)
        self._horloge = horloge
        self.delai_ms = delai_ms
        self._comptee: tuple[int, float] | None = None  # (ms by the screen, 0 if unknown; s by the clock)
        self._instant = 0  # ms by the screen, of the event being handled
        self._doigt: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoRepeat(False)
        # Two thumbs overlap: Qt turns only the first finger into a mouse, so every key reads touch itself.
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.clicked.connect(self._activer)

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
