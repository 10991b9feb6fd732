"""Euros with cents, as they are shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.montant import en_euros_centimes, lire_euros


@pytest.mark.parametrize(
    ("montant", "ecrit"),
    [
        ("965.34", "965,34 €"),
        ("1003.95", "1 003,95 €"),
        ("1019.4", "1 019,40 €"),
        ("0.05", "0,05 €"),
        ("12", "12,00 €"),
        ("1234567.8", "1 234 567,80 €"),
        ("0.005", "0,01 €"),
    ],
)
def test_an_amount_with_cents_is_written_as_people_read_it(montant: str, ecrit: str) -> None:
    assert en_euros_centimes(Decimal(montant)) == ecrit.replace(" ", "\u00a0")


@given(st.decimals(0, 10**9, places=2))
def test_nothing_breaks_in_the_middle_and_the_whole_euros_can_be_read_back(montant: Decimal) -> None:
    ecrit = en_euros_centimes(montant)
    euros, centimes = ecrit.removesuffix("\u00a0€").split(",")
    assert " " not in ecrit
    assert (lire_euros(euros), centimes) == (int(montant), f"{montant:.2f}"[-2:])
