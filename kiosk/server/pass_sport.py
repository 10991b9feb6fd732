"""The Pass'Sport of a home, from its birth dates and its rights, past ones too (domaine.md §4)."""

from collections.abc import Iterable, Sequence
from datetime import date

from kiosk.backend.schemas import PassSportPersonne, PassSportVue
from kiosk.metier.baremes import bareme
from kiosk.metier.foyer import Qualite
from kiosk.metier.pass_sport import (
    Allocation,
    CampagneSport,
    Droit,
    Situation,
    campagne_ou_rien,
    campagnes,
    meilleure,
)
from kiosk.metier.pass_sport_droits import droits_connus
from kiosk.metier.pass_sport_textes import message_court
from kiosk.server.storage.models import DroitLigne, MembreLigne

MAJORITE: int = bareme("pass_sport")["majorite"]["ans"]
CODES = {allocation.value: allocation for allocation in Allocation if allocation is not Allocation.AUCUNE}

POUR_UN_ENFANT = (Allocation.ARS, Allocation.AEEH)


def vue(membres: Sequence[MembreLigne], droits: Iterable[DroitLigne], jour: date) -> PassSportVue | None:
    """What `GET /compte` says of it on `jour`; None when nobody of the home could be concerned.

    Somebody is named who gets a coupon, or who could think so: a child of an age that the campaign looks at, or whoever
    has a right and misses another condition than their birth. Nobody is while the campaign is not known, nor once it
    is over: what there is to say is the same for all.
    """
    courante = campagne_ou_rien(jour)
    modele = courante or campagnes()[-1]
    connus = tuple(droits)
    proches = [
        (membre.prenom, situation)
        for membre in membres
        if (situation := _situation(modele, membre, connus, jour)) is not None
    ]
    if not proches:
        return None
    if courante is None:
        return PassSportVue(campagne=jour.year, connue=False)
    terminee = jour > courante.fin
    return PassSportVue(
        campagne=courante.annee,
        connue=True,
        montant=courante.montant,
        jusqu_au=courante.fin,
        personnes=() if terminee else tuple(_personne(prenom, situation) for prenom, situation in proches),
    )


def _situation(
    modele: CampagneSport, membre: MembreLigne, droits: Iterable[DroitLigne], jour: date
) -> Situation | None:
    """That of one person, None for whom the Pass'Sport is no news."""
    naissance = membre.date_naissance
    if naissance is None:
        return None
    les_siens = [
        connu
        for ligne in droits
        if ligne.code in CODES and _est_pour(ligne, membre)
        for connu in droits_connus(modele, jour, CODES[ligne.code], ligne.depuis, ligne.jusqu_a)
    ]
    situation = meilleure(jour, naissance, les_siens)
    if situation.concerne or not _adulte(naissance, jour):
        proche = bool(les_siens) or any(_a_l_age(modele, naissance, Droit(a)) for a in POUR_UN_ENFANT)
    else:
        proche = any(_a_l_age(modele, naissance, droit) for droit in les_siens)
    return situation if proche else None


def _est_pour(ligne: DroitLigne, membre: MembreLigne) -> bool:
    """A right of the whole home is that of its children when it is paid for children, else the person's own."""
    if ligne.membre is not None:
        return ligne.membre == membre.rang
    if CODES[ligne.code] is Allocation.ARS:
        return membre.qualite == Qualite.AUTRE
    return CODES[ligne.code] is not Allocation.AEEH and membre.qualite == Qualite.VOUS


def _a_l_age(modele: CampagneSport, naissance: date, droit: Droit) -> bool:
    fenetre = modele.naissances.get(droit.allocation)
    return fenetre is not None and naissance in fenetre


def _adulte(naissance: date, jour: date) -> bool:
    ans = jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))
    return ans >= MAJORITE


def _personne(prenom: str, situation: Situation) -> PassSportPersonne:
    return PassSportPersonne(
        prenom=prenom,
        concerne=situation.concerne,
        livraison=situation.livraison,
        message=message_court(situation),
    )
