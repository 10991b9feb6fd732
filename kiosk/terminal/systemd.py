"""Tell systemd how the supervisor is (`Type=notify`, `WatchdogSec=`); silent where systemd did not ask."""

import os
import socket
from collections.abc import Mapping


class Notificateur:
    """Datagrams to `$NOTIFY_SOCKET` (sd_notify(3)); does nothing when the variable is not set."""

    def __init__(self, environnement: Mapping[str, str] = os.environ) -> None:
        adresse = environnement.get("NOTIFY_SOCKET", "")
        # A leading @ names an abstract socket.
        self._adresse = "\0" + adresse[1:] if adresse.startswith("@") else adresse
        pour_nous = environnement.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        delai_us = int(environnement.get("WATCHDOG_USEC", "0")) if pour_nous and adresse else 0
        self.periode_s: float | None = delai_us / 2e6 if delai_us else None
        """How often `vivant` is due, half the watchdog's limit; None when there is no watchdog."""

    @property
    def surveille(self) -> bool:
        """Whether systemd follows this process, and starts it again when it ends."""
        return bool(self._adresse)

    def pret(self, statut: str) -> None:
        """The terminal shows something."""
        self._envoyer(f"READY=1\nSTATUS={statut}")

    def vivant(self) -> None:
        """The loop turns."""
        self._envoyer("WATCHDOG=1")

    def arret(self) -> None:
        """The orderly stop has begun."""
        self._envoyer("STOPPING=1")

    def _envoyer(self, texte: str) -> None:
        if self._adresse:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as prise:
                prise.sendto(texte.encode(), self._adresse)
