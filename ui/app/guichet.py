"""What one visit asks of the backend, and the one way in for a deposit."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from kiosk.backend.client import ClientBackend
from kiosk.backend.envelope import Enveloppe, sceller
from kiosk.backend.errors import REFUS_DEFINITIFS, BackendError, EnveloppeErreur, Refus
from kiosk.backend.schemas import (
    BilanCoordonnees,
    ClePublique,
    Compte,
    CoordonneesCompletes,
    DemandeVerification,
    DepotVue,
    Dossier,
    EnvoiVue,
    GestesDemandes,
    VerificationVue,
)
from kiosk.formulaire import Demarche, Reponses
from kiosk.metier.fuseau import FUSEAU_PARIS, fuseau
from kiosk.metier.numero_depot import numero
from kiosk.outbox.errors import BoiteErreur
from ui.app.prechauffage import prechauffer
from ui.bridge.journal import dire

T = TypeVar("T")

ENTRETIEN_S = 240.0
"""Seconds without a call after which a page of the form makes one; the backend closes a session after 600."""


class DepotImpossible(Exception):
    """Neither kept nor sent: everything typed is still on the screen."""


@dataclass(frozen=True, slots=True)
class Recu:
    """What the end page shows. `transmis` is True only once the backend has confirmed."""

    id: UUID
    numero: str
    quand: datetime
    transmis: bool


@dataclass(frozen=True, slots=True)
class _Envoi:
    """A sealed dossier on its way: the answers it holds, and when it was sealed."""

    enveloppe: Enveloppe
    corps: dict[str, Any]
    quand: datetime


def _a_paris() -> datetime:
    return datetime.now(fuseau(FUSEAU_PARIS))


class Guichet:
    """The visit's session, its conversation about the account, its deposits. Secrets stay in this process.

    `jour` is the day that declarations are judged at, `heure` now as the hall's clock shows it.
    `prevenir` tells the supervisor that an envelope waits in the outbox. `mot_de_passe_a_changer`: the password is a
    temporary one, and the backend answers nothing else before it is changed.
    """

    def __init__(
        self,
        client: ClientBackend,
        dossier_envois: Path,
        jour: Callable[[], date],
        prevenir: Callable[[], None],
        horloge: Callable[[], float] = time.monotonic,
        heure: Callable[[], datetime] = _a_paris,
    ) -> None:
        self._client = client
        self._horloge = horloge
        self._heure = heure
        self._vu = horloge()
        self._dossier = dossier_envois
        self._jour = jour
        self._prevenir = prevenir
        self._bon = ""
        self.mot_de_passe_a_changer = False
        self._cle: ClePublique | None = None
        self._envoi: _Envoi | None = None

    async def identifier(self, nir: str, mot_de_passe: str) -> Compte | None:
        """Open a session and read the account; None when a temporary password must be changed first.

        Raises `BackendError`.
        """
        # While the backend checks the password, the thread loads what later pages need at a key press.
        session, _ = await asyncio.gather(
            self._client.ouvrir_session(nir, mot_de_passe), asyncio.to_thread(prechauffer)
        )
        self._bon = session.bon_de_depot
        self.mot_de_passe_a_changer = session.mot_de_passe_a_changer
        return None if self.mot_de_passe_a_changer else await self.compte()

    async def compte(self) -> Compte:
        """The account as it stands. Raises `BackendError`."""
        if self._cle is None:
            # Fetched while the backend answers: a deposit must not need the network to be sealed.
            self._cle = await self._client.cle_publique()
        return self._entendu(await self._client.compte())

    async def changer_mot_de_passe(self, actuel: str | None, nouveau: str) -> None:
        """Replace the password, then `compte()` can be read. Raises `BackendError`; see `ClientBackend`."""
        await self._client.changer_mot_de_passe(actuel, nouveau)
        self.mot_de_passe_a_changer = self._entendu(False)

    async def coordonnees(self) -> CoordonneesCompletes:
        """The contact details in full. Raises `BackendError`."""
        return self._entendu(await self._client.coordonnees())

    async def enregistrer_coordonnees(self, gestes: GestesDemandes) -> BilanCoordonnees:
        """Everything the person asks at once; an answer that is lost leaves the account to be read again.

        Raises `BackendError`.
        """
        return self._entendu(await self._client.enregistrer_coordonnees(gestes))

    async def envoyer_code(self, demande: DemandeVerification) -> VerificationVue:
        """A code to what waits for one; the same demand again sends nothing more. Raises `BackendError`."""
        return self._entendu(await self._client.envoyer_code(demande))

    async def verifier_code(self, verification_id: UUID, code: str) -> BilanCoordonnees:
        """The code that was received; an answer that is lost leaves the account to be read again.

        Raises `BackendError`.
        """
        return self._entendu(await self._client.verifier_code(verification_id, code))

    async def envoyer_recapitulatif(self, depot_id: UUID, envoi_id: UUID) -> EnvoiVue:
        """The recap PDF to the secured mail; the same `envoi_id` again sends nothing more. Raises `BackendError`."""
        return self._entendu(await self._client.envoyer_recapitulatif(depot_id, envoi_id))

    def _entendu(self, reponse: T) -> T:
        """The backend has just answered a call of this session: its silence begins anew."""
        self._vu = self._horloge()
        return reponse

    async def entretenir(self) -> None:
        """Somebody is still there: the backend must not close their session for its silence."""
        if not self._client.session_ouverte or self._horloge() - self._vu < ENTRETIEN_S:
            return
        self._vu = self._horloge()
        try:
            await self._client.compte()
        except BackendError as erreur:
            # The form goes on without it: a deposit needs no session, and the account will say what happened.
            dire("entretien_manque", erreur=type(erreur).__name__)

    async def deposer(self, demarche: Demarche[Any], reponses: Reponses) -> Recu:
        """Seal, keep, send.

        Raises `DepotImpossible` when nothing could be kept nor sent, `Refus` when the backend refuses it for good.
        Any other trouble gives a receipt that is not yet `transmis`: the supervisor's relay will send it.
        """
        from kiosk.outbox.relay import Relais
        from kiosk.outbox.store import BoiteEnvoi

        corps = reponses.model_dump(mode="json", exclude_none=True)
        if self._envoi is None or self._envoi.corps != corps:
            if self._cle is None:
                raise DepotImpossible
            dossier = Dossier(
                demarche=demarche.code,
                date_reference=self._jour(),
                bon_de_depot=self._bon,
                attestation=True,
                reponses=corps,
            )
            try:
                enveloppe = await asyncio.to_thread(sceller, dossier, self._cle, uuid4())
            except EnveloppeErreur as erreur:
                raise DepotImpossible from erreur
            # Kept until its fate is known: « Réessayer » sends the same bytes, so that nothing is deposited twice.
            self._envoi = _Envoi(enveloppe, corps, self._heure())
        envoi = self._envoi
        depot: DepotVue | None
        try:
            try:
                boite = await asyncio.to_thread(BoiteEnvoi, self._dossier)
            except BoiteErreur as erreur:
                depot = await self._envoyer_sans_garder(envoi.enveloppe, erreur)
            else:
                depot = await Relais(boite, self._client.deposer, journal=dire).confier(envoi.enveloppe)
        except BoiteErreur as erreur:
            raise DepotImpossible from erreur
        except Refus:
            self._envoi = None
            raise
        self._envoi = None
        if depot is None:
            self._prevenir()
        identifiant = envoi.enveloppe.id
        return Recu(
            identifiant, numero(demarche.lettre, identifiant), envoi.quand, transmis=depot is not None
        )

    async def _envoyer_sans_garder(self, enveloppe: Enveloppe, cause: BoiteErreur) -> DepotVue:
        """The outbox cannot even be opened: what the backend confirms is deposited all the same.

        Raises `cause` when it was not sent either, `Refus` when it is refused for good.
        """
        dire("depot_non_garde", depot=str(enveloppe.id), cause=type(cause).__name__)
        try:
            return await self._client.deposer(enveloppe.id, enveloppe.octets)
        except BackendError as erreur:
            if isinstance(erreur, Refus) and erreur.code in REFUS_DEFINITIFS:
                raise
            raise cause from erreur

    async def fermer(self) -> None:
        """End the session on the backend; one that does not answer ends it by itself, ten minutes later."""
        self._bon = ""
        try:
            await self._client.fermer_session()
        except BackendError:
            return
        finally:
            await self._client.fermer()
