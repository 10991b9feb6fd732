"""`GET /compte`."""

from fastapi import APIRouter

from kiosk.backend.schemas import Compte
from kiosk.server import comptes
from kiosk.server.etat import EtatCourant
from kiosk.server.problemes import documenter
from kiosk.server.routes.sessions import REFUS_CONNECTE, CompteConnecte

router = APIRouter(prefix="/compte", tags=["compte"])


@router.get("", responses=documenter(*REFUS_CONNECTE))
async def lire_compte(compte_id: CompteConnecte, etat: EtatCourant) -> Compte:
    """What a person sees of their account: home, rights, masked contact details, last deposits, what is due."""
    async with etat.base.lire() as session:
        return await comptes.vue(session, compte_id, etat.aujourd_hui(), etat.horloge())
