"""The conditions of the right: one that is not met never stops the request, the end page says it with what to do."""

from collections.abc import Callable

from kiosk.demarches.ajpa.aidant import Prestation, Statut, regle
from kiosk.demarches.ajpa.aide import Gir, PersonneAidee, Situation
from kiosk.demarches.ajpa.reponses import (
    Ajpa,
    demies_demandees,
    jour_de_la_demande,
    situation_depuis,
    statut_depuis,
)
from kiosk.formulaire import Contexte, Reassurance
from kiosk.metier import ajpa as loi

TITRE = "Une condition reste à vérifier\u00a0: "


def _statut_sans_droit(reponses: Ajpa, _: Contexte) -> bool:
    return reponses.statut_aidant is not None and statut_depuis(reponses) is None


def _statut_pas_encore_ouvert(reponses: Ajpa, contexte: Contexte) -> bool:
    depuis = statut_depuis(reponses)
    return depuis is not None and jour_de_la_demande(reponses, contexte) < max(depuis, loi.OUVERTURE)


def _conge_non_demande(reponses: Ajpa, _: Contexte) -> bool:
    statut = regle(reponses.statut_aidant)
    return statut is not None and statut.conge and reponses.conge_demande is False


def _jours_epuises(reponses: Ajpa, contexte: Contexte) -> bool:
    en_tout = 2 * (reponses.jours_deja_pris or 0) + demies_demandees(reponses)
    return en_tout > 2 * loi.plafond(jour_de_la_demande(reponses, contexte)).carriere


def _jours_pour_une_personne(reponses: Ajpa, contexte: Contexte) -> bool:
    maximum = loi.plafond(jour_de_la_demande(reponses, contexte)).par_personne
    return maximum is not None and demies_demandees(reponses) > 2 * maximum


def prestations_a_dire(reponses: Ajpa) -> tuple[Prestation, ...]:
    """The benefits ticked that do not go with the allowance.

    Unemployment benefit is what makes a job-seeker's right: they suspend it, it is not held against them.
    """
    return tuple(
        p
        for p in reponses.prestations_en_cours
        if p is not Prestation.CHOMAGE or reponses.statut_aidant is not Statut.DEMANDEUR_EMPLOI_INDEMNISE
    )


def _de_la_personne(manque: Callable[[PersonneAidee], bool]) -> Callable[[Ajpa, Contexte], bool]:
    """A condition on the person helped alone, whatever the day."""
    return lambda reponses, _: manque(reponses.aide)


def _taux_insuffisant(aidee: PersonneAidee) -> bool:
    taux = aidee.taux_incapacite
    return aidee.situation is Situation.HANDICAP and taux is not None and taux < loi.TAUX_MINIMUM


def _gir_hors_conditions(reponses: Ajpa, contexte: Contexte) -> bool:
    aidee = reponses.aide
    groupe = aidee.gir.groupe if aidee.gir is not None else None
    if aidee.situation is not Situation.PERTE_AUTONOMIE or groupe is None:
        return False
    return groupe > loi.dernier_gir(jour_de_la_demande(reponses, contexte))


def _trop_jeune(reponses: Ajpa, contexte: Contexte) -> bool:
    aidee = reponses.aide
    if aidee.situation is not Situation.PERTE_AUTONOMIE or aidee.date_naissance is None:
        return False
    return (
        loi.ans_revolus(aidee.date_naissance, jour_de_la_demande(reponses, contexte))
        < loi.AGE_PERTE_AUTONOMIE
    )


def _situation_pas_encore_ouverte(reponses: Ajpa, contexte: Contexte) -> bool:
    depuis = situation_depuis(reponses.aide)
    return depuis is not None and jour_de_la_demande(reponses, contexte) < max(depuis, loi.OUVERTURE)


REASSURANCES: tuple[Reassurance[Ajpa], ...] = (
    Reassurance(
        "statut-sans-droit",
        TITRE + "votre situation",
        _statut_sans_droit,
        "Vous avez indiqué\u00a0: {statut}. L’allocation remplace le revenu que vous perdez en aidant un proche. "
        "Vous travaillez, même un peu\u00a0? Dites-le au conseiller.",
    ),
    Reassurance(
        "statut-pas-encore-ouvert",
        TITRE + "votre situation",
        _statut_pas_encore_ouvert,
        "L’allocation est prévue pour votre situation à partir du {statut_depuis}. Votre demande est datée du "
        "{date_demande}. Demandez au conseiller si vous devez refaire une demande après cette date.",
    ),
    Reassurance(
        "conge-non-demande",
        TITRE + "votre congé",
        _conge_non_demande,
        "Vous n’avez pas encore demandé le congé de proche aidant. L’allocation accompagne ce congé. "
        "Demandez le congé à votre employeur, puis dites-le à la Caf.",
    ),
    Reassurance(
        "jours-epuises",
        TITRE + "le nombre de jours",
        _jours_epuises,
        "Vous avez déjà pris {jours_deja_pris} et vous demandez {jours_demandes}. La limite est de "
        "{limite_carriere} sur toute la carrière. Un conseiller vous dira combien de jours il vous reste.",
    ),
    Reassurance(
        "jours-pour-une-personne",
        TITRE + "les jours pour cette personne",
        _jours_pour_une_personne,
        "Vous demandez {jours_demandes}. La limite est de {limite_par_personne} pour une même personne aidée. "
        "Vous aidez aussi une autre personne\u00a0? Faites une demande pour elle.",
    ),
    Reassurance(
        "prestations-non-cumulables",
        TITRE + "vos autres aides",
        lambda r, _: bool(prestations_a_dire(r)),
        "L’allocation ne peut pas s’ajouter à ce que vous recevez\u00a0: {prestations}. "
        "Si cela s’arrête, dites-le à la Caf.",
    ),
    Reassurance(
        "remunere-par-aide",
        TITRE + "votre rôle d’aidant",
        lambda r, _: r.remunere_par_aide is True,
        "La personne aidée vous paie avec l’Apa ou la PCH. L’allocation n’est pas prévue dans ce cas. "
        "Si cela s’arrête, dites-le à la Caf.",
    ),
    Reassurance(
        "aide-hors-de-france",
        TITRE + "habiter en France",
        _de_la_personne(lambda a: a.reside_en_france is False),
        "Vous avez indiqué que la personne aidée n’habite pas en France. L’allocation est prévue pour une personne "
        "qui y habite. Si elle vient y habiter, dites-le à la Caf.",
    ),
    Reassurance(
        "taux-insuffisant",
        TITRE + "le taux d’incapacité",
        _de_la_personne(_taux_insuffisant),
        "Vous avez indiqué un taux d’incapacité de {taux}. L’allocation est prévue à partir de {taux_minimum}. "
        "Si la MDPH ou la Cpam change ce taux, dites-le à la Caf.",
    ),
    Reassurance(
        "taux-inconnu",
        TITRE + "le taux d’incapacité",
        _de_la_personne(lambda a: a.situation is Situation.HANDICAP and a.taux_incapacite is None),
        "Vous n’avez pas indiqué le taux d’incapacité. Il doit être d’au moins {taux_minimum}. "
        "Ce taux est écrit sur la décision de la MDPH ou de la Cpam\u00a0: demandez-la à votre proche.",
    ),
    Reassurance(
        "gir-hors-conditions",
        TITRE + "le GIR",
        _gir_hors_conditions,
        "Vous avez indiqué que la personne aidée est classée en {gir}. L’allocation est prévue du GIR\u00a0I au "
        "{limite_gir}. Si le classement change, dites-le à la Caf.",
    ),
    Reassurance(
        "gir-inconnu",
        TITRE + "le GIR",
        _de_la_personne(lambda a: a.situation is Situation.PERTE_AUTONOMIE and a.gir in (None, Gir.INCONNU)),
        "Vous n’avez pas indiqué le GIR de la personne aidée. L’allocation est prévue du GIR\u00a0I au "
        "{limite_gir}. "
        "Le GIR est écrit sur la décision de l’Apa. Le département qui l’a prise peut vous le dire.",
    ),
    Reassurance(
        "age-insuffisant",
        TITRE + "l’âge de la personne aidée",
        _trop_jeune,
        "La personne aidée a moins de {age_autonomie}. Pour une perte d’autonomie, l’allocation est prévue à partir "
        "de cet âge. Elle a un handicap reconnu\u00a0? Dites-le au conseiller.",
    ),
    Reassurance(
        "situation-pas-encore-ouverte",
        TITRE + "la situation de la personne aidée",
        _situation_pas_encore_ouverte,
        "L’allocation est prévue pour cette situation à partir du {situation_depuis}. Votre demande est datée du "
        "{date_demande}. Demandez au conseiller si vous devez refaire une demande après cette date.",
    ),
)
