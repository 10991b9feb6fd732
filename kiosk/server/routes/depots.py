"""`POST /depots`, `GET /depots/{id}`, `GET /depots/{id}/recapitulatif.pdf`, `POST /depots/{id}/mail`."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response

from kiosk.backend.client import ENVELOPPE_MEDIA
from kiosk.backend.envelope import TAILLE_MAX
from kiosk.backend.schemas import DemandeEnvoi, DepotVue, EnvoiVue
from kiosk.server.depots import accueil, consultation, envoi
from kiosk.server.documents.recapitulatif import rendre
from kiosk.server.etat import EtatCourant
from kiosk.server.problemes import Code, documenter
from kiosk.server.routes.sessions import REFUS_CONNECTE, CompteConnecte

router = APIRouter(prefix="/depots", tags=["depots"])

_ENVELOPPE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "One sealed envelope, as the terminal's outbox keeps it",
        "content": {
            ENVELOPPE_MEDIA: {
                "schema": {"type": "string", "format": "binary", "minLength": 1, "maxLength": TAILLE_MAX}
            }
        },
    }
}


@router.post(
    "",
    status_code=201,
    openapi_extra=_ENVELOPPE,
    responses={
        200: {"model": DepotVue, "description": "Already received, with the same bytes"},
        **documenter(
            Code.ENVELOPPE_ILLISIBLE,
            Code.ENVELOPPE_ALTEREE,
            Code.CLE_INCONNUE,
            Code.DOSSIER_INCOMPRIS,
            Code.BON_DE_DEPOT_REFUSE,
            Code.DEPOT_EN_COURS,
            Code.DEMARCHE_INCONNUE,
            Code.REPONSES_REFUSEES,
            Code.DEPOT_DIFFERENT,
            Code.REQUETE_INVALIDE,
        ),
    },
)
async def deposer(
    requete: Request,
    reponse: Response,
    etat: EtatCourant,
    idempotency_key: Annotated[UUID, Header(description="The deposit's id, as sealed in the envelope")],
    caf_fuseau: Annotated[
        str | None, Header(description="Time zone of the hall (IANA); Paris when absent or unknown")
    ] = None,
) -> DepotVue:
    """Take in one sealed envelope.

    No session: the right to deposit is inside the envelope, so that a terminal cut off from the network may send it
    days later. The same key with the same bytes always gets the same answer; with other bytes, `depot_different`.
    """
    depot = await accueil.recevoir(etat, idempotency_key, await requete.body(), caf_fuseau)
    if not depot.nouveau:
        reponse.status_code = 200
    return depot.vue


@router.get("/{id}", responses=documenter(*REFUS_CONNECTE, Code.INTROUVABLE, Code.REQUETE_INVALIDE))
async def lire_depot(id: UUID, compte_id: CompteConnecte, etat: EtatCourant) -> DepotVue:  # noqa: A002 - the path's word
    """Where a deposit of this account stands; another account's is `introuvable`."""
    async with etat.base.lire() as session:
        return consultation.vue(await consultation.lire(session, compte_id, id))


@router.get(
    "/{id}/recapitulatif.pdf",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}},
        **documenter(*REFUS_CONNECTE, Code.INTROUVABLE, Code.REQUETE_INVALIDE),
    },
)
async def lire_recapitulatif(id: UUID, compte_id: CompteConnecte, etat: EtatCourant) -> Response:  # noqa: A002 - idem
    """What was declared, in the words that were shown: an accessible PDF (PDF/UA-1)."""
    async with etat.base.lire() as session:
        document = consultation.document(await consultation.lire(session, compte_id, id))
    octets = await asyncio.to_thread(rendre, document)
    nom = f"recapitulatif-{document.numero}.pdf"
    return Response(
        octets,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{nom}"'},
    )


@router.post(
    "/{id}/mail",
    status_code=201,
    responses={
        200: {"model": EnvoiVue, "description": "Already asked with this id: nothing more is sent"},
        **documenter(
            *REFUS_CONNECTE,
            Code.INTROUVABLE,
            Code.SANS_MAIL_SECURISE,
            Code.ENVOIS_DU_JOUR,
            Code.CORPS_TROP_GRAND,
            Code.REQUETE_INVALIDE,
        ),
    },
)
async def envoyer_recapitulatif(
    id: UUID,  # noqa: A002 - the path's word
    demande: DemandeEnvoi,
    compte_id: CompteConnecte,
    etat: EtatCourant,
    reponse: Response,
) -> EnvoiVue:
    """Send the PDF to the secured mail of the account, at most three times in 24 hours for a deposit."""
    demandee = await envoi.envoyer(etat, compte_id, id, demande.id)
    if not demandee.nouveau:
        reponse.status_code = 200
    return demandee.vue
