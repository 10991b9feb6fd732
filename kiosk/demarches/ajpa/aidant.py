"""The aidant: statuses and benefits (domaine.md §6.3), ordered by how often they are met."""

from kiosk.formulaire import Choix
from kiosk.metier.ajpa import RegleStatut, statuts


class Statut(Choix):
    """What the aidant does for a living; what each allows is in `resources/baremes/ajpa.toml`."""

    SALARIE_PRIVE = "salarie_prive", "Salarié du secteur privé"
    AGENT_PUBLIC = "agent_public", "Agent public", "Fonctionnaire ou contractuel."
    DEMANDEUR_EMPLOI_INDEMNISE = (
        "demandeur_emploi_indemnise",
        "Demandeur d’emploi indemnisé",
        "Vous recevez une allocation chômage.",
    )
    INDEPENDANT = (
        "independant",
        "Travailleur indépendant",
        "Artisan, commerçant, profession libérale, micro-entrepreneur.",
    )
    SALARIE_PARTICULIER_EMPLOYEUR = (
        "salarie_particulier_employeur",
        "Salarié d’un particulier",
        "Un particulier vous emploie chez lui.",
    )
    STAGIAIRE_REMUNERE = (
        "stagiaire_remunere",
        "Stagiaire en formation rémunérée",
        "Formation professionnelle seulement.",
    )
    NON_SALARIE_AGRICOLE = (
        "non_salarie_agricole",
        "Non-salarié agricole",
        "Chef d’une exploitation ou d’une entreprise agricole.",
    )
    CONJOINT_COLLABORATEUR = (
        "conjoint_collaborateur",
        "Conjoint collaborateur d’un indépendant",
        "Votre conjoint est artisan, commerçant ou en profession libérale.",
    )
    CONJOINT_COLLABORATEUR_AGRICOLE = (
        "conjoint_collaborateur_agricole",
        "Conjoint collaborateur du chef d’une exploitation ou d’une entreprise agricole non constituée sous la "
        "forme d’une société",
    )
    CONJOINT_COLLABORATEUR_COEXPLOITATION = (
        "conjoint_collaborateur_coexploitation",
        "Conjoint collaborateur d’une co-exploitation entre conjoints",
    )
    FAMILLE_AGRICOLE = (
        "famille_agricole",
        "Membre de la famille d’un agriculteur",
        "Vous travaillez sur son exploitation.",
    )
    VRP = "vrp", "Voyageur, représentant ou placier (VRP)"
    ARTISTE_AUTEUR = "artiste_auteur", "Artiste-auteur"
    RETRAITE = "retraite", "Retraité", "Vous travaillez encore\u00a0? Choisissez plutôt ce travail."
    CHOMEUR_NON_INDEMNISE = (
        "chomeur_non_indemnise",
        "Demandeur d’emploi non indemnisé",
        "Vous ne recevez pas d’allocation chômage.",
    )
    SANS_ACTIVITE = "sans_activite", "Sans activité professionnelle"


class Prestation(Choix):
    """What cannot be had together with the allowance (CSS L.168-10); labels hold no comma, they are joined by one."""

    NAISSANCE = (
        "maternite_paternite_adoption",
        "Indemnités pour une naissance ou une adoption",
        "Maternité, paternité, adoption.",
    )
    REMPLACEMENT = (
        "interruption_remplacement",
        "Indemnité d’interruption d’activité ou de remplacement",
        "Pour les indépendants et les agriculteurs.",
    )
    MALADIE = (
        "maladie_accident",
        "Indemnités journalières de maladie ou d’accident du travail",
        "Sauf celles d’un travail à temps partiel pour raison de santé.",
    )
    CHOMAGE = "chomage", "Allocations de chômage"
    PREPARE = "prepare", "Prestation partagée d’éducation de l’enfant (PreParE)"
    AEEH = (
        "complement_aeeh",
        "Complément ou majoration d’AEEH",
        "Éducation de l’enfant handicapé. Seulement pour l’enfant que vous aidez.",
    )
    AAH = "aah", "Allocation aux adultes handicapés (AAH)"
    AJPP = "ajpp", "Allocation journalière de présence parentale (AJPP)"
    AJAP = "ajap", "Allocation d’accompagnement d’une personne en fin de vie (AJAP)"
    PCH = (
        "pch_aide_humaine",
        "Prestation de compensation (PCH) pour une aide humaine",
        "Celle que vous recevez pour vous-même.",
    )


def regle(statut: Statut | None) -> RegleStatut | None:
    """What a status allows, None while it is not chosen."""
    return None if statut is None else statuts()[statut.value]


def demande_un_conge(statut: Statut | None) -> bool:
    """True when the allowance comes with a leave that the employer is asked for."""
    trouvee = regle(statut)
    return trouvee is not None and trouvee.conge
