"""The default transport: messages stay in the database, where `caf-kiosk messages` reads them."""

from collections.abc import Callable

from kiosk.server.messages.transports import Pli, Remise

Afficher = Callable[[Pli], None]


class TransportLocal:
    """Nothing leaves. `afficher` is called with each message: a demonstration prints them."""

    rejouable = True
    garde_le_corps = True

    def __init__(self, afficher: Afficher | None = None) -> None:
        self._afficher = afficher

    async def envoyer(self, pli: Pli, remise: Remise) -> None:
        """Show the message, if somebody looks."""
        remise.phase = "affichage"
        if self._afficher is not None:
            self._afficher(pli)

    async def fermer(self) -> None:
        """Nothing is open."""
