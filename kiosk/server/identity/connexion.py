"""Signing in: one path, the same work and the same answer whether or not the person has an account."""

import asyncio
from uuid import UUID

from sqlalchemy import select

from kiosk.backend.schemas import Identifiants, SessionOuverte
from kiosk.metier.nir import Nir, NirRefuse, lire_nir
from kiosk.server.identity.identifiant import empreinte_nir
from kiosk.server.identity.mots_de_passe import MotsDePasse
from kiosk.server.identity.sessions import Sessions
from kiosk.server.identity.tentatives import Tentatives
from kiosk.server.problemes import Code, Refus
from kiosk.server.storage.base import Base
from kiosk.server.storage.models import CompteLigne


class Connexion:
    """The whole identification, from what was typed to an open session."""

    def __init__(
        self,
        base: Base,
        secret: bytes,
        mots_de_passe: MotsDePasse,
        tentatives: Tentatives,
        sessions: Sessions,
    ) -> None:
        self._base = base
        self._secret = secret
        self._mots_de_passe = mots_de_passe
        self._tentatives = tentatives
        self._sessions = sessions

    async def ouvrir(self, saisie: Identifiants) -> SessionOuverte:
        """Open a session, or raise `Refus` (`identifiants_refuses`, `attente`, `compte_verrouille`)."""
        try:
            identifiant = self.identifiant(lire_nir(saisie.nir))
        except NirRefuse as erreur:
            raise Refus(Code.REQUETE_INVALIDE) from erreur
        echec = await self._tentatives.entamer(identifiant)
        compte_id, empreinte = await self._chercher(identifiant)
        juste = await self._mots_de_passe.verifier(saisie.mot_de_passe, empreinte)
        if not juste or compte_id is None or empreinte is None:
            raise echec
        await self._tentatives.effacer(identifiant)
        if self._mots_de_passe.est_perime(empreinte):
            await self._rehacher(compte_id, saisie.mot_de_passe)
        return await self._sessions.ouvrir(compte_id)

    async def deverrouiller(self, nir: Nir) -> None:
        """What an agent does at the desk: forget the failures of this NIR, whether or not it has an account."""
        await self._tentatives.effacer(self.identifiant(nir))

    def identifiant(self, nir: Nir) -> str:
        """The form in which a NIR is stored."""
        return empreinte_nir(nir, self._secret)

    async def _chercher(self, identifiant: str) -> tuple[UUID, str] | tuple[None, None]:
        async with self._base.lire() as session:
            ligne = (
                await session.execute(
                    select(CompteLigne.id, CompteLigne.mot_de_passe).where(
                        CompteLigne.identifiant == identifiant
                    )
                )
            ).one_or_none()
        return (ligne.id, ligne.mot_de_passe) if ligne else (None, None)

    async def _rehacher(self, compte_id: UUID, clair: str) -> None:
        empreinte = await asyncio.to_thread(self._mots_de_passe.hacher, clair)
        async with self._base.ecrire() as session:
            (await session.get_one(CompteLigne, compte_id)).mot_de_passe = empreinte
