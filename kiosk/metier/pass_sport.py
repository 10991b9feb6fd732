"""Pass'Sport: who gets a coupon, from which delivery, and what to say about it (domaine.md §4)."""

from enum import StrEnum


class Livraison(StrEnum):
    """When the Caf handed over the list that a person is on, where a campaign tells two apart (2022)."""

    JUIN = "juin"
    AOUT = "aout"


class Allocation(StrEnum):
    """What opens a right to the coupon: the benefit received, or a student grant."""

    ARS = "ars"
    AEEH = "aeeh"
    AAH = "aah"
    BOURSIER = "boursier"
    AUCUNE = "aucune"
