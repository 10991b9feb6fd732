"""Signing in: one path, the same work and the same answer whether or not the person has an account."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from kiosk.backend.schemas import Identifiants, SessionOuverte
from kiosk.metier.nir import Nir, NirRefuse, lire_nir
from kiosk.server.horloge import Horloge
from kiosk.server.identity.identifiant import empreinte_nir
from kiosk.server.identity.mots_de_passe import MotsDePasse
from kiosk.server.identity.sessions import Sessions
from kiosk.server.identity.tentatives import Tentatives
from kiosk.server.problemes import Code, Refus
from kiosk.server.storage.base import Base
from kiosk.server.storage.models import CompteLigne


@dataclass(frozen=True, slots=True)
class _Connu:
    """What signing in needs of an account; `temporaire_jusqu_a` while its password was given by an agent."""

    id: UUID
    empreinte: str = field(repr=False)
    temporaire_jusqu_a: datetime | None


class Connexion:
    """The whole identification, from what was typed to an open session."""

    def __init__(
        self,
        base: Base,
        horloge: Horloge,
        secret: bytes,
        mots_de_passe: MotsDePasse,
        tentatives: Tentatives,
        sessions: Sessions,
    ) -> None:
        self._base = base
        self._horloge = horloge
        self._secret = secret
        self._mots_de_passe = mots_de_passe
        self._tentatives = tentatives
        self._sessions = sessions

    async def ouvrir(self, saisie: Identifiants) -> SessionOuverte:
        """Open a session, or raise `Refus` (`identifiants_refuses`, `attente`, `compte_verrouille`).

        A temporary password that is past its time is a wrong one: same work, same answer, same count.
        """
        try:
            identifiant = self.identifiant(lire_nir(saisie.nir))
        except NirRefuse as erreur:
            raise Refus(Code.REQUETE_INVALIDE) from erreur
        echec = await self._tentatives.entamer(identifiant)
        session = None
        # Once, but for somebody whose password was changed, or hashed again, while this one was being checked.
        while session is None:
            compte = await self._chercher(identifiant)
            juste = await self._mots_de_passe.verifier(
                saisie.mot_de_passe, compte.empreinte if compte else None
            )
            if not juste or compte is None or self._depasse(compte):
                raise echec
            session = await self._sessions.ouvrir(compte.id, await self._a_jour(compte, saisie.mot_de_passe))
        await self._tentatives.effacer(identifiant)
        return session

    async def deverrouiller(self, nir: Nir) -> None:
        """What an agent does at the desk: forget the failures of this NIR, whether or not it has an account."""
        await self._tentatives.effacer(self.identifiant(nir))

    def identifiant(self, nir: Nir) -> str:
        """The form in which a NIR is stored."""
        return empreinte_nir(nir, self._secret)

    def _depasse(self, compte: _Connu) -> bool:
        return compte.temporaire_jusqu_a is not None and compte.temporaire_jusqu_a <= self._horloge()

    async def _chercher(self, identifiant: str) -> _Connu | None:
        async with self._base.lire() as session:
            ligne = (
                await session.execute(
                    select(
                        CompteLigne.id, CompteLigne.mot_de_passe, CompteLigne.mot_de_passe_temporaire_jusqu_a
                    ).where(CompteLigne.identifiant == identifiant)
                )
            ).one_or_none()
        return None if ligne is None else _Connu(*ligne)

    async def _a_jour(self, compte: _Connu, clair: str) -> str:
        """The hash of `compte`, made again when it is not at today's cost; never over one that was changed since."""
        if not self._mots_de_passe.est_perime(compte.empreinte):
            return compte.empreinte
        empreinte = await self._mots_de_passe.hacher(clair)
        async with self._base.ecrire() as session:
            await session.execute(
                update(CompteLigne)
                .where(CompteLigne.id == compte.id, CompteLigne.mot_de_passe == compte.empreinte)
                .values(mot_de_passe=empreinte)
            )
        return empreinte
