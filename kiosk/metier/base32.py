"""What is read aloud and typed back: Crockford's base32, read generously, and a check character.

The check character makes the sum of αⁱ·vᵢ over all characters zero in GF(32). Up to 31 characters the weights differ
and none is zero: every single wrong character and every exchange of two, neighbours or not, is detected.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O (read as 1, 1, 0) and no U."""

VALEURS: Final[Mapping[str, int]] = MappingProxyType(
    {c: v for v, c in enumerate(ALPHABET)}
    | {c.lower(): v for v, c in enumerate(ALPHABET)}
    | dict.fromkeys("ILil", 1)
    | dict.fromkeys("Oo", 0)
)
"""Every character that stands for one of the 32 values, in either case."""

SEPARATEURS: Final = frozenset("-‐‑‒–—−_./ \t\r\n\u00a0\u202f\u2009")
"""What may stand between two characters, and means nothing."""

_POLYNOME = 0b100101  # x⁵ + x² + 1, primitive: α = x has order 31


def somme(valeurs: Sequence[int]) -> int:
    """Σ αⁱ·vᵢ, i counted from the right: Horner's rule, one multiplication by α a character."""
    total = 0
    for valeur in valeurs:
        total <<= 1
        if total & 32:
            total ^= _POLYNOME
        total ^= valeur
    return total


def controle(valeurs: Sequence[int]) -> int:
    """The value to append to `valeurs` so that the sum is zero."""
    return somme([*valeurs, 0])
