"""The deposit number a person reads, says on the phone and types back (domaine.md, « Deposits »).

It is derived from the deposit's id alone, so that it is right on the end page before the backend answers, and
the same on the paper, in the PDF and on the backend. It proves nothing and opens nothing: it only names.

    R - 7K3F-9QMX-2D4V - T
    │   └── 60 bits ──┘  └ check character
    └ the démarche's letter

The check character: `kiosk.metier.base32`.
"""

from hashlib import sha256
from uuid import UUID

from kiosk.metier.base32 import ALPHABET, SEPARATEURS, VALEURS, controle, somme

LETTRES = ALPHABET[10:]
"""Letters a démarche may take: those that cannot be misread."""

_DOMAINE = b"caf-kiosk/numero-depot/v1\0"
_CORPS = 12
_LONGUEUR = 1 + _CORPS + 1


class NumeroInvalide(ValueError):
    """The text is not a deposit number; `str()` is the sentence for the person."""


def numero(lettre: str, depot_id: UUID) -> str:
    """The number of deposit `depot_id` of the démarche with this letter, grouped: `R-7K3F-9QMX-2D4V-T`.

    Raises ValueError when the letter is not one of `LETTRES`: a fault of the catalogue, not of the person.
    """
    if len(lettre) != 1 or lettre not in LETTRES:
        raise ValueError(f"a démarche's letter is one of {LETTRES}, not {lettre!r}")
    bits = int.from_bytes(sha256(_DOMAINE + depot_id.bytes).digest()[:8]) >> 4
    corps = [bits >> decalage & 31 for decalage in range(5 * (_CORPS - 1), -1, -5)]
    valeurs = [VALEURS[lettre], *corps]
    return _grouper([*valeurs, controle(valeurs)])


def lire(texte: str) -> str:
    """The canonical form of a number in any case, with or without dashes or spaces, I/L/O read as 1/1/0.

    Raises NumeroInvalide.
    """
    caracteres = [c for c in texte if c not in SEPARATEURS]
    if inconnus := [c for c in caracteres if c not in VALEURS]:
        raise NumeroInvalide(
            f"Le caractère «\u00a0{inconnus[0]}\u00a0» n’existe pas dans un numéro de dépôt. "
            "Recopiez le numéro comme il est écrit sur votre récépissé."
        )
    if len(caracteres) != _LONGUEUR:
        raise NumeroInvalide(
            f"Un numéro de dépôt a {_LONGUEUR} lettres et chiffres, par exemple {EXEMPLE}. "
            f"Vous en avez saisi {len(caracteres)}."
        )
    valeurs = [VALEURS[c] for c in caracteres]
    if valeurs[0] < 10:  # the ten digits come first in the alphabet
        raise NumeroInvalide(f"Un numéro de dépôt commence par une lettre, par exemple {EXEMPLE}.")
    if somme(valeurs) != 0:
        raise NumeroInvalide(
            "Ce numéro de dépôt contient une erreur. Vérifiez chaque lettre et chaque chiffre."
        )
    return _grouper(valeurs)


def _grouper(valeurs: list[int]) -> str:
    texte = "".join(ALPHABET[v] for v in valeurs)
    return "-".join((texte[0], texte[1:5], texte[5:9], texte[9:13], texte[13]))


EXEMPLE = numero("R", UUID(int=0))
"""A well-formed number to show in messages and help; no deposit has the nil id."""
