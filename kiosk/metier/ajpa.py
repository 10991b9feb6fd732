"""What the law fixes for the AJPA, by date; the values and their sources are in `resources/baremes/ajpa.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from kiosk.metier.baremes import BaremeInconnu, bareme


class Papiers(StrEnum):
    """Families of statuses, by the papers that the Caf asks them for."""

    EMPLOYEUR = "employeur"
    ACTIVITE = "activite"
    AUTRES = "autres"
    SANS_DROIT = "sans_droit"


@dataclass(frozen=True, slots=True)
class RegleStatut:
    """What a status of the aidant allows. `depuis` is None for a status that opens no right."""

    depuis: date | None
    conge: bool
    demi_journees: bool
    papiers: Papiers


@dataclass(frozen=True, slots=True)
class Montants:
    """Net euros. Until the end of 2021 a day depends on living as a couple, and `demi_journee` is None."""

    journee: Decimal
    journee_seul: Decimal
    demi_journee: Decimal | None


@dataclass(frozen=True, slots=True)
class Plafond:
    """Days in all, over a career; `par_personne` is the limit for one person helped, None when there is no such one."""

    carriere: int
    par_personne: int | None


def _valeur(nom: str) -> Any:
    return bareme("ajpa")[nom]["valeur"]


OUVERTURE: date = _valeur("ouverture")
JOURS_PAR_MOIS: int = _valeur("jours_par_mois")
MOIS_A_VENIR: int = _valeur("mois_a_venir")
ELARGISSEMENT: date = _valeur("elargissement")
TAUX_MINIMUM: int = _valeur("taux_incapacite")
AGE_PERTE_AUTONOMIE: int = _valeur("age_perte_autonomie")
AGE_MAXIMUM: int = _valeur("age_maximum")
AGE_MINIMUM_AIDANT: int = _valeur("age_minimum_aidant")
ECART_DE_GENERATION: int = _valeur("ecart_de_generation")


def _en_vigueur(nom: str, jour: date) -> Mapping[str, Any]:
    """The entry in force; before the allowance existed, its first one: the request is refused elsewhere."""
    entrees = sorted(bareme("ajpa")[nom], key=lambda entree: entree["depuis"])
    en_vigueur: Mapping[str, Any] = [e for e in entrees if e["depuis"] <= max(jour, OUVERTURE)][-1]
    return en_vigueur


def montants(jour: date) -> Montants:
    """The amounts of a day. Raises `BaremeInconnu` before the allowance, and in a year with no published amount."""
    entrees = bareme("ajpa")["montants"]
    if jour < OUVERTURE or jour.year > max(entree["depuis"].year for entree in entrees):
        raise BaremeInconnu(f"no amount of the AJPA is known at {jour.isoformat()}")
    lue = _en_vigueur("montants", jour)
    if "journee" not in lue:
        return Montants(_centimes(lue["en_couple"]), _centimes(lue["seul"]), None)
    return Montants(_centimes(lue["journee"]), _centimes(lue["journee"]), _centimes(lue["demi_journee"]))


def _centimes(euros: float) -> Decimal:
    return Decimal(str(euros)).quantize(Decimal("0.01"))


def plafond(jour: date) -> Plafond:
    """How many days may be had in all, for a request of that day."""
    lu = _en_vigueur("plafonds", jour)
    return Plafond(lu["carriere"], lu.get("par_personne"))


def dernier_gir(jour: date) -> int:
    """The last group of the AGGIR grid that opens the right, for a request of that day."""
    dernier: int = _en_vigueur("gir", jour)["dernier"]
    return dernier


def gir_depuis(gir: int) -> date | None:
    """The day from which this group opens the right; None when it never does."""
    return min((e["depuis"] for e in bareme("ajpa")["gir"] if gir <= e["dernier"]), default=None)


@cache
def statuts() -> Mapping[str, RegleStatut]:
    """Every status, by code."""
    return {
        lu["code"]: RegleStatut(lu.get("depuis"), lu["conge"], lu["demi_journees"], Papiers(lu["papiers"]))
        for lu in bareme("ajpa")["statuts"]
    }


@cache
def situations() -> Mapping[str, date]:
    """Every situation of the person helped, by code, and the day from which it opens the right."""
    return {lue["code"]: lue["depuis"] for lue in bareme("ajpa")["situations"]}


def ans_revolus(depuis: date, jour: date) -> int:
    """Whole years between two days; negative when the second comes first."""
    return jour.year - depuis.year - ((jour.month, jour.day) < (depuis.month, depuis.day))
