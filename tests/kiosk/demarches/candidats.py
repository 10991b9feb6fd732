"""What may be answered to a question, from its type, its bounds and the dated values: the plainest first."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

from kiosk.formulaire import Champ, Choix, Nature
from kiosk.metier.baremes import bareme
from resources import chemin as ressource

T = TypeVar("T")
INDICES: Mapping[str, tuple[str, ...]] = {}
"""Typed answers that no type tells of, by the name of their field."""

BAREMES: Mapping[str, tuple[str, ...]] = {"prime_naissance": ("prime_naissance", "grossesse")}
"""The files of dated values that a démarche reads, when there is not only the one that has its name."""

AGES = (45, 70, 85, 25, 10, 3)
PETIT = 130
PAS = 16
ELEMENTS_AJOUTES = 8


@dataclass(frozen=True)
class Composition:
    """Which elements of a repeated field are kept: the first ones but those taken out, and those added."""

    premiers: int
    ajoutes: int = 0
    retires: frozenset[int] = frozenset()


@cache
def compositions(premiers: int) -> Sequence[Composition]:
    """As it was, one more, one less, only one more…, then so many that no home or year has them."""
    toutes = [Composition(premiers), Composition(premiers, 1)]
    if premiers:
        dernier = frozenset({premiers - 1})
        toutes += [Composition(premiers, 0, dernier), Composition(premiers, 1, dernier)]
        toutes.append(Composition(premiers, 1, frozenset(range(premiers))))
    return (*toutes, *(Composition(premiers, n) for n in range(2, ELEMENTS_AJOUTES)))


def valeurs(champ: Champ, declares: Sequence[Choix], code: str, jour: date) -> Sequence[object]:
    """What may be typed or touched there; of the choices, those offered that day first, then all those declared."""
    match champ.nature:
        case Nature.CHOIX:
            return _uniques((*(champ.choix or ()), *declares))
        case Nature.OUI_NON | Nature.CASE:
            return (True, False)
        case Nature.DATE:
            return _dates(code, jour)
        case Nature.TEXTE:
            return INDICES.get(champ.nom, ("Zoé Martin",))
        case _:
            return _nombres(code, *_bornes(champ), champ.facultatif)


def _bornes(champ: Champ) -> tuple[int, int | None]:
    """The smallest and the largest number that the type of a field allows."""
    schema = champ.adaptateur.json_schema()
    bornes = {nom: v for s in (schema, *schema.get("anyOf", ())) for nom, v in s.items()}
    return bornes.get("minimum", 0), bornes.get("maximum")


def en_ordre(essais: Sequence[object]) -> Sequence[object]:
    """Dates by day, numbers by size, what is empty first."""

    def rang(essai: object) -> tuple[int, ...]:
        return tuple(int(partie) for partie in reversed(str(essai).split("/")) if partie)

    return sorted(essais, key=rang)


def par_seuils(essais: Sequence[object], voir: Callable[[object], T]) -> Iterator[tuple[object, T]]:
    """Values in order, looked at from afar, then closer wherever two that follow each other do not show the same."""
    vus: dict[int, T] = {}

    def regarder(rang: int) -> Iterator[tuple[object, T]]:
        if rang not in vus:
            vus[rang] = voir(essais[rang])
            yield essais[rang], vus[rang]

    jalons = [*range(0, len(essais) - 1, PAS), len(essais) - 1]
    for rang in jalons:
        yield from regarder(rang)
    intervalles = list(pairwise(jalons))
    while intervalles:
        debut, fin = intervalles.pop()
        if fin - debut > 1 and vus[debut] != vus[fin]:
            milieu = (debut + fin) // 2
            yield from regarder(milieu)
            intervalles += [(debut, milieu), (milieu, fin)]


@cache
def _nombres(code: str, minimum: int, maximum: int | None, facultatif: bool) -> Sequence[object]:
    autour = {n + ecart for n in _lus(code, int) for ecart in (-1, 0, 1)} | {minimum, minimum + 1, 2, 10}
    if maximum is not None:
        autour |= {maximum, maximum - 1, (minimum + maximum) // 2}
    tenus = sorted(n for n in autour if n >= minimum and (maximum is None or n <= maximum))
    return (*(str(n) for n in tenus), "") if not facultatif else ("", *(str(n) for n in tenus))


@cache
def _dates(code: str, jour: date) -> Sequence[str]:
    """Around the day, at the ages of a life, at the dated values, and as far as they count from the day."""
    proches = [_decale(jour, mois=-12 * age) for age in AGES]
    proches += [
        jour,
        jour - timedelta(1),
        jour + timedelta(1),
        *(_decale(jour, mois=m) for m in (-1, -3, -6, 6)),
    ]
    for lu in _lus(code, date):
        proches += [lu + timedelta(ecart) for ecart in (-1, 0, 1)]
    for nombre in (n for n in _lus(code, int) if 0 < n <= PETIT):
        for signe in (-1, 1):
            compte = (
                jour + timedelta(signe * nombre),
                jour + timedelta(weeks=signe * nombre),
                _decale(jour, mois=signe * nombre),
                _decale(jour, mois=signe * 12 * nombre),
            )
            proches += [c + timedelta(ecart) for c in compte for ecart in (-1, 0, 1)]
    return _uniques(f"{p:%d/%m/%Y}" for p in proches if p.year > 1900)


def _decale(jour: date, mois: int) -> date:
    """The same day of another month, or its last one."""
    annee, rang = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    return date(annee, rang + 1, min(jour.day, monthrange(annee, rang + 1)[1]))


@cache
def _lus(code: str, genre: type) -> Sequence[Any]:
    """The dated values of a démarche that are dates, or whole numbers, in order: each run looks at the same ones."""
    fichiers = [f for f in BAREMES.get(code, (code,)) if ressource("baremes", f"{f}.toml").is_file()]
    return sorted({v for f in fichiers for v in _feuilles(bareme(f)) if type(v) is genre})


def _feuilles(arbre: object) -> Iterator[object]:
    if isinstance(arbre, dict):
        for branche in arbre.values():
            yield from _feuilles(branche)
    elif isinstance(arbre, list):
        for branche in arbre:
            yield from _feuilles(branche)
    else:
        yield arbre


def _uniques(elements: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(elements))
