"""Failed sign-ins in a row: a wait that grows, then a lock that only an agent opens (domaine.md, Identification).

Counted for any identifier, known or not, so that a wait or a lock tells nothing about who has an account; and so
forgotten alike, a month after the last one, but for a lock: anybody could fill the table with made-up numbers.
"""

import math
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.server.horloge import Horloge
from kiosk.server.identity.oubli import oublier
from kiosk.server.problemes import Code, Refus
from kiosk.server.storage.base import Base
from kiosk.server.storage.models import EchecsLigne

# Seconds to wait after the 5th, 6th… 9th failure in a row; the next one locks.
ATTENTES_S = {5: 75, 6: 150, 7: 300, 8: 600, 9: 1200}
VERROU = 10
OUBLI = timedelta(days=30)
"""« In a row » holds over days: a shorter memory would give whoever guesses nine tries for each of its spans."""


class Tentatives:
    """The counter is charged *before* the password is looked at and given back on success.

    Simultaneous attempts therefore cannot all be let in by the same count, and no lock is held during the slow check.
    """

    def __init__(self, base: Base, horloge: Horloge) -> None:
        self._base = base
        self._horloge = horloge

    async def entamer(self, identifiant: str) -> Refus:
        """Charge one attempt and give the refusal to answer with should it fail.

        Raises `Refus` at once during a wait or a lock: the password must not even be looked at.
        """
        maintenant = self._horloge()
        async with self._base.ecrire() as session:
            ligne = await _ligne_verrouillee(session, identifiant)
            trop_tot = _trop_tot(ligne, maintenant)
            if trop_tot is None:
                echec = _compter(ligne, maintenant)
                await oublier(
                    session,
                    EchecsLigne.identifiant,
                    EchecsLigne.attendre_jusqu_a <= maintenant - OUBLI,
                    EchecsLigne.nombre < VERROU,
                    EchecsLigne.identifiant != identifiant,
                )
        if trop_tot is not None:
            raise trop_tot
        return echec

    async def effacer(self, identifiant: str) -> None:
        """Forget every failure: the right password was given, or an agent unlocks."""
        async with self._base.ecrire() as session:
            await effacer(session, identifiant)

    async def verrouiller(self, identifiant: str) -> None:
        """Lock as the 10th failure would."""
        async with self._base.ecrire() as session:
            (await _ligne_verrouillee(session, identifiant)).nombre = VERROU


async def effacer(session: AsyncSession, identifiant: str) -> None:
    """Forget every failure of `identifiant` in the transaction of `session`."""
    await session.execute(delete(EchecsLigne).where(EchecsLigne.identifiant == identifiant))


def _trop_tot(ligne: EchecsLigne, maintenant: datetime) -> Refus | None:
    """The refusal while `ligne` is locked or waits. A clock set back makes no wait longer than it was."""
    if ligne.nombre >= VERROU:
        return Refus(Code.COMPTE_VERROUILLE)
    attente = timedelta(seconds=ATTENTES_S.get(ligne.nombre, 0))
    if not attente or ligne.attendre_jusqu_a is None or ligne.attendre_jusqu_a <= maintenant:
        return None
    ligne.attendre_jusqu_a = min(ligne.attendre_jusqu_a, maintenant + attente)
    reste = (ligne.attendre_jusqu_a - maintenant).total_seconds()
    return Refus(Code.ATTENTE, attente_s=math.ceil(reste))


def _compter(ligne: EchecsLigne, maintenant: datetime) -> Refus:
    """Charge one attempt to `ligne`: what it is answered should it fail."""
    if ligne.attendre_jusqu_a is not None and ligne.attendre_jusqu_a <= maintenant - OUBLI:
        ligne.nombre = 0
    ligne.nombre += 1
    attente = ATTENTES_S.get(ligne.nombre, 0)
    ligne.attendre_jusqu_a = maintenant + timedelta(seconds=attente)
    if ligne.nombre >= VERROU:
        return Refus(Code.COMPTE_VERROUILLE)
    if attente:
        return Refus(Code.ATTENTE, attente_s=attente)
    return Refus(Code.IDENTIFIANTS_REFUSES)


async def _ligne_verrouillee(session: AsyncSession, identifiant: str) -> EchecsLigne:
    """The row, created when missing, held until the end of the transaction."""
    while True:
        ligne = await session.get(EchecsLigne, identifiant, with_for_update=True)
        if ligne is not None:
            return ligne
        try:
            async with session.begin_nested():
                ligne = EchecsLigne(identifiant=identifiant, nombre=0, attendre_jusqu_a=None)
                session.add(ligne)
        except IntegrityError:
            # Another attempt created it between our reading and our writing; it may have succeeded and erased it since.
            continue
        return ligne
