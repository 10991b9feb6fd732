"""One visitor's line to the backend: the routes of `/api/v1`, the session's token, errors as one tree.

What is repeated when it is lost is what can be without harm: reads, and a deposit (its id makes it idempotent).
Opening a session never is, because a failure counts against the person.
"""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self, TypeVar
from uuid import UUID

from pydantic import ValidationError

from kiosk.backend.errors import BackendIncompris, SessionExpiree, refus
from kiosk.backend.ligne import PROBLEME_MEDIA, Ligne, Reponse
from kiosk.backend.schemas import (
    ClePublique,
    Compte,
    DepotVue,
    Identifiants,
    Probleme,
    Schema,
    SessionOuverte,
)

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

ENVELOPPE_MEDIA: Final = "application/vnd.caf.enveloppe"

S = TypeVar("S", bound=Schema)


class ClientBackend:
    """A line to one backend, for one visitor: it holds the session's token, shows it nowhere, forgets it."""

    def __init__(
        self,
        base_url: str,
        *,
        delai_s: float = 10,
        essais: int = 3,
        attente_s: float = 0.2,
        contexte_tls: "ssl.SSLContext | None" = None,
    ) -> None:
        """`base_url` stops before `/api/v1`; `delai_s` is the limit of a whole call, retries included.

        `essais` is how many times a repeatable call is made, `attente_s` the first pause between two (it doubles).
        `contexte_tls` replaces the system's trusted authorities. Raises ValueError for a URL in clear text that
        leaves this machine: a password would travel on it.
        """
        self._ligne = Ligne(
            base_url, delai_s=delai_s, essais=essais, attente_s=attente_s, contexte_tls=contexte_tls
        )
        self._jeton: str | None = None

    def __repr__(self) -> str:
        return f"ClientBackend({self._ligne.base_url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: "TracebackType | None",
    ) -> None:
        await self.fermer()

    @property
    def session_ouverte(self) -> bool:
        """Whether a token is held; the backend may have ended the session all the same."""
        return self._jeton is not None

    async def preparer(self) -> None:
        """Import and build what calls need, off the caller's thread: for a spare that waits hidden."""
        await self._ligne.preparer()

    async def fermer(self) -> None:
        """Forget the token and drop the connections; the session is ended by `fermer_session`."""
        self._jeton = None
        await self._ligne.fermer()

    async def ouvrir_session(self, nir: str, mot_de_passe: str) -> SessionOuverte:
        """Sign a person in; the token stays in this object.

        Raises IdentifiantsRefuses, Attente, CompteVerrouille, BackendError.
        """
        self._jeton = None
        reponse = await self._appeler(
            "POST",
            "/sessions",
            corps=_identifiants(nir, mot_de_passe),
            entetes={"Content-Type": "application/json"},
        )
        session = _lire(reponse, SessionOuverte, {200, 201})
        if not (session.jeton.isascii() and session.jeton.isprintable()):
            raise BackendIncompris("a token that no header can carry")
        self._jeton = session.jeton
        return session

    async def fermer_session(self) -> None:
        """End the session on the backend; the token is forgotten first, whatever happens next.

        A session that had expired is ended: no error. Raises BackendError.
        """
        jeton, self._jeton = self._jeton, None
        if jeton is None:
            return
        with suppress(SessionExpiree):
            reponse = await self._appeler("DELETE", "/sessions/courante", entetes=_porteur(jeton))
            _verifier(reponse, {204})

    async def compte(self) -> Compte:
        """The account of the person signed in. Raises SessionExpiree, BackendError."""
        return _lire(await self._lire_signe("/compte"), Compte, {200})

    async def depot(self, depot_id: UUID) -> DepotVue:
        """One deposit of the person signed in. Raises SessionExpiree, Refus (introuvable), BackendError."""
        return _lire(await self._lire_signe(f"/depots/{depot_id}"), DepotVue, {200})

    async def recapitulatif_pdf(self, depot_id: UUID) -> bytes:
        """The PDF of one deposit. Raises SessionExpiree, Refus (introuvable), BackendError."""
        reponse = await self._lire_signe(f"/depots/{depot_id}/recapitulatif.pdf")
        _verifier(reponse, {200}, "application/pdf")
        if not reponse.corps.startswith(b"%PDF-"):
            raise BackendIncompris("not a PDF")
        return reponse.corps

    async def cle_publique(self) -> ClePublique:
        """The key to seal envelopes to. Raises BackendError."""
        return _lire(await self._appeler("GET", "/cle-publique", repetable=True), ClePublique, {200})

    async def deposer(self, depot_id: UUID, octets: bytes) -> DepotVue:
        """Send a sealed envelope, any number of times, with no session: the right to deposit is sealed inside.

        Raises DepotRefuse, DepotEnCours, DepotDifferent, other Refus, BackendError.
        """
        reponse = await self._appeler(
            "POST",
            "/depots",
            corps=octets,
            entetes={"Content-Type": ENVELOPPE_MEDIA, "Idempotency-Key": str(depot_id)},
            repetable=True,
        )
        vue = _lire(reponse, DepotVue, {200, 201})
        if vue.id != depot_id:
            raise BackendIncompris("the answer is about another deposit")
        return vue

    async def _lire_signe(self, chemin: str) -> Reponse:
        if self._jeton is None:
            raise refus(Probleme(title="Session expirée", status=401, code="session_expiree"))
        try:
            return await self._appeler("GET", chemin, entetes=_porteur(self._jeton), repetable=True)
        except SessionExpiree:
            self._jeton = None
            raise

    async def _appeler(
        self,
        methode: str,
        chemin: str,
        *,
        corps: bytes | None = None,
        entetes: Mapping[str, str] = MappingProxyType({}),
        repetable: bool = False,
    ) -> Reponse:
        """An answer that is not a problem. Raises BackendError."""
        reponse = await self._ligne.appeler(
            methode, f"/api/v1{chemin}", corps=corps, entetes=entetes, repetable=repetable
        )
        return _ou_refus(reponse)


def _porteur(jeton: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {jeton}"}


def _ou_refus(reponse: Reponse) -> Reponse:
    """The answer, unless it is a problem. Raises Refus, BackendIncompris."""
    if reponse.statut < 400:
        return reponse
    if reponse.media != PROBLEME_MEDIA:
        raise BackendIncompris(f"status {reponse.statut}, {reponse.media or 'no media type'}")
    probleme = _decoder(reponse.corps, Probleme)
    if probleme.attente_s is None and reponse.attente_s is not None:
        probleme = probleme.model_copy(update={"attente_s": reponse.attente_s})
    raise refus(probleme)


def _lire(reponse: Reponse, schema: type[S], statuts: set[int]) -> S:
    _verifier(reponse, statuts, "application/json")
    return _decoder(reponse.corps, schema)


def _verifier(reponse: Reponse, statuts: set[int], media: str = "") -> None:
    if reponse.statut not in statuts or reponse.media != media:
        raise BackendIncompris(f"status {reponse.statut}, {reponse.media or 'no media type'}")


def _decoder(corps: bytes, schema: type[S]) -> S:
    try:
        return schema.model_validate_json(corps)
    except ValidationError:
        pass  # it quotes the account
    raise BackendIncompris(f"not a {schema.__name__}")


def _identifiants(nir: str, mot_de_passe: str) -> bytes:
    """The body of a sign-in; what the wire cannot hold is refused like any wrong password, quoted nowhere."""
    try:
        return Identifiants(nir=nir, mot_de_passe=mot_de_passe).model_dump_json().encode()
    except ValueError:  # of pydantic, whose message quotes what was typed
        pass
    raise refus(Probleme(title="Identifiants refusés", status=401, code="identifiants_refuses"))
