"""What a visitor asked to see is masked again as soon as nobody may be there to read it."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent

from ui.theme.themable import Themable


class Discret(Themable):
    """Mixin, written before the Qt class: masked when it is hidden, or when its window is no longer the active one."""

    def masquer(self) -> None:
        """Mask what is shown; nothing when nothing is."""
        raise NotImplementedError

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.masquer()

    def event(self, event: QEvent) -> bool:
        # Qt tells the widgets inside a window by this event; `ActivationChange` goes to the window alone.
        if event.type() == QEvent.Type.WindowDeactivate and self._pret:
            self.masquer()
        return super().event(event)
