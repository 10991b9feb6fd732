"""The dates of a pregnancy; the limits and their sources are in `resources/baremes/grossesse.toml`."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from kiosk.metier.baremes import bareme


def _valeur(nom: str) -> Any:
    return bareme("grossesse")[nom]["valeur"]


SEMAINES: int = _valeur("delai_declaration")
MOIS_MAXIMUM: int = _valeur("mois_maximum")
ENFANTS_MINIMUM: int = _valeur("enfants_minimum")
ENFANTS_MAXIMUM: int = _valeur("enfants_maximum")


def mois_apres(jour: date, mois: int) -> date:
    """The same day so many months later, or the last day of a month that has no such day.

    31 August and 6 months is 28 February (29 in a leap year). Stays at `date.max` past the end of the calendar.
    """
    annees, rang = divmod(jour.month - 1 + mois, 12)
    annee = jour.year + annees
    if annee > date.max.year:
        return date.max
    return date(annee, rang + 1, min(jour.day, monthrange(annee, rang + 1)[1]))


def limite_declaration(debut: date) -> date:
    """The last day on which a pregnancy is declared in time, `SEMAINES` whole weeks after its start (D.532-1)."""
    semaines = timedelta(weeks=SEMAINES)
    return debut + semaines if debut <= date.max - semaines else date.max


def hors_delai(debut: date, jour: date) -> bool:
    """True when a declaration of that day comes after the time limit: it is accepted all the same."""
    return jour > limite_declaration(debut)


def trop_ancienne(debut: date, jour: date) -> bool:
    """True when that start is more than `MOIS_MAXIMUM` months old; to the day, it is not yet."""
    return jour > mois_apres(debut, MOIS_MAXIMUM)
