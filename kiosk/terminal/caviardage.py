"""What must never be read in a log, blacked out: by the name of its field, else by its shape.

Light to import: the visit uses it too, which must start fast.
"""

import re
from collections.abc import Mapping, Sequence

CAVIARDE = "[caviardé]"

_CLES = re.compile(
    r"(?i)nir$|mot_?de_?passe|passw|secret|jeton|token|authori[sz]ation|cookie|nom$|mail|telephone"
)
_SEPARATEUR = r"[\s.\-/\u00a0\u202f]?"
_FORMES = re.compile(
    "|".join(
        (
            # mail
            r"[^\s\"'<>,;:()@]+@[^\s\"'<>,;:()@]+\.[^\s\"'<>,;:()@]+",
            # bearer and JWT
            r"(?i:\bbearer\s+\S+)",
            r"\beyJ[\w\-]+(?:\.[\w\-]+)*",
            # Corsican NIR, with or without its key
            rf"(?<!\w)[12](?:{_SEPARATEUR}\d){{4}}{_SEPARATEUR}2{_SEPARATEUR}[ABab](?:{_SEPARATEUR}\d){{6,8}}(?!\w)",
            # ten digits and more: NIR, telephone, account or card number
            rf"(?<![\w])\+?\d(?:{_SEPARATEUR}\d){{9,}}(?![\w])",
            # opaque token: long, digits and letters mixed, not a canonical UUID (the id of a deposit)
            r"(?<![\w\-])(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w\-]))"
            r"(?=[\w\-]*\d)(?=[\w\-]*[A-Za-z])[A-Za-z0-9_\-]{32,}",
        )
    )
)


def caviarder_texte(texte: str) -> str:
    """`texte` with everything that looks like a NIR, a mail, a telephone or a token blacked out."""
    return _FORMES.sub(CAVIARDE, texte)


def _caviarder_valeur(valeur: object) -> object:
    if valeur is None or isinstance(valeur, bool | float):
        return valeur
    if isinstance(valeur, int):
        return CAVIARDE if abs(valeur) >= 10**9 else valeur
    if isinstance(valeur, str):
        return caviarder_texte(valeur)
    if isinstance(valeur, Mapping):
        return {caviarder_texte(str(cle)): caviarder_champ(str(cle), v) for cle, v in valeur.items()}
    if isinstance(valeur, Sequence) and not isinstance(valeur, bytes | bytearray):
        return [_caviarder_valeur(v) for v in valeur]
    # The text of an unknown object is not ours to publish.
    return f"<{type(valeur).__name__}>"


def caviarder_champ(cle: str, valeur: object) -> object:
    return CAVIARDE if _CLES.search(cle) and valeur is not None else _caviarder_valeur(valeur)
