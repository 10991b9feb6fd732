"""Taking in one sealed envelope: all of it in one transaction, or nothing at all.

Checks go from the cheapest to the dearest and each has its code, so that an operator reads in the metrics what
terminals send wrong. A refused envelope leaves no trace but a counter.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.backend.envelope import ouvrir
from kiosk.backend.errors import EnveloppeErreur
from kiosk.backend.schemas import AnomalieVue, DepotVue, Dossier, EtatDepot
from kiosk.demarches import CATALOGUE
from kiosk.formulaire.brouillon import DonneesIllisibles
from kiosk.formulaire.champ import Reponses
from kiosk.formulaire.demarche import Demarche
from kiosk.formulaire.parcours import Parcours
from kiosk.formulaire.recapitulatif import recapitulatif
from kiosk.formulaire.regle import Contexte
from kiosk.formulaire.verification import verifier
from kiosk.metier.foyer import Membre
from kiosk.metier.numero_depot import numero
from kiosk.server import comptes
from kiosk.server.depots import consultation
from kiosk.server.etat import Etat
from kiosk.server.horloge import zone_du_hall
from kiosk.server.identity.sessions import compte_du_bon
from kiosk.server.problemes import Code, Refus
from kiosk.server.storage.base import est_doublon, est_verrou
from kiosk.server.storage.models import DepotLigne

# Two clocks either side of midnight must not lose a declaration.
_ECART_HORLOGES: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DepotRecu:
    """The answer to a deposit, and whether this call is the one that stored it."""

    vue: DepotVue
    nouveau: bool


async def recevoir(etat: Etat, depot_id: UUID, octets: bytes, fuseau_dit: str | None = None) -> DepotRecu:
    """Store the envelope `octets` under `depot_id`, once; raises `Refus` with one of the codes of `POST /depots`.

    `fuseau_dit` is the zone of the hall as the terminal says it; Paris when it says none or one that nobody knows:
    a wrong setting must not cost a declaration.
    """
    try:
        recu = await _recevoir(etat, depot_id, octets, zone_du_hall(fuseau_dit))
    except Refus as refus:
        etat.metriques.compter("caf_depots_total", {"resultat": refus.code, "demarche": ""})
        raise
    resultat = "recu" if recu.nouveau else "deja_recu"
    etat.metriques.compter("caf_depots_total", {"resultat": resultat, "demarche": recu.vue.demarche})
    return recu


async def _recevoir(etat: Etat, depot_id: UUID, octets: bytes, zone: str) -> DepotRecu:
    empreinte = hashlib.sha256(octets).digest()
    async with etat.base.lire() as session:
        if (deja := await _deja_recu(session, depot_id, empreinte)) is not None:
            return deja
        dossier = _ouvrir(etat, depot_id, octets)
        compte_id = await compte_du_bon(session, dossier.bon_de_depot, etat.horloge())
        foyer = await comptes.foyer(session, compte_id)
    depot = _ligne(etat, depot_id, empreinte, dossier, compte_id, foyer)
    depot.fuseau = zone
    try:
        async with etat.base.ecrire() as session:
            # The same key may have come in since the first look; where writers queue, this look is the last word.
            if (deja := await _deja_recu(session, depot_id, empreinte)) is not None:
                return deja
            session.add(depot)
    except IntegrityError as erreur:
        if not est_doublon(erreur):
            raise
        # Rows are locked one by one and the other call was first: its row decides, once it is to be seen.
        async with etat.base.lire() as session:
            deja = await _deja_recu(session, depot_id, empreinte)
        if deja is None:
            raise Refus(Code.DEPOT_EN_COURS, attente_s=1) from erreur
        return deja
    except DBAPIError as erreur:
        if est_verrou(erreur):
            raise Refus(Code.DEPOT_EN_COURS, attente_s=1) from erreur
        raise
    return DepotRecu(consultation.vue(depot), nouveau=True)


async def _deja_recu(session: AsyncSession, depot_id: UUID, empreinte: bytes) -> DepotRecu | None:
    depot = await session.get(DepotLigne, depot_id)
    if depot is None:
        return None
    if depot.empreinte != empreinte:
        raise Refus(Code.DEPOT_DIFFERENT)
    return DepotRecu(consultation.vue(depot), nouveau=False)


def _ouvrir(etat: Etat, depot_id: UUID, octets: bytes) -> Dossier:
    try:
        scelle, dossier = ouvrir(octets, etat.secrets.trousseau)
    except EnveloppeErreur as erreur:
        raise Refus(Code(erreur.code)) from erreur
    if scelle != depot_id:
        raise Refus(Code.DEPOT_DIFFERENT)
    return dossier


def _ligne(
    etat: Etat, depot_id: UUID, empreinte: bytes, dossier: Dossier, compte_id: UUID, foyer: tuple[Membre, ...]
) -> DepotLigne:
    demarche = CATALOGUE.get(dossier.demarche)
    if demarche is None:
        raise Refus(Code.DEMARCHE_INCONNUE)
    contexte = Contexte(date_reference=dossier.date_reference, foyer=foyer)
    suivi, parcours, reponses = _verifier(etat, demarche, dossier, contexte)
    return DepotLigne(
        id=depot_id,
        empreinte=empreinte,
        compte_id=compte_id,
        numero=numero(demarche.lettre, depot_id),
        demarche=demarche.code,
        titre=suivi.depart.titre,
        date_reference=dossier.date_reference,
        recu_le=etat.instant_affiche(),
        etat=EtatDepot.RECU,
        foyer=[_membre(membre) for membre in foyer],
        parcours=list(parcours),
        reponses=reponses.model_dump(mode="json", exclude_none=True),
        recapitulatif={
            "sections": [
                {
                    "titre": section.titre,
                    "lignes": [
                        {"libelle": ligne.libelle, "valeur": ligne.valeur} for ligne in section.lignes
                    ],
                }
                for section in recapitulatif(suivi)
            ],
            "messages": [{"titre": m.titre, "texte": m.message} for m in suivi.reassurances()],
            "suites": list(suivi.suites()),
        },
    )


def _membre(membre: Membre) -> dict[str, str | None]:
    """A person of the home as the deposit keeps them."""
    jour = membre.date_naissance
    return {
        "qualite": membre.qualite,
        "prenom": membre.prenom,
        "date_naissance": jour.isoformat() if jour else None,
    }


def _verifier(
    etat: Etat, demarche: Demarche[Any], dossier: Dossier, contexte: Contexte
) -> tuple[Parcours[Any], tuple[str, ...], Reponses]:
    """The walk, its steps and the answers to keep; raises `Refus` with everything that is wrong."""
    anomalies = list(_anomalies_du_dossier(etat, dossier))
    try:
        verdict = verifier(demarche, dossier.reponses, contexte)
    except DonneesIllisibles as erreur:
        raise Refus(Code.DOSSIER_INCOMPRIS) from erreur
    anomalies += [AnomalieVue(code=a.code, champs=a.champs, message=a.message) for a in verdict.anomalies]
    if not anomalies and verdict.suivi is not None and verdict.reponses is not None:
        return verdict.suivi, verdict.parcours, verdict.reponses
    # No anomaly and no answers: these answers lead to an exit where there is nothing to deposit.
    raise Refus(Code.REPONSES_REFUSEES, anomalies=anomalies or (_RIEN_A_DEPOSER,))


def _anomalies_du_dossier(etat: Etat, dossier: Dossier) -> Iterator[AnomalieVue]:
    if not dossier.attestation:
        yield AnomalieVue(
            code="attestation-manquante",
            champs=("attestation",),
            message="Vous devez attester sur l’honneur que ces informations sont exactes.",
        )
    if dossier.date_reference > etat.aujourd_hui() + _ECART_HORLOGES:
        yield AnomalieVue(
            code="date-future",
            champs=("date_reference",),
            message="La date de la démarche est dans le futur.",
        )
    # A demonstration plays the campaigns of past years at will.
    if etat.jour_joue is None and dossier.date_reference < _plus_ancienne(etat):
        yield AnomalieVue(
            code="date-trop-ancienne",
            champs=("date_reference",),
            message="La démarche est trop ancienne. Recommencez-la.",
        )


def _plus_ancienne(etat: Etat) -> date:
    return etat.aujourd_hui() - timedelta(days=etat.reglages.dossier_age_max_j)


_RIEN_A_DEPOSER: Final = AnomalieVue(
    code="rien-a-deposer", champs=(), message="Ces réponses ne demandent aucun dépôt."
)
