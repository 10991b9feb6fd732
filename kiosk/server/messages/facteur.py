"""The worker that sends what waits in the box; one in each backend process.

Nothing is ever sent twice to a person: a row is committed as being sent *before* the first byte leaves, and one whose
fate is unknown is left alone, unless the transport says that sending it again is harmless.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.orm import joinedload

from kiosk.backend.schemas import EtatEnvoi
from kiosk.server.depots import consultation
from kiosk.server.documents.recapitulatif import rendre
from kiosk.server.horloge import Horloge
from kiosk.server.messages.boite import Canal, EtatMessage
from kiosk.server.messages.transports import EchecCertain, PieceJointe, Pli, Remise, Transport
from kiosk.server.messages.tri import Lettre, Tri
from kiosk.server.metriques import Metriques
from kiosk.server.reglages import ReglagesMessages
from kiosk.server.storage.base import Base
from kiosk.server.storage.models import DepotLigne

_PART_DU_BAIL = 2
"""An attempt is over well before others may think that whoever made it is dead."""


class Facteur:
    """Sends what waits."""

    def __init__(
        self,
        base: Base,
        horloge: Horloge,
        reglages: ReglagesMessages,
        transports: Mapping[Canal, Transport],
        metriques: Metriques,
    ) -> None:
        self._base = base
        self._horloge = horloge
        self._reglages = reglages
        self._transports = transports
        self._metriques = metriques
        self._tri = Tri(base, horloge, reglages)
        self._reveil = asyncio.Event()
        self._arret = False
        self._en_route: dict[Canal, set[UUID]] = {canal: set() for canal in transports}
        self._attentes: dict[UUID, list[asyncio.Event]] = defaultdict(list)

    def reveiller(self) -> None:
        """A transaction that wrote a message was committed."""
        self._reveil.set()

    async def attendre(self, message_id: UUID, delai_s: float) -> EtatEnvoi:
        """What became of the first attempt at `message_id`, or `EN_RETARD` after `delai_s` seconds without one."""
        limite = asyncio.get_running_loop().time() + delai_s
        signal = asyncio.Event()
        self._attentes[message_id].append(signal)
        try:
            while (envoi := await self._premier_essai(message_id)) is None:
                try:
                    async with asyncio.timeout_at(limite):
                        await signal.wait()
                except TimeoutError:
                    # Another process may have sent it: only its row tells.
                    return await self._premier_essai(message_id) or EtatEnvoi.EN_RETARD
                signal.clear()
            return envoi
        finally:
            self._attentes[message_id].remove(signal)
            if not self._attentes[message_id]:
                del self._attentes[message_id]

    async def passer(self) -> int:
        """One round: everything that is due now. Returns how many attempts were made."""
        await self._tri.menage()
        essais = 0
        for canal in self._transports:
            while lettres := await self._lever(canal):
                await asyncio.gather(*map(self._porter, lettres))
                essais += len(lettres)
        return essais

    async def tourner(self) -> None:
        """Send until cancelled; what is on its way then has a little time left to arrive."""
        self._arret = False
        boucle = asyncio.create_task(self._boucle(), name="facteur")
        try:
            await asyncio.shield(boucle)
        finally:
            self._arret = True
            self._reveil.set()
            try:
                await asyncio.wait({boucle}, timeout=self._reglages.arret_s)
            finally:
                boucle.cancel()
                with suppress(asyncio.CancelledError):
                    await boucle
                for transport in set(self._transports.values()):
                    await transport.fermer()

    async def _boucle(self) -> None:
        taches: set[asyncio.Task[None]] = set()
        balayage = 0.0
        try:
            while not self._arret:
                self._reveil.clear()
                attente = float(self._reglages.balayage_s)
                try:
                    if time.monotonic() >= balayage:
                        await self._tri.menage()
                        balayage = time.monotonic() + attente
                    for canal in self._transports:
                        for lettre in await self._lever(canal):
                            tache = asyncio.create_task(self._porter(lettre))
                            taches.add(tache)
                            tache.add_done_callback(taches.discard)
                            tache.add_done_callback(lambda _fini: self._reveil.set())
                    attente = await self._attente()
                except Exception as erreur:  # noqa: BLE001 - the database may come back: the worker must outlive it
                    structlog.get_logger().error("facteur_empeche", erreur=type(erreur).__name__)
                    attente = min(attente, float(self._reglages.recul_s))
                with suppress(TimeoutError):
                    async with asyncio.timeout(attente):
                        await self._reveil.wait()
            while taches:
                await asyncio.wait(taches)
        finally:
            for tache in taches:
                tache.cancel()
            await asyncio.gather(*taches, return_exceptions=True)

    async def _attente(self) -> float:
        """Seconds until something is due that may be sent at once; a send that ends wakes the loop by itself."""
        maintenant = self._horloge()
        balayage = timedelta(seconds=self._reglages.balayage_s)
        libres = [canal for canal, ids in self._en_route.items() if len(ids) < self._reglages.simultanes]
        prochain = await self._tri.prochain(libres, maintenant + balayage)
        if prochain is None:
            return balayage.total_seconds()
        return max((prochain - maintenant).total_seconds(), 0.05)

    async def _lever(self, canal: Canal) -> tuple[Lettre, ...]:
        """Take what is due on `canal`, as many as may be sent at once; each is to be carried."""
        en_route = self._en_route[canal]
        libres = self._reglages.simultanes - len(en_route)
        if libres <= 0:
            return ()
        rejouable = self._transports[canal].rejouable
        levee = await self._tri.lever(canal, libres, rejouable=rejouable, sauf=frozenset(en_route))
        for message_id, _canal, etat in levee.closes:
            self._compter(canal, etat, "expire" if etat is EtatMessage.ABANDONNE else "interrompu")
            self._signaler(message_id)
        en_route.update(lettre.id for lettre in levee.lettres)
        return levee.lettres

    async def _porter(self, lettre: Lettre) -> None:
        """One attempt, and its outcome written down."""
        transport = self._transports[lettre.canal]
        remise = Remise()
        annulee: asyncio.CancelledError | None = None
        try:
            try:
                async with asyncio.timeout(self._reglages.bail_s / _PART_DU_BAIL):
                    await transport.envoyer(self._pli(lettre), remise)
            except asyncio.CancelledError as erreur:
                annulee = erreur
                await self._manquer(lettre, transport, remise, erreur)
            except Exception as erreur:  # noqa: BLE001 - whatever went wrong, what matters is how far it went
                await self._manquer(lettre, transport, remise, erreur)
            else:
                await self._tri.envoyee(lettre, garder_le_corps=transport.garde_le_corps)
                self._compter(lettre.canal, EtatMessage.ENVOYE)
        except Exception as erreur:  # noqa: BLE001 - the outcome could not be written: the lease will end it
            structlog.get_logger().error("facteur_empeche", erreur=type(erreur).__name__)
        finally:
            self._en_route[lettre.canal].discard(lettre.id)
            self._signaler(lettre.id)
        if annulee is not None:
            raise annulee

    async def _manquer(
        self, lettre: Lettre, transport: Transport, remise: Remise, erreur: BaseException
    ) -> None:
        if isinstance(erreur, EchecCertain):
            motif = f"{remise.phase}: {erreur.erreur}"
            if erreur.definitif:
                await self._tri.refusee(lettre, motif)
                self._compter(lettre.canal, EtatMessage.ABANDONNE, motif)
                return
        else:
            motif = f"{remise.phase}: {type(erreur).__name__}"
            if remise.engagee and not transport.rejouable:
                await self._tri.incertaine(lettre, motif)
                self._compter(lettre.canal, EtatMessage.INCERTAIN, motif)
                return
        etat = await self._tri.reportee(lettre, motif)
        if etat is not None:
            self._compter(lettre.canal, etat, motif)

    def _pli(self, lettre: Lettre) -> Pli:
        return Pli(
            id=lettre.id,
            canal=lettre.canal,
            destinataire=lettre.destinataire,
            sujet=lettre.sujet,
            corps=lettre.corps,
            cree_le=lettre.cree_le,
            piece=None if lettre.depot_id is None else partial(self._recapitulatif, lettre.depot_id),
        )

    async def _recapitulatif(self, depot_id: UUID) -> PieceJointe:
        async with self._base.lire() as session:
            depot = await session.get_one(DepotLigne, depot_id, options=[joinedload(DepotLigne.compte)])
            document = consultation.document(depot)
        return PieceJointe(f"recapitulatif-{document.numero}.pdf", await asyncio.to_thread(rendre, document))

    async def _premier_essai(self, message_id: UUID) -> EtatEnvoi | None:
        """None while the first attempt is still to come, or on its way."""
        ligne = await self._tri.essai_et_etat(message_id)
        match ligne:
            case (_, EtatMessage.ENVOYE):
                return EtatEnvoi.PARTI
            case (0, EtatMessage.A_ENVOYER) | (1, EtatMessage.EN_COURS):
                return None
            case _:
                return EtatEnvoi.EN_RETARD

    def _signaler(self, message_id: UUID) -> None:
        for signal in self._attentes.get(message_id, ()):
            signal.set()

    def _compter(self, canal: Canal, etat: EtatMessage, erreur: str = "") -> None:
        self._metriques.compter("caf_messages_total", {"canal": canal, "resultat": etat})
        if erreur:
            structlog.get_logger().warning("message_non_envoye", canal=canal, etat=etat, erreur=erreur)
