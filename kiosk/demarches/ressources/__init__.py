"""« Déclaration de ressources » (domaine.md §2, deck « Déclaration de ressources 2021 : évolutions »)."""

from kiosk.demarches.ressources.personne import CHARGES, Personne, Ressources, declare
from kiosk.demarches.ressources.regles import REGLES
from kiosk.formulaire import Contexte, Demarche, DemarcheFermee, Depart, Etape, Fin, Page, Sortie
from kiosk.metier.baremes import BaremeInconnu, Campagne, bareme, campagne_ressources
from kiosk.metier.foyer import Membre, Qualite
from kiosk.metier.periode import en_lettres

PERSONNES_MAXIMUM: int = bareme("ressources")["personnes_maximum"]["valeur"]


def _montants(code: str, titre: str, titre_autre: str, *noms: str) -> Etape:
    """A step of amounts: it applies unless nothing was received, and stays in sight while it holds an amount."""
    return Etape(
        code,
        titre,
        noms,
        si=lambda personne: not personne.absence_de_ressources or declare(personne, *noms),
        pour="personnes",
        titre_autre=titre_autre,
    )


def _nommer(personne: Personne, rang: int) -> str:
    if personne.qualite is Qualite.VOUS:
        return "Vous"
    if personne.qualite is Qualite.CONJOINT:
        return f"{personne.prenom} (votre conjoint)" if personne.prenom else "Votre conjoint"
    return personne.prenom or f"Personne {rang + 1}"


def _textes(campagne: Campagne) -> dict[str, str]:
    """What labels and pages fill in: no amount and no date is written in a text."""
    valeurs = bareme("ressources")
    return {
        "annee": str(campagne.annee),
        "droits": str(campagne.droits),
        "limite": en_lettres(campagne.limite),
        "maximum": str(PERSONNES_MAXIMUM),
        "deduction": f"{valeurs['deduction_forfaitaire']['valeur']}\u00a0%",
        "age": f"{valeurs['age_personne_accueillie']['valeur']}\u00a0ans",
        "presence": f"{valeurs['presence_au_foyer']['valeur']}\u00a0mois",
        "ecrans": str(sum(1 for etape in RESSOURCES.questions if etape.pour)),
    }


def _preparer(contexte: Contexte) -> Depart[Ressources]:
    try:
        campagne = campagne_ressources(contexte.date_reference)
    except BaremeInconnu as inconnu:
        raise DemarcheFermee(
            "La déclaration de ressources n’est pas ouverte à cette date. Demandez à l’accueil."
        ) from inconnu
    foyer = contexte.foyer or (Membre(Qualite.VOUS, ""),)
    return Depart(
        titre=f"Déclaration de ressources\u00a0{campagne.annee}",
        reponses=Ressources(
            annee=campagne.annee,
            personnes=tuple(
                Personne(qualite=m.qualite, prenom=None if m.qualite is Qualite.VOUS else m.prenom or None)
                for m in foyer
            ),
        ),
        textes=_textes(campagne),
    )


RESSOURCES: Demarche[Ressources] = Demarche(
    code="ressources",
    lettre="R",
    titre="Déclaration de ressources",
    icone="euro",
    action="Déclarer mes ressources",
    envoyer="Envoyer ma déclaration",
    reponses=Ressources,
    preparer=_preparer,
    nommer=_nommer,
    etapes=(
        Page("a-savoir", "À savoir avant de commencer", "ressources/a-savoir.md"),
        Etape(
            "foyer",
            "Votre foyer",
            ("personnes",),
            intro="Déclarez les ressources de toutes ces personnes. Touchez un nom pour le retirer.",
            conseil="Ajoutez une autre personne seulement si vous recevez une aide au logement.",
        ),
        Etape(
            "situation",
            "Vos ressources en\u00a0{annee}",
            ("absence_de_ressources",),
            pour="personnes",
            titre_autre="Ses ressources en\u00a0{annee}",
            intro="Aucun revenu en\u00a0{annee}\u00a0? Cochez la case. Sinon, continuez sans cocher.",
        ),
        _montants(
            "salaires",
            "Vos salaires et allocations",
            "Ses salaires et allocations",
            "salaires",
            "frais_reels",
            "chomage",
        ),
        _montants(
            "pensions",
            "Vos pensions et autres revenus",
            "Ses pensions et autres revenus",
            "retraites",
            "pensions_alimentaires_recues",
            "indemnites_at_mp",
            "autres_revenus",
        ),
        _montants(
            "independants",
            "Vos revenus d’indépendant",
            "Ses revenus d’indépendant",
            "benefice_adherent",
            "benefice_non_adherent",
            "deficit_professionnel",
        ),
        _montants(
            "fonciers", "Vos revenus fonciers", "Ses revenus fonciers", "revenus_fonciers", "deficit_foncier"
        ),
        _montants("charges", "Vos charges déductibles", "Ses charges déductibles", *CHARGES),
    ),
    sorties=(
        Sortie(
            "plus-de-six-personnes",
            lambda r: len(r.personnes) > PERSONNES_MAXIMUM,
            "Votre foyer compte plus de {maximum}\u00a0personnes",
            "ressources/plus-de-six.md",
            refus="Un foyer de plus de {maximum}\u00a0personnes ne peut pas déclarer ici. Demandez à l’accueil.",
            champs=("personnes",),
            bouton="Revenir à mon compte",
        ),
    ),
    regles=REGLES,
    fin=Fin(
        titre="Votre déclaration est envoyée",
        titre_differe="Votre déclaration est enregistrée",
        recue="La Caf l’a bien reçue.",
        suites=(
            "Gardez votre numéro de dépôt\u00a0: il prouve votre envoi.",
            "Une erreur à corriger\u00a0? Contactez la Caf.",
            "Carte d’invalidité, pension militaire ou rente\u00a0: envoyez la notification à la Caf.",
            "Vos ressources de\u00a0{annee} serviront à calculer vos droits de\u00a0{droits}.",
        ),
    ),
)
