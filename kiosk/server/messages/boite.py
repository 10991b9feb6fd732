"""The box: a message is written in the transaction that it tells about, and sent once that one is committed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.server.storage.models import MessageLigne


class Canal(StrEnum):
    """How a message travels."""

    SMS = "sms"
    MAIL = "mail"


class EtatMessage(StrEnum):
    """Where a message stands. `INCERTAIN`: handed over and never answered, so never sent again by itself."""

    A_ENVOYER = "a_envoyer"
    EN_COURS = "en_cours"
    ENVOYE = "envoye"
    INCERTAIN = "incertain"
    ABANDONNE = "abandonne"


@dataclass(frozen=True, slots=True)
class Message:
    """What to send. `id` is the caller's: two messages with the same one are the same message.

    `destinataire` is a number in E.164 or a mail address; `sujet` is for mails; nothing is sent after `expire_le`;
    `depot_id` is the deposit whose recap PDF is attached.
    """

    id: UUID
    compte_id: UUID
    canal: Canal
    destinataire: str = field(repr=False)
    sujet: str
    corps: str = field(repr=False)
    expire_le: datetime | None = None
    depot_id: UUID | None = None


async def poster(session: AsyncSession, message: Message, maintenant: datetime) -> None:
    """Write `message` in the transaction of `session`; the same id again changes nothing.

    Once the transaction is committed, call `Facteur.reveiller()`.
    """
    if await session.get(MessageLigne, message.id) is not None:
        return
    session.add(
        MessageLigne(
            id=message.id,
            compte_id=message.compte_id,
            canal=message.canal,
            destinataire=message.destinataire,
            sujet=message.sujet,
            corps=message.corps,
            depot_id=message.depot_id,
            etat=EtatMessage.A_ENVOYER,
            essais=0,
            cree_le=maintenant,
            expire_le=message.expire_le,
            prochain_le=maintenant,
            envoye_le=None,
            erreur=None,
        )
    )
