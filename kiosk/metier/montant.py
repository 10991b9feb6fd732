"""Euros: how people write them, how we show them."""

import re
from decimal import ROUND_HALF_UP, Decimal

ESPACES = re.compile(r"\s+")
# Longer than any income: past it only the size matters, and int() refuses thousands of digits.
CHIFFRES_LUS = 40
INSECABLE = "\u00a0"


REFUS = {
    "montant-negatif": "Écrivez le montant sans le signe moins.",
    "montant-centimes": "Écrivez le montant sans les centimes. Par exemple\u00a0: 1\u00a0250.",
    "montant-chiffres": "Écrivez le montant avec des chiffres. Par exemple\u00a0: 1\u00a0250.",
}
"""Every code and its sentence."""


class MontantIllisible(ValueError):
    """What was typed is not an amount; `code` is stable, the message says how to correct it."""

    def __init__(self, code: str) -> None:
        super().__init__(REFUS[code])
        self.code = code
        self.message = REFUS[code]


def lire_euros(texte: str) -> int | None:
    """Read an amount typed with or without spaces and « € »; empty means not declared.

    Raises `MontantIllisible` for cents, a minus sign, or anything that is not digits (domaine.md, decisions).
    """
    brut = ESPACES.sub("", texte).removesuffix("€")
    if not brut:
        return None
    if re.fullmatch(r"[0-9]+", brut):
        return entier_borne(brut)
    if re.fullmatch(r"[-−–][0-9]+([.,][0-9]*)?", brut):
        raise MontantIllisible("montant-negatif")
    if re.fullmatch(r"[0-9]+[.,][0-9]*|[.,][0-9]+", brut):
        raise MontantIllisible("montant-centimes")
    raise MontantIllisible("montant-chiffres")


def entier_borne(chiffres: str) -> int:
    """The number that ASCII digits write; past `CHIFFRES_LUS` digits it stays above any limit, no more."""
    return int(chiffres.lstrip("0")[:CHIFFRES_LUS] or "0")


def grouper(nombre: int) -> str:
    """`3333333` → `3 333 333`, with no-break spaces."""
    return f"{nombre:,}".replace(",", INSECABLE)


def en_euros(montant: int) -> str:
    """`4200` → `4 200 €`, with no-break spaces."""
    return f"{grouper(montant)}{INSECABLE}€"


def en_euros_centimes(montant: Decimal) -> str:
    """`Decimal("1930.68")` → `1 930,68 €`, with no-break spaces; always two digits after the comma."""
    euros, _, centimes = f"{montant.quantize(Decimal('0.01'), ROUND_HALF_UP):,}".partition(".")
    return f"{euros.replace(',', INSECABLE)},{centimes}{INSECABLE}€"
