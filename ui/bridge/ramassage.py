"""Python's cycle collector, kept on the GUI thread."""

import gc

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 1000


class Ramassage(QObject):
    """Frees what is caught in reference cycles, on the GUI thread and while the visitor pauses.

    Left alone, Python collects on whichever thread happens to allocate. A Qt object freed by the thread that seals
    an envelope leaves its timers behind in this one, and the next to fire kills the process.
    """

    def __init__(self) -> None:
        super().__init__()
        # What lives as long as the process is not looked at again: a collection then takes a few milliseconds.
        gc.freeze()
        gc.disable()
        self._attente = QTimer(self)
        self._attente.setSingleShot(True)
        self._attente.setInterval(PAUSE_MS)
        self._attente.timeout.connect(self.ramasser)

    def bientot(self) -> None:
        """Something was left behind: collect once nothing has happened for a second."""
        self._attente.start()

    def ramasser(self) -> None:
        """Collect now; to be called on the GUI thread."""
        self._attente.stop()
        gc.collect()

    def arreter(self) -> None:
        """Give the collector back to Python."""
        self.ramasser()
        gc.unfreeze()
        gc.enable()
