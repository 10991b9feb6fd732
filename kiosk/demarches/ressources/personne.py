"""What one person of the home declares, field by field (domaine.md §2.3)."""

from typing import Annotated

from kiosk.formulaire import Aide, Controle, Donne, Euros, Facultatif, Libelle, Repete, Reponses
from kiosk.metier.baremes import bareme
from kiosk.metier.foyer import Qualite
from kiosk.metier.montant import en_euros

MAXIMUM: int = bareme("ressources")["montant_maximum"]["valeur"]

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


def declare(personne: Personne, *noms: str) -> bool:
    """True when at least one of these amounts is above zero: zero or empty means not declared."""
    return any(getattr(personne, nom) for nom in noms)
