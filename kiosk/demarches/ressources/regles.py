"""The rules of the déclaration de ressources: the five controls of the deck, and the decided ones (domaine.md §2.4)."""

from kiosk.demarches.ressources.personne import CHARGES, MONTANTS, REVENUS, Personne, Ressources, declare
from kiosk.formulaire import Contexte, Regle
from kiosk.metier.baremes import campagnes_ressources
from kiosk.metier.foyer import Qualite


def _annee_fermee(reponses: Ressources, contexte: Contexte) -> bool:
    return not any(
        c.annee == reponses.annee and c.ouverture <= contexte.date_reference for c in campagnes_ressources()
    )


def _nombre(reponses: Ressources, qualite: Qualite) -> int:
    return sum(1 for p in reponses.personnes if p.qualite is qualite)


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
            declare(p, "benefice_adherent", "benefice_non_adherent") and declare(p, "deficit_professionnel")
        ),
        "Pour une même année, vous ne pouvez pas déclarer un bénéfice Adhérent d’un centre de gestion agréé, ou "
        "«\u00a0régime micro\u00a0» ou Auto-entrepreneur/Micro-entrepreneur et un déficit professionnel.",
        pour="personnes",
    ),
    Regle[Personne](
        "foncier",
        ("revenus_fonciers", "deficit_foncier"),
        lambda p, _: declare(p, "revenus_fonciers") and declare(p, "deficit_foncier"),
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
        lambda p, _: declare(p, "frais_reels") and not declare(p, "salaires", "chomage"),
        "Vous ne pouvez pas déclarer des frais réels, si vous n’avez pas de revenus salariaux. Merci de corriger "
        "pour continuer.",
        lit=("salaires", "chomage"),
        pour="personnes",
    ),
    Regle[Personne](
        "charges",
        CHARGES,
        lambda p, _: declare(p, *CHARGES) and not declare(p, *REVENUS),
        "Vous ne pouvez pas déclarer des charges déductibles si vous n’avez pas de revenus. Merci de corriger "
        "pour continuer.",
        lit=REVENUS,
        pour="personnes",
    ),
    Regle[Personne](
        "absence-et-montant",
        ("absence_de_ressources", *MONTANTS),
        lambda p, _: p.absence_de_ressources and declare(p, *MONTANTS),
        "Vous avez coché «\u00a0Absence de ressources\u00a0» et déclaré un montant. Décochez la case, ou effacez "
        "le montant.",
        pour="personnes",
    ),
)
