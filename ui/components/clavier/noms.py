"""How a screen reader says a character."""

_NOMS = {
    ".": "point", "@": "arobase", "-": "tiret", "_": "tiret bas", "'": "apostrophe", '"': "guillemet",
    "!": "point d’exclamation", "?": "point d’interrogation", "#": "dièse", "&": "et commercial",
    "*": "astérisque", "+": "plus", "=": "égal", "/": "barre oblique", ",": "virgule",
    ";": "point-virgule", ":": "deux-points", "(": "parenthèse ouvrante", ")": "parenthèse fermante",
    "€": "euro", "%": "pour cent", "$": "dollar", "<": "inférieur à", ">": "supérieur à",
    "[": "crochet ouvrant", "]": "crochet fermant", "\\": "barre oblique inversée",
    "{": "accolade ouvrante", "}": "accolade fermante", "|": "barre verticale", "~": "tilde",
    "^": "accent circonflexe", "`": "accent grave", "£": "livre", "§": "paragraphe", "°": "degré",
    "µ": "micro", "é": "e accent aigu", "è": "e accent grave", "à": "a accent grave", "ç": "c cédille",
    "ù": "u accent grave", "ê": "e accent circonflexe", "î": "i accent circonflexe",
    "ô": "o accent circonflexe", "ë": "e tréma", "ï": "i tréma", "â": "a accent circonflexe",
    "û": "u accent circonflexe", "ü": "u tréma", "œ": "e dans l’o", "ñ": "n tilde",
}  # fmt: skip


def nom_de(caractere: str) -> str:
    """What a screen reader says for a character: « arobase », « a », « E accent aigu majuscule »."""
    if caractere in _NOMS:
        return _NOMS[caractere]
    if caractere.isupper():
        return f"{_NOMS.get(caractere.lower(), caractere)} majuscule"
    return caractere
