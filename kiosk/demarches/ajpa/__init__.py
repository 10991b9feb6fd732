"""« Allocation journalière du proche aidant » (domaine.md §6, deck « Proche aidant au 1er juillet »)."""

from kiosk.demarches.ajpa.aidant import Statut, demande_un_conge
from kiosk.demarches.ajpa.aide import Situation
from kiosk.demarches.ajpa.conditions import REASSURANCES
from kiosk.demarches.ajpa.mois import MoisDemande, ecrire_mois, nommer
from kiosk.demarches.ajpa.papiers import A_SAVOIR, PAPIERS
from kiosk.demarches.ajpa.regles import REGLES, demi_journees_possibles
from kiosk.demarches.ajpa.reponses import Ajpa
from kiosk.demarches.ajpa.textes import raconter, textes
from kiosk.formulaire import Contexte, Demarche, DemarcheFermee, Depart, Etape, Fin, Page
from kiosk.metier import ajpa as loi

__all__ = ["AJPA", "Ajpa"]

TITRE = "Allocation journalière du proche aidant"


def _preparer(contexte: Contexte) -> Depart[Ajpa]:
    jour = contexte.date_reference
    if jour < loi.OUVERTURE:
        raise DemarcheFermee("Cette allocation n’existe pas encore à cette date. Demandez à l’accueil.")
    return Depart(
        titre=TITRE,
        reponses=Ajpa(date_demande=jour, mois=(MoisDemande(mois=ecrire_mois(jour)),)),
        textes=textes(jour),
        choix={
            "statut_aidant": tuple(s for s in Statut if (loi.statuts()[s.value].depuis or jour) <= jour),
            "aide.situation": tuple(s for s in Situation if loi.situations()[s.value] <= jour),
        },
    )


AJPA: Demarche[Ajpa] = Demarche(
    code="ajpa",
    lettre="A",
    titre=TITRE,
    icone="aidant",
    action="Demander l’allocation journalière du proche aidant",
    envoyer="Envoyer ma demande",
    reponses=Ajpa,
    preparer=_preparer,
    raconter=raconter,
    nommer=nommer,
    etapes=(
        Page("fiche", TITRE, "ajpa/fiche.md"),
        Page(
            "beneficiaires",
            "Qui peut la demander",
            "ajpa/beneficiaires.md",
            si=lambda _, contexte: contexte.date_reference >= loi.ELARGISSEMENT,
        ),
        Page(
            "beneficiaires-avant",
            "Qui peut la demander",
            "ajpa/beneficiaires-avant.md",
            si=lambda _, contexte: contexte.date_reference < loi.ELARGISSEMENT,
        ),
        Etape("statut", "Votre situation", ("statut_aidant",)),
        *A_SAVOIR,
        Etape("demande", "Votre demande", ("date_demande", "jours_deja_pris")),
        Etape(
            "conge",
            "Votre congé de proche aidant",
            ("conge_demande",),
            si=lambda reponses: demande_un_conge(reponses.statut_aidant),
        ),
        Etape(
            "prestations",
            "Vos autres aides",
            ("prestations_en_cours",),
            intro="Cochez ce que vous recevez en ce moment.",
            conseil="Vous ne recevez rien de cette liste\u00a0? Continuez sans cocher.",
        ),
        Etape("role", "Votre rôle d’aidant", ("remunere_par_aide",)),
        Etape("personne", "La personne que vous aidez", ("nom", "prenom", "date_naissance"), pour="aide"),
        Etape("lien", "Cette personne et vous", ("reside_en_france", "lien"), pour="aide"),
        Etape(
            "situation",
            "La situation de cette personne",
            ("situation",),
            pour="aide",
            conseil="Pas encore de décision\u00a0? Choisissez ce qui a été demandé.",
        ),
        Etape(
            "taux",
            "Le handicap de cette personne",
            ("taux_incapacite",),
            si=lambda aidee: aidee.situation is Situation.HANDICAP,
            pour="aide",
        ),
        Etape(
            "gir",
            "La perte d’autonomie de cette personne",
            ("gir",),
            si=lambda aidee: aidee.situation is Situation.PERTE_AUTONOMIE,
            pour="aide",
        ),
        Etape(
            "mois",
            "Les mois que vous demandez",
            ("mois",),
            intro="Touchez un mois pour le retirer. Ajoutez un mois passé si besoin.",
        ),
        Etape(
            "jours",
            "Vos jours auprès de votre proche",
            ("jours", "demi_journees"),
            pour="mois",
            selon={"demi_journees": demi_journees_possibles},
        ),
    ),
    regles=REGLES,
    reassurances=REASSURANCES,
    fin=Fin(
        titre="Votre demande est envoyée",
        titre_differe="Votre demande est enregistrée",
        recue="La Caf l’a bien reçue et va l’étudier.",
        papiers=PAPIERS,
        suites=(
            "Un conseiller étudie votre situation et vous répond.",
            "Si votre droit est ouvert, vous déclarez vos jours à la Caf chaque mois.",
            "Gardez votre numéro de dépôt\u00a0: il prouve votre envoi.",
        ),
    ),
)
