"""What the law fixes for the prime à la naissance, by date; values are in `resources/baremes/prime_naissance.toml`."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from kiosk.metier.baremes import BaremeInconnu, bareme
from kiosk.metier.grossesse import mois_apres


@dataclass(frozen=True, slots=True)
class Montant:
    """Net euros for each child expected, in force since `depuis`."""

    depuis: date
    par_enfant: Decimal


@dataclass(frozen=True, slots=True)
class Plafonds:
    """What a home may have had in the year `ressources` to be entitled in the year `annee`. Whole euros.

    `un_revenu` is for a couple with one income, `majores` for a lone parent or a couple with two: the ceilings for one,
    two and three children, those expected included; `par_enfant` is added for each further one. A couple has two
    incomes when each of its members earned `deux_revenus` at least.
    """

    annee: int
    ressources: int
    un_revenu: tuple[int, ...]
    majores: tuple[int, ...]
    par_enfant: int
    deux_revenus: int

    def pour(self, majore: bool) -> tuple[int, ...]:
        """The ceilings of one situation."""
        return self.majores if majore else self.un_revenu


def _valeur(nom: str) -> Any:
    return bareme("prime_naissance")[nom]["valeur"]


MOIS_EXAMEN: int = _valeur("mois_examen")
MOIS_VERSEMENT: int = _valeur("mois_versement")
AVANT_NAISSANCE: date = _valeur("versement_avant_naissance")
CONNUS_JUSQU_AU: date = _valeur("connus_jusqu_au")


@cache
def montants() -> tuple[Montant, ...]:
    """The known amounts, oldest first."""
    lus = (
        Montant(m["depuis"], Decimal(str(m["montant"])).quantize(Decimal("0.01")))
        for m in bareme("prime_naissance")["montants"]
    )
    return tuple(sorted(lus, key=lambda m: m.depuis))


@cache
def _tous_les_plafonds() -> dict[int, Plafonds]:
    return {
        p["annee"]: Plafonds(
            p["annee"],
            p["ressources"],
            tuple(p["un_revenu"]),
            tuple(p["majores"]),
            p["par_enfant"],
            p["deux_revenus"],
        )
        for p in bareme("prime_naissance")["plafonds"]
    }


def ouverte(jour: date) -> bool:
    """False before the first amount known here, when the prime was paid after the birth."""
    return jour >= montants()[0].depuis


def montant(jour: date) -> Montant:
    """The amount in force. Raises `BaremeInconnu` before the first known one, and once the next should be known."""
    en_vigueur = [m for m in montants() if m.depuis <= jour <= CONNUS_JUSQU_AU]
    if not en_vigueur:
        raise BaremeInconnu(f"no amount of the prime à la naissance is known at {jour.isoformat()}")
    return en_vigueur[-1]


def plafonds(annee: int) -> Plafonds:
    """The ceilings of a year. Raises `BaremeInconnu`."""
    try:
        return _tous_les_plafonds()[annee]
    except KeyError as inconnue:
        raise BaremeInconnu(f"no ceiling of the prime à la naissance is known for {annee}") from inconnue


def examen(debut: date) -> date:
    """The day the Caf looks at: the first of the civil month after the fifth month of pregnancy (R.531-1).

    A month of pregnancy ends the day before the same day of the next month: begun on the 1st, it is a civil month.
    """
    return _premier_du_mois_suivant(mois_apres(debut, MOIS_EXAMEN))


def versement(debut: date) -> date | None:
    """The last day by which the prime is paid: the end of the civil month after the sixth month of pregnancy (L.531-2).

    None for a pregnancy begun before the law that pays it ahead of the birth.
    """
    if debut < AVANT_NAISSANCE:
        return None
    suivant = _premier_du_mois_suivant(mois_apres(debut, MOIS_VERSEMENT))
    return suivant.replace(day=monthrange(suivant.year, suivant.month)[1])


def _premier_du_mois_suivant(fin: date) -> date:
    """The first day of the civil month after the month of pregnancy that ends just before `fin`."""
    return mois_apres((fin - timedelta(days=1)).replace(day=1), 1)
