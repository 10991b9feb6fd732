"""Who lives in the home, as a declaration needs it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Qualite(StrEnum):
    """Column of the declaration that a person belongs to (domaine.md §2.2)."""

    VOUS = "vous"
    CONJOINT = "conjoint"
    AUTRE = "autre"


@dataclass(frozen=True, slots=True)
class Membre:
    """One person of the home, as the account knows them."""

    qualite: Qualite
    prenom: str
    date_naissance: date | None = None
