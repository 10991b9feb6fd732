"""Dates as people read and write them."""

import re
from datetime import date

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
INSECABLE = "\u00a0"


REFUS = {
    "date-incomplete": "Écrivez le jour, le mois et l’année. Par exemple\u00a0: 13/10/2022.",
    "date-inexistante": "Cette date n’existe pas. Vérifiez le jour et le mois.",
}
"""Every code and its sentence."""


class DateIllisible(ValueError):
    """What was typed is not a date; `code` is stable, the message says how to correct it."""

    def __init__(self, code: str) -> None:
        super().__init__(REFUS[code])
        self.code = code
        self.message = REFUS[code]


def lire_date(texte: str) -> date | None:
    """Read `13/10/2022` (also with spaces, dots or dashes) or ISO `2022-10-13`; empty means no answer."""
    brut = texte.strip()
    if not brut:
        return None
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", brut):
        annee, mois, jour = (int(x) for x in iso.groups())
    elif francaise := re.fullmatch(r"([0-9]{1,2})[\s/.-]+([0-9]{1,2})[\s/.-]+([0-9]{4})", brut):
        jour, mois, annee = (int(x) for x in francaise.groups())
    else:
        raise DateIllisible("date-incomplete")
    try:
        return date(annee, mois, jour)
    except ValueError as erreur:
        raise DateIllisible("date-inexistante") from erreur


def en_lettres(jour: date) -> str:
    """`2022-10-01` → `1er octobre 2022`, with no-break spaces."""
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    return INSECABLE.join((quantieme, MOIS[jour.month - 1], str(jour.year)))


def mois_annee(jour: date) -> str:
    """`2022-10-31` → `octobre 2022`, with a no-break space."""
    return f"{MOIS[jour.month - 1]}{INSECABLE}{jour.year}"


def avec_jour(jour: date) -> str:
    """`2022-10-13` → `jeudi 13 octobre 2022`."""
    return f"{JOURS[jour.weekday()]} {en_lettres(jour)}"
