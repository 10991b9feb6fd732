"""Codes: sending one to a value that waits for it, and taking in the one that a person received.

The account is held for the whole of each transaction: two terminals, or two backends, take turns. A refusal is
raised after the commit when something was written: a wrong try counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.backend.schemas import BilanCoordonnees, DemandeVerification, VerificationVue
from kiosk.metier.coordonnees import NatureCoordonnee, securiser
from kiosk.metier.lecture_coordonnee import masquer
from kiosk.server.coordonnees import attentes, codes
from kiosk.server.coordonnees.codes import Fin
from kiosk.server.coordonnees.ecriture import ecrire
from kiosk.server.coordonnees.textes import message_du_code
from kiosk.server.coordonnees.vues import en_vigueur, vues
from kiosk.server.etat import Etat
from kiosk.server.messages.boite import poster
from kiosk.server.problemes import Code, Refus
from kiosk.server.storage.models import ChangementLigne, CodeLigne, CompteLigne, MessageLigne

_METRIQUE = "caf_codes_total"
_FINS = {
    Fin.UTILISE: Code.CODE_UTILISE,
    Fin.EPUISE: Code.CODE_EPUISE,
    Fin.REMPLACE: Code.CODE_REMPLACE,
}


@dataclass(frozen=True, slots=True)
class CodeDemande:
    """The answer to a request for a code, and whether this call is the one that drew it."""

    vue: VerificationVue
    nouveau: bool


async def demander(etat: Etat, compte_id: UUID, demande: DemandeVerification) -> CodeDemande:
    """Send a code to what waits for one, once for each id; less than a minute after one that lives, give that one.

    Raises `Refus` (`rien_a_verifier`, `code_trop_tot`, `codes_du_jour`; `introuvable` or `requete_invalide` for an id
    that stands for something else).
    """
    async with etat.base.ecrire() as session:
        ecrit = await _ecrire_code(etat, session, compte_id, demande)
    if isinstance(ecrit, Refus):
        etat.metriques.compter(_METRIQUE, {"resultat": ecrit.code})
        raise ecrit
    ligne, restants, nouveau = ecrit
    etat.metriques.compter(_METRIQUE, {"resultat": "demande" if nouveau else "deja_demande"})
    etat.facteur.reveiller()
    envoi = await etat.facteur.attendre(ligne.id, etat.reglages.attente_envoi_s)
    maintenant = etat.horloge()
    nature = NatureCoordonnee(ligne.nature)
    vivant = codes.est_vivant(ligne, maintenant)
    vue = VerificationVue(
        id=ligne.id,
        nature=nature,
        valeur_masquee=masquer(nature, ligne.valeur),
        envoi=envoi,
        expire_dans_s=codes.attente_s(ligne.expire_le, maintenant, codes.DUREE) if vivant else 0,
        renvoi_dans_s=codes.attente_s(ligne.cree_le + codes.ESPACEMENT, maintenant, codes.ESPACEMENT),
        essais_restants=max(codes.ESSAIS_MAX - ligne.essais, 0) if vivant else 0,
        codes_restants=restants,
    )
    return CodeDemande(vue, nouveau)


async def _ecrire_code(
    etat: Etat, session: AsyncSession, compte_id: UUID, demande: DemandeVerification
) -> tuple[CodeLigne, int, bool] | Refus:
    """The row, how many codes are left today, and whether it is new."""
    maintenant = etat.horloge()
    compte = await attentes.verrouiller(session, compte_id, maintenant)
    await attentes.oublier_perimes(session, compte, maintenant)
    du_jour = await attentes.codes_du_compte(session, compte_id, maintenant)
    deja = await session.get(CodeLigne, demande.id)
    if deja is not None:
        if deja.compte_id != compte_id:
            return Refus(Code.INTROUVABLE)
        if deja.nature != demande.nature:
            return Refus(Code.REQUETE_INVALIDE)
        return deja, max(codes.PAR_JOUR - len(du_jour), 0), False
    if await session.get(MessageLigne, demande.id) is not None:
        # The id of another message: the box would take this code for that message, and never send it.
        return Refus(Code.REQUETE_INVALIDE)
    changement = attentes.en_attente(compte, demande.nature)
    if changement is None:
        return Refus(Code.RIEN_A_VERIFIER)
    if (en_route := _en_route(du_jour, changement, maintenant)) is not None:
        return en_route, max(codes.PAR_JOUR - len(du_jour), 0), False
    if (trop := _trop_de_codes(du_jour, changement, maintenant)) is not None:
        return trop
    clair = codes.tirer()
    ligne = CodeLigne(
        id=demande.id,
        compte_id=compte_id,
        nature=changement.nature,
        valeur=changement.valeur,
        empreinte=codes.empreinte(etat.secrets.identifiants, demande.id, clair),
        cree_le=maintenant,
        expire_le=maintenant + codes.DUREE,
        essais=0,
        illisibles=0,
        fin=None,
    )
    session.add(ligne)
    message = message_du_code(ligne.id, compte_id, demande.nature, changement.valeur, clair, ligne.expire_le)
    await poster(session, message, maintenant)
    return ligne, codes.PAR_JOUR - len(du_jour) - 1, True


def _en_route(
    du_jour: Sequence[CodeLigne], changement: ChangementLigne, maintenant: datetime
) -> CodeLigne | None:
    """The code sent to this value less than a minute ago, from any terminal: it is the one to type."""
    return next(
        (
            c
            for c in reversed(du_jour)
            if (c.nature, c.valeur) == (changement.nature, changement.valeur)
            and codes.est_vivant(c, maintenant)
            and maintenant < c.cree_le + codes.ESPACEMENT
        ),
        None,
    )


def _trop_de_codes(
    du_jour: Sequence[CodeLigne], changement: ChangementLigne, maintenant: datetime
) -> Refus | None:
    """How long to wait before another one, if at all: a number that was mistyped and corrected does not wait."""
    if len(du_jour) >= codes.PAR_JOUR:
        liberation = du_jour[-codes.PAR_JOUR].cree_le + codes.FENETRE
        attente_s = codes.attente_s(liberation, maintenant, codes.FENETRE)
        return Refus(Code.CODES_DU_JOUR, attente_s=max(attente_s, 1))
    vers = (changement.nature, changement.valeur)
    dernier = max((c.cree_le for c in du_jour if (c.nature, c.valeur) == vers), default=None)
    if dernier is not None and maintenant < dernier + codes.ESPACEMENT:
        attente_s = codes.attente_s(dernier + codes.ESPACEMENT, maintenant, codes.ESPACEMENT)
        return Refus(Code.CODE_TROP_TOT, attente_s=max(attente_s, 1))
    return None


async def saisir(etat: Etat, compte_id: UUID, verification_id: UUID, saisie: str) -> BilanCoordonnees:
    """Put in force the value whose code is `saisie`, whichever terminal of the account it is typed on.

    Raises `Refus` (`code_*` but those of sending, `introuvable`).
    """
    try:
        async with etat.base.lire() as session:
            # A code that is over stays so: a script that goes on guessing holds nobody up.
            await _retrouver(session, compte_id, verification_id)
        async with etat.base.ecrire() as session:
            issue = await _saisir(etat, session, compte_id, verification_id, saisie)
        if isinstance(issue, Refus):
            raise issue
    except Refus as refus:
        etat.metriques.compter(_METRIQUE, {"resultat": refus.code})
        raise
    etat.metriques.compter(_METRIQUE, {"resultat": "juste"})
    etat.facteur.reveiller()
    return issue


async def _saisir(
    etat: Etat, session: AsyncSession, compte_id: UUID, verification_id: UUID, saisie: str
) -> BilanCoordonnees | Refus:
    maintenant, jour = etat.horloge(), etat.aujourd_hui()
    compte = await attentes.verrouiller(session, compte_id, maintenant)
    ligne = await _retrouver(session, compte_id, verification_id)
    du_jour = await attentes.codes_du_compte(session, compte_id, maintenant)
    if not codes.est_vivant(ligne, maintenant):
        return Refus(Code.CODE_EXPIRE)
    changement = attentes.en_attente(compte, NatureCoordonnee(ligne.nature))
    if changement is None or changement.valeur != ligne.valeur:
        return Refus(Code.CODE_REMPLACE)
    code = codes.lire_saisie(saisie)
    if code is None:
        return _compter_illisible(ligne)
    # A text message that was late: the code of the one before is as good, and a wrong try costs both.
    acceptes = [
        c
        for c in du_jour
        if (c.nature, c.valeur) == (ligne.nature, ligne.valeur) and codes.est_vivant(c, maintenant)
    ]
    for accepte in acceptes:
        accepte.essais += 1
    await session.flush()
    justes = [codes.comparer(accepte, etat.secrets.identifiants, code) for accepte in acceptes]
    if not any(justes):
        return _refuser_essai(ligne, acceptes)
    for accepte in acceptes:
        accepte.fin = Fin.UTILISE
    return await _securiser(session, compte, changement, jour, maintenant)


async def _retrouver(session: AsyncSession, compte_id: UUID, verification_id: UUID) -> CodeLigne:
    """A code of this account that is not over; raises `Refus` with what will never change."""
    ligne = await session.get(CodeLigne, verification_id)
    if ligne is None or ligne.compte_id != compte_id:
        raise Refus(Code.INTROUVABLE)
    if ligne.fin is not None:
        raise Refus(_FINS[Fin(ligne.fin)])
    return ligne


def _compter_illisible(ligne: CodeLigne) -> Refus:
    """Not six digits: nothing is compared, so no try is spent."""
    ligne.illisibles += 1
    if ligne.illisibles >= codes.ILLISIBLES_MAX:
        ligne.fin = Fin.EPUISE
        return Refus(Code.CODE_EPUISE)
    return Refus(Code.CODE_INCORRECT, essais_restants=codes.ESSAIS_MAX - ligne.essais)


def _refuser_essai(ligne: CodeLigne, acceptes: Sequence[CodeLigne]) -> Refus:
    for accepte in acceptes:
        if accepte.essais >= codes.ESSAIS_MAX:
            accepte.fin = Fin.EPUISE
    if ligne.fin is not None:
        return Refus(Code.CODE_EPUISE)
    return Refus(Code.CODE_INCORRECT, essais_restants=codes.ESSAIS_MAX - ligne.essais)


async def _securiser(
    session: AsyncSession, compte: CompteLigne, changement: ChangementLigne, jour: date, maintenant: datetime
) -> BilanCoordonnees:
    nature, valeur = NatureCoordonnee(changement.nature), changement.valeur
    avant = en_vigueur(compte)
    ancienne = next((c.valeur for c in avant if c.nature is nature), None)
    await ecrire(session, compte, securiser(avant, nature, valeur, jour), jour, maintenant)
    compte.coordonnees_vues_le = jour
    attentes.abandonner(compte, nature)
    return BilanCoordonnees(
        confirmees=(nature,) if ancienne == valeur else (),
        modifiees=(nature,) if ancienne not in (None, valeur) else (),
        ajoutees=(nature,) if ancienne is None else (),
        coordonnees=vues(compte, jour, maintenant),
    )
