"""Durations, dates and sizes, as the staff reads them."""

from datetime import datetime

_UNITES = ((86_400, "jour"), (3_600, "heure"), (60, "minute"))


def nombre(combien: int, nom: str) -> str:
    """« 1 envoi », « 3 envois »: a regular noun with its number."""
    return f"{combien}\u00a0{nom}{'s' if combien > 1 else ''}"


def duree(secondes: float) -> str:
    """« 3 heures », in the largest unit that fits, rounded down; « moins d’une minute » under that."""
    for valeur, nom in _UNITES:
        if secondes >= valeur:
            return nombre(int(secondes // valeur), nom)
    return "moins d’une minute"


def moment(instant: datetime) -> str:
    """« 23/11/2026 à 09:12 », in this machine's time zone."""
    return instant.astimezone().strftime("%d/%m/%Y à %H:%M")


def taille(octets: int) -> str:
    """« 512 Mo », « 3,4 Go »: decimal units, as disks are sold."""
    if octets < 10**9:
        return f"{octets // 10**6}\u00a0Mo"
    return f"{octets / 10**9:.1f}\u00a0Go".replace(".", ",")
