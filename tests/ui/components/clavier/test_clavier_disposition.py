"""The layouts: sizes of design.md §7, every character reachable, every key named."""

import string
from itertools import combinations
from typing import get_args

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QRawFont

from ui.components.clavier.disposition import disposition
from ui.components.clavier.modele import Action, ClavierVoulu, Disposition, Eveil, Page
from ui.theme import Forme, TailleTexte, police

VOULUS = get_args(ClavierVoulu)
PAGES = get_args(Page)
PORTRAIT, PAYSAGE = 102.46 / 25.4, 86.27 / 25.4
# forme -> (px per mm, width of the grid at the bottom, width of the grid of the right dock)
ECRANS = {False: (PORTRAIT, 984, 0), True: (PAYSAGE, 1184, 337)}


def toutes() -> list[tuple[Disposition, bool]]:
    """Every layout, and whether it is for a lying screen."""
    return [
        (disposition(voulu, paysage=paysage, grand=grand, page=page, seul=seul), paysage)
        for voulu in VOULUS
        for paysage in (False, True)
        for grand in (False, True)
        for page in PAGES
        for seul in (False, True)
    ]


def rectangles(une: Disposition, paysage: bool) -> tuple[float, int, tuple[QRect, ...]]:
    px, bas, droite = ECRANS[paysage]
    largeur = droite if une.ancrage == "droite" else bas
    return px, largeur, une.rectangles(largeur, px)


def test_every_key_is_at_least_15_mm_and_keys_stand_apart() -> None:
    for une, paysage in toutes():
        px, largeur, rects = rectangles(une, paysage)
        for rect in rects:
            assert rect.width() / px >= 15, (une.code, rect)
            assert rect.height() / px >= 15, (une.code, rect)
        assert max(rect.right() for rect in rects) == largeur - 1
        assert max(rect.bottom() for rect in rects) == une.hauteur(px) - 1
        for a, b in combinations(rects, 2):
            # Any two keys are 2.5 mm apart in one direction at least.
            ecart = max(
                b.left() - a.right() - 1,
                a.left() - b.right() - 1,
                b.top() - a.bottom() - 1,
                a.top() - b.bottom() - 1,
            )
            assert ecart / px >= 2.5, (une.code, a, b)


def test_only_the_row_of_domains_of_a_lying_screen_is_under_20_mm() -> None:
    for une, paysage in toutes():
        px, _largeur, rects = rectangles(une, paysage)
        for touche, rect in zip(une.touches, rects, strict=True):
            if touche.eveil is not Eveil.DOMAINE or not paysage:
                assert min(rect.width(), rect.height()) / px >= 19.8, (une.code, touche.nom)


@pytest.mark.parametrize(
    ("voulu", "paysage", "nom", "attendu"),
    [
        ("nombre", False, "5", (169, 81)),
        ("nombre", False, "Champ suivant", (215, 174)),
        ("nombre", True, "5", (106, 68)),
        ("nombre", True, "Effacer", (337, 68)),
        ("texte", False, "a", (87, 81)),
        ("texte", True, "a", (109, 68)),
    ],
)
def test_keys_have_the_pixels_of_the_design(
    voulu: ClavierVoulu, paysage: bool, nom: str, attendu: tuple[int, int]
) -> None:
    une = disposition(voulu, paysage=paysage, grand=False)
    rects = rectangles(une, paysage)[2]
    rect = next(rect for touche, rect in zip(une.touches, rects, strict=True) if touche.nom == nom)
    assert abs(rect.width() - attendu[0]) <= 1
    assert abs(rect.height() - attendu[1]) <= 1


@pytest.mark.parametrize("voulu", ["texte", "mail", "mot_de_passe"])
def test_every_printable_ascii_character_can_be_typed(voulu: ClavierVoulu) -> None:
    typables = {
        touche.texte
        for page in PAGES
        for touche in disposition(voulu, paysage=False, grand=False, page=page).touches
    }
    imprimables = set(string.printable) - set(string.whitespace) | (set() if voulu == "mail" else {" "})
    assert imprimables <= typables
    assert set("éèàçùêîôëïâûüœÉÈÀÇÙÊÎÔËÏÂÛÜŒ€") <= typables


def test_every_key_is_named_and_no_two_keys_of_a_page_share_a_name() -> None:
    for une, _paysage in toutes():
        noms = [touche.nom for touche in une.touches]
        assert all(nom.strip() for nom in noms)
        assert len(set(noms)) == len(noms), une.code
    noms = {t.texte: t.nom for t in disposition("mail", paysage=False, grand=False).touches if t.texte}
    assert (noms["@"], noms["a"], noms["."]) == ("arobase", "a", "point")
    assert {t.nom for t in disposition("nir", paysage=False, grand=False).touches} >= {"A, Corse", "B, Corse"}


def test_the_pads_hold_digits_in_the_order_of_a_telephone() -> None:
    for voulu in ("nombre", "nir", "code"):
        for paysage in (False, True):
            for seul in (False, True):
                touches = disposition(voulu, paysage=paysage, grand=False, seul=seul).touches
                chiffres = sorted(
                    (t for t in touches if t.texte.isdecimal()), key=lambda t: (t.ligne, t.colonne)
                )
                assert "".join(t.texte for t in chiffres) == "1234567890"
                assert any(t.action is Action.EFFACER for t in touches)


def test_a_mail_field_has_on_its_first_page_all_that_a_common_address_needs() -> None:
    for paysage in (False, True):
        for grand in (False, True):
            textes = [t.texte for t in disposition("mail", paysage=paysage, grand=grand).touches]
            assert {"@", ".", "-", "_", ".fr", ".com"} <= set(textes)
            assert {"@gmail.com", "@orange.fr", "@laposte.net", "@free.fr"} <= set(textes)
            assert " " not in textes


def test_keys_are_kept_in_reading_order_whoever_goes_from_one_to_the_next() -> None:
    for une, _paysage in toutes():
        places = [(touche.ligne, touche.colonne) for touche in une.touches]
        assert places == sorted(places), une.code
    noms = [t.nom for t in disposition("texte", paysage=False, grand=False).touches]
    assert noms[30:39] == ["Majuscule", *"wxcvbn", "point", "Effacer"]
    assert noms[-1] == "Champ suivant"


@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("forme", [Forme.PORTRAIT, Forme.PAYSAGE])
def test_the_font_has_every_label(habiller, forme: Forme, taille: TailleTexte) -> None:
    habiller(forme, taille=taille)
    fonte = QRawFont.fromFont(police("touche", gras=True))
    manquants = {
        x
        for une, _paysage in toutes()
        for touche in une.touches
        for x in touche.etiquette
        if not fonte.supportsCharacter(ord(x))
    }
    assert manquants == set()
