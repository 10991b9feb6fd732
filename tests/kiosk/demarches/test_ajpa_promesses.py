"""Promises kept for any answers: nothing raises, and the conditions said to be unmet are those that the facts say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.demarches.ajpa import AJPA
from kiosk.demarches.ajpa.aidant import Prestation, Statut
from kiosk.demarches.ajpa.aide import Gir, Lien, Situation
from kiosk.demarches.ajpa.mois import ecrire_mois, lire_mois, mois_precedent, rang
from kiosk.formulaire import Contexte, Page, Parcours, recapitulatif, verifier
from kiosk.metier.foyer import Membre, Qualite
from resources import chemin

JOURS = st.dates(date(2020, 9, 30), date(2040, 12, 31))
N_IMPORTE_QUOI = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 400),
    st.floats(allow_nan=False),
    st.text(max_size=12),
    st.dates().map(date.isoformat),
    st.sampled_from(["2022-07", "2022-13", "IV", "29/02/2022", "9" * 60, *Statut, *Situation, *Lien, *Gir]),
)


def ou_rien(valeurs: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(valeurs, N_IMPORTE_QUOI)


FORMULAIRES = st.fixed_dictionaries(
    {},
    optional={
        "statut_aidant": ou_rien(st.sampled_from(list(Statut))),
        "date_demande": ou_rien(st.dates(date(2020, 9, 1), date(2030, 1, 1)).map(date.isoformat)),
        "jours_deja_pris": ou_rien(st.integers(0, 300)),
        "conge_demande": N_IMPORTE_QUOI,
        "prestations_en_cours": st.lists(ou_rien(st.sampled_from(list(Prestation))), max_size=4),
        "remunere_par_aide": N_IMPORTE_QUOI,
        "aide": st.fixed_dictionaries(
            {},
            optional={
                "nom": N_IMPORTE_QUOI,
                "prenom": N_IMPORTE_QUOI,
                "date_naissance": ou_rien(st.dates().map(date.isoformat)),
                "reside_en_france": N_IMPORTE_QUOI,
                "lien": ou_rien(st.sampled_from(list(Lien))),
                "situation": ou_rien(st.sampled_from(list(Situation))),
                "taux_incapacite": ou_rien(st.integers(0, 100)),
                "gir": ou_rien(st.sampled_from(list(Gir))),
            },
        ),
        "mois": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "mois": ou_rien(st.dates().map(ecrire_mois)),
                    "jours": N_IMPORTE_QUOI,
                    "demi_journees": N_IMPORTE_QUOI,
                },
            ),
            max_size=4,
        ),
    },
)
FOYERS = st.one_of(
    st.just(()),
    st.builds(lambda jour: (Membre(Qualite.VOUS, "Camille", jour),), st.none() | st.dates()),
)


@settings(max_examples=300, deadline=None)
@given(FORMULAIRES, JOURS, FOYERS)
def test_no_answers_make_anything_raise(
    formulaire: dict[str, Any], jour: date, foyer: tuple[Membre, ...]
) -> None:
    parcours = Parcours.recu(AJPA, formulaire, Contexte(jour, foyer))
    parcours.toutes_anomalies()
    parcours.reassurances()
    parcours.suites()
    parcours.hors_parcours()
    recapitulatif(parcours)
    for lieu in parcours.marche.lieux:
        parcours.titre(lieu)
        if isinstance(lieu.etape, Page):
            parcours.texte(chemin("pages", "fr", lieu.etape.contenu).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Faits:
    """What is true of somebody, each independently of the others."""

    elargie: bool
    rechargeable: bool
    statut: Statut
    conge: bool
    deja: int
    mois: tuple[int, ...]
    prestations: frozenset[Prestation]
    paye: bool
    en_france: bool
    situation: Situation
    taux: int | None
    gir: Gir
    age: int


FAITS = st.builds(
    Faits,
    elargie=st.booleans(),
    rechargeable=st.booleans(),
    statut=st.sampled_from(list(Statut)),
    conge=st.booleans(),
    deja=st.sampled_from([0, 1, 44, 45, 65, 66]),
    mois=st.lists(st.sampled_from([1, 11, 22]), min_size=1, max_size=4).map(tuple),
    prestations=st.frozensets(st.sampled_from(list(Prestation)), max_size=3),
    paye=st.booleans(),
    en_france=st.booleans(),
    situation=st.sampled_from(list(Situation)),
    taux=st.sampled_from([None, 0, 79, 80, 100]),
    gir=st.sampled_from(list(Gir)),
    age=st.sampled_from([59, 60, 85]),
)
SANS_DROIT = {Statut.RETRAITE, Statut.CHOMEUR_NON_INDEMNISE, Statut.SANS_ACTIVITE}
DE_JUILLET = {
    Statut.CONJOINT_COLLABORATEUR,
    Statut.CONJOINT_COLLABORATEUR_AGRICOLE,
    Statut.CONJOINT_COLLABORATEUR_COEXPLOITATION,
    Statut.FAMILLE_AGRICOLE,
}
AVEC_CONGE = {Statut.SALARIE_PRIVE, Statut.AGENT_PUBLIC}


def jour_de(faits: Faits) -> date:
    if faits.rechargeable:
        return date(2025, 1, 1)
    return date(2022, 7, 1) if faits.elargie else date(2022, 6, 30)


def formulaire_de(faits: Faits) -> dict[str, Any]:
    jour = jour_de(faits)
    aide: dict[str, Any] = {
        "nom": "Martin",
        "prenom": "Jean",
        "date_naissance": jour.replace(year=jour.year - faits.age).isoformat(),
        "reside_en_france": faits.en_france,
        "lien": "personne_proche",
        "situation": faits.situation.value,
    }
    if faits.situation is Situation.HANDICAP:
        aide["taux_incapacite"] = faits.taux
    if faits.situation is Situation.PERTE_AUTONOMIE:
        aide["gir"] = faits.gir.value
    donnees = {
        "date_demande": jour.isoformat(),
        "statut_aidant": faits.statut.value,
        "jours_deja_pris": faits.deja,
        "prestations_en_cours": [p.value for p in faits.prestations],
        "remunere_par_aide": faits.paye,
        "aide": aide,
        "mois": [
            {"mois": f"{jour.year}-{jour.month + n:02}", "jours": jours} for n, jours in enumerate(faits.mois)
        ],
    }
    return donnees | ({"conge_demande": faits.conge} if faits.statut in AVEC_CONGE else {})


def conditions_de(faits: Faits) -> set[str]:
    """The conditions that these facts do not meet, told in the words of the law rather than in those of the code."""
    recente = faits.elargie or faits.rechargeable
    autonomie = faits.situation is Situation.PERTE_AUTONOMIE
    handicap = faits.situation is Situation.HANDICAP
    genantes = faits.prestations - (
        {Prestation.CHOMAGE} if faits.statut is Statut.DEMANDEUR_EMPLOI_INDEMNISE else set()
    )
    permis = {Gir.GIR_1, Gir.GIR_2, Gir.GIR_3} | ({Gir.GIR_4} if recente else set())
    demandes = sum(faits.mois)
    table = {
        "statut-sans-droit": faits.statut in SANS_DROIT,
        "statut-pas-encore-ouvert": faits.statut in DE_JUILLET and not recente,
        "conge-non-demande": faits.statut in AVEC_CONGE and not faits.conge,
        "jours-epuises": faits.deja + demandes > (264 if faits.rechargeable else 66),
        "jours-pour-une-personne": faits.rechargeable and demandes > 66,
        "prestations-non-cumulables": bool(genantes),
        "remunere-par-aide": faits.paye,
        "aide-hors-de-france": not faits.en_france,
        "taux-insuffisant": handicap and faits.taux in (0, 79),
        "taux-inconnu": handicap and faits.taux is None,
        "gir-hors-conditions": autonomie and faits.gir not in permis | {Gir.INCONNU},
        "gir-inconnu": autonomie and faits.gir is Gir.INCONNU,
        "age-insuffisant": autonomie and faits.age < 60,
        "situation-pas-encore-ouverte": not (autonomie or handicap or recente),
    }
    return {code for code, vrai in table.items() if vrai}


@settings(max_examples=400, deadline=None)
@given(FAITS)
def test_unmet_conditions_are_those_of_the_facts_and_never_refuse(faits: Faits) -> None:
    verdict = verifier(AJPA, formulaire_de(faits), Contexte(jour_de(faits)))
    assert verdict.anomalies == ()
    assert verdict.suivi is not None
    messages = verdict.suivi.reassurances()
    assert {m.code for m in messages} == conditions_de(faits)
    assert len(messages) == len(conditions_de(faits))
    for message in messages:
        assert "{" not in message.message
        assert ":\u00a0." not in message.message
        assert "  " not in message.message
        assert " ." not in message.message


@given(FAITS, st.integers(0, 800))
def test_the_day_of_the_terminal_changes_no_condition(faits: Faits, jours: int) -> None:
    """Only the date of the request counts."""
    formulaire, jour = formulaire_de(faits), jour_de(faits)
    attendues = [m.code for m in Parcours.recu(AJPA, formulaire, Contexte(jour)).reassurances()]
    plus_tard = Parcours.recu(AJPA, formulaire, Contexte(jour + timedelta(days=jours)))
    assert [m.code for m in plus_tard.reassurances()] == attendues


@given(st.lists(st.dates(date(1, 2, 1)).map(ecrire_mois), min_size=1))
def test_the_month_added_is_just_before_the_earliest(cles: list[str]) -> None:
    premier, ajoute = min(map(lire_mois, cles)), lire_mois(mois_precedent(cles))  # type: ignore[type-var]
    assert premier is not None
    assert ajoute is not None
    assert rang(ajoute) == rang(premier) - 1


@given(st.text(max_size=8))
def test_a_month_is_read_back_as_it_was_written_or_not_at_all(cle: str) -> None:
    lu = lire_mois(cle)
    assert lu is None or ecrire_mois(lu) == cle
