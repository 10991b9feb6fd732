"""Values that wait for their code: a week at most, and nothing of them is kept afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.server.coordonnees import codes
from kiosk.server.coordonnees.codes import Fin
from kiosk.server.identity.oubli import LOT, oublier
from kiosk.server.storage.models import ChangementLigne, CodeLigne, CompteLigne

DUREE: Final = timedelta(days=7)
_GARDE_CODES: Final = codes.FENETRE + timedelta(hours=1)


async def verrouiller(session: AsyncSession, compte_id: UUID, maintenant: datetime) -> CompteLigne:
    """The account, held until the end of the transaction, without what has waited too long.

    Whatever writes contact details, what waits or codes comes through here first.
    """
    compte = await session.get_one(CompteLigne, compte_id, with_for_update=True)
    compte.changements = [c for c in compte.changements if attend(c, maintenant)]
    return compte


def attend(changement: ChangementLigne, maintenant: datetime) -> bool:
    """Whether `changement` may still be verified."""
    return maintenant < changement.demande_le + DUREE


def en_attente(compte: CompteLigne, nature: NatureCoordonnee) -> ChangementLigne | None:
    """What waits for a code, for this kind."""
    return next((c for c in compte.changements if c.nature == nature), None)


async def codes_du_compte(
    session: AsyncSession, compte_id: UUID, maintenant: datetime
) -> Sequence[CodeLigne]:
    """Its codes of the last day, oldest first; call it once the account is held."""
    lignes = (
        await session.scalars(
            select(CodeLigne)
            .where(CodeLigne.compte_id == compte_id, CodeLigne.cree_le > maintenant - codes.FENETRE)
            .order_by(CodeLigne.cree_le, CodeLigne.id)
        )
    ).all()
    for ligne in lignes:
        codes.ramener(ligne, maintenant)
    return lignes


def demander(compte: CompteLigne, nature: NatureCoordonnee, valeur: str, maintenant: datetime) -> None:
    """From now on `valeur` waits, and nothing else does for this kind."""
    changement = en_attente(compte, nature)
    if changement is None:
        compte.changements.append(ChangementLigne(nature=nature, valeur=valeur, demande_le=maintenant))
    else:
        changement.valeur, changement.demande_le = valeur, maintenant


def abandonner(compte: CompteLigne, nature: NatureCoordonnee) -> None:
    """Nothing waits any more for this kind."""
    compte.changements = [c for c in compte.changements if c.nature != nature]


def remplacer_codes(lignes: Sequence[CodeLigne], compte: CompteLigne) -> None:
    """End the codes that were sent to what waits no more."""
    attendues = {(c.nature, c.valeur) for c in compte.changements}
    for ligne in lignes:
        if ligne.fin is None and (ligne.nature, ligne.valeur) not in attendues:
            ligne.fin = Fin.REMPLACE


async def oublier_perimes(session: AsyncSession, compte: CompteLigne, maintenant: datetime) -> None:
    """Erase what is out of date in other accounts too: an address nobody verified must not stay there for ever.

    `compte` is the one already held. Waits for no other: what another transaction holds is left to a later call, so
    that two calls cannot block each other.
    """
    await oublier(session, CodeLigne.id, CodeLigne.cree_le <= maintenant - _GARDE_CODES)
    perimes = select(ChangementLigne.compte_id).where(ChangementLigne.demande_le <= maintenant - DUREE)
    comptes = await session.scalars(
        select(CompteLigne.id)
        .where(CompteLigne.id.in_(perimes), CompteLigne.id != compte.id)
        .limit(LOT)
        .with_for_update(skip_locked=True)
    )
    if ids := comptes.all():
        await session.execute(
            delete(ChangementLigne).where(
                ChangementLigne.compte_id.in_(ids), ChangementLigne.demande_le <= maintenant - DUREE
            )
        )
