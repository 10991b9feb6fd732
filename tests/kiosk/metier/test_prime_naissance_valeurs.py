"""Amounts, ceilings and dates of the prime à la naissance: against what was published, and against the law."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.baremes import BaremeInconnu, bareme
from kiosk.metier.prime_naissance import examen, montant, montants, ouverte, plafonds, versement

UN_JOUR = timedelta(days=1)
AVANT_AVRIL_2021 = date(2021, 3, 31)

PUBLIES = [
    (date(2021, 4, 1), date(2022, 3, 31), "948.27"),
    (date(2022, 4, 1), date(2022, 6, 30), "965.34"),
    (date(2022, 7, 1), date(2023, 3, 31), "1003.95"),
    (date(2023, 4, 1), date(2024, 3, 31), "1019.40"),
    (date(2024, 4, 1), date(2025, 3, 31), "1066.30"),
    (date(2025, 4, 1), date(2026, 3, 31), "1084.43"),
    (date(2026, 4, 1), date(2027, 3, 31), "1093.08"),
]
BMAF = ("414.81", "422.28", "439.17", "445.93", "466.44", "474.37", "478.16")


@pytest.mark.parametrize(("premier", "dernier", "valeur"), PUBLIES)
def test_each_amount_on_its_first_and_its_last_day(premier: date, dernier: date, valeur: str) -> None:
    assert montant(premier).par_enfant == montant(dernier).par_enfant == Decimal(valeur)
    assert montant(dernier).depuis == premier


def test_no_amount_is_guessed_before_the_first_one_nor_after_the_last() -> None:
    for jour in (AVANT_AVRIL_2021, date(2027, 4, 1), date.min, date.max):
        with pytest.raises(BaremeInconnu):
            montant(jour)
    assert not ouverte(AVANT_AVRIL_2021)
    assert ouverte(AVANT_AVRIL_2021 + UN_JOUR)
    assert ouverte(date(2027, 4, 1))


def test_every_amount_is_what_the_law_computes() -> None:
    for connu, bmaf in zip(montants(), BMAF, strict=True):
        brut = (Decimal(bmaf) * Decimal("2.2975")).quantize(Decimal("0.01"), ROUND_HALF_UP)
        crds = (brut * Decimal("0.005")).quantize(Decimal("0.01"), ROUND_DOWN)
        assert connu.par_enfant == brut - crds


BASES = {
    2021: (25964, 10437, 40524),
    2022: (26016, 10458, 41136),
    2023: (26432, 10625, 41136),
    2024: (27833, 11188, 41136),
    2025: (29169, 11725, 43992),
    2026: (29694, 11936, 46368),
}
"""By year: ceiling with no child, increase for a lone parent or two incomes, yearly ceiling of the Sécurité sociale."""


def a_l_euro(montant: Decimal) -> int:
    """Half a euro is left, as in every ceiling that was published."""
    return int(montant.quantize(Decimal(1), ROUND_HALF_DOWN))


@pytest.mark.parametrize("annee", BASES)
def test_every_ceiling_is_what_the_law_computes(annee: int) -> None:
    lus, (base, majoration, securite_sociale) = plafonds(annee), BASES[annee]
    fractions = [Decimal("1.25"), Decimal("1.5"), Decimal("1.8")]
    assert lus.ressources == annee - 2
    assert lus.pour(False) == tuple(a_l_euro(base * f) for f in fractions)
    assert lus.pour(True) == tuple(a_l_euro(base * f + majoration) for f in fractions)
    assert lus.par_enfant == a_l_euro(base * Decimal("0.3"))
    assert lus.deux_revenus == a_l_euro(securite_sociale * Decimal("0.136"))


def test_the_published_ceilings_of_2022() -> None:
    assert plafonds(2022).pour(False) == (32520, 39024, 46829)
    assert plafonds(2022).pour(True) == (42978, 49482, 57287)
    assert plafonds(2022).par_enfant == 7805


def test_no_ceiling_is_guessed() -> None:
    for annee in (2020, 2027):
        with pytest.raises(BaremeInconnu):
            plafonds(annee)


@pytest.mark.parametrize(
    ("debut", "regarde", "verse"),
    [
        (date(2022, 3, 10), date(2022, 9, 1), date(2022, 10, 31)),
        (date(2022, 3, 1), date(2022, 8, 1), date(2022, 9, 30)),
        (date(2022, 3, 2), date(2022, 9, 1), date(2022, 10, 31)),
        (date(2022, 2, 28), date(2022, 8, 1), date(2022, 9, 30)),
        (date(2021, 8, 31), date(2022, 2, 1), date(2022, 3, 31)),
        (date(2023, 7, 31), date(2024, 1, 1), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 8, 1), date(2024, 9, 30)),
        (date(2022, 6, 15), date(2022, 12, 1), date(2023, 1, 31)),
        (date(2020, 10, 1), date(2021, 3, 1), date(2021, 4, 30)),
        (date(2020, 9, 30), date(2021, 3, 1), None),
    ],
)
def test_when_the_situation_is_looked_at_and_the_prime_paid(
    debut: date, regarde: date, verse: date | None
) -> None:
    assert examen(debut) == regarde
    assert versement(debut) == verse


@given(st.dates(min_value=date(2020, 10, 1)))
def test_the_prime_is_paid_by_the_end_of_a_month_after_the_one_that_is_looked_at(debut: date) -> None:
    verse = versement(debut)
    assert verse is not None
    assert verse == date.max or (verse + UN_JOUR).day == 1
    assert verse > debut or verse == date.max
    assert examen(debut) <= verse


@given(st.dates())
def test_any_day_has_an_answer(debut: date) -> None:
    examen(debut)
    versement(debut)


def test_every_dated_value_says_where_it_comes_from() -> None:
    for nom in ("grossesse", "prime_naissance"):
        for valeur in bareme(nom).values():
            for entree in valeur if isinstance(valeur, list) else [valeur]:
                assert entree["source"]
