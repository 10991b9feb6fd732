"""Replacing one's password: the current one given again, the new one examined, and everything else closed."""

import asyncio
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import select

from kiosk.backend.schemas import AnomalieVue, ChangementMotDePasse
from kiosk.metier.mot_de_passe import exigences
from kiosk.server.etat import Etat
from kiosk.server.horloge import zone_du_hall
from kiosk.server.identity.avertissement import CHANGE, avertir
from kiosk.server.identity.sessions import fermer_toutes
from kiosk.server.problemes import Code, Refus
from kiosk.server.storage.models import CompteLigne

IDENTIQUE: Final = AnomalieVue(
    code="mot-de-passe-identique",
    champs=("nouveau",),
    message="C’est votre mot de passe actuel. Choisissez-en un autre.",
)


@dataclass(frozen=True, slots=True)
class _Avant:
    """The account as it was when the change was asked; `empreinte` of the password that was checked."""

    id: UUID
    identifiant: str = field(repr=False)
    empreinte: str = field(repr=False)
    temporaire: bool
    noms: tuple[str, str] = field(repr=False)


async def changer(
    etat: Etat, compte_id: UUID, jeton: str, demande: ChangementMotDePasse, fuseau_dit: str | None = None
) -> None:
    """Replace the password of an account for the session of `jeton`; the account's other sessions end.

    `fuseau_dit` is the zone of the hall as the terminal says it: the warning gives its hour.

    Raises `Refus`: `mot_de_passe_refuse`, `attente`, `compte_verrouille` (the current one is wrong, counted like a
    failure to sign in), `reponses_refusees` with everything the new one lacks, `session_expiree`. Two at once: the
    second is checked against what the first one wrote.
    """
    while True:
        avant = await _lire(etat, compte_id)
        if await _reconnaitre(etat, avant, demande):
            return
        await _examiner(etat, avant, demande.nouveau)
        if await _remplacer(etat, avant, demande.nouveau, jeton, zone_du_hall(fuseau_dit)):
            etat.facteur.reveiller()
            return


async def _lire(etat: Etat, compte_id: UUID) -> _Avant:
    async with etat.base.lire() as session:
        compte = await session.get_one(CompteLigne, compte_id)
        return _Avant(
            compte.id,
            compte.identifiant,
            compte.mot_de_passe,
            compte.mot_de_passe_temporaire_jusqu_a is not None,
            (compte.prenom, compte.nom),
        )


async def _reconnaitre(etat: Etat, avant: _Avant, demande: ChangementMotDePasse) -> bool:
    """Make sure of who asks. True when there is nothing left to do.

    A temporary password was given to open the session and is not asked twice. Left out once it was changed: this is
    the same request again, whose first answer was lost, if the new password is already the account's.
    """
    if demande.actuel is None and avant.temporaire:
        return False
    echec = await etat.tentatives.entamer(avant.identifiant)
    preuve = demande.nouveau if demande.actuel is None else demande.actuel
    if not await etat.mots_de_passe.verifier(preuve, avant.empreinte):
        raise Refus(Code.MOT_DE_PASSE_REFUSE) if echec.code is Code.IDENTIFIANTS_REFUSES else echec
    await etat.tentatives.effacer(avant.identifiant)
    return demande.actuel is None


async def _examiner(etat: Etat, avant: _Avant, nouveau: str) -> None:
    tenues = await asyncio.to_thread(exigences, nouveau, noms=avant.noms)
    anomalies = [
        AnomalieVue(code=exigence.code, champs=("nouveau",), message=exigence.correction)
        for exigence in tenues
        if not exigence.tenue
    ]
    if await etat.mots_de_passe.verifier(nouveau, avant.empreinte):
        anomalies.append(IDENTIQUE)
    if anomalies:
        raise Refus(Code.REPONSES_REFUSEES, anomalies=anomalies)


async def _remplacer(etat: Etat, avant: _Avant, nouveau: str, jeton: str, zone: str) -> bool:
    """All of the change, or nothing: False when the password is no longer the one that was checked."""
    empreinte = await etat.mots_de_passe.hacher(nouveau)
    async with etat.base.ecrire() as session:
        compte = (
            await session.scalars(select(CompteLigne).where(CompteLigne.id == avant.id).with_for_update())
        ).one()
        if compte.mot_de_passe != avant.empreinte:
            return False
        compte.mot_de_passe = empreinte
        compte.mot_de_passe_temporaire_jusqu_a = None
        await fermer_toutes(session, compte.id, sauf=jeton)
        await avertir(session, etat, compte, CHANGE, zone)
    return True
