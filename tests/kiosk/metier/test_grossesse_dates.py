"""The dates of a pregnancy, on both sides of each limit."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.grossesse import hors_delai, limite_declaration, mois_apres, trop_ancienne

UN_JOUR = timedelta(days=1)


@pytest.mark.parametrize(
    ("jour", "mois", "apres"),
    [
        (date(2022, 3, 10), 6, date(2022, 9, 10)),
        (date(2022, 10, 1), 10, date(2023, 8, 1)),
        (date(2021, 8, 31), 6, date(2022, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2022, 12, 31), 2, date(2023, 2, 28)),
        (date(2022, 5, 31), 1, date(2022, 6, 30)),
        (date(9999, 12, 1), 1, date.max),
        (date.max, 10, date.max),
    ],
)
def test_so_many_months_later_a_month_too_short_gives_its_last_day(
    jour: date, mois: int, apres: date
) -> None:
    assert mois_apres(jour, mois) == apres


@given(st.dates(max_value=date(9990, 1, 1)), st.integers(0, 24))
def test_months_are_counted_on_the_calendar(jour: date, mois: int) -> None:
    apres = mois_apres(jour, mois)
    assert (apres.year - jour.year) * 12 + apres.month - jour.month == mois
    assert apres.day == min(jour.day, monthrange(apres.year, apres.month)[1])


@pytest.mark.parametrize(
    ("debut", "limite"),
    [
        (date(2022, 3, 10), date(2022, 6, 16)),
        (date(2024, 2, 29), date(2024, 6, 6)),
        (date(2023, 11, 30), date(2024, 3, 7)),
        (date.max, date.max),
    ],
)
def test_a_pregnancy_is_declared_in_its_first_fourteen_weeks(debut: date, limite: date) -> None:
    assert limite_declaration(debut) == limite
    assert not hors_delai(debut, limite)
    if limite < date.max:
        assert hors_delai(debut, limite + UN_JOUR)


@pytest.mark.parametrize(
    ("debut", "dernier"),
    [
        (date(2022, 3, 10), date(2023, 1, 10)),
        (date(2022, 4, 30), date(2023, 2, 28)),
        (date(2023, 4, 30), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 12, 29)),
        (date(2022, 8, 31), date(2023, 6, 30)),
    ],
)
def test_ten_months_are_not_more_than_ten_months(debut: date, dernier: date) -> None:
    assert not trop_ancienne(debut, dernier)
    assert trop_ancienne(debut, dernier + UN_JOUR)


@given(st.dates(), st.dates())
def test_any_two_days_have_an_answer(debut: date, jour: date) -> None:
    assert hors_delai(debut, jour) or not trop_ancienne(debut, jour)
