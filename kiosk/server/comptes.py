"""An account as its owner sees it, and as the rules of a démarche need it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.backend.schemas import AFaire, Compte, DroitVue, MembreVue, SituationVue
from kiosk.demarches import CATALOGUE
from kiosk.formulaire.regle import Contexte
from kiosk.metier.baremes import BaremeInconnu, campagne_ressources
from kiosk.metier.foyer import Membre, Qualite
from kiosk.server import pass_sport
from kiosk.server.coordonnees.vues import vues
from kiosk.server.depots import consultation
from kiosk.server.storage.models import CompteLigne, DepotLigne, DroitLigne, MembreLigne

DEPOTS_MONTRES = 10
RESSOURCES = "ressources"


async def foyer(session: AsyncSession, compte_id: UUID) -> tuple[Membre, ...]:
    """The home, the person first."""
    return _membres(await _lignes_du_foyer(session, compte_id))


async def vue(session: AsyncSession, compte_id: UUID, jour: date, maintenant: datetime) -> Compte:
    """Everything that `GET /compte` says on `jour`, the day that rights and declarations are judged at."""
    compte = await session.get_one(CompteLigne, compte_id)
    lignes = await _lignes_du_foyer(session, compte_id)
    depots = await session.scalars(
        select(DepotLigne)
        .where(DepotLigne.compte_id == compte_id)
        .order_by(DepotLigne.recu_le.desc(), DepotLigne.id)
        .limit(DEPOTS_MONTRES)
    )
    droits = await _droits_connus(session, compte_id, jour)
    return Compte(
        prenom=compte.prenom,
        nom=compte.nom,
        foyer=tuple(
            MembreVue(
                qualite=Qualite(ligne.qualite), prenom=ligne.prenom, date_naissance=ligne.date_naissance
            )
            for ligne in lignes
        ),
        situation=SituationVue(libelle=compte.situation, depuis=compte.situation_depuis)
        if compte.situation
        else None,
        droits=_en_cours(droits, {ligne.rang: ligne.prenom for ligne in lignes}, jour),
        coordonnees=vues(compte, jour, maintenant),
        depots=tuple(consultation.vue(depot) for depot in depots),
        a_faire=await _a_faire(session, compte_id, Contexte(jour, _membres(lignes))),
        pass_sport=pass_sport.vue(lignes, droits, jour),
    )


async def _lignes_du_foyer(session: AsyncSession, compte_id: UUID) -> Sequence[MembreLigne]:
    membres = await session.scalars(
        select(MembreLigne).where(MembreLigne.compte_id == compte_id).order_by(MembreLigne.rang)
    )
    return membres.all()


def _membres(lignes: Iterable[MembreLigne]) -> tuple[Membre, ...]:
    return tuple(Membre(Qualite(ligne.qualite), ligne.prenom, ligne.date_naissance) for ligne in lignes)


async def _droits_connus(session: AsyncSession, compte_id: UUID, jour: date) -> Sequence[DroitLigne]:
    """Those that have begun on `jour`, those that are over too."""
    droits = await session.scalars(
        select(DroitLigne)
        .where(DroitLigne.compte_id == compte_id, DroitLigne.depuis <= jour)
        .order_by(DroitLigne.rang)
    )
    return droits.all()


def _en_cours(droits: Iterable[DroitLigne], prenoms: Mapping[int, str], jour: date) -> tuple[DroitVue, ...]:
    """Those in payment on `jour`; `prenoms` by rank in the home."""
    return tuple(
        DroitVue(
            code=droit.code,
            libelle=droit.libelle,
            depuis=droit.depuis,
            jusqu_a=droit.jusqu_a,
            pour="" if droit.membre is None else prenoms.get(droit.membre, ""),
        )
        for droit in droits
        if droit.jusqu_a is None or droit.jusqu_a >= jour
    )


async def _a_faire(session: AsyncSession, compte_id: UUID, contexte: Contexte) -> tuple[AFaire, ...]:
    """The déclaration de ressources of the open campaign, until it is deposited."""
    try:
        campagne = campagne_ressources(contexte.date_reference)
    except BaremeInconnu:
        return ()
    deja = await session.scalar(
        select(DepotLigne.id)
        .where(DepotLigne.compte_id == compte_id, DepotLigne.demarche == RESSOURCES)
        .where(DepotLigne.date_reference >= campagne.ouverture)
        .limit(1)
    )
    demarche = CATALOGUE.get(RESSOURCES)
    if deja is not None or demarche is None:
        return ()
    return (AFaire(demarche=RESSOURCES, titre=demarche.preparer(contexte).titre, avant_le=campagne.limite),)
