"""The pictures of the README: every screen and state, as a terminal shows it.

With CAPTURES set to a directory they are kept there; without it they go to build/captures.
"""

import pytest
from captures import capturer
from doigts import laisser_faire
from tableaux import TABLEAUX, poser
from tableaux_portee import TABLEAUX_PORTEE

from ui.theme import Forme, TailleTexte

AUTRES = (
    ("01-accueil", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("01-accueil", Forme.PC, "clair", TailleTexte.NORMAL),
    ("01-accueil", Forme.PAYSAGE, "clair", TailleTexte.GRAND),
    ("01-accueil", Forme.PORTRAIT, "contraste_sombre", TailleTexte.NORMAL),
    ("02b-mot-de-passe", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("02a-identification", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("02e-refus", Forme.PC, "clair", TailleTexte.NORMAL),
    ("02b-mot-de-passe", Forme.PORTRAIT, "clair", TailleTexte.GRAND),
    ("03fa-mail", Forme.PORTRAIT, "clair", TailleTexte.GRAND),
    ("03fa-mail", Forme.PAYSAGE, "clair", TailleTexte.GRAND),
    ("03a-compte", Forme.PC, "clair", TailleTexte.NORMAL),
    ("03a-compte", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("03a-compte", Forme.PORTRAIT, "sombre", TailleTexte.NORMAL),
    ("03a-compte", Forme.PORTRAIT, "clair", TailleTexte.GRAND),
    ("03a-compte", Forme.PAYSAGE, "clair", TailleTexte.GRAND),
    ("05a-montants", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("05a-montants", Forme.PORTRAIT, "sombre", TailleTexte.NORMAL),
    ("05a-montants", Forme.PORTRAIT, "clair", TailleTexte.GRAND),
    ("05d-montants-refuses", Forme.PC, "clair", TailleTexte.NORMAL),
    ("05e-regle-foncier", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("05e-regle-foncier", Forme.PORTRAIT, "contraste_clair", TailleTexte.NORMAL),
    ("05e-regle-foncier", Forme.PORTRAIT, "contraste_sombre", TailleTexte.GRAND),
    ("07a-verification", Forme.PC, "clair", TailleTexte.NORMAL),
    ("08a-fin", Forme.PC, "clair", TailleTexte.NORMAL),
    ("08a-fin", Forme.PORTRAIT, "clair", TailleTexte.GRAND),
    ("08i-fin-deux-conditions", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("08i-fin-deux-conditions", Forme.PC, "clair", TailleTexte.NORMAL),
    ("08i-fin-deux-conditions", Forme.PORTRAIT, "clair", TailleTexte.GRAND),
    ("08j-fin-cinq-conditions", Forme.PC, "clair", TailleTexte.NORMAL),
    ("08j-fin-cinq-conditions", Forme.PORTRAIT, "contraste_sombre", TailleTexte.NORMAL),
    ("02j-mot-de-passe-nouveau", Forme.PC, "clair", TailleTexte.NORMAL),
    ("03c-incitation", Forme.PC, "clair", TailleTexte.NORMAL),
    ("03c-incitation", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("03c-incitation", Forme.PORTRAIT, "clair", TailleTexte.GRAND),
    ("03p-profil", Forme.PC, "clair", TailleTexte.NORMAL),
    ("07e-code-faux", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("07d-code", Forme.PORTRAIT, "contraste_sombre", TailleTexte.NORMAL),
    ("11-inactivite", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("13a-pass-sport", Forme.PORTRAIT, "clair", TailleTexte.GRAND),
    ("13b-pass-sport-plusieurs", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("13b-pass-sport-plusieurs", Forme.PC, "clair", TailleTexte.NORMAL),
    ("13c-pass-sport-inconnu", Forme.PC, "clair", TailleTexte.NORMAL),
    ("14b-ajpa-beneficiaires", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("14b-ajpa-beneficiaires", Forme.PC, "clair", TailleTexte.NORMAL),
    ("14c-ajpa-statut", Forme.PC, "clair", TailleTexte.NORMAL),
    ("14f-ajpa-aides", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("14l-ajpa-jours-refuses", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("14m-ajpa-verification", Forme.PC, "clair", TailleTexte.NORMAL),
    ("15d-grossesse-dates", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("15a-grossesse-transmission", Forme.PORTRAIT, "clair", TailleTexte.GRAND),
    ("16d-prime-montant", Forme.PC, "clair", TailleTexte.NORMAL),
    ("18a-equipe-code", Forme.PAYSAGE, "clair", TailleTexte.NORMAL),
    ("18g-equipe-a-voir", Forme.PC, "clair", TailleTexte.NORMAL),
)


@pytest.mark.parametrize("nom", TABLEAUX)
def test_picture_of_every_screen(ouvrir, nom: str) -> None:
    fenetre = ouvrir()
    poser(fenetre, nom)
    assert capturer(fenetre, nom).stat().st_size > 0


@pytest.mark.parametrize(("nom", "forme", "theme", "taille"), AUTRES)
def test_picture_of_other_terminals(ouvrir, nom: str, forme: Forme, theme: str, taille: TailleTexte) -> None:
    fenetre = ouvrir(forme, theme, taille)
    poser(fenetre, nom)
    suffixe = "-".join(x for x in (forme.value, theme, taille.value) if x not in ("clair", "normal"))
    assert capturer(fenetre, f"{nom}-{suffixe}").stat().st_size > 0


@pytest.mark.parametrize("nom", TABLEAUX_PORTEE)
def test_picture_of_what_is_brought_down_and_of_what_sleeps(ouvrir, nom: str) -> None:
    fenetre = ouvrir()
    TABLEAUX_PORTEE[nom](fenetre)
    laisser_faire()
    assert capturer(fenetre, nom).stat().st_size > 0


def test_picture_of_the_largest_keyboard_with_commands_brought_down(ouvrir) -> None:
    fenetre = ouvrir(Forme.PORTRAIT, "clair", TailleTexte.GRAND)
    TABLEAUX_PORTEE["20d-mail-descendu"](fenetre)
    laisser_faire()
    assert capturer(fenetre, "20d-mail-descendu-portrait-grand").stat().st_size > 0
