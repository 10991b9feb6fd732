"""The months asked for, written `2022-07`, and the days of each."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.formulaire import Aide, Controle, Facultatif, Libelle, Reponses
from kiosk.metier.ajpa import OUVERTURE
from kiosk.metier.periode import INSECABLE, mois_annee

CLE = re.compile(r"([0-9]{4})-([0-9]{2})")


def lire_mois(cle: object) -> date | None:
    """The first day of a month, None for what is not one."""
    lu = CLE.fullmatch(cle) if isinstance(cle, str) else None
    if lu is None:
        return None
    try:
        return date(int(lu[1]), int(lu[2]), 1)
    except ValueError:
        return None


def ecrire_mois(jour: date) -> str:
    """The month of a day."""
    return f"{jour.year:04}-{jour.month:02}"


def rang(jour: date) -> int:
    """Months counted from year 0, to measure between two of them."""
    return jour.year * 12 + jour.month


def mois_precedent(cles: Sequence[str]) -> str:
    """The month before the earliest of these."""
    premier = min((m for m in map(lire_mois, cles) if m is not None), default=OUVERTURE)
    annee, mois = (premier.year, premier.month - 1) if premier.month > 1 else (premier.year - 1, 12)
    return ecrire_mois(date(max(annee, date.min.year), mois, 1))


MOIS_INEXISTANT = Controle(
    "mois-inexistant",
    lambda cle: lire_mois(cle) is not None,
    "Ce mois n’existe pas. Écrivez l’année puis le mois. Par exemple\u00a0: 2022-07.",
)


class MoisDemande(Reponses):
    """One month: whole days and half-days."""

    mois: Annotated[str | None, Libelle("Mois"), MOIS_INEXISTANT] = None
    jours: Annotated[
        int | None,
        Field(ge=0),
        Facultatif(),
        Libelle("Journées entières"),
        Aide("{jours_par_mois} au plus par mois, demi-journées comprises."),
    ] = None
    demi_journees: Annotated[
        int | None,
        Field(ge=0),
        Facultatif(),
        Libelle("Demi-journées"),
        Aide("Aucune\u00a0? Laissez vide."),
    ] = None


def demies(mois: MoisDemande) -> int:
    """What is asked for this month, counted in half-days."""
    return 2 * (mois.jours or 0) + (mois.demi_journees or 0)


def nommer(mois: MoisDemande, rang: int) -> str:
    """« Juillet 2022 »."""
    jour = lire_mois(mois.mois)
    if jour is None:
        return f"Mois{INSECABLE}{rang + 1}"
    nom = mois_annee(jour)
    return nom[0].upper() + nom[1:]
