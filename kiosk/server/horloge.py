"""The backend's only source of time: a callable given to the application, so that tests own the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Horloge = Callable[[], datetime]

PARIS = ZoneInfo("Europe/Paris")


def maintenant() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def jour(instant: datetime) -> date:
    """The civil day of an aware `instant` for a person in metropolitan France."""
    return instant.astimezone(PARIS).date()
