"""`POST /terminaux`, `GET /terminaux/courant` and `POST …/secret`; and which terminal calls, for every other door."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Security
from fastapi.security import APIKeyHeader

from kiosk.backend.identite import ENTETE
from kiosk.backend.schemas_terminaux import DemandeEnrolement, TerminalEnrole, TerminalVue
from kiosk.server.etat import EtatCourant
from kiosk.server.problemes import Code, documenter
from kiosk.server.terminaux.registre import Reconnu

router = APIRouter(prefix="/terminaux", tags=["terminaux"])

_entete = APIKeyHeader(
    name=ENTETE, auto_error=False, scheme_name="terminal", description="`secret` of an enrolled terminal"
)
SecretPresente = Annotated[str | None, Security(_entete)]

REFUS_TERMINAL: Final = (Code.TERMINAL_INCONNU, Code.TERMINAL_REVOQUE)
"""What any call may be answered before its route runs, where terminals must be enrolled."""


async def terminal_reconnu(etat: EtatCourant, secret: SecretPresente) -> Reconnu:
    """The terminal that calls; raises `Refus`."""
    return await etat.terminaux.reconnaitre(secret)


async def terminal_exige(etat: EtatCourant, secret: SecretPresente) -> None:
    """Raises `Refus` unless an enrolled terminal calls; lets anybody in where the settings ask for none."""
    if etat.reglages.enrolement_exige:
        await etat.terminaux.reconnaitre(secret)


TerminalReconnu = Annotated[Reconnu, Depends(terminal_reconnu)]


@router.post(
    "",
    status_code=201,
    responses=documenter(Code.ENROLEMENT_REFUSE, Code.CORPS_TROP_GRAND, Code.REQUETE_INVALIDE),
)
async def enroler(demande: DemandeEnrolement, etat: EtatCourant) -> TerminalEnrole:
    """Exchange a one-time code for the credential of a terminal, the only time that it is told.

    The code is over once that credential was used; until then it gives another in its place. Five wrong tries end it.
    """
    return await etat.terminaux.enroler(demande.code)


@router.get("/courant", responses=documenter(*REFUS_TERMINAL))
async def lire_terminal(terminal: TerminalReconnu) -> TerminalVue:
    """The terminal that calls, and whether it should take another credential."""
    return TerminalVue(id=terminal.id, nom=terminal.nom, a_renouveler=terminal.a_renouveler)


@router.post("/courant/secret", status_code=201, responses=documenter(*REFUS_TERMINAL))
async def renouveler(etat: EtatCourant, secret: SecretPresente) -> TerminalEnrole:
    """Another credential for the terminal that calls. The one it shows is good until the new one was used."""
    return await etat.terminaux.renouveler(secret)
