"""A title breaks into lines about as long as each other, in the room and the number of lines that Qt gives it."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from ui.components.boutons import Bouton
from ui.components.dessin import bloc, largeur_mot, lignes_egales
from ui.components.textes import Texte
from ui.components.tuiles import TuileChoix
from ui.theme import police

TITRE = "Allocation journalière du proche aidant"
MOTS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzé", min_size=1, max_size=14), min_size=1, max_size=12)


def _droite_de_lencre(image: QImage, haut: int, bas: int) -> int:
    """The last column of these rows where something is written."""
    fond = image.pixel(image.width() - 1, 0)
    colonnes = (
        x
        for x in range(image.width() - 1, -1, -1)
        if any(image.pixel(x, y) != fond for y in range(haut, bas))
    )
    return next(colonnes, 0)


def test_the_last_word_of_a_title_is_not_alone(qtbot, theme) -> None:
    titre = Texte(TITRE, "h1")
    qtbot.addWidget(titre)
    fonte = police("h1", gras=True)
    # Short of the whole by one pixel: Qt alone leaves « aidant » by itself.
    titre.resize(bloc(fonte, TITRE, 100_000).width() - 1, 10)
    titre.resize(titre.width(), titre.heightForWidth(titre.width()))
    image = titre.grab().toImage()
    moitie = image.height() // 2
    lignes = _droite_de_lencre(image, 0, moitie), _droite_de_lencre(image, moitie, image.height())
    assert min(lignes) > 0.6 * max(lignes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOTS, st.integers(200, 1200))
@example(["a", "aaaaaaaaaaaaaa"], 458)
def test_as_many_lines_and_no_word_cut(theme, mots: list[str], libre: int) -> None:
    fonte, texte = police("h1", gras=True), " ".join(mots)
    dessine, largeur = lignes_egales(fonte, texte, libre)
    assert dessine == texte
    assert largeur <= libre
    assert bloc(fonte, texte, largeur).height() == bloc(fonte, texte, libre).height()
    assert largeur >= min(libre, largeur_mot(fonte, texte) - 1)  # which has a pixel to spare


def test_a_compound_word_stays_whole_where_it_fits(theme) -> None:
    fonte, texte = police("h1", gras=True), "Vos coordonnées sont-elles toujours exactes ?"
    dessine, largeur = lignes_egales(fonte, texte, 984)
    assert bloc(fonte, dessine, largeur).height() == bloc(fonte, texte, 984).height()
    # Were the word cut at its hyphen, the lines would fit in less.
    assert largeur > lignes_egales(fonte, texte.replace("-", " "), 984)[1]
    assert lignes_egales(fonte, "Séparation-de-biens-et-de-corps-longue-à-couper", 300)[1] == 300


def test_a_tile_and_a_button_do_not_leave_the_last_word_alone(qtbot, theme) -> None:
    mm = theme.mesures.mm
    for piece, gauche in ((TuileChoix(TITRE), mm(23)), (Bouton(TITRE, "s"), mm(3))):
        qtbot.addWidget(piece)
        piece.resize(piece.sizeHint().width() - 1, 10)
        piece.resize(piece.width(), piece.heightForWidth(piece.width()))
        # Neither the frame nor the mark: what is written.
        ecrit = piece.grab().toImage().copy(gauche, 6, piece.width() - gauche - mm(2), piece.height() - 12)
        moitie = ecrit.height() // 2
        lignes = _large_de_lencre(ecrit, 0, moitie), _large_de_lencre(ecrit, moitie, ecrit.height())
        assert min(lignes) > 0.6 * max(lignes)


def _large_de_lencre(image: QImage, haut: int, bas: int) -> int:
    miroir = image.flipped(Qt.Orientation.Horizontal)
    return _droite_de_lencre(image, haut, bas) - (image.width() - _droite_de_lencre(miroir, haut, bas))
