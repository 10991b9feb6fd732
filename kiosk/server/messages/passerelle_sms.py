"""Text messages through an HTTP gateway: the organisation's own, or a few lines in front of an operator's.

One call for each message (docs/messages.md):

    POST <url>
    Authorization: Bearer <token>
    Idempotency-Key: <id>
    {"id": "<id>", "destinataire": "+33639981042", "texte": "…", "emetteur": "Caf"}

2xx: taken. 400, 422: never will be. Anything else: later. The gateway answers 2xx to a key that it has already taken
and sends nothing more, which is what makes it safe to call again after a cut.
"""

from typing import TYPE_CHECKING

from kiosk.server.messages.transports import EchecCertain, Pli, Remise
from kiosk.server.reglages import ReglagesSms

if TYPE_CHECKING:
    from httpx2 import AsyncClient

_JAMAIS = frozenset({400, 422})


class PasserelleSms:
    """Calls the gateway of `reglages`."""

    rejouable = True
    garde_le_corps = False

    def __init__(self, reglages: ReglagesSms) -> None:
        self._reglages = reglages
        self._client: AsyncClient | None = None

    async def envoyer(self, pli: Pli, remise: Remise) -> None:
        """Hand `pli` over; see `Transport.envoyer`."""
        if self._client is None:
            from httpx2 import AsyncClient

            self._client = AsyncClient(timeout=self._reglages.delai_s)
        remise.phase, remise.engagee = "appel", True
        requete = self._client.stream(
            "POST",
            self._reglages.url,
            json={
                "id": str(pli.id),
                "destinataire": pli.destinataire,
                "texte": pli.corps,
                "emetteur": self._reglages.emetteur,
            },
            headers={
                "Authorization": f"Bearer {self._reglages.jeton.get_secret_value()}",
                "Idempotency-Key": str(pli.id),
            },
        )
        async with requete as reponse:  # its body is not read: only the status speaks
            statut = reponse.status_code
        if not 200 <= statut <= 299:
            raise EchecCertain(str(statut), definitif=statut in _JAMAIS)

    async def fermer(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
