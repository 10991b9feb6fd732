"""The time zones of halls: France has Caf on four oceans, and a person reads the hour of the hall they stand in.

An instant is kept in UTC; rules follow the day in Paris, where the law's own days begin and end.
"""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

FUSEAU_PARIS: Final = "Europe/Paris"
_LONGUEUR_MAX: Final = 64
_HEURES: Final = {
    FUSEAU_PARIS: "",
    "America/Cayenne": "heure de Guyane",
    "America/Guadeloupe": "heure de Guadeloupe",
    "America/Marigot": "heure de Saint-Martin",
    "America/Martinique": "heure de Martinique",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "heure de Saint-Barthélemy",
    "Indian/Mayotte": "heure de Mayotte",
    "Indian/Reunion": "heure de La\u00a0Réunion",
}


def fuseau(nom: str) -> ZoneInfo:
    """The zone that has this name in the IANA database, as « America/Cayenne ». Raises ValueError when none has."""
    if not nom or len(nom) > _LONGUEUR_MAX:
        raise ValueError("no time zone has this name")
    try:
        return ZoneInfo(nom)
    except (KeyError, OSError) as erreur:  # OSError: a name that is a directory of the database
        raise ValueError("no time zone has this name") from erreur


def quelle_heure(nom: str, instant: datetime) -> str:
    """Whose hour it is, to write beside it: « heure de Guyane »; empty for Paris, « UTC+4 » where nobody named it."""
    if (dite := _HEURES.get(nom)) is not None:
        return dite
    decalage = instant.astimezone(fuseau(nom)).strftime("%z")
    minutes = f":{decalage[3:5]}" if decalage[3:5] != "00" else ""
    return f"UTC{decalage[0]}{int(decalage[1:3])}{minutes}".replace("-", "−")


def jour_a_paris(instant: datetime | None = None) -> date:
    """The civil day in Paris of an aware `instant`, now unless told: the day that declarations are judged at."""
    return (datetime.now(UTC) if instant is None else instant).astimezone(fuseau(FUSEAU_PARIS)).date()
