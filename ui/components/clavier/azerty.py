"""The letter keyboard, its pages of signs, and what it becomes for a mail address."""

from ui.components.clavier.modele import (
    HAUTEUR_MM,
    HAUTEUR_REDUITE_MM,
    Action,
    ClavierVoulu,
    Definition,
    Disposition,
    Eveil,
    Page,
    Role,
    Trace,
    lettre,
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


def _fins(page: Page, ligne: int, debut: int, grand: bool) -> tuple[Definition, ...]:
    """What a mail address is made of beside letters: no space is ever typed in one."""
    fin = 9 if grand else 6
    signes = page in ("signes", "signes_bis")
    # The page of signs has hyphen and underscore in its rows, and no dot.
    entre = (
        (lettre(".", ligne, debut + 6, 12),)
        if signes
        else tuple(lettre(x, ligne, debut + 6 + 6 * n, 6) for n, x in enumerate("-_"))
    )
    return (
        lettre("@", ligne, debut, 6),
        *entre,
        Definition(".com", "point com", ligne, debut + 18, fin, texte=".com", role=Role.FONCTION),
        Definition(".fr", "point fr", ligne, debut + 18 + fin, 6, texte=".fr", role=Role.FONCTION),
    )


def _pied(voulu: ClavierVoulu, page: Page, ligne: int, grand: bool) -> tuple[Definition, ...]:
    signes = page in ("signes", "signes_bis")
    # In large text the key that hides shows its icon only: « .com » takes what it leaves.
    cote = 6 if voulu == "mail" and grand else 9
    milieu = (
        _fins(page, ligne, cote + 9, grand)
        if voulu == "mail"
        else (
            lettre("@", ligne, 18, 6),
            Definition("espace", "Espace", ligne, 24, 18, texte=" ", role=Role.FONCTION),
            lettre("." if signes else "-", ligne, 42, 6),
        )
    )
    return (
        Definition(
            "Masquer", "Masquer le clavier", ligne, 0, cote, action=Action.MASQUER, role=Role.FONCTION,
            icone="clavier_bas", trace=Trace.PILE,
        ),
        Definition("a b c", "Lettres", ligne, cote, 9, action=Action.LETTRES, role=Role.FONCTION)
        if signes
        else Definition("é ç #", "Accents et signes", ligne, cote, 9, action=Action.SIGNES, role=Role.FONCTION),
        *milieu,
        Definition(
            "Suivant", "Champ suivant", ligne, 48, 12, action=Action.CHAMP_SUIVANT, role=Role.SUIVANT,
        ),
    )  # fmt: skip


def azerty(voulu: ClavierVoulu, page: Page, paysage: bool, grand: bool) -> Disposition:
    """One page of the letter keyboard; a mail field has rows of domains over it, and its own foot."""
    domaines = _domaines(paysage, grand) if voulu == "mail" else ()
    touches: list[Definition] = []
    for rang, mots in enumerate(domaines):
        touches += _rang_domaines(mots, rang)
    debut = len(domaines)
    for rang, caracteres in enumerate(_RANGS[page]):
        decalage = 9 if rang == 3 else 0
        touches += (lettre(x, debut + rang, decalage + 6 * n, 6) for n, x in enumerate(caracteres))
    touches.append(
        Definition(
            "Maj", "Majuscule", debut + 3, 0, 9, action=Action.MAJUSCULE, role=Role.FONCTION,
            icone="maj", trace=Trace.PILE,
        )
    )  # fmt: skip
    touches.append(
        Definition(
            "Effacer", "Effacer", debut + 3, 51, 9, action=Action.EFFACER, role=Role.FONCTION,
            icone="retour", trace=Trace.PILE,
        )
    )  # fmt: skip
    touches += _pied(voulu, page, debut + 4, grand)
    # Lying down, the row of domains is lower: the page above must still show a label and its field.
    haut_domaine = HAUTEUR_REDUITE_MM if paysage else HAUTEUR_MM
    return Disposition(
        f"azerty-{voulu}-{page}",
        tuple(touches),
        (247 / 60,) * 60,
        (haut_domaine,) * debut + (HAUTEUR_MM,) * 5,
    )
