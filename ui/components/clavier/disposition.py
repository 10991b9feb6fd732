"""The layouts of the on-screen keyboards, as frozen data.

A layout is a grid. A column's weight is the width in millimetres of a key of that column, gap included,
on the screen the design was drawn for (244 mm between margins); on another screen the columns keep their
proportions and fill the width. Heights are true millimetres everywhere (design.md §7).
"""

from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Literal

from PySide6.QtCore import QRect

ClavierVoulu = Literal["nombre", "nir", "code", "texte", "mail", "mot_de_passe"]
Page = Literal["minuscules", "majuscules", "signes", "signes_bis"]

HAUTEUR_MM = 20.0
HAUTEUR_REDUITE_MM = 16.0
JEU_MM = 3.0
LARGEUR_REFERENCE_MM = 244.0
LARGEUR_PAVE_DROITE_MM = 122.0


class Action(Enum):
    """What a key does when it is released."""

    TEXTE = "texte"
    EFFACER = "effacer"
    CHAMP_PRECEDENT = "champ_precedent"
    CHAMP_SUIVANT = "champ_suivant"
    MASQUER = "masquer"
    MAJUSCULE = "majuscule"
    SIGNES = "signes"
    LETTRES = "lettres"


class Role(Enum):
    """How a key looks."""

    LETTRE = "lettre"
    FONCTION = "fonction"
    SUIVANT = "suivant"


class Eveil(Enum):
    """When a key can be pressed; asleep it is dashed and does nothing."""

    TOUJOURS = "toujours"
    CORSE = "corse"  # 7th character of a NIR, after a 2: department 2A or 2B
    AVANT = "avant"  # there is a field before this one
    APRES = "apres"  # there is a field after this one
    DOMAINE = "domaine"  # no « @ » typed yet, or just typed
    JAMAIS = "jamais"


class Trace(Enum):
    """How icon and label share the key."""

    LIGNE = "ligne"
    PILE = "pile"  # icon over a small label, label dropped in grand texte
    HAUTE = "haute"  # two rows high: icon over label, label kept


@dataclass(frozen=True, slots=True)
class Definition:
    """One key: what it types or does, what it shows, what it is called, where it stands."""

    etiquette: str
    nom: str
    ligne: int
    colonne: int
    large: int = 1
    haut: int = 1
    action: Action = Action.TEXTE
    texte: str = ""
    role: Role = Role.LETTRE
    icone: str | None = None
    mention: str = ""
    eveil: Eveil = Eveil.TOUJOURS
    trace: Trace = Trace.LIGNE


@dataclass(frozen=True, slots=True)
class Disposition:
    """A whole keyboard: its keys, its columns (mm at reference, gap included), its rows (mm)."""

    code: str
    touches: tuple[Definition, ...]
    colonnes: tuple[float, ...]
    rangs: tuple[float, ...]
    ancrage: Literal["bas", "droite"] = "bas"

    def rectangles(self, largeur: int, px_par_mm: float) -> tuple[QRect, ...]:
        """Pixels of every key, in the order of `touches`, for a grid `largeur` px wide.

        Edges are rounded, not widths: the last key ends exactly on `largeur`.
        """
        jeu = round(JEU_MM * px_par_mm)
        pas = (largeur + jeu) / sum(self.colonnes)
        hauts = [0]
        for rang in self.rangs:
            hauts.append(hauts[-1] + round(rang * px_par_mm) + jeu)
        gauches = [round(sum(self.colonnes[:rang]) * pas) for rang in range(len(self.colonnes) + 1)]
        return tuple(
            QRect(
                gauches[touche.colonne],
                hauts[touche.ligne],
                gauches[touche.colonne + touche.large] - gauches[touche.colonne] - jeu,
                hauts[touche.ligne + touche.haut] - hauts[touche.ligne] - jeu,
            )
            for touche in self.touches
        )

    def hauteur(self, px_par_mm: float) -> int:
        """Height in pixels of the grid, without the tray's padding."""
        jeu = round(JEU_MM * px_par_mm)
        return sum(round(rang * px_par_mm) for rang in self.rangs) + jeu * (len(self.rangs) - 1)


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


def _lettre(caractere: str, ligne: int, colonne: int, large: int = 1) -> Definition:
    return Definition(caractere, nom_de(caractere), ligne, colonne, large, texte=caractere)


def _chiffres() -> tuple[Definition, ...]:
    """1 to 9 on the columns 0 to 2, 1-2-3 on top as on a telephone."""
    return tuple(_lettre(str(n + 1), n // 3, n % 3) for n in range(9))


def _dernier_rang(voulu: ClavierVoulu) -> tuple[Definition, ...]:
    if voulu != "nir":
        return (_lettre("0", 3, 0, 3),)
    a, b = (
        Definition(x, f"{x}, Corse", 3, colonne, texte=x, mention="Corse", eveil=Eveil.CORSE)
        for x, colonne in (("A", 0), ("B", 2))
    )
    return a, _lettre("0", 3, 1), b


def _pave(voulu: ClavierVoulu, a_droite: bool, grand: bool) -> Disposition:
    bord = Eveil.JAMAIS if voulu == "code" else None
    avant = Definition(
        "Champ précédent", "Champ précédent", 0, 0, haut=2, action=Action.CHAMP_PRECEDENT, role=Role.FONCTION,
        icone="haut", eveil=bord or Eveil.AVANT, trace=Trace.HAUTE,
    )  # fmt: skip
    apres = Definition(
        "Champ suivant", "Champ suivant", 2, 0, haut=2, action=Action.CHAMP_SUIVANT, role=Role.SUIVANT,
        icone="bas", eveil=bord or Eveil.APRES, trace=Trace.HAUTE,
    )  # fmt: skip
    effacer = Definition(
        "Effacer", "Effacer", 0, 4, haut=2, action=Action.EFFACER, role=Role.FONCTION, icone="retour",
        trace=Trace.HAUTE,
    )  # fmt: skip
    masquer = Definition(
        "Masquer le\u00a0clavier", "Masquer le clavier", 2, 4, haut=2, action=Action.MASQUER,
        role=Role.FONCTION, icone="clavier_bas", trace=Trace.HAUTE,
    )  # fmt: skip
    nombres = _chiffres() + _dernier_rang(voulu)
    if a_droite:
        pied = tuple(
            replace(touche, ligne=4 + rang, colonne=0, large=3, haut=1, trace=Trace.LIGNE)
            for rang, touche in enumerate((effacer, avant, apres))
        )
        return Disposition(f"pave-{voulu}", nombres + pied, (34.0,) * 3, (HAUTEUR_MM,) * 7, "droite")
    # Large text needs room for « précédent » at 11 mm: the digits give some of theirs.
    fonction, chiffre = (61.95, 41.03) if grand else (56.25, 44.83)
    centre = tuple(replace(touche, colonne=touche.colonne + 1) for touche in nombres)
    return Disposition(
        f"pave-{voulu}",
        (avant, *centre[:3], effacer, *centre[3:6], apres, *centre[6:9], masquer, *centre[9:]),
        (fonction, chiffre, chiffre, chiffre, fonction),
        (HAUTEUR_MM,) * 4,
    )


# Three rows of ten, then seven between the two function keys. Every printable ASCII character is on one
# of the pages: a password chosen at home must be possible to type here.
_RANGS: dict[Page, tuple[str, str, str, str]] = {
    "minuscules": ("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn."),
    "majuscules": ("1234567890", "AZERTYUIOP", "QSDFGHJKLM", "WXCVBN."),
    "signes": ("1234567890", "éèàçùêîô'\"", "!?#&*+=/_,", ";:()€%-"),
    "signes_bis": ("ËÏÂÛÜŒ§°µñ", "ÉÈÀÇÙÊÎÔëï", "âûüœ$<>[]\\", "{}|~^`£"),
}
# Widths of letters beside that of an « a », roughly: what shares out the row of domains.
_CHASSES = {"@": 1.5, "m": 1.6, "i": 0.5, "l": 0.6, ".": 0.5, "f": 0.6, "t": 0.7, "r": 0.7}
_DOMAINES = ("@gmail.com", "@orange.fr", "@laposte.net", "@free.fr", "@hotmail.fr", "@outlook.fr")


def _domaines(paysage: bool, grand: bool) -> tuple[tuple[str, ...], ...]:
    """The rows of mail domains: as many as can be read in one row, two rows for large text upright."""
    if grand and not paysage:
        return (_DOMAINES[:3], _DOMAINES[3:])
    return (_DOMAINES if paysage and not grand else _DOMAINES[:5],)


def _rang_domaines(domaines: tuple[str, ...], ligne: int) -> tuple[Definition, ...]:
    """One row over the 60 columns, each key as wide as its word asks."""
    poids = [sum(_CHASSES.get(x, 1.0) for x in domaine) + 1.5 for domaine in domaines]
    bords = [round(60 * sum(poids[:rang]) / sum(poids)) for rang in range(len(poids) + 1)]
    return tuple(
        Definition(
            domaine, f"arobase {domaine[1:]}", ligne, bords[rang], bords[rang + 1] - bords[rang],
            texte=domaine, role=Role.FONCTION, eveil=Eveil.DOMAINE,
        )
        for rang, domaine in enumerate(domaines)
    )  # fmt: skip


def _pied(voulu: ClavierVoulu, page: Page, ligne: int) -> tuple[Definition, ...]:
    signes = page in ("signes", "signes_bis")
    if voulu == "mail":
        dernier = Definition(".fr", "point fr", ligne, 42, 6, texte=".fr")
    else:
        dernier = _lettre("." if signes else "-", ligne, 42, 6)
    return (
        Definition(
            "Masquer", "Masquer le clavier", ligne, 0, 9, action=Action.MASQUER, role=Role.FONCTION,
            icone="clavier_bas", trace=Trace.PILE,
        ),
        Definition("a b c", "Lettres", ligne, 9, 9, action=Action.LETTRES, role=Role.FONCTION)
        if signes
        else Definition("é ç #", "Accents et signes", ligne, 9, 9, action=Action.SIGNES, role=Role.FONCTION),
        _lettre("@", ligne, 18, 6),
        Definition("espace", "Espace", ligne, 24, 18, texte=" ", role=Role.FONCTION),
        dernier,
        Definition(
            "Suivant", "Champ suivant", ligne, 48, 12, action=Action.CHAMP_SUIVANT, role=Role.SUIVANT,
        ),
    )  # fmt: skip


def _azerty(voulu: ClavierVoulu, page: Page, paysage: bool, grand: bool) -> Disposition:
    domaines = _domaines(paysage, grand) if voulu == "mail" else ()
    touches: list[Definition] = []
    for rang, mots in enumerate(domaines):
        touches += _rang_domaines(mots, rang)
    debut = len(domaines)
    for rang, caracteres in enumerate(_RANGS[page]):
        decalage = 9 if rang == 3 else 0
        touches += (_lettre(x, debut + rang, decalage + 6 * n, 6) for n, x in enumerate(caracteres))
    touches.append(
        Definition(
            "Majuscule", "Majuscule", debut + 3, 0, 9, action=Action.MAJUSCULE, role=Role.FONCTION,
            icone="maj", trace=Trace.PILE,
        )
    )  # fmt: skip
    touches.append(
        Definition(
            "Effacer", "Effacer", debut + 3, 51, 9, action=Action.EFFACER, role=Role.FONCTION,
            icone="retour", trace=Trace.PILE,
        )
    )  # fmt: skip
    touches += _pied(voulu, page, debut + 4)
    # Lying down, the row of domains is lower: the page above must still show a label and its field.
    haut_domaine = HAUTEUR_REDUITE_MM if paysage else HAUTEUR_MM
    return Disposition(
        f"azerty-{page}-{len(domaines)}",
        tuple(touches),
        (247 / 60,) * 60,
        (haut_domaine,) * debut + (HAUTEUR_MM,) * 5,
    )


@cache
def disposition(voulu: ClavierVoulu, *, paysage: bool, grand: bool, page: Page = "minuscules") -> Disposition:
    """The layout for what a field asks, on a screen and for a text size.

    `page` only matters for the letter keyboards.
    """
    if voulu in ("nombre", "nir", "code"):
        return _pave(voulu, paysage, grand)
    return _azerty(voulu, page, paysage, grand)
