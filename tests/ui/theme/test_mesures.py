"""Millimetres to pixels, on the three screens the design was drawn for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.theme import Forme, Mesures, Profil, TailleTexte
from ui.theme.mesures import ECHELLE, ECRANS_DE_REFERENCE, MM_PAR_POUCE

FORMES = list(Forme)
TAILLES = list(TailleTexte)


def mesures(forme: Forme, taille: TailleTexte = TailleTexte.NORMAL) -> Mesures:
    return Mesures(ECRANS_DE_REFERENCE[forme][0], forme, taille)


@pytest.mark.parametrize(
    ("role", "normal", "grand"),
    [
        ("mini", (27, 23, 24), (45, 38, 41)),
        ("petit", (31, 26, 28), (45, 38, 41)),
        ("corps", (33, 28, 30), (45, 38, 41)),
        ("bouton", (35, 29, 31), (45, 38, 41)),
        ("intro", (37, 31, 33), (47, 40, 42)),
        ("h3", (39, 33, 35), (49, 41, 44)),
        ("saisie", (41, 34, 37), (49, 41, 44)),
        ("touche", (43, 36, 39), (49, 41, 44)),
        ("h2", (47, 40, 42), (53, 45, 48)),
        ("marque", (49, 41, 44), (53, 45, 48)),
        ("h1", (59, 50, 53), (65, 55, 59)),
        ("affiche", (97, 82, 88), (97, 82, 88)),
    ],
)
def test_the_type_ladder_of_the_design(role: str, normal: tuple[int, ...], grand: tuple[int, ...]) -> None:
    assert tuple(mesures(forme).texte(role) for forme in FORMES) == normal
    assert tuple(mesures(forme, TailleTexte.GRAND).texte(role) for forme in FORMES) == grand


@pytest.mark.parametrize(
    ("longueur", "pixels"),
    [(2, (8, 7, 7)), (3, (12, 10, 11)), (15, (61, 51, 55)), (20, (81, 68, 73)), (22, (89, 75, 80))],
)
def test_the_lengths_of_the_design(longueur: float, pixels: tuple[int, ...]) -> None:
    assert tuple(mesures(forme).mm(longueur) for forme in FORMES) == pixels


def test_margins_and_profiles() -> None:
    assert [mesures(forme).marge for forme in FORMES] == [48, 48, 51]
    assert [mesures(forme).profil for forme in FORMES] == [Profil.BORNE, Profil.BORNE, Profil.LIBRE_SERVICE]
    assert [mesures(forme).colonne for forme in FORMES] == [None, None, 1093]


def test_enlarged_text_is_halfway_and_never_under_8_mm() -> None:
    moyenne = mesures(Forme.PORTRAIT, TailleTexte.AGRANDI)
    assert moyenne.texte_mm("corps") == 9.5
    assert min(moyenne.texte_mm(role) for role in ECHELLE) >= 8


def test_large_text_has_capitals_of_7_3_mm_everywhere() -> None:
    """EN 301 549 5.1.4: 0.7° at 60 cm is 7.33 mm; a capital of this font is 0.668 of its size."""
    grand = mesures(Forme.PORTRAIT, TailleTexte.GRAND)
    assert min(grand.texte_mm(role) for role in ECHELLE) * 0.668 >= 7.33


@given(ppi=st.floats(60, 400), forme=st.sampled_from(FORMES), taille=st.sampled_from(TAILLES))
def test_on_any_screen_no_text_and_no_target_is_smaller_than_promised(
    ppi: float, forme: Forme, taille: TailleTexte
) -> None:
    mesure = Mesures(ppi, forme, taille)
    par_mm = ppi / MM_PAR_POUCE
    for role in ECHELLE:
        assert mesure.texte(role) >= mesure.texte_mm(role) * par_mm - 1e-6
    assert mesure.h_lien >= 15 * par_mm - 1e-6
    assert mesure.h_cible >= (20 if mesure.borne else 15) * par_mm
    for hauteur in (mesure.h_champ, mesure.h_touche, mesure.h_petit, mesure.h_outil):
        assert hauteur >= 15 * par_mm - 0.5


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(KeyError):
        mesures(Forme.PC).texte("titre")
