"""Telling a person that their password was replaced, by a way that only they can read: whoever did it is not asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.metier.fuseau import FUSEAU_PARIS, fuseau, quelle_heure
from kiosk.metier.periode import en_lettres
from kiosk.server.coordonnees.vues import en_vigueur
from kiosk.server.etat import Etat
from kiosk.server.messages.boite import Canal, Message, poster
from kiosk.server.storage.models import CompteLigne

DUREE: Final = timedelta(days=3)
"""A warning that could not be sent by then would only worry."""


@dataclass(frozen=True, slots=True)
class Avertissement:
    """The same news in a mail and in a text message; `{quand}` is the day and the time.

    The text message keeps to the 7-bit alphabet of telephones (no « ’ », no no-break space) and to 160 characters:
    it is then one message and not three.
    """

    sujet: str
    mail: str
    sms: str


CHANGE: Final = Avertissement(
    sujet="Votre mot de passe a été changé",
    mail="Bonjour,\n\n"
    "Le mot de passe de votre compte Caf a été changé le {quand}.\n\n"
    "Si c’est vous, vous n’avez rien à faire.\n\n"
    "Si ce n’est pas vous, présentez-vous vite à l’accueil de votre Caf.\n",
    sms="Caf : le mot de passe de votre compte a été changé le {quand}. "
    "Si ce changement ne vient pas de vous, allez vite à votre Caf.",
)
TEMPORAIRE: Final = Avertissement(
    sujet="Un mot de passe temporaire a été créé",
    mail="Bonjour,\n\n"
    "Un agent de la Caf a créé un mot de passe temporaire pour votre compte, le {quand}.\n\n"
    "Si vous l’avez demandé, vous n’avez rien à faire.\n\n"
    "Si vous n’avez rien demandé, présentez-vous vite à l’accueil de votre Caf.\n",
    sms="Caf : un mot de passe temporaire a été créé pour votre compte le {quand}. "
    "Si vous ne voulez pas cela, allez vite à votre Caf.",
)


async def avertir(
    session: AsyncSession, etat: Etat, compte: CompteLigne, quoi: Avertissement, zone: str = FUSEAU_PARIS
) -> None:
    """Post `quoi` in the transaction of `session`, to the secured mail, else to the secured mobile, else nowhere.

    `zone` is that of the hall where it happened. A text message has no room to name it.
    """
    securisees = {c.nature: c.valeur for c in en_vigueur(compte) if c.securisee_le is not None}
    instant = etat.instant_affiche().astimezone(fuseau(zone))
    if (mail := securisees.get(NatureCoordonnee.MAIL)) is not None:
        canal, destinataire, corps = (
            Canal.MAIL,
            mail,
            quoi.mail.format(quand=_en_toutes_lettres(instant, zone)),
        )
    elif (mobile := securisees.get(NatureCoordonnee.MOBILE)) is not None:
        canal, destinataire, corps = Canal.SMS, mobile, quoi.sms.format(quand=f"{instant:%d/%m/%Y à %H:%M}")
    else:
        return
    maintenant = etat.horloge()
    message = Message(
        id=uuid4(),
        compte_id=compte.id,
        canal=canal,
        destinataire=destinataire,
        sujet=quoi.sujet,
        corps=corps,
        expire_le=maintenant + DUREE,
    )
    await poster(session, message, maintenant)


def _en_toutes_lettres(instant: datetime, zone: str) -> str:
    ou = quelle_heure(zone, instant)
    return f"{en_lettres(instant.date())} à {instant:%H\u00a0h\u00a0%M}{f' ({ou})' if ou else ''}"
