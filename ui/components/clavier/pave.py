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


def pave(voulu: ClavierVoulu, a_droite: bool, grand: bool, seul: bool) -> Disposition:
    """Digits, and the function keys beside them or below; `seul` when there is no other field to go to."""
    avant = Definition(
        "Champ précédent", "Champ précédent", 0, 0, haut=2, action=Action.CHAMP_PRECEDENT, role=Role.FONCTION,
        icone="haut", eveil=Eveil.AVANT, trace=Trace.HAUTE,
    )  # fmt: skip
    apres = Definition(
        "Champ suivant", "Champ suivant", 2, 0, haut=2, action=Action.CHAMP_SUIVANT, role=Role.SUIVANT,
        icone="bas", eveil=Eveil.APRES, trace=Trace.HAUTE,
    )  # fmt: skip
    fin = 3 if seul else 4
    effacer = Definition(
        "Effacer", "Effacer", 0, fin, haut=2, action=Action.EFFACER, role=Role.FONCTION, icone="retour",
        trace=Trace.HAUTE,
    )  # fmt: skip
    masquer = Definition(
        "Masquer le\u00a0clavier", "Masquer le clavier", 2, fin, haut=2, action=Action.MASQUER,
        role=Role.FONCTION, icone="clavier_bas", trace=Trace.HAUTE,
    )  # fmt: skip
    nombres = _chiffres() + _dernier_rang(voulu)
    code = f"pave-{voulu}-seul" if seul else f"pave-{voulu}"
    if a_droite:
        pied = tuple(
            replace(touche, ligne=4 + rang, colonne=0, large=3, haut=1, trace=Trace.LIGNE)
            for rang, touche in enumerate((effacer,) if seul else (effacer, avant, apres))
        )
        return Disposition(code, nombres + pied, (34.0,) * 3, (HAUTEUR_MM,) * (4 + len(pied)), "droite")
    # Large text needs room for « précédent » at 11 mm: the digits give some of theirs.
    fonction, chiffre = (61.95, 41.03) if grand else (56.25, 44.83)
    if seul:
        # The digits take the room of the keys that would lead nowhere.
        colonnes = (*(chiffre + fonction / 3,) * 3, fonction)
        return Disposition(code, (*nombres, effacer, masquer), colonnes, (HAUTEUR_MM,) * 4)
    centre = tuple(replace(touche, colonne=touche.colonne + 1) for touche in nombres)
    return Disposition(
        code,
        (avant, apres, *centre, effacer, masquer),
        (fonction, chiffre, chiffre, chiffre, fonction),
        (HAUTEUR_MM,) * 4,
    )
