"""The backend's only source of time: a callable given to the application, so that tests own the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from kiosk.metier.fuseau import FUSEAU_PARIS, fuseau, jour_a_paris

Horloge = Callable[[], datetime]

PARIS = fuseau(FUSEAU_PARIS)


def maintenant() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def jour(instant: datetime) -> date:
    """The civil day of an aware `instant` for a person in metropolitan France."""
    return jour_a_paris(instant)


def zone_du_hall(dite: str | None) -> str:
    """The zone that a terminal says; Paris for none or one that nobody knows: a wrong setting costs nothing."""
    try:
        fuseau(dite or FUSEAU_PARIS)
    except ValueError:
        return FUSEAU_PARIS
    return dite or FUSEAU_PARIS
