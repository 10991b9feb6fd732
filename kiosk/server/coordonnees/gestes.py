"""Contact details in full, and what a person asks about them: all of it in one transaction, or nothing."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.backend.schemas import (
    AnomalieVue,
    BilanCoordonnees,
    CoordonneeComplete,
    CoordonneesCompletes,
    GesteDemande,
    GestesDemandes,
)
from kiosk.metier.adresse_mail import AdresseRefusee
from kiosk.metier.coordonnees import Demande, Geste, GesteRefuse, NatureCoordonnee, appliquer
from kiosk.metier.lecture_coordonnee import afficher, lire_coordonnee
from kiosk.metier.telephone import TelephoneRefuse
from kiosk.server.coordonnees import attentes
from kiosk.server.coordonnees.ecriture import ecrire
from kiosk.server.coordonnees.vues import en_vigueur, vues
from kiosk.server.etat import Etat
from kiosk.server.problemes import Code, Refus
from kiosk.server.storage.models import CompteLigne


async def completes(session: AsyncSession, compte_id: UUID) -> CoordonneesCompletes:
    """What is in force, as its owner reads it."""
    compte = await session.get_one(CompteLigne, compte_id)
    return CoordonneesCompletes(
        version=compte.coordonnees_version,
        coordonnees=tuple(
            CoordonneeComplete(nature=c.nature, valeur=afficher(c.nature, c.valeur))
            for c in en_vigueur(compte)
        ),
    )


async def faire(etat: Etat, compte_id: UUID, demandes: GestesDemandes) -> BilanCoordonnees:
    """Do everything that is asked, or raise `Refus` (`coordonnees_changees`, `reponses_refusees`)."""
    lues = _lire(demandes.gestes)
    async with etat.base.ecrire() as session:
        bilan = await _faire(etat, session, compte_id, demandes.version, lues)
    etat.facteur.reveiller()
    return bilan


def _lire(gestes: Iterable[GesteDemande]) -> list[Demande]:
    """What was typed, in its stored form; everything that cannot be read is said at once."""
    lues: list[Demande] = []
    anomalies: list[AnomalieVue] = []
    for geste in gestes:
        valeur = ""
        if geste.geste is Geste.MODIFIER:
            try:
                valeur = lire_coordonnee(geste.nature, geste.valeur or "")
            except (TelephoneRefuse, AdresseRefusee) as erreur:
                anomalies.append(_anomalie(erreur, geste.nature))
        lues.append(Demande(geste.nature, geste.geste, valeur))
    if anomalies:
        raise Refus(Code.REPONSES_REFUSEES, anomalies=anomalies)
    return lues


async def _faire(
    etat: Etat, session: AsyncSession, compte_id: UUID, version: int, lues: list[Demande]
) -> BilanCoordonnees:
    maintenant, jour = etat.horloge(), etat.aujourd_hui()
    compte = await attentes.verrouiller(session, compte_id, maintenant)
    if compte.coordonnees_version != version:
        raise Refus(Code.COORDONNEES_CHANGEES)
    await attentes.oublier_perimes(session, compte, maintenant)
    retirees = {demande.nature for demande in lues if _retire_une_attente(compte, demande)}
    try:
        effet = appliquer(en_vigueur(compte), [d for d in lues if d.nature not in retirees], jour)
    except GesteRefuse as refus:
        raise Refus(Code.REPONSES_REFUSEES, anomalies=[_anomalie(refus, refus.nature)]) from refus
    await ecrire(session, compte, effet.coordonnees, jour, maintenant)
    if effet.en_vigueur:
        compte.coordonnees_vues_le = jour
    for nature in (*effet.confirmees, *effet.modifiees, *effet.ajoutees, *effet.supprimees, *retirees):
        attentes.abandonner(compte, nature)
    for nature, valeur in effet.a_verifier:
        attentes.demander(compte, nature, valeur, maintenant)
    attentes.remplacer_codes(await attentes.codes_du_compte(session, compte_id, maintenant), compte)
    return BilanCoordonnees(
        confirmees=effet.confirmees,
        modifiees=effet.modifiees,
        ajoutees=effet.ajoutees,
        supprimees=effet.supprimees,
        coordonnees=vues(compte, jour, maintenant),
    )


def _retire_une_attente(compte: CompteLigne, demande: Demande) -> bool:
    """Removing what was added and never verified: nothing is in force there, only the wait goes."""
    absente = all(c.nature != demande.nature for c in compte.coordonnees)
    attendue = attentes.en_attente(compte, demande.nature) is not None
    return demande.geste is Geste.SUPPRIMER and absente and attendue


def _anomalie(
    erreur: TelephoneRefuse | AdresseRefusee | GesteRefuse, nature: NatureCoordonnee
) -> AnomalieVue:
    return AnomalieVue(code=erreur.code, champs=(nature,), message=erreur.message)
