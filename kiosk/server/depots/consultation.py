"""Deposits shown to their owner."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from kiosk.backend.schemas import DepotVue, EtatDepot
from kiosk.metier.fuseau import fuseau
from kiosk.server.documents.recapitulatif import DocumentDepot
from kiosk.server.problemes import Code, Refus
from kiosk.server.storage.models import DepotLigne


async def lire(session: AsyncSession, compte_id: UUID, depot_id: UUID) -> DepotLigne:
    """A deposit of this account; raises `Refus` (`introuvable`) for any other."""
    depot = await session.get(DepotLigne, depot_id, options=[joinedload(DepotLigne.compte)])
    if depot is None or depot.compte_id != compte_id:
        raise Refus(Code.INTROUVABLE)
    return depot


def vue(depot: DepotLigne) -> DepotVue:
    """What its owner sees in a list."""
    return DepotVue(
        id=depot.id,
        numero=depot.numero,
        demarche=depot.demarche,
        titre=depot.titre,
        # The offset says the hour of the hall, to old clients too: they refuse a key that they do not know.
        recu_le=depot.recu_le.astimezone(fuseau(depot.fuseau)),
        etat=EtatDepot(depot.etat),
    )


def document(depot: DepotLigne) -> DocumentDepot:
    """What its PDF says."""
    return DocumentDepot(
        numero=depot.numero,
        titre=depot.titre,
        recu_le=depot.recu_le,
        fuseau=depot.fuseau,
        titulaire=f"{depot.compte.prenom} {depot.compte.nom}",
        sections=tuple(
            (section["titre"], tuple((ligne["libelle"], ligne["valeur"]) for ligne in section["lignes"]))
            for section in depot.recapitulatif["sections"]
        ),
        # Deposits taken in before conditions were spoken of have none.
        messages=tuple((m["titre"], m["texte"]) for m in depot.recapitulatif.get("messages", ())),
        suites=tuple(depot.recapitulatif["suites"]),
    )
