"""Passwords that anybody would try first: known lists, one pattern repeated, a walk along the keyboard."""

import unicodedata
from functools import cache
from itertools import product
from typing import Final

from resources import chemin

_LETTRES_LIEES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
# One digit or sign written for a letter; « 1 » stands for two of them.
_DEGUISEMENTS: Final = tuple(str.maketrans("04357@$€!1", f"oaestase{i}{un}") for i, un in product("i", "il"))
_SUITES: Final = (
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "12345678901234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1a2z3e4r5t6y7u8i9o0p",
    "a1z2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "aqwzsxedcrfvtgbyhnujikolpm",
    "1aqw2zsx3edc4rfv5tgb6yhn7uj8ik9ol0pm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "a0b1c2d3e4f5g6h7i8j9",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
    "112233445566778899001122334455",
    "aabbccddeeffgghhiijj",
)
_MARCHES: Final = tuple(marche for suite in _SUITES for marche in (suite, suite[::-1]))
_PAS_MOYEN: Final = 3
"""A walk is a password whose stretches along a row are this many characters long, on average."""
_DANS_LES_LISTES: Final = 4
"""Shorter words of the English lists are not words of ours: « his », « a »."""


def est_courant(texte: str, longueur_min: int) -> bool:
    """Whether `texte` is easy to guess, whatever its case, accents, separators, and the digits or signs around it.

    A pattern repeated is worth one. What surrounds a known word counts only if it would do alone: `longueur_min`.
    """
    signes = "".join(c for c in sans_accents(texte) if not c.isspace())
    if any(
        _est_marche(ecrit) or _est_repete(ecrit, longueur_min) for ecrit in (signes, _alphanumeriques(signes))
    ):
        return True
    for ecrit in (signes, *_deguise(signes)):
        coeur = _sans_bouts(ecrit)
        autour = len(signes) - len(coeur)
        if autour < longueur_min and any(
            _est_connu(forme) or _est_marche(forme) or _est_repete(forme, longueur_min - autour)
            for forme in map(_alphanumeriques, (coeur, *_deguise(coeur)))
        ):
            return True
    return False


def sans_accents(texte: str) -> str:
    """NFKC, no case, no accent: « Élève ŒUF » → « eleve oeuf »."""
    plie = unicodedata.normalize("NFKC", texte).casefold().translate(_LETTRES_LIEES)
    return "".join(c for c in unicodedata.normalize("NFKD", plie) if not unicodedata.combining(c))


def charger() -> None:
    """Read the lists, some 60 ms, if they are not yet."""
    _listes()
    _francais()


@cache
def _listes() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(mot for liste in FREQUENCY_LISTS.values() for mot in liste)


@cache
def _francais() -> frozenset[str]:
    lignes = chemin("mots_de_passe", "courants.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(ligne.strip() for ligne in lignes if ligne.strip() and not ligne.startswith("#"))


def _deguise(ecrit: str) -> tuple[str, ...]:
    return tuple(ecrit.translate(table) for table in _DEGUISEMENTS)


def _sans_bouts(ecrit: str) -> str:
    return ecrit.strip("".join(c for c in ecrit if not c.isalpha()))


def _alphanumeriques(ecrit: str) -> str:
    return "".join(c for c in ecrit if c.isalnum())


def _est_connu(forme: str) -> bool:
    """In a list, or two words of the French one side by side; either of them once or repeated."""
    francais = _francais()
    return any(
        mot in francais
        or (len(mot) >= _DANS_LES_LISTES and mot in _listes())
        or any(mot[:i] in francais and mot[i:] in francais for i in range(1, len(mot)))
        for mot in {forme, forme[: _motif(forme)]}  # « papa » is a word, and « pa » repeated
    )


def _est_repete(ecrit: str, longueur_min: int) -> bool:
    return _motif(ecrit) < min(longueur_min, len(ecrit))


def _motif(texte: str) -> int:
    """Length of the shortest beginning that makes the whole text when repeated; the last time may be cut short."""
    longueur = len(texte)
    for pas in range(1, longueur // 2 + 1):
        if texte[pas:] == texte[: longueur - pas]:
            return pas
    return longueur


def _est_marche(signes: str) -> bool:
    """Whether the text is a few stretches of keyboard, alphabet, digits, or one key held down."""
    if not signes:
        return False
    troncons, debut = 0, 0
    while debut < len(signes):
        fin = debut + 1
        while fin < len(signes) and _suit(signes[debut : fin + 1]):
            fin += 1
        troncons, debut = troncons + 1, fin
    return troncons * _PAS_MOYEN <= len(signes)


def _suit(troncon: str) -> bool:
    return len(set(troncon)) == 1 or any(troncon in marche for marche in _MARCHES)
