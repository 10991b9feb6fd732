"""The dated values of the AJPA, on both sides of each change (domaine.md §6.2 to §6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier import ajpa
from kiosk.metier.baremes import BaremeInconnu, bareme

JOURS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def entrees() -> Iterator[dict[str, Any]]:
    for valeur in bareme("ajpa").values():
        yield from valeur if isinstance(valeur, list) else (valeur,)


@pytest.mark.parametrize(
    ("jour", "journee", "seul", "demi"),
    [
        (date(2020, 9, 30), "43.83", "52.08", None),
        (date(2021, 3, 31), "43.83", "52.08", None),
        (date(2021, 4, 1), "43.87", "52.13", None),
        (date(2021, 12, 31), "43.87", "52.13", None),
        (date(2022, 1, 1), "58.59", "58.59", "29.30"),
        (date(2022, 12, 31), "58.59", "58.59", "29.30"),
        (date(2023, 1, 1), "62.44", "62.44", "31.22"),
        (date(2023, 12, 31), "62.44", "62.44", "31.22"),
        (date(2024, 1, 1), "64.54", "64.54", "32.27"),
        (date(2024, 12, 31), "64.54", "64.54", "32.27"),
        (date(2025, 1, 1), "65.80", "65.80", "32.90"),
        (date(2025, 12, 31), "65.80", "65.80", "32.90"),
        (date(2026, 1, 1), "66.64", "66.64", "33.32"),
        (date(2026, 12, 31), "66.64", "66.64", "33.32"),
    ],
)
def test_the_amounts_of_a_day(jour: date, journee: str, seul: str, demi: str | None) -> None:
    attendus = ajpa.Montants(Decimal(journee), Decimal(seul), Decimal(demi) if demi else None)
    assert ajpa.montants(jour) == attendus


@pytest.mark.parametrize("jour", [date(2020, 9, 29), date(2027, 1, 1), date.max])
def test_an_amount_that_nobody_published_is_not_guessed(jour: date) -> None:
    with pytest.raises(BaremeInconnu):
        ajpa.montants(jour)


@pytest.mark.parametrize(
    ("jour", "carriere", "par_personne"),
    [(date(2020, 9, 30), 66, None), (date(2024, 12, 31), 66, None), (date(2025, 1, 1), 264, 66)],
)
def test_the_days_of_a_career(jour: date, carriere: int, par_personne: int | None) -> None:
    assert ajpa.plafond(jour) == ajpa.Plafond(carriere, par_personne)


@pytest.mark.parametrize(
    ("jour", "dernier"),
    [(date(2020, 9, 30), 3), (date(2022, 6, 30), 3), (date(2022, 7, 1), 4), (date(2026, 11, 23), 4)],
)
def test_the_last_gir_that_opens_the_right(jour: date, dernier: int) -> None:
    assert ajpa.dernier_gir(jour) == dernier


def test_each_gir_says_since_when_it_opens_the_right() -> None:
    juillet = date(2022, 7, 1)
    assert [ajpa.gir_depuis(n) for n in range(1, 7)] == [*[ajpa.OUVERTURE] * 3, juillet, None, None]


def test_what_july_2022_opened() -> None:
    ouverts = {code for code, statut in ajpa.statuts().items() if statut.depuis == ajpa.ELARGISSEMENT}
    assert ouverts == {
        "conjoint_collaborateur",
        "conjoint_collaborateur_agricole",
        "conjoint_collaborateur_coexploitation",
        "famille_agricole",
    }
    situations = {code for code, depuis in ajpa.situations().items() if depuis == ajpa.ELARGISSEMENT}
    assert situations == {"mtp", "pcrtp", "autre_majoration"}


def test_who_has_no_right_no_leave_and_no_half_day() -> None:
    statuts = ajpa.statuts()
    assert {c for c, s in statuts.items() if s.depuis is None} == {
        "retraite",
        "chomeur_non_indemnise",
        "sans_activite",
    }
    assert {c for c, s in statuts.items() if s.conge} == {"salarie_prive", "agent_public"}
    assert {c for c, s in statuts.items() if not s.demi_journees} == {"demandeur_emploi_indemnise"}


def test_every_value_says_where_it_comes_from() -> None:
    for entree in entrees():
        assert len(entree["source"]) > len("source"), entree


def test_dated_values_come_in_order_and_none_before_the_allowance() -> None:
    for nom in ("montants", "plafonds", "gir"):
        dates = [entree["depuis"] for entree in bareme("ajpa")[nom]]
        assert dates == sorted(set(dates))
        assert dates[0] == ajpa.OUVERTURE


@given(JOURS)
def test_limits_are_known_for_any_day(jour: date) -> None:
    assert ajpa.plafond(jour).carriere in (66, 264)
    assert ajpa.dernier_gir(jour) in (3, 4)


@given(JOURS, st.integers(0, 130))
def test_whole_years_turn_on_the_birthday(naissance: date, ans: int) -> None:
    if (naissance.month, naissance.day) == (2, 29):
        naissance -= timedelta(days=1)
    anniversaire = naissance.replace(year=naissance.year + ans)
    assert ajpa.ans_revolus(naissance, anniversaire) == ans
    assert ajpa.ans_revolus(naissance, anniversaire - timedelta(days=1)) == ans - 1


def test_born_on_29_february_one_turns_on_1_march() -> None:
    assert ajpa.ans_revolus(date(1964, 2, 29), date(2023, 2, 28)) == 58
    assert ajpa.ans_revolus(date(1964, 2, 29), date(2023, 3, 1)) == 59
