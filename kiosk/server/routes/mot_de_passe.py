"""`PUT /mot-de-passe`."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from kiosk.backend.schemas import ChangementMotDePasse
from kiosk.server.etat import EtatCourant
from kiosk.server.identity import changement
from kiosk.server.problemes import Code, documenter
from kiosk.server.routes.sessions import CompteMemeTemporaire, Jeton

router = APIRouter(prefix="/mot-de-passe", tags=["compte"])


@router.put(
    "",
    status_code=204,
    response_class=Response,
    responses=documenter(
        Code.SESSION_EXPIREE,
        Code.MOT_DE_PASSE_REFUSE,
        Code.ATTENTE,
        Code.COMPTE_VERROUILLE,
        Code.REPONSES_REFUSEES,
        Code.CORPS_TROP_GRAND,
        Code.REQUETE_INVALIDE,
    ),
)
async def changer_mot_de_passe(
    demande: ChangementMotDePasse,
    compte_id: CompteMemeTemporaire,
    porteur: Jeton,
    etat: EtatCourant,
    caf_fuseau: Annotated[
        str | None, Header(description="Time zone of the hall (IANA); Paris when absent or unknown")
    ] = None,
) -> Response:
    """Replace the password; the account's other sessions end, this one goes on.

    A wrong current one counts as a failure to sign in. What the new one lacks is told requirement by requirement.
    """
    await changement.changer(etat, compte_id, porteur, demande, caf_fuseau)
    return Response(status_code=204)
