"""Amounts, dates and dated values: as people write them, as they are shown, as they are known."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.baremes import BaremeInconnu, bareme, campagne_ressources, campagnes_ressources
from kiosk.metier.montant import REFUS as REFUS_MONTANT
from kiosk.metier.montant import MontantIllisible, en_euros, grouper, lire_euros
from kiosk.metier.periode import REFUS as REFUS_DATE
from kiosk.metier.periode import DateIllisible, avec_jour, en_lettres, lire_date


@pytest.mark.parametrize(
    ("texte", "montant"),
    [
        ("", None),
        ("  ", None),
        ("€", None),
        ("0", 0),
        ("007", 7),
        ("1250", 1250),
        ("1 250", 1250),
        ("1\u00a0250\u00a0€", 1250),
        ("1\u202f250", 1250),
        ("3333334", 3_333_334),
        ("0" * 50 + "5", 5),
    ],
)
def test_an_amount_is_read_as_people_write_it(texte: str, montant: int | None) -> None:
    assert lire_euros(texte) == montant


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("12,50", "montant-centimes"),
        ("12.5", "montant-centimes"),
        ("12,", "montant-centimes"),
        (",5", "montant-centimes"),
        ("1 250,00 €", "montant-centimes"),
        ("-5", "montant-negatif"),
        ("−5", "montant-negatif"),
        ("-5,20", "montant-negatif"),
        ("cent", "montant-chiffres"),
        ("1e5", "montant-chiffres"),
        ("1_000", "montant-chiffres"),
        ("٣", "montant-chiffres"),
        ("²", "montant-chiffres"),
        ("12€3", "montant-chiffres"),
        ("1.250.000", "montant-chiffres"),
    ],
)
def test_what_is_not_whole_euros_says_how_to_write_it(texte: str, code: str) -> None:
    with pytest.raises(MontantIllisible) as refus:
        lire_euros(texte)
    assert (refus.value.code, refus.value.message) == (code, REFUS_MONTANT[code])


@given(st.integers(0, 10**39))
def test_an_amount_shown_can_be_typed_back(montant: int) -> None:
    assert lire_euros(en_euros(montant)) == montant
    assert " " not in grouper(montant)


def test_thousands_of_digits_stay_above_any_ceiling() -> None:
    lu = lire_euros("9" * 100_000)
    assert lu is not None
    assert lu > 10**38


@given(st.text(max_size=15))
def test_anything_typed_is_an_amount_or_a_known_refusal(texte: str) -> None:
    try:
        lu = lire_euros(texte)
    except MontantIllisible as erreur:
        refus = erreur
    else:
        assert lu is None or lu >= 0
        return
    assert refus.code in REFUS_MONTANT


@pytest.mark.parametrize("texte", ["13/10/2022", "13 10 2022", "13.10.2022", "13-10-2022", " 2022-10-13 "])
def test_a_date_is_read_as_people_write_it(texte: str) -> None:
    assert lire_date(texte) == date(2022, 10, 13)


def test_no_date_is_no_answer() -> None:
    assert lire_date(" ") is None


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("13/10", "date-incomplete"),
        ("octobre", "date-incomplete"),
        ("13/10/22", "date-incomplete"),
        ("١٣/١٠/٢٠٢٢", "date-incomplete"),
        ("31/02/2022", "date-inexistante"),
        ("00/01/2022", "date-inexistante"),
        ("01/01/0000", "date-inexistante"),
        ("2022-13-01", "date-inexistante"),
    ],
)
def test_what_is_not_a_date_says_why(texte: str, code: str) -> None:
    with pytest.raises(DateIllisible) as refus:
        lire_date(texte)
    assert (refus.value.code, refus.value.message) == (code, REFUS_DATE[code])


@given(st.dates())
def test_a_date_written_either_way_is_the_same(jour: date) -> None:
    assert lire_date(jour.isoformat()) == jour
    assert lire_date(f"{jour.day}/{jour.month:02d}/{jour.year:04d}") == jour
    assert avec_jour(jour).endswith(en_lettres(jour))


def test_dates_are_shown_in_words() -> None:
    assert en_lettres(date(2022, 10, 1)) == "1er\u00a0octobre\u00a02022"
    assert avec_jour(date(2022, 10, 13)) == "jeudi 13\u00a0octobre\u00a02022"


@pytest.mark.parametrize(
    ("jour", "annee"),
    [
        (date(2022, 10, 1), 2021),
        (date(2022, 12, 31), 2021),
        (date(2023, 9, 30), 2021),  # a late declaration is still one of that campaign
        (date(2023, 10, 1), 2022),
        (date(2024, 10, 1), 2023),
        (date(2025, 10, 1), 2024),
        (date(2026, 10, 1), 2025),
        (date(2027, 9, 30), 2025),
    ],
)
def test_the_campaign_of_a_day(jour: date, annee: int) -> None:
    campagne = campagne_ressources(jour)
    assert campagne.annee == annee
    assert campagne.droits == annee + 2
    assert campagne.ouverture <= jour


@pytest.mark.parametrize("jour", [date(2022, 9, 30), date(1999, 1, 1), date(2027, 10, 1), date(2040, 1, 1)])
def test_no_campaign_is_guessed(jour: date) -> None:
    with pytest.raises(BaremeInconnu):
        campagne_ressources(jour)


def test_campaigns_follow_one_another() -> None:
    campagnes = campagnes_ressources()
    for avant, apres in pairwise(campagnes):
        assert apres.annee == avant.annee + 1
        assert avant.limite < apres.ouverture <= avant.limite + timedelta(days=366)


def test_every_dated_value_says_where_it_comes_from() -> None:
    for entree in bareme("ressources").values():
        for valeur in entree if isinstance(entree, list) else [entree]:
            assert valeur["source"].endswith(".")
