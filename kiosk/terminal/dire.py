"""Where the events of the terminal's own processes go, without paying for the log before there is one to write."""

from typing import Protocol


class Dire(Protocol):
    """A name and fields without personal data."""

    def __call__(self, evenement: str, **champs: object) -> None:
        """Log one event."""


def dire(evenement: str, **champs: object) -> None:
    """Log one event, through structlog: it costs as much as Qt to import, and comes with the first event."""
    from kiosk.terminal import journal

    journal.dire(evenement, **champs)
