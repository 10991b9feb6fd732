"""What can be wrong with answers: a rule on one value, a rule across fields, and the anomaly they give."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from kiosk.metier.foyer import Membre

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Contexte:
    """What a walk knows before the first question.

    `date_reference` decides every dated value; `foyer` is the home as the account knows it (may be empty).
    `formulaire` holds the answers of the whole form when a rule looks at one element or group of it, None elsewhere.
    """

    date_reference: date
    foyer: tuple[Membre, ...] = ()
    formulaire: Any = None


@dataclass(frozen=True, slots=True)
class Anomalie:
    """A refused answer: stable code, dotted paths of the fields concerned, sentence for the person."""

    code: str
    champs: tuple[str, ...]
    message: str
    explication: str = ""


@dataclass(frozen=True, slots=True)
class Controle:
    """A rule on a single value, written as a marker on its type; `accepte` gets a value, never None."""

    code: str
    accepte: Callable[[object], bool]
    message: str


@dataclass(frozen=True)
class Regle(Generic[T]):
    """A rule across the fields of one model.

    `enfreinte` is called with the answers on the walked path and must be total: any field may be empty.
    `champs` are shown in error (those that hold an answer, or all if none does); `lit` are the other fields
    it reads, so that it speaks only once the last of them has been asked. `pour` names the repeated field
    whose elements it checks, or the group it checks, empty for the whole démarche; it then finds the rest of the form
    in `Contexte.formulaire`.
    """

    code: str
    champs: tuple[str, ...]
    enfreinte: Callable[[T, Contexte], bool]
    message: str
    lit: tuple[str, ...] = ()
    explication: str = ""
    pour: str = ""
