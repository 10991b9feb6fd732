"""Seconds before something becomes possible again: counted only while somebody can see them."""

from collections.abc import Callable
from math import ceil, inf

from PySide6.QtCore import QObject, Qt, QTimer, Signal

# (seconds of the unit, its name, the longest time said in it)
_UNITES = ((1, "seconde", 90), (60, "minute", 90 * 60), (3600, "heure", inf))


def dans(secondes: int) -> str:
    """« 38 secondes », « 2 minutes », « 3 heures »: never less than what remains."""
    unite, mot = next((u, m) for u, m, au_plus in _UNITES if secondes <= au_plus)
    nombre = max(1, ceil(secondes / unite))
    return f"{nombre}\u00a0{mot}{'s' if nombre > 1 else ''}"


class CompteARebours(QObject):
    """`restant` seconds before a deadline. `change` follows each second while `regarde`, and the end, once."""

    change = Signal(int)

    def __init__(self, horloge: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._horloge = horloge
        self._echeance = 0.0
        self._dit = 0
        self._regarde = False
        self._tic = QTimer(self)
        self._tic.setInterval(1000)
        self._tic.setTimerType(Qt.TimerType.PreciseTimer)
        self._tic.timeout.connect(self.constater)

    @property
    def restant(self) -> int:
        """Whole seconds that remain, 0 once it is over."""
        # Rounded first: a dust of the subtraction must not be a whole second more.
        return max(0, ceil(round(self._echeance - self._horloge(), 3)))

    @property
    def en_marche(self) -> bool:
        """Whether the clock ticks."""
        return self._tic.isActive()

    def partir(self, secondes: int) -> None:
        """Count `secondes` from now; `change` says so at once."""
        self._echeance = self._horloge() + max(0, secondes)
        self._dit = -1
        self.constater()

    def regarder(self, regarde: bool) -> None:
        """Somebody sees the count, or nobody does any more: then nothing ticks."""
        self._regarde = regarde
        if regarde:
            self.constater()
        else:
            self._tic.stop()

    def constater(self) -> None:
        """Say what remains if it is no longer what was said, and go on ticking if there is a reason to."""
        restant = self.restant
        if restant and self._regarde:
            if not self._tic.isActive():
                self._tic.start()
        else:
            self._tic.stop()
        if restant != self._dit:
            self._dit = restant
            self.change.emit(restant)
