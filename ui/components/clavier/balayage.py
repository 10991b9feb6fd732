"""The keys for whoever has arrows and one button rather than a finger: a keypad, a switch, a real keyboard."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent

from ui.components.clavier.touche import Touche

_PRESSER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select})
_PAS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_SAUTS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Balayage:
    """One key of the keyboard is looked for at a time; the field keeps the focus all along.

    Down goes from the field to the first key; right and left follow the reading order and come round, so that three
    switches are enough (down, right, press); up and down change row, up from the first row goes back to the field, as
    Escape does. Enter or space press. `touches` are the keys in reading order; `dire` hears of each key that is
    reached.
    """

    def __init__(self, touches: Callable[[], Sequence[Touche]], dire: Callable[[Touche], None]) -> None:
        self._touches = touches
        self._dire = dire
        self._visee: Touche | None = None

    @property
    def visee(self) -> Touche | None:
        """The key that Enter would press; None while nobody looks for one."""
        return self._visee

    def cesser(self) -> None:
        """Back to the field."""
        self._viser(None)

    def suivre(self, event: QKeyEvent) -> bool:
        """What a key of a real keyboard does here; False leaves it to the field."""
        touche = event.key()
        if self._visee is None:
            if touche != Qt.Key.Key_Down or event.modifiers():
                return False
            self._viser(next((une for une in self._touches() if une.isEnabled()), None))
        elif touche in _PRESSER:
            if not event.isAutoRepeat():
                self._presser(self._visee)
        elif touche in _PAS:
            self._viser(self._voisine(self._visee, _PAS[Qt.Key(touche)]))
        elif touche in _SAUTS:
            self._sauter(self._visee, _SAUTS[Qt.Key(touche)])
        else:
            self.cesser()
            return touche == Qt.Key.Key_Escape
        return True

    def _viser(self, touche: Touche | None) -> None:
        if touche is self._visee:
            return
        if self._visee is not None:
            self._visee.viser(False)
        self._visee = touche
        if touche is not None:
            touche.viser(True)
            QAccessible.updateAccessibility(QAccessibleEvent(touche, QAccessible.Event.Focus))
            self._dire(touche)

    def _presser(self, touche: Touche) -> None:
        place = touche.geometry().center()
        touche.click()
        # The key may have put its own self to sleep, or the page of keys may have one key less.
        if self._visee is touche and (not touche.isEnabled() or touche not in self._touches()):
            self._viser(self._proche(place))

    def _voisine(self, touche: Touche, pas: int) -> Touche:
        touches = list(self._touches())
        rang = touches.index(touche) if touche in touches else 0
        for n in range(1, len(touches) + 1):
            suivante = touches[(rang + n * pas) % len(touches)]
            if suivante.isEnabled():
                return suivante
        return touche

    def _sauter(self, touche: Touche, sens: int) -> None:
        ici = touche.geometry()
        autres = [
            une
            for une in self._touches()
            if une.isEnabled()
            and (une.geometry().top() > ici.bottom() if sens > 0 else une.geometry().bottom() < ici.top())
        ]
        if autres:
            rangee = min(abs(une.geometry().center().y() - ici.center().y()) for une in autres)
            autres = [u for u in autres if abs(u.geometry().center().y() - ici.center().y()) == rangee]
            self._viser(min(autres, key=lambda une: abs(une.geometry().center().x() - ici.center().x())))
        elif sens < 0:
            self.cesser()

    def _proche(self, place: QPoint) -> Touche | None:
        eveillees = [une for une in self._touches() if une.isEnabled()]
        return min(
            eveillees,
            key=lambda une: (une.geometry().center() - place).manhattanLength(),
            default=None,
        )
