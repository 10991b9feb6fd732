"""`GET /coordonnees`, `POST /coordonnees`, `POST /coordonnees/verifications` and `…/{id}/code`."""

from uuid import UUID

from fastapi import APIRouter, Response

from kiosk.backend.schemas import (
    BilanCoordonnees,
    CodeSaisi,
    CoordonneesCompletes,
    DemandeVerification,
    GestesDemandes,
    VerificationVue,
)
from kiosk.server.coordonnees import gestes, verifications
from kiosk.server.etat import EtatCourant
from kiosk.server.problemes import Code, documenter
from kiosk.server.routes.sessions import REFUS_CONNECTE, CompteConnecte

router = APIRouter(prefix="/coordonnees", tags=["coordonnees"])

_CORPS = (*REFUS_CONNECTE, Code.CORPS_TROP_GRAND, Code.REQUETE_INVALIDE)


@router.get("", responses=documenter(*REFUS_CONNECTE))
async def lire_coordonnees(compte_id: CompteConnecte, etat: EtatCourant) -> CoordonneesCompletes:
    """The contact details in force in full, for their owner who asks to see them."""
    async with etat.base.lire() as session:
        return await gestes.completes(session, compte_id)


@router.post("", responses=documenter(*_CORPS, Code.COORDONNEES_CHANGEES, Code.REPONSES_REFUSEES))
async def enregistrer_coordonnees(
    demandes: GestesDemandes, compte_id: CompteConnecte, etat: EtatCourant
) -> BilanCoordonnees:
    """Confirm, modify, add, remove: everything or nothing, on the `version` that the person saw.

    What is unsecured, changed or added waits for its code when it is a mobile or a mail; the one in force stays.
    """
    return await gestes.faire(etat, compte_id, demandes)


@router.post(
    "/verifications",
    status_code=201,
    responses={
        200: {"model": VerificationVue, "description": "Already asked with this id: nothing more is sent"},
        **documenter(*_CORPS, Code.RIEN_A_VERIFIER, Code.CODE_TROP_TOT, Code.CODES_DU_JOUR, Code.INTROUVABLE),
    },
)
async def demander_code(
    demande: DemandeVerification, compte_id: CompteConnecte, etat: EtatCourant, reponse: Response
) -> VerificationVue:
    """Send a code to the value that waits for one: six digits for 15 minutes.

    Less than 60 s after one was sent to the same value, that one is answered, with its own id: it is the one to type.
    At most five in 24 hours for a person.
    """
    code = await verifications.demander(etat, compte_id, demande)
    if not code.nouveau:
        reponse.status_code = 200
    return code.vue


@router.post(
    "/verifications/{id}/code",
    responses=documenter(
        *_CORPS,
        Code.CODE_INCORRECT,
        Code.CODE_EXPIRE,
        Code.CODE_EPUISE,
        Code.CODE_UTILISE,
        Code.CODE_REMPLACE,
        Code.INTROUVABLE,
    ),
)
async def saisir_code(
    id: UUID,  # noqa: A002 - the path's word
    saisi: CodeSaisi,
    compte_id: CompteConnecte,
    etat: EtatCourant,
) -> BilanCoordonnees:
    """Give the code: the value that waited is then in force and secured.

    From any session of the account. The fifth wrong try ends the code; spaces and dashes are ignored.
    """
    return await verifications.saisir(etat, compte_id, id, saisi.code)
