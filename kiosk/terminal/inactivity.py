"""When a silent visit ends: silence, then a whole warning, then the end. Pure: time comes from outside.

Times are seconds of one monotonic clock. The machine holds no timer: the screen asks `echeance()` when to
call `maintenant()` next, arms one timer for it, and tells of input through `activite()`. Nothing polls.

Two promises, kept whatever the order of the calls:

- nobody is put out without the whole countdown: it starts when the warning is first *reported*, so that a
  terminal that slept through its deadline wakes up on the warning and not on the end;
- a visitor who left is gone `delai_s + rebours_s` after the last input, when the deadlines are honoured.

Numbers: qualite.md §2 (WCAG 2.2.1: at least ten extensions; here there is no limit).
"""

from dataclasses import dataclass
from math import ceil

DELAI_MIN_S = 60.0
DELAI_MAX_S = 300.0
REBOURS_MIN_S = 20.0


@dataclass(frozen=True, slots=True)
class Actif:
    """The visitor is there."""


@dataclass(frozen=True, slots=True)
class Averti:
    """The warning is on screen; `restant_s` whole seconds are left (1 or more)."""

    restant_s: int


@dataclass(frozen=True, slots=True)
class Expire:
    """The countdown ran out: the visit ends, for good."""


Etat = Actif | Averti | Expire


class Inactivite:
    """The silence of one visit.

    Args:
        delai_s: silence before the warning, 60 to 300 s.
        rebours_s: length of the countdown, 20 s or more.
        depart: when the visit began, on the clock of every other call.

    Raises:
        ValueError: a length outside these bounds, or a clock that goes backwards.
    """

    def __init__(self, delai_s: float, rebours_s: float, depart: float) -> None:
        if not DELAI_MIN_S <= delai_s <= DELAI_MAX_S:
            raise ValueError(f"delai_s must be from {DELAI_MIN_S:.0f} to {DELAI_MAX_S:.0f} s")
        self._delai = delai_s
        self._rebours = _rebours_admis(rebours_s)
        self._vu = depart
        self._derniere_activite = depart
        self._fin: float | None = None
        self._expire = False
        self.prolongations = 0

    def regler_rebours(self, rebours_s: float) -> None:
        """Use another countdown (90 s with large text or audio), from the next warning on."""
        self._rebours = _rebours_admis(rebours_s)

    def activite(self, t: float) -> Etat:
        """Input happened: it keeps an active visit awake; under the warning it is a stray touch, ignored."""
        etat = self.maintenant(t)
        if isinstance(etat, Actif):
            self._derniere_activite = t
        return etat

    def continuer(self, t: float) -> Etat:
        """The named button « Oui, je continue »: back to where the visitor was, unless it is too late."""
        if isinstance(self.maintenant(t), Averti):
            self._fin = None
            self._derniere_activite = t
            self.prolongations += 1
        return self.maintenant(t)

    def maintenant(self, t: float) -> Etat:
        """Where the visit stands at `t`. The first call at or after the deadline starts the countdown."""
        if t < self._vu:
            raise ValueError("the clock of a visit cannot go backwards")
        self._vu = t
        if self._expire:
            return Expire()
        if self._fin is None:
            if t < self._derniere_activite + self._delai:
                return Actif()
            self._fin = t + self._rebours
        if t < self._fin:
            return Averti(_secondes(self._fin - t))
        self._expire = True
        return Expire()

    def echeance(self) -> float | None:
        """When `maintenant` next changes by itself (each second shown counts); None once expired."""
        if self._expire:
            return None
        if self._fin is None:
            return self._derniere_activite + self._delai
        return self._fin - (_secondes(self._fin - self._vu) - 1)


def _secondes(restant: float) -> int:
    """Seconds to show, 1 or more; a rounding error of the clock must not add one."""
    return max(1, ceil(restant - 1e-6))


def _rebours_admis(rebours_s: float) -> float:
    if not rebours_s >= REBOURS_MIN_S:
        raise ValueError(f"rebours_s must be at least {REBOURS_MIN_S:.0f} s")
    return rebours_s
