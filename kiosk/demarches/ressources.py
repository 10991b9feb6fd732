"""« Déclaration de ressources » (domaine.md §2, deck « Déclaration de ressources 2021 : évolutions »)."""

from typing import Annotated

from kiosk.formulaire import (
    Aide,
    Contexte,
    Controle,
    Demarche,
    DemarcheFermee,
    Depart,
    Donne,
    Etape,
    Euros,
    Facultatif,
    Fin,
    Libelle,
    Page,
    Regle,
    Repete,
    Reponses,
    Sortie,
)
from kiosk.metier.baremes import BaremeInconnu, Campagne, bareme, campagne_ressources, campagnes_ressources
from kiosk.metier.foyer import Membre, Qualite
from kiosk.metier.montant import en_euros
from kiosk.metier.periode import en_lettres

MAXIMUM: int = bareme("ressources")["montant_maximum"]["valeur"]
PERSONNES_MAXIMUM: int = bareme("ressources")["personnes_maximum"]["valeur"]

PLAFOND = Controle(
    "plafond",
    lambda montant: isinstance(montant, int) and montant <= MAXIMUM,
    f"Le montant maximum ne doit pas dépasser {en_euros(MAXIMUM)}. (Si vous ne souhaitez pas transmettre vos "
    "ressources à la Caf, vous pouvez nous en informer par mail).",
)

Montant = Annotated[int | None, Euros(), Facultatif(), PLAFOND]


class Personne(Reponses):
    """What one person of the home declares: whole euros, empty or zero when there is nothing."""

    qualite: Annotated[Qualite, Libelle("Lien avec vous")] = Qualite.VOUS
    prenom: Annotated[str | None, Donne()] = None
    absence_de_ressources: Annotated[
        bool, Libelle("Absence de ressources en {annee}"), Aide("Cochez si aucun revenu n’a été perçu.")
    ] = False
    salaires: Annotated[
        Montant,
        Libelle("Traitements et salaires"),
        Aide("Heures supplémentaires et indemnités journalières comprises. Avant les {deduction}."),
    ] = None
    frais_reels: Annotated[
        Montant,
        Libelle("Frais réels déductibles"),
        Aide("Seulement s’ils remplacent la déduction de {deduction} aux impôts."),
    ] = None
    chomage: Annotated[
        Montant,
        Libelle("Allocations de chômage, préretraites"),
        Aide("Et autres revenus imposables du même type."),
    ] = None
    retraites: Annotated[
        Montant,
        Libelle("Retraites, pensions et rentes imposables"),
        Aide("Ne déclarez pas le minimum vieillesse (Aspa) ni l’Asi."),
    ] = None
    pensions_alimentaires_recues: Annotated[
        Montant, Libelle("Pensions alimentaires reçues"), Aide("Le total de l’année.")
    ] = None
    indemnites_at_mp: Annotated[
        Montant,
        Libelle("Indemnités d’accident du travail"),
        Aide("Ou de maladie professionnelle\u00a0: la part non imposable."),
    ] = None
    autres_revenus: Annotated[
        Montant,
        Libelle("Autres revenus"),
        Aide("Placements, plus-values, rentes viagères."),
    ] = None
    benefice_adherent: Annotated[
        Montant,
        Libelle("Bénéfice, adhérent ou «\u00a0régime micro\u00a0»"),
        Aide("Centre de gestion agréé, ou micro-entrepreneur\u00a0: montant après abattement."),
    ] = None
    benefice_non_adherent: Annotated[
        Montant, Libelle("Bénéfice, non adhérent"), Aide("Sans centre de gestion agréé.")
    ] = None
    deficit_professionnel: Annotated[
        Montant, Libelle("Déficit professionnel"), Aide("Celui de {annee} seulement. Sans le signe moins.")
    ] = None
    revenus_fonciers: Annotated[
        Montant, Libelle("Revenus fonciers"), Aide("Les loyers de l’année, moins les charges.")
    ] = None
    deficit_foncier: Annotated[
        Montant, Libelle("Déficit foncier"), Aide("Si les charges dépassent les loyers. Sans le signe moins.")
    ] = None
    pensions_alimentaires_versees: Annotated[
        Montant,
        Libelle("Pensions alimentaires versées"),
        Aide("À un enfant, un parent ou un ancien conjoint."),
    ] = None
    autres_charges: Annotated[
        Montant,
        Libelle("Autres charges déductibles"),
        Aide("CSG déductible, accueil d’une personne de plus de {age}, épargne retraite."),
    ] = None


class Ressources(Reponses):
    """A household's income of one calendar year."""

    annee: Annotated[int | None, Donne()] = None
    personnes: Annotated[
        tuple[Personne, ...],
        Libelle("Personnes à déclarer", manquant="Choisissez au moins une personne à déclarer."),
        Repete(
            cle="qualite",
            ajout=Qualite.AUTRE.value,
            fixe=Qualite.VOUS.value,
            bouton="Ajouter une autre personne",
        ),
    ] = ()


REVENUS = (
    "salaires",
    "chomage",
    "retraites",
    "pensions_alimentaires_recues",
    "indemnites_at_mp",
    "autres_revenus",
    "benefice_adherent",
    "benefice_non_adherent",
    "revenus_fonciers",
)
CHARGES = ("pensions_alimentaires_versees", "autres_charges")
MONTANTS = (*REVENUS, "frais_reels", "deficit_professionnel", "deficit_foncier", *CHARGES)


def _declare(personne: Personne, *noms: str) -> bool:
    """True when at least one of these amounts is above zero: zero or empty means not declared."""
    return any(getattr(personne, nom) for nom in noms)


def _montants(code: str, titre: str, titre_autre: str, *noms: str) -> Etape:
    """A step of amounts: it applies unless nothing was received, and stays in sight while it holds an amount."""
    return Etape(
        code,
        titre,
        noms,
        si=lambda personne: not personne.absence_de_ressources or _declare(personne, *noms),
        pour="personnes",
        titre_autre=titre_autre,
    )


def _annee_fermee(reponses: Ressources, contexte: Contexte) -> bool:
    return not any(
        c.annee == reponses.annee and c.ouverture <= contexte.date_reference for c in campagnes_ressources()
    )


def _nombre(reponses: Ressources, qualite: Qualite) -> int:
    return sum(1 for p in reponses.personnes if p.qualite is qualite)


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


REGLES: tuple[Regle[Ressources] | Regle[Personne], ...] = (
    Regle[Ressources](
        "annee-fermee",
        ("annee",),
        _annee_fermee,
        "La déclaration de ressources de cette année n’est pas ouverte. Demandez à l’accueil.",
    ),
    Regle[Ressources](
        "foyer-sans-vous",
        ("personnes",),
        lambda r, _: bool(r.personnes) and _nombre(r, Qualite.VOUS) != 1,
        "La déclaration commence par vos propres ressources, une seule fois.",
    ),
    Regle[Ressources](
        "deux-conjoints",
        ("personnes",),
        lambda r, _: _nombre(r, Qualite.CONJOINT) > 1,
        "Déclarez un seul conjoint, concubin ou partenaire de Pacs.",
    ),
    Regle[Personne](
        "benefice-et-deficit",
        ("benefice_adherent", "benefice_non_adherent", "deficit_professionnel"),
        lambda p, _: (
            _declare(p, "benefice_adherent", "benefice_non_adherent") and _declare(p, "deficit_professionnel")
        ),
        "Pour une même année, vous ne pouvez pas déclarer un bénéfice Adhérent d’un centre de gestion agréé, ou "
        "«\u00a0régime micro\u00a0» ou Auto-entrepreneur/Micro-entrepreneur et un déficit professionnel.",
        pour="personnes",
    ),
    Regle[Personne](
        "foncier",
        ("revenus_fonciers", "deficit_foncier"),
        lambda p, _: _declare(p, "revenus_fonciers") and _declare(p, "deficit_foncier"),
        "Vous ne pouvez pas déclarer à la fois un déficit et des revenus fonciers. Merci de corriger pour "
        "continuer.",
        explication="En effet, si le montant de la différence entre les débits et les crédits est positif, il "
        "faudra déclarer ce montant dans la catégorie revenus fonciers. Si ce montant est négatif, il sera à "
        "déclarer dans la catégorie déficit foncier.",
        pour="personnes",
    ),
    Regle[Personne](
        "frais-reels",
        ("frais_reels",),
        lambda p, _: _declare(p, "frais_reels") and not _declare(p, "salaires", "chomage"),
        "Vous ne pouvez pas déclarer des frais réels, si vous n’avez pas de revenus salariaux. Merci de corriger "
        "pour continuer.",
        lit=("salaires", "chomage"),
        pour="personnes",
    ),
    Regle[Personne](
        "charges",
        CHARGES,
        lambda p, _: _declare(p, *CHARGES) and not _declare(p, *REVENUS),
        "Vous ne pouvez pas déclarer des charges déductibles si vous n’avez pas de revenus. Merci de corriger "
        "pour continuer.",
        lit=REVENUS,
        pour="personnes",
    ),
    Regle[Personne](
        "absence-et-montant",
        ("absence_de_ressources", *MONTANTS),
        lambda p, _: p.absence_de_ressources and _declare(p, *MONTANTS),
        "Vous avez coché «\u00a0Absence de ressources\u00a0» et déclaré un montant. Décochez la case, ou effacez "
        "le montant.",
        pour="personnes",
    ),
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
