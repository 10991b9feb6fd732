"""`GET /cle-publique`."""

from fastapi import APIRouter

from kiosk.backend.schemas import ClePublique
from kiosk.server.etat import EtatCourant
from kiosk.server.problemes import documenter

router = APIRouter(prefix="/cle-publique", tags=["depots"])


@router.get("", responses=documenter())
async def lire_cle_publique(etat: EtatCourant) -> ClePublique:
    """The key that envelopes are sealed to from now on."""
    return etat.secrets.publique
