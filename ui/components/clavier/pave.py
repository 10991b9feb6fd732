"""The number pads: amounts and dates, the NIR, the codes."""

from dataclasses import replace

from ui.components.clavier.modele import (
    HAUTEUR_MM,
    Action,
    ClavierVoulu,
    Definition,
    Disposition,
    Eveil,
    Role,
    Trace,
    lettre,
)


def _chiffres() -> tuple[Definition, ...]:
    """1 to 9 on the columns 0 to 2, 1-2-3 on top as on a telephone."""
    return tuple(lettre(str(n + 1), n // 3, n % 3) for n in range(9))


def _dernier_rang(voulu: ClavierVoulu) -> tuple[Definition, ...]:
    if voulu != "nir":
        return (lettre("0", 3, 0, 3),)
    a, b = (
        Definition(x, f"{x}, Corse", 3, colonne, texte=x, mention="Corse", eveil=Eveil.CORSE)
        for x, colonne in (("A", 0), ("B", 2))
    )
    return a, lettre("0", 3, 1), b


def pave(voulu: ClavierVoulu, a_droite: bool, grand: bool) -> Disposition:
    """Digits, and the function keys beside them or below."""
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
