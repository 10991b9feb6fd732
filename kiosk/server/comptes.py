"""An account as its owner sees it, and as the rules of a démarche need it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.backend.schemas import AFaire, Compte, MembreVue
from kiosk.demarches import CATALOGUE
from kiosk.formulaire.regle import Contexte
from kiosk.metier.baremes import BaremeInconnu, campagne_ressources
from kiosk.metier.foyer import Membre, Qualite
from kiosk.server.coordonnees.vues import vues
from kiosk.server.depots import consultation
from kiosk.server.storage.models import CompteLigne, DepotLigne, MembreLigne

DEPOTS_MONTRES = 10
RESSOURCES = "ressources"


async def foyer(session: AsyncSession, compte_id: UUID) -> tuple[Membre, ...]:
    """The home, the person first."""
    membres = await session.scalars(
        select(MembreLigne).where(MembreLigne.compte_id == compte_id).order_by(MembreLigne.rang)
    )
    return tuple(Membre(Qualite(membre.qualite), membre.prenom) for membre in membres)


async def vue(session: AsyncSession, compte_id: UUID, jour: date) -> Compte:
    """Everything that `GET /compte` says."""
    compte = await session.get_one(CompteLigne, compte_id)
    chez_soi = await foyer(session, compte_id)
    depots = await session.scalars(
        select(DepotLigne)
        .where(DepotLigne.compte_id == compte_id)
        .order_by(DepotLigne.recu_le.desc(), DepotLigne.id)
        .limit(DEPOTS_MONTRES)
    )
    return Compte(
        prenom=compte.prenom,
        nom=compte.nom,
        foyer=tuple(MembreVue(qualite=m.qualite, prenom=m.prenom) for m in chez_soi),
        coordonnees=vues(compte, jour),
        depots=tuple(consultation.vue(depot) for depot in depots),
        a_faire=await _a_faire(session, compte_id, Contexte(jour, chez_soi)),
    )


async def _a_faire(session: AsyncSession, compte_id: UUID, contexte: Contexte) -> tuple[AFaire, ...]:
    """The déclaration de ressources of the open campaign, until it is deposited."""
    try:
        campagne = campagne_ressources(contexte.date_reference)
    except BaremeInconnu:
        return ()
    deja = await session.scalar(
        select(DepotLigne.id)
        .where(DepotLigne.compte_id == compte_id, DepotLigne.demarche == RESSOURCES)
        .where(DepotLigne.date_reference >= campagne.ouverture)
        .limit(1)
    )
    demarche = CATALOGUE.get(RESSOURCES)
    if deja is not None or demarche is None:
        return ()
    return (AFaire(demarche=RESSOURCES, titre=demarche.preparer(contexte).titre, avant_le=campagne.limite),)
