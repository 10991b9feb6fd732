"""Dated values: amounts, thresholds and campaigns live in `resources/baremes/*.toml`, each with its source."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from resources import chemin


class BaremeInconnu(LookupError):
    """No value is known for this date: the screen says so, nothing is guessed."""


@cache
def bareme(nom: str) -> dict[str, Any]:
    """The content of one file of dated values, `bareme("ressources")`."""
    with chemin("baremes", f"{nom}.toml").open("rb") as fichier:
        return tomllib.load(fichier)


@dataclass(frozen=True, slots=True)
class Campagne:
    """A yearly declaration: income of `annee`, for the rights of `droits`, between two dates."""

    annee: int
    ouverture: date
    limite: date
    droits: int


@cache
def campagnes_ressources() -> tuple[Campagne, ...]:
    """The known campaigns of the déclaration de ressources, oldest first."""
    lues = (
        Campagne(c["annee"], c["ouverture"], c["limite"], c["droits"])
        for c in bareme("ressources")["campagnes"]
    )
    return tuple(sorted(lues, key=lambda c: c.annee))


def campagne_ressources(jour: date) -> Campagne:
    """The latest campaign open at this date; a late declaration is still one of that campaign.

    Raises `BaremeInconnu` before the first known campaign, and once the next one should be known and is not.
    """
    ouvertes = [c for c in campagnes_ressources() if c.ouverture <= jour]
    if not ouvertes or jour >= _prochaine(ouvertes[-1]):
        raise BaremeInconnu(f"no déclaration de ressources is known at {jour.isoformat()}")
    return ouvertes[-1]


def _prochaine(campagne: Campagne) -> date:
    """When the campaign after this one opens, if nothing changes."""
    return campagne.ouverture.replace(year=campagne.ouverture.year + 1)
