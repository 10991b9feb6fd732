"""The gesture that asks for the staff's page. Pure: presses and releases come from outside, with their times.

Three long presses in turn, nothing else touching the screen: the top left corner, the bottom right one, the top left
one again. Each lasts from 1.5 to 4 seconds, and the next begins within 2 seconds of the last release. One finger or
one mouse can do it, on a touch terminal as on a shared PC; a short tap, a palm, something that leans on a corner and
a second finger cannot. The zones are margins of the page, where no button of ours ever is.

It opens the page that asks for the PIN, and nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

COTE: Final = 0.04
"""Side of a corner's zone, as a part of the screen's width and of its height."""

APPUI_MIN_S: Final = 1.5
APPUI_MAX_S: Final = 4.0
ENTRE_MAX_S: Final = 2.0


class Coin(Enum):
    """A corner of the screen: the place of its tip."""

    HAUT_GAUCHE = (0.0, 0.0)
    HAUT_DROITE = (1.0, 0.0)
    BAS_GAUCHE = (0.0, 1.0)
    BAS_DROITE = (1.0, 1.0)


SUITE: Final = (Coin.HAUT_GAUCHE, Coin.BAS_DROITE, Coin.HAUT_GAUCHE)


def coin_de(x: float, y: float) -> Coin | None:
    """The corner whose zone holds this point, in parts of the screen (0 to 1); None elsewhere and outside."""
    for coin in Coin:
        if abs(x - coin.value[0]) <= COTE and abs(y - coin.value[1]) <= COTE and 0 <= x <= 1 and 0 <= y <= 1:
            return coin
    return None


@dataclass(frozen=True, slots=True)
class _Appui:
    contact: int
    coin: Coin
    debut_s: float


class GesteEquipe:
    """Follows every press and release of the screen, in order; `relacher` says when the gesture is complete.

    Times are seconds of one monotonic clock; `contact` tells fingers apart, and may be left out for a mouse. What
    breaks the gesture starts it over from nothing: no harm is done, and no trace is left of how far it was.
    """

    def __init__(self, suite: Sequence[Coin] = SUITE) -> None:
        """`suite`: the corners to press, in turn. Raises ValueError when there are fewer than two."""
        if len(suite) < 2:
            raise ValueError("a gesture presses two corners or more")
        self._suite = tuple(suite)
        self._contacts: set[int] = set()
        self._rang = 0
        self._appui: _Appui | None = None
        self._dernier_s: float | None = None

    def presser(self, x: float, y: float, t: float, contact: int = 0) -> None:
        """A finger or a button goes down at `x`, `y` (0 to 1)."""
        seul = self._contacts <= {contact}  # a release may have been lost: its contact begins again
        self._contacts.add(contact)
        coin = coin_de(x, y)
        attendu = self._appui is None and self._a_temps(t) and coin is self._suite[self._rang]
        if not (seul and attendu):
            self._oublier()
        if seul and coin is self._suite[self._rang]:
            self._appui = _Appui(contact, coin, t)

    def relacher(self, x: float, y: float, t: float, contact: int = 0) -> bool:
        """It comes up again; True when this completes the gesture, which then may be made again."""
        self._contacts.discard(contact)
        appui, self._appui = self._appui, None
        if (
            appui is None
            or appui.contact != contact
            or coin_de(x, y) is not appui.coin
            or not APPUI_MIN_S <= t - appui.debut_s <= APPUI_MAX_S
        ):
            self._oublier()
            return False
        self._rang += 1
        self._dernier_s = t
        if self._rang < len(self._suite):
            return False
        self._oublier()
        return True

    def annuler(self) -> None:
        """Whatever was touching is gone: the page changed, the window lost the focus, the system took the touch."""
        self._contacts.clear()
        self._oublier()

    def _a_temps(self, t: float) -> bool:
        return self._dernier_s is None or 0 <= t - self._dernier_s <= ENTRE_MAX_S

    def _oublier(self) -> None:
        self._rang = 0
        self._appui = None
        self._dernier_s = None
