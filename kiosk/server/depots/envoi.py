"""« Recevoir par mail »: the recap of a deposit, to the secured mail of its account and to no other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.backend.schemas import EnvoiVue
from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.metier.lecture_coordonnee import masquer
from kiosk.server.depots import consultation
from kiosk.server.etat import Etat
from kiosk.server.messages.boite import Canal, Message, poster
from kiosk.server.problemes import Code, Refus
from kiosk.server.storage.models import CompteLigne, CoordonneeLigne, DepotLigne, MessageLigne

PAR_DEPOT_ET_PAR_JOUR: Final = 3
_JOUR: Final = timedelta(days=1)

_SUJET: Final = "Récapitulatif de votre démarche"
# Nothing of what was declared is in the mail itself: it may be read over somebody's shoulder.
_CORPS: Final = """\
Bonjour,

Vous avez demandé à recevoir le récapitulatif de votre démarche.
Il est dans le document joint à ce message.

Numéro de dépôt\u00a0: {numero}

Vous n’avez rien demandé\u00a0? Contactez votre Caf.

Votre Caf
"""


@dataclass(frozen=True, slots=True)
class EnvoiDemande:
    """The answer to a request, and whether this call is the one that wrote the message."""

    vue: EnvoiVue
    nouveau: bool


async def envoyer(etat: Etat, compte_id: UUID, depot_id: UUID, demande_id: UUID) -> EnvoiDemande:
    """Send the recap of `depot_id`; the same `demande_id` again sends nothing more and gets the same answer.

    Raises `Refus`: `introuvable` for a deposit of somebody else, `sans_mail_securise`, `envois_du_jour`.
    """
    async with etat.base.ecrire() as session:
        # Two requests at once wait for each other here: neither can miss the other's message.
        await session.get_one(CompteLigne, compte_id, with_for_update=True)
        depot = await consultation.lire(session, compte_id, depot_id)
        deja = await session.get(MessageLigne, demande_id)
        if deja is None:
            adresse = await _adresse(session, compte_id)
            await _verifier_nombre(session, depot_id, etat.horloge())
            await poster(session, _message(demande_id, depot, adresse, etat.horloge()), etat.horloge())
        elif (deja.compte_id, deja.depot_id) == (compte_id, depot_id):
            adresse = deja.destinataire
        else:
            raise Refus(Code.REQUETE_INVALIDE)
    etat.facteur.reveiller()
    envoi = await etat.facteur.attendre(demande_id, etat.reglages.attente_envoi_s)
    vue = EnvoiVue(valeur_masquee=masquer(NatureCoordonnee.MAIL, adresse), envoi=envoi)
    return EnvoiDemande(vue, nouveau=deja is None)


async def _adresse(session: AsyncSession, compte_id: UUID) -> str:
    mail = await session.get(CoordonneeLigne, (compte_id, NatureCoordonnee.MAIL))
    if mail is None or mail.securisee_le is None:
        raise Refus(Code.SANS_MAIL_SECURISE)
    return mail.valeur


async def _verifier_nombre(session: AsyncSession, depot_id: UUID, maintenant: datetime) -> None:
    """Those written in the future, before a clock was set back, count too."""
    recents = await session.scalars(
        select(MessageLigne.cree_le)
        .where(MessageLigne.depot_id == depot_id, MessageLigne.cree_le > maintenant - _JOUR)
        .order_by(MessageLigne.cree_le.desc())
        .limit(PAR_DEPOT_ET_PAR_JOUR)
    )
    instants = tuple(recents)
    if len(instants) == PAR_DEPOT_ET_PAR_JOUR:
        attente = min(instants[-1] + _JOUR - maintenant, _JOUR)
        raise Refus(Code.ENVOIS_DU_JOUR, attente_s=int(attente.total_seconds()) + 1)


def _message(demande_id: UUID, depot: DepotLigne, adresse: str, maintenant: datetime) -> Message:
    return Message(
        id=demande_id,
        compte_id=depot.compte_id,
        canal=Canal.MAIL,
        destinataire=adresse,
        sujet=_SUJET,
        corps=_CORPS.format(numero=depot.numero),
        expire_le=maintenant + _JOUR,
        depot_id=depot.id,
    )
