"""Password hashes, checked away from the event loop."""

import asyncio
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from kiosk.server.reglages import ReglagesArgon2


class MotsDePasse:
    """Argon2id, with the same work done whether or not there is a hash to compare with."""

    def __init__(self, reglages: ReglagesArgon2, simultanees: int) -> None:
        self._argon2 = PasswordHasher(reglages.temps, reglages.memoire_kio, reglages.parallelisme)
        self._leurre = self._argon2.hash("no account has this password")
        self._places = asyncio.Semaphore(simultanees)
        self.verifications = 0
        """How many times the full cost of a check was paid."""

    async def hacher(self, clair: str) -> str:
        """Encoded hash, salt and parameters included."""
        async with self._places:
            return await asyncio.to_thread(self._argon2.hash, _normaliser(clair))

    async def verifier(self, clair: str, empreinte: str | None) -> bool:
        """Whether `clair` is the password of `empreinte`; always False, and as slow, when there is none."""
        async with self._places:
            juste = await asyncio.to_thread(self._comparer, clair, empreinte or self._leurre)
            self.verifications += 1
        return juste and empreinte is not None

    def est_perime(self, empreinte: str) -> bool:
        """Whether `empreinte` was made at another cost than today's."""
        return self._argon2.check_needs_rehash(empreinte)

    def _comparer(self, clair: str, empreinte: str) -> bool:
        try:
            return self._argon2.verify(empreinte, _normaliser(clair))
        except VerifyMismatchError:
            return False


def _normaliser(clair: str) -> str:
    """The same characters typed on two keyboards must give the same bytes (NIST SP 800-63B, NFKC)."""
    return unicodedata.normalize("NFKC", clair)
