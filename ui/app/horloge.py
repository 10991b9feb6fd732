"""The day and the hour of a visit: Paris's day for the rules, the hall's hour for the eye."""

from datetime import date, datetime

from kiosk.metier.fuseau import FUSEAU_PARIS, fuseau, jour_a_paris
from kiosk.terminal.visite import ReglagesVisite


class Horloge:
    """Read from the settings of the terminal, whatever time zone the machine itself is set to."""

    def __init__(self, reglages: ReglagesVisite) -> None:
        self._jour_joue = reglages.date_reference
        self._fuseau = fuseau(reglages.fuseau)

    def jour(self) -> date:
        """The day that declarations are judged at, by the backend too; or the one that a demonstration plays."""
        return self._jour_joue or jour_a_paris()

    def heure(self) -> datetime:
        """Now as the clock of the hall shows it; in a demonstration, at the instant that its backend plays."""
        instant = datetime.now(fuseau(FUSEAU_PARIS))
        if self._jour_joue is not None:
            instant = datetime.combine(self._jour_joue, instant.timetz())
        return instant.astimezone(self._fuseau)
