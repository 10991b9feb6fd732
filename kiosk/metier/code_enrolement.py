"""The one-time code that enrols a terminal: drawn on the backend, read aloud, typed once on the terminal.

    7K3 - F9Q - MX 2
    │     └ 25 bits ┘ └ check character
    └ which code it is: tells nothing

The check character (`kiosk.metier.base32`) lets the terminal say that a code was misheard, before it costs a try.
"""

from dataclasses import dataclass, field
from typing import Final

from kiosk.metier.base32 import ALPHABET, SEPARATEURS, VALEURS, controle, somme

REPERE: Final = 3
SECRET: Final = 5
_LONGUEUR: Final = REPERE + SECRET + 1


class CodeInvalide(ValueError):
    """The text is not an enrolment code; `str()` is the sentence for whoever typed it."""


@dataclass(frozen=True, slots=True)
class CodeEnrolement:
    """`repere` finds the code among those that wait; `secret` proves that it was given."""

    repere: str
    secret: str = field(repr=False)

    def texte(self) -> str:
        """As it is read aloud, in groups of three: `7K3-F9Q-MX2`."""
        valeurs = [VALEURS[c] for c in self.repere + self.secret]
        tout = self.repere + self.secret + ALPHABET[controle(valeurs)]
        return "-".join((tout[:3], tout[3:6], tout[6:]))


def lire(texte: str) -> CodeEnrolement:
    """A code in any case, with or without dashes or spaces, I/L/O read as 1/1/0. Raises CodeInvalide.

    No message quotes what was typed: it may be somebody's right code with one character wrong.
    """
    caracteres = [c for c in texte if c not in SEPARATEURS]
    if any(c not in VALEURS for c in caracteres):
        raise CodeInvalide("Un code d’enrôlement n’a que des chiffres et des lettres sans accent, sans U.")
    if len(caracteres) != _LONGUEUR:
        raise CodeInvalide(
            f"Un code d’enrôlement a {_LONGUEUR}\u00a0chiffres et lettres. Vous en avez saisi {len(caracteres)}."
        )
    valeurs = [VALEURS[c] for c in caracteres]
    if somme(valeurs) != 0:
        raise CodeInvalide("Ce code contient une erreur. Vérifiez chaque chiffre et chaque lettre.")
    lu = "".join(ALPHABET[v] for v in valeurs)
    return CodeEnrolement(lu[:REPERE], lu[REPERE:-1])
