"""What one visit asks of the backend, and the one way in for a deposit."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from kiosk.backend.client import ClientBackend
from kiosk.backend.errors import BackendError, DepotRefuse, EnveloppeErreur
from kiosk.backend.schemas import ClePublique, Compte, Dossier
from kiosk.formulaire import Demarche, Reponses
from kiosk.metier.numero_depot import numero


class DepotImpossible(Exception):
    """The envelope could not be written: nothing was sent, everything typed is still on the screen."""


@dataclass(frozen=True, slots=True)
class Recu:
    """What the end page shows. `transmis` is True only once the backend has confirmed."""

    id: UUID
    numero: str
    quand: datetime
    transmis: bool


class Guichet:
    """The visit's session and deposits. Secrets stay in this process."""

    def __init__(
        self,
        client: ClientBackend,
        dossier_envois: Path,
        jour: Callable[[], date],
        prevenir: Callable[[], None],
    ) -> None:
        self._client = client
        self._dossier = dossier_envois
        self._jour = jour
        self._prevenir = prevenir
        self._bon = ""
        self._cle: ClePublique | None = None

    async def identifier(self, nir: str, mot_de_passe: str) -> Compte:
        """Open a session and read the account. Raises `BackendError`."""
        session = await self._client.ouvrir_session(nir, mot_de_passe)
        self._bon = session.bon_de_depot
        # The key is fetched while the backend answers: a deposit must not need it again.
        self._cle = await self._client.cle_publique()
        return await self._client.compte()

    async def compte(self) -> Compte:
        """The account as it stands. Raises `BackendError`."""
        return await self._client.compte()

    async def deposer(self, demarche: Demarche[Reponses], reponses: Reponses) -> Recu:
        """Seal, keep, then send.

        Raises `DepotImpossible` when nothing could be kept, `DepotRefuse` when the backend refuses the answers.
        Any other trouble gives a receipt that is not yet `transmis`: the supervisor's relay will send it.
        """
        from kiosk.backend.envelope import sceller
        from kiosk.outbox import BoiteEnvoi, BoitePleine

        if self._cle is None:
            raise DepotImpossible
        identifiant = uuid4()
        dossier = Dossier(
            demarche=demarche.code,
            date_reference=self._jour(),
            bon_de_depot=self._bon,
            attestation=True,
            reponses=reponses.model_dump(mode="json", exclude_none=True),
        )
        boite = BoiteEnvoi(self._dossier)
        try:
            enveloppe = await asyncio.to_thread(sceller, dossier, self._cle, identifiant)
            await asyncio.to_thread(boite.deposer, enveloppe)
        except (EnveloppeErreur, BoitePleine, OSError) as erreur:
            raise DepotImpossible from erreur
        recu = Recu(
            identifiant,
            numero(demarche.lettre, identifiant),
            datetime.combine(self._jour(), datetime.now().astimezone().timetz()),
            transmis=False,
        )
        try:
            depot = await self._client.deposer(identifiant, enveloppe.octets)
        except DepotRefuse as refus:
            await asyncio.to_thread(boite.refuser, identifiant, refus.code)
            raise
        except BackendError:
            self._prevenir()
            return recu
        await asyncio.to_thread(boite.confirmer, identifiant, depot)
        return Recu(recu.id, recu.numero, recu.quand, transmis=True)

    async def fermer(self) -> None:
        """End the session on the backend; a backend that does not answer ends it by itself later."""
        self._bon = ""
        try:
            await self._client.fermer_session()
        except BackendError:
            return
