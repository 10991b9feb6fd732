"""What a new password must be (domaine.md, decisions): said rule by rule, while it is typed."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exigence:
    """One rule: stable `code`, the sentence that says it, how to correct, and whether it holds."""

    code: str
    libelle: str
    correction: str
    tenue: bool


def exigences(nouveau: str, *, noms: Iterable[str] = ()) -> tuple[Exigence, ...]:
    """Every rule for `nouveau`, in the order they are shown. `noms`: the person's first and last names."""
    raise NotImplementedError
