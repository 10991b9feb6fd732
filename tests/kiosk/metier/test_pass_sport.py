"""Pass'Sport: who is concerned, on both sides of every date; nothing guessed, nothing announced that is past."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.baremes import BaremeInconnu, bareme
from kiosk.metier.pass_sport import (
    Allocation,
    CampagneSport,
    Droit,
    Livraison,
    Motif,
    Situation,
    campagne,
    campagnes,
    derniere_terminee,
    examiner,
    meilleure,
)
from kiosk.metier.pass_sport_droits import droits_connus

UN_JOUR = timedelta(days=1)
ARS, AEEH, AAH, BOURSIER, AUCUNE = Allocation
ETE_2022 = date(2022, 7, 1)

JOURS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
NAISSANCES = st.dates(date(1900, 1, 1), date(2033, 12, 31))
DROITS = st.builds(
    Droit,
    st.sampled_from(Allocation),
    st.none() | st.integers(-5, 9999),
    st.none() | st.booleans(),
    st.booleans(),
)


def droit(allocation: Allocation, courante: CampagneSport) -> Droit:
    """One that the campaign looks at."""
    return Droit(allocation, courante.annee if allocation is ARS else None, en_juin=True)


FENETRES = [
    pytest.param(c, allocation, id=f"{c.annee}-{allocation}{'-prolongee' if c.depuis.month > 1 else ''}")
    for c in campagnes()
    for allocation in c.naissances
]


# -- campaigns ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jour", "annee", "fin"),
    [
        (date(2021, 1, 1), 2021, date(2021, 11, 30)),
        (date(2021, 12, 1), 2021, date(2021, 11, 30)),
        (date(2021, 12, 25), 2021, date(2021, 11, 30)),
        (date(2021, 12, 26), 2021, date(2022, 2, 28)),
        (date(2022, 2, 28), 2021, date(2022, 2, 28)),
        (date(2022, 3, 1), 2022, date(2022, 12, 31)),
        (date(2022, 12, 31), 2022, date(2022, 12, 31)),
        (date(2023, 1, 1), 2023, date(2023, 12, 31)),
        (date(2024, 6, 1), 2024, date(2024, 12, 31)),
        (date(2025, 12, 31), 2025, date(2025, 12, 31)),
    ],
)
def test_the_campaign_of_a_day_is_the_one_in_use_else_that_of_the_year(
    jour: date, annee: int, fin: date
) -> None:
    assert (campagne(jour).annee, campagne(jour).fin) == (annee, fin)


@pytest.mark.parametrize("jour", [date(2020, 12, 31), date(2026, 1, 1), date(2026, 11, 23), date(2030, 7, 1)])
def test_no_campaign_is_guessed(jour: date) -> None:
    with pytest.raises(BaremeInconnu):
        campagne(jour)


def test_the_last_campaign_that_is_over_is_known_as_it_ended() -> None:
    assert derniere_terminee(date(2021, 11, 30)) is None
    fins = [derniere_terminee(jour) for jour in (date(2021, 12, 1), date(2022, 3, 1), date(2026, 5, 1))]
    assert [c and c.fin for c in fins] == [date(2021, 11, 30), date(2022, 2, 28), date(2025, 12, 31)]


def test_amounts_are_those_published() -> None:
    montants = {c.annee: c.montant for c in campagnes()}
    assert montants == {2021: 50, 2022: 50, 2023: 50, 2024: 50, 2025: 70}


def test_campaigns_and_their_versions_follow_each_other() -> None:
    for avant, apres in pairwise(campagnes()):
        assert (avant.annee, avant.depuis) < (apres.annee, apres.depuis)
        assert avant.fin < apres.ouverture or avant.annee == apres.annee
    for c in campagnes():
        assert c.ouverture < c.fin
        assert all(fenetre.au is None or fenetre.du < fenetre.au for fenetre in c.naissances.values())
        assert (BOURSIER in c.naissances) == (c.bourse is not None)


def test_every_dated_value_says_where_it_comes_from() -> None:
    def datees(valeur: Any) -> list[dict[str, Any]]:
        if isinstance(valeur, dict):
            ici = [valeur] if any(isinstance(v, date | int) for v in valeur.values()) else []
            return ici + [trouvee for v in valeur.values() for trouvee in datees(v)]
        return [trouvee for v in valeur for trouvee in datees(v)] if isinstance(valeur, list) else []

    trouvees = datees(bareme("pass_sport"))
    assert len(trouvees) > 40
    assert all(valeur["source"].endswith(".") for valeur in trouvees)


# -- birth windows, both bounds included -------------------------------------------------------------------


@pytest.mark.parametrize(("courante", "allocation"), FENETRES)
def test_both_sides_of_each_birth_window(courante: CampagneSport, allocation: Allocation) -> None:
    fenetre, le_droit = courante.naissances[allocation], droit(allocation, courante)
    jour = max(courante.ouverture, courante.depuis)
    assert campagne(jour) is courante

    assert examiner(jour, fenetre.du, le_droit).montant == courante.montant
    assert examiner(jour, fenetre.du - UN_JOUR, le_droit).motif is Motif.NAISSANCE
    if fenetre.au is not None:
        assert examiner(jour, fenetre.au, le_droit).concerne
        trop_jeune = examiner(jour, fenetre.au + UN_JOUR, le_droit)
        assert (trop_jeune.motif, trop_jeune.montant, trop_jeune.livraison) == (Motif.NAISSANCE, None, None)


@pytest.mark.parametrize(
    ("annee", "allocation", "du", "au"),
    [
        (2022, ARS, date(2004, 9, 16), date(2016, 12, 31)),
        (2022, AEEH, date(2002, 6, 1), date(2016, 12, 31)),
        (2022, AAH, date(1991, 9, 16), date(2006, 12, 31)),
        (2023, ARS, date(2005, 9, 16), date(2017, 12, 31)),
        (2023, AEEH, date(2003, 6, 1), date(2017, 12, 31)),
        (2023, AAH, date(1992, 9, 16), date(2007, 12, 31)),
        (2024, ARS, date(2006, 9, 16), date(2018, 12, 31)),
        (2024, AEEH, date(2004, 6, 1), date(2018, 12, 31)),
        (2024, AAH, date(1993, 9, 16), date(2008, 12, 31)),
        (2025, ARS, date(2008, 1, 1), date(2011, 12, 31)),
        (2025, AEEH, date(2005, 1, 1), date(2019, 12, 31)),
        (2025, AAH, date(1995, 1, 1), date(2009, 12, 31)),
        (2025, BOURSIER, date(1997, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_windows_are_those_that_the_ministry_published(
    annee: int, allocation: Allocation, du: date, au: date
) -> None:
    fenetre = campagne(date(annee, 10, 1)).naissances[allocation]
    assert (fenetre.du, fenetre.au) == (du, au)


def test_the_campaign_of_2021_was_extended_to_the_adults_of_30() -> None:
    adulte = date(1990, 7, 1)
    assert examiner(date(2021, 11, 30), adulte, Droit(AAH)).motif is Motif.NAISSANCE
    assert examiner(date(2021, 12, 1), adulte, Droit(AAH)).motif is Motif.TERMINEE
    assert examiner(date(2021, 12, 26), adulte, Droit(AAH)).montant == 50
    assert examiner(date(2022, 2, 28), adulte, Droit(AAH)).montant == 50
    assert examiner(date(2021, 10, 1), date(2000, 1, 1), Droit(BOURSIER)).motif is Motif.ALLOCATION


# -- deliveries of 2022 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naissance", "le_droit", "livraison"),
    [
        (date(2000, 1, 1), Droit(AAH), Livraison.JUIN),
        (date(2012, 1, 1), Droit(AEEH), Livraison.JUIN),
        (date(2012, 1, 1), Droit(ARS, 2021), Livraison.JUIN),
        (date(2012, 1, 1), Droit(ARS, 2022), Livraison.AOUT),
        (date(2002, 6, 1), Droit(AEEH, en_juin=True), Livraison.AOUT),
        (date(2002, 6, 30), Droit(AEEH, en_juin=True), Livraison.AOUT),
        (date(2002, 7, 1), Droit(AEEH, en_juin=False), Livraison.JUIN),
        (date(2000, 1, 1), Droit(BOURSIER), None),
    ],
)
def test_the_delivery_of_2022(naissance: date, le_droit: Droit, livraison: Livraison | None) -> None:
    situation = examiner(ETE_2022, naissance, le_droit)
    assert (situation.concerne, situation.livraison) == (True, livraison)


@pytest.mark.parametrize("en_juin", [False, None])
def test_at_20_in_june_a_right_in_june_is_needed(en_juin: bool | None) -> None:
    assert examiner(ETE_2022, date(2002, 6, 15), Droit(AEEH, en_juin=en_juin)).motif is Motif.JUIN


@pytest.mark.parametrize(
    ("annee", "motif"), [(2020, "annee"), (2021, "envoi"), (2022, "envoi"), (2023, "annee"), (None, "annee")]
)
def test_only_two_years_of_ars_count(annee: int | None, motif: str) -> None:
    assert examiner(ETE_2022, date(2012, 1, 1), Droit(ARS, annee)).motif == motif


@given(JOURS, NAISSANCES, DROITS)
def test_a_delivery_is_named_for_2022_only(jour: date, naissance: date, le_droit: Droit) -> None:
    situation = examiner(jour, naissance, le_droit)
    if situation.livraison is not None:
        assert situation.annee == 2022
        assert situation.concerne


# -- whatever is asked -------------------------------------------------------------------------------------


@given(st.dates(), st.dates(), DROITS)
def test_any_question_has_an_answer(jour: date, naissance: date, le_droit: Droit) -> None:
    situation = examiner(jour, naissance, le_droit)
    assert (situation.montant is None) is (not situation.concerne)
    if situation.campagne is None:
        assert situation.motif is Motif.INCONNUE


@given(st.dates(date(2026, 1, 1)), NAISSANCES, DROITS)
def test_a_year_that_is_not_known_never_has_an_amount(jour: date, naissance: date, le_droit: Droit) -> None:
    situation = examiner(jour, naissance, le_droit)
    assert (situation.annee, situation.montant, situation.livraison) == (jour.year, None, None)
    assert not situation.concerne


@given(JOURS, NAISSANCES, st.lists(DROITS, max_size=5), DROITS)
def test_one_more_right_never_takes_a_coupon_away_nor_adds_a_second_one(
    jour: date, naissance: date, droits: list[Droit], autre: Droit
) -> None:
    avant, apres = meilleure(jour, naissance, droits), meilleure(jour, naissance, [*droits, autre])
    assert apres.concerne >= avant.concerne
    if avant.concerne:
        assert apres.montant == avant.montant


@given(JOURS, NAISSANCES, st.lists(DROITS, min_size=1, max_size=5))
def test_among_several_rights_the_first_sent_is_told(
    jour: date, naissance: date, droits: list[Droit]
) -> None:
    def cle(situation: Situation) -> date:
        return situation.fin_envoi or date.max

    envoyees = [s for d in droits if (s := examiner(jour, naissance, d)).motif is Motif.ENVOI]
    if envoyees:
        assert cle(meilleure(jour, naissance, droits)) == min(map(cle, envoyees))


def test_somebody_on_both_lists_is_on_the_first() -> None:
    for droits in ([Droit(ARS, 2021), Droit(ARS, 2022)], [Droit(ARS, 2022), Droit(ARS, 2021)]):
        assert meilleure(ETE_2022, date(2012, 1, 1), droits).livraison is Livraison.JUIN
    assert meilleure(ETE_2022, date(2012, 1, 1), []).motif is Motif.AUCUNE


# -- from the rights of an account -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jour", "depuis", "jusqu_a", "annees"),
    [
        (date(2022, 7, 31), date(2021, 8, 1), None, [2021]),
        (date(2022, 8, 1), date(2021, 8, 1), None, [2021, 2022]),
        (date(2022, 8, 1), date(2022, 8, 1), None, [2022]),
        (date(2022, 7, 31), date(2022, 8, 1), None, []),
        (date(2022, 9, 1), date(2021, 8, 1), date(2022, 7, 31), [2021]),
        (date(2022, 9, 1), date(2019, 8, 1), date(2021, 8, 1), [2021]),
        (date(2022, 9, 1), date(2019, 8, 1), date(2021, 7, 31), []),
        (date(2022, 11, 1), date(2022, 9, 30), None, [2022]),
        (date(2022, 11, 1), date(2022, 10, 1), None, []),
    ],
)
def test_the_years_of_an_ars_are_those_of_the_school_starts_it_covers(
    jour: date, depuis: date, jusqu_a: date | None, annees: list[int]
) -> None:
    droits = droits_connus(campagne(jour), jour, ARS, depuis, jusqu_a)
    assert [d.annee for d in droits if d.a_temps] == annees


@pytest.mark.parametrize("allocation", [AEEH, AAH])
@pytest.mark.parametrize(
    ("jour", "depuis", "jusqu_a", "compte"),
    [
        (date(2022, 4, 1), date(2022, 4, 1), None, True),
        (date(2022, 4, 1), date(2022, 4, 2), None, False),
        (date(2022, 9, 1), date(2019, 1, 1), date(2022, 5, 31), False),
        (date(2022, 9, 1), date(2019, 1, 1), date(2022, 6, 1), True),
        (date(2022, 9, 1), date(2022, 6, 30), None, True),
        (date(2022, 9, 1), date(2022, 7, 1), None, False),
        (date(2025, 10, 1), date(2025, 9, 1), None, True),
        (date(2025, 8, 31), date(2025, 9, 1), None, False),
    ],
)
def test_an_aeeh_or_an_aah_counts_on_the_days_that_the_campaign_looks_at(
    allocation: Allocation, jour: date, depuis: date, jusqu_a: date | None, compte: bool
) -> None:
    droits = droits_connus(campagne(jour), jour, allocation, depuis, jusqu_a)
    assert [d.allocation for d in droits if d.a_temps] == [allocation] * compte


def test_a_right_that_came_too_late_is_told_as_such() -> None:
    jour = date(2022, 9, 1)
    droits = droits_connus(campagne(jour), jour, AAH, date(2022, 7, 1), None)
    assert droits == (Droit(AAH, a_temps=False),)
    assert meilleure(jour, date(2000, 1, 1), droits).motif is Motif.PERIODE
    assert meilleure(jour, date(1980, 1, 1), droits).motif is Motif.NAISSANCE
    assert droits_connus(campagne(jour), jour, AAH, date(2022, 7, 1), date(2022, 8, 31)) == ()


def test_a_grant_counts_on_its_last_day() -> None:
    def compte(jour: date, depuis: date) -> bool:
        return any(d.a_temps for d in droits_connus(campagne(jour), jour, BOURSIER, depuis, None))

    assert compte(date(2022, 11, 1), date(2022, 10, 15))
    assert not compte(date(2022, 11, 1), date(2022, 10, 16))
    assert not compte(date(2022, 10, 1), date(2022, 10, 2))
    assert droits_connus(campagne(ETE_2022), ETE_2022, AUCUNE, date(2020, 1, 1), None) == ()


@given(JOURS, st.sampled_from(Allocation), JOURS, st.none() | st.integers(0, 2000))
def test_nothing_that_the_day_does_not_know_counts(
    jour: date, allocation: Allocation, depuis: date, duree: int | None
) -> None:
    try:
        courante = campagne(jour)
    except BaremeInconnu:
        return
    droits = droits_connus(
        courante, jour, allocation, depuis, None if duree is None else depuis + timedelta(days=duree)
    )
    assert not droits or depuis <= jour
    assert all(d.allocation is allocation for d in droits)
