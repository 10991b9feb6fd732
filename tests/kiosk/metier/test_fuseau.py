"""The zones of halls: which day it is in Paris, whose hour is written, and which names are zones."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.fuseau import fuseau, jour_a_paris, quelle_heure

SOIR = datetime(2022, 12, 1, 23, 30, tzinfo=UTC)
HALLS = (
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
)


@pytest.mark.parametrize(
    ("zone", "jour", "heure"),
    [
        ("America/Cayenne", 1, "20:30"),
        ("America/Martinique", 1, "19:30"),
        ("Europe/Paris", 2, "00:30"),
        ("Indian/Mayotte", 2, "02:30"),
        ("Indian/Reunion", 2, "03:30"),
    ],
)
def test_one_instant_is_two_days_but_one_day_in_paris(zone: str, jour: int, heure: str) -> None:
    ici = SOIR.astimezone(fuseau(zone))
    assert (ici.day, f"{ici:%H:%M}") == (jour, heure)
    assert jour_a_paris(ici) == date(2022, 12, 2)


def test_the_day_in_paris_changes_at_its_own_midnight_in_winter_and_in_summer() -> None:
    assert jour_a_paris(datetime(2022, 12, 1, 22, 59, 59, tzinfo=UTC)) == date(2022, 12, 1)
    assert jour_a_paris(datetime(2022, 12, 1, 23, tzinfo=UTC)) == date(2022, 12, 2)
    assert jour_a_paris(datetime(2022, 7, 1, 22, tzinfo=UTC)) == date(2022, 7, 2)


@pytest.mark.parametrize("zone", HALLS)
def test_every_hall_has_words_for_its_hour_and_paris_needs_none(zone: str) -> None:
    dite = quelle_heure(zone, SOIR)
    assert (dite == "") == (zone == "Europe/Paris")
    assert dite == "" or dite.startswith("heure de")


@pytest.mark.parametrize(
    ("zone", "dite"), [("Pacific/Noumea", "UTC+11"), ("Pacific/Marquesas", "UTC−9:30"), ("UTC", "UTC+0")]
)
def test_an_hour_that_nobody_named_is_told_by_its_distance(zone: str, dite: str) -> None:
    assert quelle_heure(zone, SOIR) == dite


@given(
    st.text(max_size=80)
    | st.sampled_from(["America", "../etc/passwd", "/etc/localtime", "tzdata.zi", "a\0b"])
)
def test_any_text_is_a_zone_or_a_value_error(nom: str) -> None:
    try:
        zone = fuseau(nom)
    except ValueError:
        return
    assert zone.key == nom
