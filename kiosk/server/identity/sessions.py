"""Sessions and rights to deposit: opaque secrets of 256 bits, of which only the SHA-256 is stored."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.backend.schemas import SessionOuverte
from kiosk.server.horloge import Horloge
from kiosk.server.identity.oubli import oublier
from kiosk.server.problemes import Code, Refus
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.base import Base
from kiosk.server.storage.models import BonLigne, CompteLigne, SessionLigne


@dataclass(frozen=True, slots=True)
class SessionSuivie:
    """Whose open session this is, and whether their temporary password must be changed before anything else."""

    compte_id: UUID
    mot_de_passe_a_changer: bool


class Sessions:
    """Open, follow and end sessions."""

    def __init__(self, base: Base, horloge: Horloge, reglages: ReglagesServeur) -> None:
        self._base = base
        self._horloge = horloge
        self._inactivite = timedelta(seconds=reglages.session_inactivite_s)
        self._duree_max = timedelta(seconds=reglages.session_duree_max_s)
        self._duree_bon = timedelta(days=reglages.bon_duree_j)

    async def ouvrir(self, compte_id: UUID, verifie: str) -> SessionOuverte | None:
        """A new session and its right to deposit, for whoever gave the password whose hash is `verifie`.

        None when that is no longer the account's: it was changed while it was being checked, and a session opened
        now would outlive the change. Whatever has expired is forgotten on the way.
        """
        jeton, bon = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        maintenant = self._horloge()
        async with self._base.ecrire() as session:
            compte = (
                await session.execute(
                    select(CompteLigne.mot_de_passe, CompteLigne.mot_de_passe_temporaire_jusqu_a)
                    .where(CompteLigne.id == compte_id)
                    .with_for_update(read=True)
                )
            ).one()
            if compte.mot_de_passe != verifie:
                return None
            await oublier(session, SessionLigne.empreinte, or_(*self._expirees(maintenant)))
            await oublier(session, BonLigne.empreinte, BonLigne.expire_le <= maintenant)
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
            mot_de_passe_a_changer=compte.mot_de_passe_temporaire_jusqu_a is not None,
        )

    async def suivre(self, jeton: str) -> SessionSuivie:
        """An open session, whose inactivity starts anew; raises `Refus` when it is not open."""
        maintenant = self._horloge()
        temporaire = (
            select(CompteLigne.mot_de_passe_temporaire_jusqu_a)
            .where(CompteLigne.id == SessionLigne.compte_id)
            .correlate(SessionLigne)
            .scalar_subquery()
        )
        async with self._base.ecrire() as session:
            ligne = (
                await session.execute(
                    update(SessionLigne)
                    .where(SessionLigne.empreinte == empreinte(jeton))
                    .where(*(~condition for condition in self._expirees(maintenant)))
                    .values(vue_le=maintenant)
                    .returning(SessionLigne.compte_id, temporaire.label("temporaire"))
                    .execution_options(synchronize_session=False)
                )
            ).one_or_none()
        if ligne is None:
            raise Refus(Code.SESSION_EXPIREE)
        return SessionSuivie(ligne.compte_id, ligne.temporaire is not None)

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


async def fermer_toutes(session: AsyncSession, compte_id: UUID, sauf: str | None = None) -> None:
    """End the sessions of an account in the transaction of `session`; the one whose token is `sauf` goes on.

    The rights to deposit stay: what a terminal could not send yet is not lost with a password.
    Raises `Refus` when `sauf` is no open session of that account.
    """
    fermeture = delete(SessionLigne).where(SessionLigne.compte_id == compte_id)
    if sauf is not None:
        sienne = await session.get(SessionLigne, empreinte(sauf), with_for_update=True)
        if sienne is None or sienne.compte_id != compte_id:
            raise Refus(Code.SESSION_EXPIREE)
        fermeture = fermeture.where(SessionLigne.empreinte != sienne.empreinte)
    await session.execute(fermeture)


async def compte_du_bon(session: AsyncSession, bon: str, maintenant: datetime) -> UUID:
    """The account that may deposit with `bon`, which opens nothing else; raises `Refus`."""
    ligne = await session.get(BonLigne, empreinte(bon))
    if ligne is None or ligne.expire_le <= maintenant:
        raise Refus(Code.BON_DE_DEPOT_REFUSE)
    return ligne.compte_id


def empreinte(secret: str) -> bytes:
    """SHA-256: a fast hash is enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()
