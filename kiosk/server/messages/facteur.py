"""The worker that sends what waits in the box."""

from uuid import UUID

from kiosk.backend.schemas import EtatEnvoi


class Facteur:
    """Sends what waits; one in each backend process."""

    def reveiller(self) -> None:
        """A transaction that wrote a message was committed."""
        raise NotImplementedError

    async def attendre(self, message_id: UUID, delai_s: float) -> EtatEnvoi:
        """What became of the first attempt at `message_id`, or `EN_RETARD` after `delai_s` seconds without one."""
        raise NotImplementedError
