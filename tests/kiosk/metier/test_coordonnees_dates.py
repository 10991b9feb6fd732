"""When contact details are due, when the person is asked, and what can be taken away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.coordonnees import (
    Coordonnee,
    NatureCoordonnee,
    anniversaire,
    date_commune,
    est_due,
    incitation,
    suppression,
)

MOBILE, MAIL, FIXE = NatureCoordonnee
JOURS = st.dates(date(1990, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2022, 10, 13), date(2023, 10, 13)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2023, 3, 1), date(2024, 3, 1)),
        (date(2096, 2, 29), date(2097, 2, 28)),
        (date(2021, 12, 31), date(2022, 12, 31)),
    ],
)
def test_the_anniversary_of_a_day(jour: date, attendu: date) -> None:
    assert anniversaire(jour) == attendu


@given(JOURS)
def test_an_anniversary_is_one_year_later_to_the_day(jour: date) -> None:
    attendu = anniversaire(jour)
    assert attendu.year == jour.year + 1
    assert (attendu - jour).days in (365, 366)
    assert attendu.month == jour.month


@given(JOURS, JOURS)
def test_a_later_day_never_comes_due_before(un: date, autre: date) -> None:
    assert (un > autre) or anniversaire(un) <= anniversaire(autre)


@given(JOURS)
def test_one_is_due_from_its_anniversary_on_and_not_the_day_before(jour: date) -> None:
    coordonnee = Coordonnee(MOBILE, "+33639981042", jour)
    assert est_due(coordonnee, anniversaire(jour))
    assert not est_due(coordonnee, anniversaire(jour) - timedelta(days=1))
    assert not est_due(Coordonnee(MOBILE, "+33639981042"), anniversaire(jour))


JOUR = date(2022, 10, 13)
UN_AN = date(2021, 10, 13)
MOINS_D_UN_AN = date(2021, 10, 14)


@pytest.mark.parametrize(
    ("mobile", "mail", "fixe", "vues_le", "demandee"),
    [
        # (None: absent, False: not secured, a date: secured on it)
        (None, None, None, None, True),
        (None, None, False, None, True),
        (None, None, False, UN_AN, True),
        (None, None, False, MOINS_D_UN_AN, False),
        (None, None, None, MOINS_D_UN_AN, False),
        (False, None, None, None, True),
        (False, False, False, None, True),
        (False, None, None, MOINS_D_UN_AN, False),
        (UN_AN, None, None, None, True),
        (UN_AN, None, None, JOUR, True),
        (MOINS_D_UN_AN, None, None, None, False),
        (MOINS_D_UN_AN, UN_AN, None, JOUR, True),
        (MOINS_D_UN_AN, MOINS_D_UN_AN, False, None, False),
        (MOINS_D_UN_AN, False, False, None, False),
        (JOUR, None, None, None, False),
    ],
)
def test_when_the_person_is_asked(
    mobile: date | bool | None,
    mail: date | bool | None,
    fixe: date | bool | None,
    vues_le: date | None,
    demandee: bool,
) -> None:
    assert incitation(foyer_de(mobile, mail, fixe), vues_le, JOUR) is demandee


@pytest.mark.parametrize(
    ("mobile", "mail", "commune"),
    [
        (None, None, None),
        (False, False, None),
        (JOUR, None, JOUR),
        (JOUR, False, JOUR),
        (JOUR, JOUR, JOUR),
        (JOUR, UN_AN, None),
    ],
)
def test_there_is_one_date_for_all_only_when_it_is_the_same(
    mobile: date | bool | None, mail: date | bool | None, commune: date | None
) -> None:
    assert date_commune(foyer_de(mobile, mail, False)) == commune


@pytest.mark.parametrize(
    ("mobile", "mail", "fixe", "otee", "refus"),
    [
        (JOUR, JOUR, None, MOBILE, None),
        (JOUR, JOUR, None, MAIL, None),
        (JOUR, False, False, MAIL, None),
        (JOUR, False, False, FIXE, None),
        (False, False, None, MOBILE, None),
        (False, None, False, MOBILE, None),
        (JOUR, False, False, MOBILE, "derniere-securisee"),
        (JOUR, None, False, MOBILE, "derniere-securisee"),
        (JOUR, None, None, MOBILE, "derniere-coordonnee"),
        (False, None, None, MOBILE, "derniere-coordonnee"),
        (None, None, False, FIXE, "derniere-coordonnee"),
        (None, JOUR, False, MOBILE, "coordonnee-absente"),
        (None, None, None, MAIL, "coordonnee-absente"),
    ],
)
def test_what_can_be_removed(
    mobile: date | bool | None,
    mail: date | bool | None,
    fixe: date | bool | None,
    otee: NatureCoordonnee,
    refus: str | None,
) -> None:
    assert suppression(foyer_de(mobile, mail, fixe), otee) == refus


def foyer_de(*etats: date | bool | None) -> tuple[Coordonnee, ...]:
    return tuple(
        Coordonnee(nature, f"valeur-{nature}", etat if isinstance(etat, date) else None)
        for nature, etat in zip(NatureCoordonnee, etats, strict=False)
        if etat is not None
    )
