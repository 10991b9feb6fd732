"""Fields: markers written on a pydantic model, and what they say once read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Self, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.fields import FieldInfo

from kiosk.formulaire.regle import Controle

M = TypeVar("M")


class Reponses(BaseModel):
    """Base of every model of answers: frozen, no unknown key, every field has a default; `repr` shows none of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        yield from ()


class Choix(StrEnum):
    """An answer among a few, with the words that the person reads: `PAPIER = "papier", "vous a remis…"`."""

    libelle: str
    aide: str

    def __new__(cls, valeur: str, libelle: str = "", aide: str = "") -> Self:
        membre = str.__new__(cls, valeur)
        membre._value_ = valeur
        membre.libelle = libelle or valeur
        membre.aide = aide
        return membre


@dataclass(frozen=True, slots=True)
class Libelle:
    """The question. `{annee}` and other texts of the walk are filled in. `manquant` is said when it is empty."""

    texte: str
    manquant: str = "Répondez à cette question pour continuer."


@dataclass(frozen=True, slots=True)
class Aide:
    """A short help under the question."""

    texte: str


@dataclass(frozen=True, slots=True)
class Facultatif:
    """No answer is an answer."""


@dataclass(frozen=True, slots=True)
class Donne:
    """Known before the walk (campaign year, first name): never asked, deposited with the rest."""


@dataclass(frozen=True, slots=True)
class Euros:
    """Whole euros."""


@dataclass(frozen=True, slots=True)
class Repete:
    """A tuple of elements, one per person or month; `cle` is the element's field that says which kind it is.

    `ajout` is the kind that a visitor may add (with the button `bouton`), or finds it from the kinds already there;
    `fixe` the kind that stays, empty when any element may be taken out. `icone` stands beside an element's name.
    """

    cle: str
    ajout: str | Callable[[Sequence[str]], str]
    fixe: str
    bouton: str
    icone: str = "personne"


class Nature(Enum):
    """What kind of answer a field takes; the terminal has one editor for each."""

    MONTANT = "montant"
    ENTIER = "entier"
    TEXTE = "texte"
    DATE = "date"
    CHOIX = "choix"
    OUI_NON = "oui_non"
    CASE = "case"
    PERSONNES = "personnes"
    GROUPE = "groupe"
    CHOIX_MULTIPLE = "choix_multiple"


@dataclass(frozen=True, slots=True)
class Champ:
    """A field as declared: its question, its nature, what an answer must satisfy.

    `choix` are the answers offered. `elements` is the model of one element of a repeated field, `groupe` that of an
    answer made of several; `cases` are the boxes, by value, that several choices are asked with. `borne` is true
    when the type says more than its nature does (`Field(ge=1)`): pydantic is then asked.
    """

    nom: str
    nature: Nature
    libelle: Libelle
    aide: str
    facultatif: bool
    donne: bool
    defaut: object
    choix: tuple[Choix, ...] | None
    repete: Repete | None
    elements: "type[Reponses] | None"
    groupe: "type[Reponses] | None"
    cases: "Mapping[str, Champ]" = field(compare=False)
    controles: tuple[Controle, ...]
    borne: bool
    adaptateur: TypeAdapter[Any] = field(repr=False, compare=False)

    @property
    def compose(self) -> bool:
        """Made of several answers: each of them is asked, never the field itself."""
        return self.elements is not None or self.groupe is not None or bool(self.cases)


SANS_MANQUE = frozenset((Nature.CASE, Nature.CHOIX_MULTIPLE, Nature.GROUPE))
"""Nothing ticked is an answer; a group is asked by its own fields."""

MARQUES = (Libelle, Aide, Facultatif, Donne, Euros, Repete, Controle)


class ChampMalDeclare(TypeError):
    """A field that no screen could ask; raised when the démarche is declared."""


def _marque(info: FieldInfo, genre: type[M]) -> M | None:
    """The marker of this kind on a field, if any."""
    return next((m for m in info.metadata if isinstance(m, genre)), None)


def _sans_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        autres = [a for a in get_args(annotation) if a is not NoneType]
        if len(autres) == 1:
            return autres[0]
    return annotation


def _nature(ou: str, info: FieldInfo) -> tuple[Nature, Any]:
    interne = _sans_none(info.annotation)
    optionnel = interne is not info.annotation
    if get_origin(interne) is tuple:
        genre = get_args(interne)[0]
        if _marque(info, Repete) is not None:
            return Nature.PERSONNES, genre
        if isinstance(genre, type) and issubclass(genre, Choix):
            return Nature.CHOIX_MULTIPLE, genre
    if not isinstance(interne, type):
        raise ChampMalDeclare(f"{ou}: no editor for {interne!r}")
    if issubclass(interne, Reponses):
        return Nature.GROUPE, interne
    if issubclass(interne, bool):
        return (Nature.OUI_NON if optionnel else Nature.CASE), interne
    if _marque(info, Euros):
        return Nature.MONTANT, interne
    for genre, nature in (
        (int, Nature.ENTIER),
        (Enum, Nature.CHOIX),
        (date, Nature.DATE),
        (str, Nature.TEXTE),
    ):
        if issubclass(interne, genre):
            return nature, interne
    raise ChampMalDeclare(f"{ou}: no editor for {interne!r}")


_BOOLEEN: TypeAdapter[Any] = TypeAdapter(bool)


def _case(membre: Choix) -> Champ:
    """The box that one of several choices is ticked with."""
    return Champ(
        nom=membre.value,
        nature=Nature.CASE,
        libelle=Libelle(membre.libelle),
        aide=membre.aide,
        facultatif=True,
        donne=False,
        defaut=False,
        choix=None,
        repete=None,
        elements=None,
        groupe=None,
        cases={},
        controles=(),
        borne=False,
        adaptateur=_BOOLEEN,
    )


@lru_cache(maxsize=64)
def champs(modele: type[Reponses]) -> Mapping[str, Champ]:
    """The fields of a model, in the order of their declaration. Raises `ChampMalDeclare`."""
    trouves: dict[str, Champ] = {}
    for nom, info in modele.model_fields.items():
        ou = f"{modele.__name__}.{nom}"
        donne = _marque(info, Donne) is not None
        libelle = _marque(info, Libelle)
        if libelle is None and not donne:
            raise ChampMalDeclare(f"{ou}: a field that is asked needs a Libelle")
        if info.is_required():
            raise ChampMalDeclare(f"{ou}: every field needs a default, an unanswered form is a form")
        nature, interne = _nature(ou, info)
        aide = _marque(info, Aide)
        trouves[nom] = Champ(
            nom=nom,
            nature=nature,
            libelle=libelle or Libelle(""),
            aide=aide.texte if aide else "",
            facultatif=donne or nature in SANS_MANQUE or _marque(info, Facultatif) is not None,
            donne=donne,
            defaut=info.get_default(call_default_factory=True),
            choix=tuple(interne) if nature is Nature.CHOIX and issubclass(interne, Choix) else None,
            repete=_marque(info, Repete),
            elements=interne if nature is Nature.PERSONNES else None,
            groupe=interne if nature is Nature.GROUPE else None,
            cases={c.value: _case(c) for c in interne} if nature is Nature.CHOIX_MULTIPLE else {},
            controles=tuple(m for m in info.metadata if isinstance(m, Controle)),
            borne=not all(isinstance(m, MARQUES) for m in info.metadata),
            adaptateur=TypeAdapter(info.rebuild_annotation()),
        )
    return trouves
