"""One visitor's line to the backend: the routes of `/api/v1`, the session's token, errors as one tree.

What is repeated when it is lost is what can be without harm: reads, and what an id drawn here makes idempotent (a
deposit, a code to send, a mail to send). Opening a session, a code and a password never are, because a failure counts
against the person; nor are gestures about contact details, because they are about a version: read the account again.

Each call carries the terminal's credential (`Identite`) when there is one. A refused terminal did nothing at all, so
any call is made once more when the credential was replaced while it was on its way.
"""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from kiosk.backend.errors import BackendIncompris, SessionExpiree, TerminalInconnu, TerminalRefuse, refus
from kiosk.backend.identite import ENTETE, Identite, est_portable
from kiosk.backend.ligne import Ligne, Reponse
from kiosk.backend.reponses import lire, ou_refus, verifier
from kiosk.backend.schemas import (
    BilanCoordonnees,
    ChangementMotDePasse,
    ClePublique,
    CodeSaisi,
    Compte,
    CoordonneesCompletes,
    DemandeEnvoi,
    DemandeVerification,
    DepotVue,
    EnvoiVue,
    GestesDemandes,
    Identifiants,
    Probleme,
    Schema,
    SessionOuverte,
    VerificationVue,
)
from kiosk.backend.schemas_terminaux import DemandeEnrolement, TerminalEnrole, TerminalVue
from kiosk.metier.fuseau import FUSEAU_PARIS

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

ENVELOPPE_MEDIA: Final = "application/vnd.caf.enveloppe"
ENTETE_FUSEAU: Final = "Caf-Fuseau"
"""In the clear, beside the envelope: a backend that does not know it takes the deposit all the same."""

_JSON: Final[Mapping[str, str]] = MappingProxyType({"Content-Type": "application/json"})
_FAIT: Final = frozenset({200, 201, 202})


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
        terminal: Identite | None = None,
        fuseau: str = FUSEAU_PARIS,
    ) -> None:
        """`base_url` stops before `/api/v1`; `delai_s` is the limit of a whole call, retries included.

        `essais` is how many times a repeatable call is made, `attente_s` the first pause between two (it doubles).
        `contexte_tls` replaces the system's trusted authorities; `terminal` is who calls, nobody by default;
        `fuseau` is the time zone of its hall, told with all that the person sends once signed in and with each deposit.
        Raises ValueError for a URL in clear text that leaves this machine: a password would travel on it.
        """
        self._ligne = Ligne(
            base_url, delai_s=delai_s, essais=essais, attente_s=attente_s, contexte_tls=contexte_tls
        )
        self._terminal = Identite() if terminal is None else terminal
        self._fuseau = fuseau
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
        corps = _corps("identifiants_refuses", 401, Identifiants, nir=nir, mot_de_passe=mot_de_passe)
        reponse = await self._appeler("POST", "/sessions", corps=corps, entetes=_JSON)
        session = lire(reponse, SessionOuverte, {200, 201})
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
            verifier(reponse, {204})

    async def compte(self) -> Compte:
        """The account of the person signed in. Raises SessionExpiree, BackendError."""
        return lire(await self._signer("GET", "/compte", repetable=True), Compte, {200})

    async def changer_mot_de_passe(self, actuel: str | None, nouveau: str) -> None:
        """Replace the password; `actuel` is None while it is a temporary one. Called once: a wrong one is counted.

        Lost on the way (BackendLent, BackendInjoignable), nobody here knows which of the two is the right one.
        Raises SessionExpiree, Attente, CompteVerrouille, ReponsesRefusees, other Refus (mot_de_passe_refuse),
        BackendError.
        """
        corps = _corps("requete_invalide", 422, ChangementMotDePasse, actuel=actuel, nouveau=nouveau)
        verifier(await self._signer("PUT", "/mot-de-passe", corps=corps), {204})

    async def coordonnees(self) -> CoordonneesCompletes:
        """The contact details in full, for « Afficher en entier ». Raises SessionExpiree, BackendError."""
        return lire(await self._signer("GET", "/coordonnees", repetable=True), CoordonneesCompletes, {200})

    async def enregistrer_coordonnees(self, gestes: GestesDemandes) -> BilanCoordonnees:
        """Confirm, modify, remove: all of it or nothing. Called once: lost on the way, read the account again.

        Raises SessionExpiree, CoordonneesChangees, ReponsesRefusees, BackendError.
        """
        reponse = await self._signer("POST", "/coordonnees", corps=_json(gestes))
        return lire(reponse, BilanCoordonnees, _FAIT)

    async def envoyer_code(self, demande: DemandeVerification) -> VerificationVue:
        """Send a code to what waits for one; asking again with the same id sends nothing more.

        The answer has an id of its own: that of the code to type, which may have been sent from another terminal.

        Raises SessionExpiree, Refus (rien_a_verifier, code_trop_tot, codes_du_jour), BackendError.
        """
        chemin = "/coordonnees/verifications"
        vue = lire(
            await self._signer("POST", chemin, corps=_json(demande), repetable=True), VerificationVue, _FAIT
        )
        if vue.nature is not demande.nature:
            raise BackendIncompris("the answer is about another contact detail")
        return vue

    async def verifier_code(self, verification_id: UUID, code: str) -> BilanCoordonnees:
        """Give the code that was received. Called once: a wrong one is counted, lost on the way read the account.

        Raises SessionExpiree, Refus (code_*, introuvable; `probleme.essais_restants`), BackendError.
        """
        corps = _corps("code_incorrect", 422, CodeSaisi, code=code)
        chemin = f"/coordonnees/verifications/{verification_id}/code"
        return lire(await self._signer("POST", chemin, corps=corps), BilanCoordonnees, _FAIT)

    async def envoyer_recapitulatif(self, depot_id: UUID, envoi_id: UUID) -> EnvoiVue:
        """Mail the recap PDF to the secured address; asking again with the same `envoi_id` sends nothing more.

        Raises SessionExpiree, Refus (sans_mail_securise, envois_du_jour, introuvable), BackendError.
        """
        corps = _json(DemandeEnvoi(id=envoi_id))
        reponse = await self._signer("POST", f"/depots/{depot_id}/mail", corps=corps, repetable=True)
        return lire(reponse, EnvoiVue, _FAIT)

    async def depot(self, depot_id: UUID) -> DepotVue:
        """One deposit of the person signed in. Raises SessionExpiree, Refus (introuvable), BackendError."""
        return lire(await self._signer("GET", f"/depots/{depot_id}", repetable=True), DepotVue, {200})

    async def recapitulatif_pdf(self, depot_id: UUID) -> bytes:
        """The PDF of one deposit. Raises SessionExpiree, Refus (introuvable), BackendError."""
        reponse = await self._signer("GET", f"/depots/{depot_id}/recapitulatif.pdf", repetable=True)
        verifier(reponse, {200}, "application/pdf")
        if not reponse.corps.startswith(b"%PDF-"):
            raise BackendIncompris("not a PDF")
        return reponse.corps

    async def cle_publique(self) -> ClePublique:
        """The key to seal envelopes to. Raises BackendError."""
        return lire(await self._appeler("GET", "/cle-publique", repetable=True), ClePublique, {200})

    async def deposer(self, depot_id: UUID, octets: bytes) -> DepotVue:
        """Send a sealed envelope, any number of times, with no session: the right to deposit is sealed inside.

        Raises ReponsesRefusees, DepotEnCours, DepotDifferent, other Refus, BackendError.
        """
        reponse = await self._appeler(
            "POST",
            "/depots",
            corps=octets,
            entetes={
                "Content-Type": ENVELOPPE_MEDIA,
                "Idempotency-Key": str(depot_id),
                ENTETE_FUSEAU: self._fuseau,
            },
            repetable=True,
        )
        vue = lire(reponse, DepotVue, {200, 201})
        if vue.id != depot_id:
            raise BackendIncompris("the answer is about another deposit")
        return vue

    async def enroler(self, code: str) -> TerminalEnrole:
        """Exchange a one-time code for a credential; until that one is used, the same code may be sent again.

        Raises Refus (enrolement_refuse), BackendError.
        """
        corps = _corps("enrolement_refuse", 403, DemandeEnrolement, code=code)
        reponse = await self._appeler("POST", "/terminaux", corps=corps, entetes=_JSON, repetable=True)
        return _portable(lire(reponse, TerminalEnrole, {201}))

    async def terminal(self) -> TerminalVue:
        """Who the backend takes this terminal for. Raises TerminalRefuse, BackendError."""
        return lire(await self._appeler("GET", "/terminaux/courant", repetable=True), TerminalVue, {200})

    async def renouveler_secret(self) -> TerminalEnrole:
        """Another credential; the one in use stays good until the new one is used. Raises as `terminal` does."""
        reponse = await self._appeler("POST", "/terminaux/courant/secret", repetable=True)
        return _portable(lire(reponse, TerminalEnrole, {201}))

    async def _signer(
        self, methode: str, chemin: str, *, corps: bytes | None = None, repetable: bool = False
    ) -> Reponse:
        """The answer to a call of the person signed in. Raises SessionExpiree, BackendError."""
        if self._jeton is None:
            raise refus(Probleme(title="Session expirée", status=401, code="session_expiree"))
        entetes = _porteur(self._jeton)
        if corps is not None:
            entetes |= {**_JSON, ENTETE_FUSEAU: self._fuseau}
        try:
            return await self._appeler(methode, chemin, corps=corps, entetes=entetes, repetable=repetable)
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
        while True:
            secret = self._terminal.secret
            reponse = await self._ligne.appeler(
                methode,
                f"/api/v1{chemin}",
                corps=corps,
                entetes=entetes if secret is None else {**entetes, ENTETE: secret},
                repetable=repetable,
            )
            try:
                return ou_refus(reponse)
            except TerminalRefuse as non:
                if isinstance(non, TerminalInconnu) and self._terminal.secret != secret:
                    continue
                self._terminal.refusee(non.code)
                raise


def _porteur(jeton: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {jeton}"}


def _portable(donne: TerminalEnrole) -> TerminalEnrole:
    if not est_portable(donne.secret):
        raise BackendIncompris("a credential that no header can carry")
    return donne


def _json(schema: Schema) -> bytes:
    return schema.model_dump_json(exclude_none=True).encode()


def _corps(refus_code: str, statut: int, schema: type[Schema], /, **valeurs: str | None) -> bytes:
    """A body made of what was typed; what the wire cannot hold is refused as `refus_code`, and quoted nowhere."""
    try:
        return _json(schema(**valeurs))
    except ValueError:  # of pydantic, whose message quotes what was typed
        pass
    raise refus(Probleme(title="Refusé sur place", status=statut, code=refus_code))
