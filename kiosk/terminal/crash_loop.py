"""Tell one unlucky crash from a terminal that can no longer work."""

from collections import deque


class BoucleDePannes:
    """`maximum` failures within `fenetre_s` seconds are a loop. Pure: the caller gives the date of each."""

    def __init__(self, maximum: int, fenetre_s: float) -> None:
        self._fenetre = fenetre_s
        self._dates: deque[float] = deque(maxlen=maximum)

    def noter(self, date_s: float) -> bool:
        """Note a failure at `date_s` (monotonic seconds); true when it closes a loop."""
        self._dates.append(date_s)
        return len(self._dates) == self._dates.maxlen and date_s - self._dates[0] <= self._fenetre

    def oublier(self) -> None:
        """Start afresh: somebody has looked at the terminal."""
        self._dates.clear()
