"""Every pair of colours in use, measured with the WCAG 2 formula in the four themes."""

import re
from dataclasses import fields

import pytest

from ui.theme import THEMES, Couleurs

# (text or sign, background, minimum): 7 for running text, 4.5 for other text, 3 for shapes.
PAIRES = (
    ("encre", "fond", 7),
    ("encre", "surface", 7),
    ("encre", "surface_2", 7),
    ("encre_2", "fond", 4.5),
    ("encre_2", "surface", 4.5),
    ("encre_2", "surface_2", 4.5),
    ("sur_action", "action", 4.5),
    ("sur_action", "action_presse", 4.5),
    ("action", "surface", 4.5),
    ("action", "fond", 4.5),
    ("action", "action_teinte", 4.5),
    ("encre", "action_teinte", 7),
    ("encre_2", "action_teinte", 4.5),
    ("sur_action", "encre_2", 4.5),
    ("succes", "surface", 3),
    ("encre", "touche", 7),
    ("encre", "touche_fn", 7),
    ("encre_2", "clavier", 4.5),
    ("action", "surface_2", 4.5),
    ("succes", "succes_fond", 4.5),
    ("encre", "succes_fond", 7),
    ("alerte", "alerte_fond", 4.5),
    ("encre", "alerte_fond", 7),
    ("sur_alerte_plein", "alerte_plein", 4.5),
    ("surface", "succes", 4.5),
    ("erreur", "erreur_fond", 4.5),
    ("erreur", "fond", 4.5),
    ("encre", "erreur_fond", 7),
    ("erreur", "surface", 4.5),
    ("bord", "fond", 3),
    ("bord", "surface", 3),
    ("bord", "surface_2", 3),
    ("bord", "clavier", 3),
    ("action", "clavier", 3),
    ("focus", "fond", 3),
    ("focus", "clavier", 3),
    ("focus", "action", 3),
)


def luminance(couleur: str) -> float:
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rouge, vert, bleu = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def contraste(une: str, autre: str) -> float:
    claire, foncee = sorted((luminance(une), luminance(autre)), reverse=True)
    return (claire + 0.05) / (foncee + 0.05)


@pytest.mark.parametrize("nom", THEMES)
@pytest.mark.parametrize(("signe", "fond", "minimum"), PAIRES)
def test_a_pair_in_use_keeps_its_contrast(nom: str, signe: str, fond: str, minimum: float) -> None:
    couleurs = THEMES[nom]
    # Of the two tones of the focus ring, one at least must be seen.
    signes = ("focus_int", "focus_ext") if signe == "focus" else (signe,)
    mesure = max(contraste(getattr(couleurs, jeton), getattr(couleurs, fond)) for jeton in signes)
    assert mesure >= (max(minimum, 7) if couleurs.contraste and minimum > 3 else minimum)


@pytest.mark.parametrize("nom", THEMES)
def test_every_token_is_a_colour(nom: str) -> None:
    for champ in fields(Couleurs):
        valeur = getattr(THEMES[nom], champ.name)
        if champ.name == "contraste":
            assert valeur is nom.startswith("contraste")
        else:
            longueur = 8 if champ.name == "voile" else 6
            assert re.fullmatch(rf"#[0-9A-F]{{{longueur}}}", valeur), champ.name
