"""HTTP as the client needs it: one exchange within one time limit, its answer read up to a size.

A call that cannot succeed raises one error of `kiosk.backend.errors`, never one of the HTTP library, whose
exceptions carry requests, hence tokens and passwords.

`httpx2` is imported and its TLS context built at the first call, or by `preparer()`, in a thread: together they
would hold the screen for more than 50 ms.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kiosk.backend.errors import BackendIncompris, BackendInjoignable, BackendLent

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    import httpx2

PROBLEME_MEDIA: Final = "application/problem+json"
REPONSE_MAX: Final = 5 * 1024 * 1024
"""Bytes of the largest answer that is read; the rest of it never enters the terminal's memory."""

_SANS_BACKEND: Final = frozenset({502, 503, 504})
_CONSERVATION_S: Final = 4  # shorter than what servers keep an idle line: a stale one would fail a sign-in


@dataclass(frozen=True, slots=True)
class Reponse:
    """A whole answer; `attente_s` is its Retry-After, in seconds."""

    statut: int
    media: str
    attente_s: int | None
    corps: bytes = field(repr=False)


class Ligne:
    """The connections to one backend; it knows no route, no schema and no token."""

    def __init__(
        self,
        base_url: str,
        *,
        delai_s: float,
        essais: int,
        attente_s: float,
        contexte_tls: "ssl.SSLContext | None",
    ) -> None:
        """Raises ValueError for a URL in clear text that leaves this machine: a password would travel on it."""
        self.base_url: Final = _verifier_url(base_url)
        self._delai_s = delai_s
        self._essais = essais
        self._attente_s = attente_s
        self._contexte_tls = contexte_tls
        self._http: httpx2.AsyncClient | None = None
        self._preparation = asyncio.Lock()

    async def preparer(self) -> None:
        """Import and build what calls need, off the caller's thread."""
        await self._pret()

    async def fermer(self) -> None:
        """Drop the connections."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def appeler(
        self,
        methode: str,
        chemin: str,
        *,
        corps: bytes | None = None,
        entetes: Mapping[str, str] = MappingProxyType({}),
        repetable: bool = False,
    ) -> Reponse:
        """The answer, whatever its status, within the time limit; a repeatable call is made again when it is lost.

        Raises BackendInjoignable, BackendLent, BackendIncompris.
        """
        try:
            async with asyncio.timeout(self._delai_s):
                http = await self._pret()
                requete = partial(http.build_request, methode, chemin, content=corps, headers=entetes)
                if repetable:
                    return await self._insister(http, requete)
                return await _echanger(http, requete)
        except TimeoutError:
            pass
        raise BackendLent(f"no answer in {self._delai_s:g} s")

    async def _insister(self, http: "httpx2.AsyncClient", requete: "Callable[[], httpx2.Request]") -> Reponse:
        from stamina import AsyncRetryingCaller

        insister = AsyncRetryingCaller(
            attempts=self._essais,
            timeout=None,
            wait_initial=self._attente_s,
            wait_jitter=self._attente_s,
            wait_max=1,
        )
        return await insister(BackendInjoignable, _echanger, http, requete)

    async def _pret(self) -> "httpx2.AsyncClient":
        async with self._preparation:
            if self._http is None:
                self._http = await asyncio.to_thread(self._construire)
            return self._http

    def _construire(self) -> "httpx2.AsyncClient":
        import httpx2
        from stamina.instrumentation import set_on_retry_hooks

        # By default each try is a warning in the log, which the first one loads on the caller's thread: a short cut
        # would hide the faults that matter. What came of the tries is told by who asked.
        set_on_retry_hooks(())
        return httpx2.AsyncClient(
            base_url=self.base_url,
            verify=True if self._contexte_tls is None else self._contexte_tls,
            timeout=None,  # the whole call has one limit, in appeler
            limits=httpx2.Limits(max_connections=4, keepalive_expiry=_CONSERVATION_S),
            follow_redirects=False,
            trust_env=not _cette_machine(urlsplit(self.base_url).hostname or ""),  # no proxy leads back here
            headers={"User-Agent": "caf-kiosk", "Accept-Encoding": "identity"},
        )


async def _echanger(http: "httpx2.AsyncClient", requete: "Callable[[], httpx2.Request]") -> Reponse:
    """One request, one answer read up to REPONSE_MAX. Raises BackendInjoignable, BackendIncompris."""
    import httpx2

    try:
        reponse = await http.send(requete(), stream=True)
        try:
            return await _recevoir(reponse)
        finally:
            await reponse.aclose()
    except httpx2.RequestError as erreur:
        cause = type(erreur).__name__
    # Raised here, away from the library's own error: it holds the request.
    raise BackendInjoignable(cause)


async def _recevoir(reponse: "httpx2.Response") -> Reponse:
    media = reponse.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if reponse.status_code in _SANS_BACKEND and media != PROBLEME_MEDIA:
        raise BackendInjoignable(f"gateway: {reponse.status_code}")
    if reponse.headers.get("Content-Encoding", "identity") != "identity":
        raise BackendIncompris("an encoding that was not asked for")
    annonce = reponse.headers.get("Content-Length", "")
    if annonce.isdecimal() and int(annonce) > REPONSE_MAX:
        raise BackendIncompris("too long")
    corps = bytearray()
    async for morceau in reponse.aiter_raw():
        corps += morceau
        if len(corps) > REPONSE_MAX:
            raise BackendIncompris("too long")
    attente = reponse.headers.get("Retry-After", "")[:6]
    return Reponse(
        statut=reponse.status_code,
        media=media,
        attente_s=int(attente) if attente.isdecimal() else None,
        corps=bytes(corps),
    )


def _verifier_url(base_url: str) -> str:
    parties = urlsplit(base_url)
    if parties.scheme not in {"https", "http"} or not parties.hostname:
        raise ValueError("the backend's URL begins with https:// and a host")
    if parties.username or parties.password or parties.query or parties.fragment:
        raise ValueError("the backend's URL has no user, no query and no fragment")
    if parties.scheme == "http" and not _cette_machine(parties.hostname):
        raise ValueError("clear text (http://) is for this machine only")
    return base_url.rstrip("/")


def _cette_machine(hote: str) -> bool:
    if hote == "localhost":
        return True
    try:
        return ip_address(hote).is_loopback
    except ValueError:
        return False
