"""`POST /sessions`, `DELETE /sessions/courante`; and who is asking, for every other door."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from kiosk.backend.schemas import Identifiants, SessionOuverte
from kiosk.server.etat import EtatCourant
from kiosk.server.identity.sessions import SessionSuivie
from kiosk.server.problemes import Code, Refus, documenter

router = APIRouter(prefix="/sessions", tags=["sessions"])

_porteur = HTTPBearer(auto_error=False, scheme_name="session", description="`jeton` of an open session")

REFUS_CONNECTE: Final = (Code.SESSION_EXPIREE, Code.MOT_DE_PASSE_A_CHANGER)
"""What a route that asks for a `CompteConnecte` may answer before it runs."""


async def jeton(porteur: Annotated[HTTPAuthorizationCredentials | None, Depends(_porteur)]) -> str:
    """The bearer token of the request; raises `Refus` without one."""
    if porteur is None:
        raise Refus(Code.SESSION_EXPIREE)
    return porteur.credentials


Jeton = Annotated[str, Depends(jeton)]


async def session_suivie(etat: EtatCourant, porteur: Jeton) -> SessionSuivie:
    """The session that asks; its inactivity starts anew."""
    return await etat.sessions.suivre(porteur)


async def compte_connecte(session: Annotated[SessionSuivie, Depends(session_suivie)]) -> UUID:
    """The account whose session this is; raises `Refus` while its password is a temporary one."""
    if session.mot_de_passe_a_changer:
        raise Refus(Code.MOT_DE_PASSE_A_CHANGER)
    return session.compte_id


async def compte_meme_temporaire(session: Annotated[SessionSuivie, Depends(session_suivie)]) -> UUID:
    """The account whose session this is, even while its password is a temporary one."""
    return session.compte_id


CompteConnecte = Annotated[UUID, Depends(compte_connecte)]
CompteMemeTemporaire = Annotated[UUID, Depends(compte_meme_temporaire)]


@router.post(
    "",
    status_code=201,
    responses=documenter(
        Code.IDENTIFIANTS_REFUSES,
        Code.ATTENTE,
        Code.COMPTE_VERROUILLE,
        Code.CORPS_TROP_GRAND,
        Code.REQUETE_INVALIDE,
    ),
)
async def ouvrir_session(identifiants: Identifiants, etat: EtatCourant) -> SessionOuverte:
    """Open a visitor's session.

    One answer for a wrong number and a wrong password. From the fifth failure in a row, known number or not, a wait
    that grows; at the tenth, a lock that only an agent opens. With a temporary password (`mot_de_passe_a_changer`),
    the session can only change it, or end; past its time, that password is a wrong one.
    """
    try:
        session = await etat.connexion.ouvrir(identifiants)
    except Refus as refus:
        etat.metriques.compter("caf_sessions_total", {"resultat": refus.code})
        raise
    etat.metriques.compter("caf_sessions_total", {"resultat": "ouverte"})
    return session


@router.delete(
    "/courante", status_code=204, response_class=Response, responses=documenter(Code.SESSION_EXPIREE)
)
async def fermer_session(etat: EtatCourant, porteur: Jeton) -> Response:
    """End the session at once: the same token is refused from now on."""
    await etat.sessions.fermer(porteur)
    return Response(status_code=204)
