"""« Texte » and « Contraste »: a page that takes another look is the very page that would have been drawn in it."""

import pytest
from doigts import laisser_faire
from PySide6.QtGui import QImage
from tableaux import poser

from ui.theme import Forme, TailleTexte


@pytest.mark.parametrize(
    ("nom", "theme", "taille"),
    [
        ("04a-a-savoir", "sombre", TailleTexte.AGRANDI),
        ("03p-profil", "contraste_sombre", TailleTexte.NORMAL),
        ("06-sortie", "contraste_sombre", TailleTexte.GRAND),
    ],
)
def test_a_page_that_changes_its_look_is_the_page_drawn_in_it(
    ouvrir, habiller, nom: str, theme: str, taille: TailleTexte
) -> None:
    def image(fenetre) -> QImage:
        laisser_faire()
        return fenetre.grab().toImage()

    fenetre = ouvrir()
    poser(fenetre, nom)
    habiller(Forme.PORTRAIT, theme, taille)
    changee = image(fenetre)
    autre = ouvrir(Forme.PORTRAIT, theme, taille)
    poser(autre, nom)
    assert changee == image(autre)
