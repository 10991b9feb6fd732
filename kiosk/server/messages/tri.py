"""The rows of the box: which ones are due, who has them, what became of them.

`prochain_le` is when a row next needs somebody: to be sent (`a_envoyer`), because whoever took it must be dead
(`en_cours`, the end of its lease), or to be erased (all the others). One index on it finds everything.
"""

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.server.horloge import Horloge
from kiosk.server.messages.boite import Canal, EtatMessage
from kiosk.server.reglages import ReglagesMessages
from kiosk.server.storage.base import Base
from kiosk.server.storage.models import MessageLigne

_VIVANTS: Final = (EtatMessage.A_ENVOYER, EtatMessage.EN_COURS)
_FRACTION_DE_VIE: Final = 10
"""A message that expires is tried at least that often over its life."""


@dataclass(frozen=True, slots=True)
class Lettre:
    """A row that is ours to send. `essai` counts from 1 and tells this attempt from any later one."""

    id: UUID
    canal: Canal
    essai: int
    destinataire: str = field(repr=False)
    sujet: str
    corps: str = field(repr=False)
    cree_le: datetime
    depot_id: UUID | None


@dataclass(frozen=True, slots=True)
class Levee:
    """What was due: letters to send, and rows that ended without being sent, with the state they ended in."""

    lettres: tuple[Lettre, ...]
    closes: tuple[tuple[UUID, Canal, EtatMessage], ...]


class Tri:
    """One backend's view of the box; several backends on one database never hold the same row."""

    def __init__(self, base: Base, horloge: Horloge, reglages: ReglagesMessages) -> None:
        self._base = base
        self._horloge = horloge
        self._reglages = reglages
        self._bail = timedelta(seconds=reglages.bail_s)
        self._conservation = timedelta(days=reglages.conservation_j)

    async def lever(self, canal: Canal, nombre: int, *, rejouable: bool, sauf: Collection[UUID]) -> Levee:
        """Take up to `nombre` rows that are due, soonest to expire first, but those of `sauf`.

        They are committed as `en_cours` before anything is sent. A row whose lease is over was being sent by a
        process that died: nobody knows its fate, so it is taken again only when that is harmless (`rejouable`).
        """
        maintenant = self._horloge()
        lettres: list[Lettre] = []
        closes: list[tuple[UUID, Canal, EtatMessage]] = []
        async with self._base.ecrire() as session:
            lignes = await session.scalars(
                select(MessageLigne)
                .where(MessageLigne.prochain_le <= maintenant, MessageLigne.etat.in_(_VIVANTS))
                .where(MessageLigne.canal == canal, MessageLigne.id.not_in(sauf))
                .order_by(MessageLigne.expire_le.is_(None), MessageLigne.expire_le, MessageLigne.prochain_le)
                .limit(nombre)
                .with_for_update(skip_locked=True)
            )
            for ligne in lignes:
                if ligne.etat == EtatMessage.EN_COURS and not rejouable:
                    self._clore(ligne, EtatMessage.INCERTAIN, "interrompu")
                elif ligne.corps is None or (ligne.expire_le is not None and ligne.expire_le <= maintenant):
                    self._clore(ligne, EtatMessage.ABANDONNE, "expire")
                else:
                    ligne.etat = EtatMessage.EN_COURS
                    ligne.essais += 1
                    ligne.prochain_le = maintenant + self._bail
                    lettres.append(_lettre(ligne, ligne.corps))
                    continue
                closes.append((ligne.id, canal, EtatMessage(ligne.etat)))
        return Levee(tuple(lettres), tuple(closes))

    async def envoyee(self, lettre: Lettre, *, garder_le_corps: bool) -> None:
        """The other side has it."""
        async with self._base.ecrire() as session:
            ligne = await self._retrouver(session, lettre, EtatMessage.EN_COURS, EtatMessage.INCERTAIN)
            if ligne is None:
                return
            corps = ligne.corps
            self._clore(ligne, EtatMessage.ENVOYE, None)
            ligne.envoye_le = self._horloge()
            if garder_le_corps:
                ligne.corps = corps

    async def incertaine(self, lettre: Lettre, erreur: str) -> None:
        """The other side may have it: it is never sent again."""
        await self._finir(lettre, EtatMessage.INCERTAIN, erreur)

    async def refusee(self, lettre: Lettre, erreur: str) -> None:
        """The other side will never take it."""
        await self._finir(lettre, EtatMessage.ABANDONNE, erreur)

    async def reportee(self, lettre: Lettre, erreur: str) -> EtatMessage | None:
        """The other side does not have it: try later, unless that would be too late.

        Returns what it became, None when somebody else has decided meanwhile.
        """
        async with self._base.ecrire() as session:
            ligne = await self._retrouver(session, lettre, EtatMessage.EN_COURS)
            if ligne is None:
                return None
            prochain_le = self._horloge() + self._recul(ligne)
            trop_tard = ligne.expire_le is not None and prochain_le >= ligne.expire_le
            if trop_tard or ligne.essais >= self._reglages.essais_max:
                self._clore(ligne, EtatMessage.ABANDONNE, erreur)
            else:
                ligne.etat = EtatMessage.A_ENVOYER
                ligne.prochain_le = prochain_le
                ligne.erreur = erreur
            return EtatMessage(ligne.etat)

    async def prochain(self, canaux: Collection[Canal], avant: datetime) -> datetime | None:
        """When a row of these channels is next due, if that is before `avant`."""
        async with self._base.lire() as session:
            return await session.scalar(
                select(MessageLigne.prochain_le)
                .where(MessageLigne.prochain_le < avant, MessageLigne.etat.in_(_VIVANTS))
                .where(MessageLigne.canal.in_(canaux))
                .order_by(MessageLigne.prochain_le)
                .limit(1)
            )

    async def menage(self) -> None:
        """Erase what has been kept long enough, and free what a clock that was set back holds in the future."""
        maintenant = self._horloge()
        async with self._base.ecrire() as session:
            await session.execute(
                delete(MessageLigne).where(
                    MessageLigne.prochain_le <= maintenant, MessageLigne.etat.not_in(_VIVANTS)
                )
            )
            recul_max = timedelta(seconds=self._reglages.recul_max_s)
            await session.execute(
                update(MessageLigne)
                .where(
                    or_(
                        and_(
                            MessageLigne.etat == EtatMessage.A_ENVOYER,
                            MessageLigne.essais == 0,
                            MessageLigne.prochain_le > maintenant,
                        ),
                        and_(
                            MessageLigne.etat == EtatMessage.A_ENVOYER,
                            MessageLigne.prochain_le > maintenant + recul_max,
                        ),
                        and_(
                            MessageLigne.etat == EtatMessage.EN_COURS,
                            MessageLigne.prochain_le > maintenant + self._bail,
                        ),
                    )
                )
                .values(prochain_le=maintenant)
            )

    async def essai_et_etat(self, message_id: UUID) -> tuple[int, EtatMessage] | None:
        """How many attempts were begun, and where the row stands."""
        async with self._base.lire() as session:
            ligne = await session.get(MessageLigne, message_id)
            return None if ligne is None else (ligne.essais, EtatMessage(ligne.etat))

    async def _finir(self, lettre: Lettre, etat: EtatMessage, erreur: str) -> None:
        async with self._base.ecrire() as session:
            ligne = await self._retrouver(session, lettre, EtatMessage.EN_COURS)
            if ligne is not None:
                self._clore(ligne, etat, erreur)

    async def _retrouver(
        self, session: AsyncSession, lettre: Lettre, *etats: EtatMessage
    ) -> MessageLigne | None:
        """The row of this very attempt, None once somebody else has ended it or begun another."""
        ligne = await session.get(MessageLigne, lettre.id, with_for_update=True)
        if ligne is None or ligne.essais != lettre.essai or ligne.etat not in etats:
            return None
        return ligne

    def _clore(self, ligne: MessageLigne, etat: EtatMessage, erreur: str | None) -> None:
        ligne.etat = etat
        ligne.erreur = erreur
        ligne.corps = None
        ligne.prochain_le = self._horloge() + self._conservation

    def _recul(self, ligne: MessageLigne) -> timedelta:
        """Twice as long after each failure, spread so that a backlog does not come back all at once."""
        plafond = float(self._reglages.recul_max_s)
        if ligne.expire_le is not None:
            plafond = min(plafond, (ligne.expire_le - ligne.cree_le).total_seconds() / _FRACTION_DE_VIE)
        secondes = min(plafond, self._reglages.recul_s * 2.0 ** min(ligne.essais - 1, 30))
        return timedelta(seconds=secondes * random.uniform(0.5, 1))  # noqa: S311 - spreads load, guards nothing


def _lettre(ligne: MessageLigne, corps: str) -> Lettre:
    return Lettre(
        id=ligne.id,
        canal=Canal(ligne.canal),
        essai=ligne.essais,
        destinataire=ligne.destinataire,
        sujet=ligne.sujet,
        corps=corps,
        cree_le=ligne.cree_le,
        depot_id=ligne.depot_id,
    )
