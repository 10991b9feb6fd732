"""Sessions and rights to deposit: opaque secrets of 256 bits, of which only the SHA-256 is stored."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.backend.schemas import SessionOuverte
from kiosk.server.horloge import Horloge
from kiosk.server.problemes import Code, Refus
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.base import Base
from kiosk.server.storage.models import BonLigne, SessionLigne


class Sessions:
    """Open, follow and end sessions."""

    def __init__(self, base: Base, horloge: Horloge, reglages: ReglagesServeur) -> None:
        self._base = base
        self._horloge = horloge
        self._inactivite = timedelta(seconds=reglages.session_inactivite_s)
        self._duree_max = timedelta(seconds=reglages.session_duree_max_s)
        self._duree_bon = timedelta(days=reglages.bon_duree_j)

    async def ouvrir(self, compte_id: UUID) -> SessionOuverte:
        """A new session and its right to deposit. Whatever has expired is forgotten on the way."""
        jeton, bon = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        maintenant = self._horloge()
        async with self._base.ecrire() as session:
            await session.execute(delete(SessionLigne).where(or_(*self._expirees(maintenant))))
            await session.execute(delete(BonLigne).where(BonLigne.expire_le <= maintenant))
            session.add_all(
                [
                    SessionLigne(
                        empreinte=empreinte(jeton),
                        compte_id=compte_id,
                        ouverte_le=maintenant,
                        vue_le=maintenant,
                    ),
                    BonLigne(
                        empreinte=empreinte(bon), compte_id=compte_id, expire_le=maintenant + self._duree_bon
                    ),
                ]
            )
        return SessionOuverte(
            jeton=jeton,
            bon_de_depot=bon,
            inactivite_s=int(self._inactivite.total_seconds()),
            duree_max_s=int(self._duree_max.total_seconds()),
        )

    async def suivre(self, jeton: str) -> UUID:
        """The account of an open session, whose inactivity starts anew; raises `Refus` when it is not open."""
        maintenant = self._horloge()
        async with self._base.ecrire() as session:
            compte_id: UUID | None = await session.scalar(
                update(SessionLigne)
                .where(SessionLigne.empreinte == empreinte(jeton))
                .where(*(~condition for condition in self._expirees(maintenant)))
                .values(vue_le=maintenant)
                .returning(SessionLigne.compte_id)
            )
        if compte_id is None:
            raise Refus(Code.SESSION_EXPIREE)
        return compte_id

    async def fermer(self, jeton: str) -> None:
        """End a session at once; the same token is refused from now on. Raises `Refus` when it is not open."""
        await self.suivre(jeton)
        async with self._base.ecrire() as session:
            await session.execute(delete(SessionLigne).where(SessionLigne.empreinte == empreinte(jeton)))

    def _expirees(self, maintenant: datetime) -> tuple[ColumnElement[bool], ...]:
        return (
            SessionLigne.vue_le <= maintenant - self._inactivite,
            SessionLigne.ouverte_le <= maintenant - self._duree_max,
        )


async def compte_du_bon(session: AsyncSession, bon: str, maintenant: datetime) -> UUID:
    """The account that may deposit with `bon`, which opens nothing else; raises `Refus`."""
    ligne = await session.get(BonLigne, empreinte(bon))
    if ligne is None or ligne.expire_le <= maintenant:
        raise Refus(Code.BON_DE_DEPOT_REFUSE)
    return ligne.compte_id


def empreinte(secret: str) -> bytes:
    """SHA-256: a fast hash is enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()
