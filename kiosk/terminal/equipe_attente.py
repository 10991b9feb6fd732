"""How long the staff's PIN waits after wrong ones. Pure: the instants come from outside.

The first tries cost nothing, then each wrong one doubles a wait, during which no PIN is looked at. Waits are counted
on the machine's own time since it booted, which nobody can set: the date of the clock plays no part. What happened
before a reboot happened at the latest when the machine booted, so a wait that was running begins again in full.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

ESSAIS_LIBRES: Final = 5
PREMIERE_ATTENTE_S: Final = 30
ATTENTE_MAX_S: Final = 900
"""A quarter of an hour: a hundred tries a day for a million PINs, and staff are not kept out of their terminal."""

ECHECS_INCONNUS: Final = 1_000
"""What a damaged register counts for: the longest wait."""


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment: the id of the boot it belongs to, and seconds since then, suspended time included."""

    demarrage: str
    ecoule_s: float


def attente_apres(echecs: int) -> int:
    """Seconds that follow this many wrong PINs in a row: 0 up to the fourth, 30 after the fifth, then double."""
    if echecs < ESSAIS_LIBRES:
        return 0
    doublements = min(echecs - ESSAIS_LIBRES, ATTENTE_MAX_S.bit_length())
    return min(ATTENTE_MAX_S, PREMIERE_ATTENTE_S << doublements)


@dataclass(frozen=True, slots=True)
class Essais:
    """The wrong PINs since the last right one, and when the last of them was given."""

    echecs: int = 0
    dernier: Instant | None = None

    def restant_s(self, maintenant: Instant) -> int:
        """Whole seconds before a PIN is looked at; 0 when it is now. Never more than `attente_apres(echecs)`."""
        if self.dernier is None:
            return 0
        ecoule = maintenant.ecoule_s
        if maintenant.demarrage == self.dernier.demarrage and ecoule >= self.dernier.ecoule_s:
            ecoule -= self.dernier.ecoule_s
        # To the millisecond: the dust of a sum of floats is not a second more.
        return max(0, ceil(round(attente_apres(self.echecs) - max(0.0, ecoule), 3)))

    def rater(self, maintenant: Instant) -> "Essais":
        """One more wrong PIN."""
        return Essais(self.echecs + 1, maintenant)
