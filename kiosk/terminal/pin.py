"""What the staff of a hall may choose as their PIN: digits, enough of them, and nothing that is tried first."""

from itertools import pairwise
from typing import Final

LONGUEUR_MIN: Final = 6
LONGUEUR_MAX: Final = 12

_CHIFFRES_DIFFERENTS_MIN: Final = 3
_DESSINS: Final = frozenset(
    {"147258", "258369", "147369", "159357", "357159", "159753", "753159", "789456", "456123", "123654"}
    | {"102030", "100200", "010203", "112358", "314159", "271828", "248163"}
)
"""Strokes on the number pad and famous suites: too short to be caught by the general rules."""


class PinRefuse(ValueError):
    """This cannot be a PIN: stable `code`, and `message` for the person who chooses it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code: Final = code
        self.message: Final = message


def lire_pin(saisi: str) -> str:
    """The digits of a chosen PIN, spaces left out.

    Raises `PinRefuse`: pin-chiffres, pin-court, pin-long, pin-facile. Nothing of `saisi` is in it.
    """
    pin = sans_espaces(saisi)
    if not (pin.isascii() and pin.isdigit()):
        raise PinRefuse("pin-chiffres", "Le code ne se compose que de chiffres.")
    if len(pin) < LONGUEUR_MIN:
        raise PinRefuse("pin-court", f"Le code compte au moins {LONGUEUR_MIN} chiffres.")
    if len(pin) > LONGUEUR_MAX:
        raise PinRefuse("pin-long", f"Le code compte au plus {LONGUEUR_MAX} chiffres.")
    if est_facile(pin):
        raise PinRefuse(
            "pin-facile", "Ce code se devine trop facilement\u00a0: choisissez des chiffres sans suite."
        )
    return pin


def sans_espaces(saisi: str) -> str:
    """« 12 34 56 » is « 123456 », whatever kind of space a keyboard gives."""
    return "".join(saisi.split())


def est_facile(pin: str) -> bool:
    """Whether `pin` (digits only), or six digits in a row of it, is among those that are tried first."""
    return _est_facile(pin) or any(
        _est_facile(pin[rang : rang + LONGUEUR_MIN]) for rang in range(len(pin) - LONGUEUR_MIN + 1)
    )


def _est_facile(pin: str) -> bool:
    chiffres = [int(chiffre) for chiffre in pin]
    pas = {(suivant - chiffre) % 10 for chiffre, suivant in pairwise(chiffres)}
    return (
        len(set(chiffres)) < _CHIFFRES_DIFFERENTS_MIN
        or len(pas) == 1  # 123456, 987654, 246802
        or pin in (pin + pin)[1:-1]  # a block said again: 123123
        or pin == pin[::-1]  # 123321
        or (len(pin) % 2 == 0 and pin[::2] == pin[1::2])  # 112233
        or pin in _DESSINS
    )
