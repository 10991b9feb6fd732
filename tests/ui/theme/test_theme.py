"""The theme in force: fonts, caret, and widgets told of a change."""

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QWidget

import resources
from ui.components.champs.saisie import Saisie
from ui.components.textes import Texte
from ui.theme import TailleTexte, Theme, actuel, pixmap, police
from ui.theme.themable import Themable


def test_the_font_is_the_one_made_for_low_vision(theme: Theme) -> None:
    fonte = police("corps")
    assert QFontInfo(fonte).family() == "Atkinson Hyperlegible"
    assert QFontInfo(fonte).pixelSize() == theme.mesures.texte("corps")
    # The cap height that the angles of the design are computed from.
    assert QFontMetricsF(fonte).capHeight() / fonte.pixelSize() == pytest.approx(0.668, abs=0.02)


def test_tabular_digits_have_one_width(theme: Theme) -> None:
    largeurs = QFontMetricsF(police("saisie", tabulaire=True))
    assert largeurs.horizontalAdvance("1111") == largeurs.horizontalAdvance("8888")
    assert QFontMetricsF(police("saisie")).horizontalAdvance("1111") < largeurs.horizontalAdvance("1111")


def test_a_field_has_tabular_digits(theme: Theme, qtbot) -> None:
    champ = Saisie()
    qtbot.addWidget(champ)
    metriques = QFontMetricsF(champ.font())
    assert champ.font().pixelSize() == theme.mesures.texte("saisie")
    assert metriques.horizontalAdvance("1111") == metriques.horizontalAdvance("8888")


def test_the_caret_can_be_seen(theme: Theme, qtbot) -> None:
    champ = Saisie()
    qtbot.addWidget(champ)
    assert champ.style().pixelMetric(QStyle.PixelMetric.PM_TextCursorWidth, None, champ) == 3


@pytest.mark.parametrize("montre_avant", [True, False])
def test_a_widget_is_measured_when_built_and_at_each_change(habiller, qtbot, montre_avant: bool) -> None:
    class Temoin(Themable, QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.vus: list[str] = []
            self.pret()

        def mesurer(self) -> None:
            self.vus.append(actuel().nom)

    habiller(nom="clair")
    parent = QWidget()
    qtbot.addWidget(parent)
    temoin = Temoin()
    temoin.setParent(parent)
    if montre_avant:
        parent.show()
    habiller(nom="sombre")
    habiller(nom="sombre")
    parent.show()
    assert temoin.vus == ["clair", "sombre"]


def test_existing_widgets_take_the_new_theme(habiller, qtbot, qapp: QApplication) -> None:
    habiller(nom="clair")
    titre, erreur = Texte("Titre", "h1"), Texte("Non", "erreur")
    for texte in (titre, erreur):
        qtbot.addWidget(texte)
    avant = titre.font().pixelSize()
    theme = habiller(nom="contraste_sombre", taille=TailleTexte.GRAND)
    assert titre.font().pixelSize() == theme.mesures.texte("h1") > avant
    assert erreur.font().pixelSize() == theme.mesures.texte("corps")
    assert erreur.palette().color(erreur.foregroundRole()).name() == theme.couleurs.erreur.lower()
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.couleurs.fond


@pytest.mark.parametrize("nom", sorted(f.stem for f in resources.chemin("icons").glob("*.svg")))
def test_an_icon_takes_the_colour_asked_for(theme: Theme, nom: str) -> None:
    image = pixmap(nom, "#B02318", 48, marge_texte=10).toImage()
    assert (image.width(), image.height()) == (58, 48)
    opaques = {
        image.pixelColor(x, y).name()
        for x in range(58)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert opaques == {"#b02318"}
    assert all(image.pixelColor(x, y).alpha() == 0 for x in range(50, 58) for y in range(48))


def test_an_unknown_icon_is_refused(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("licorne", "#000000", 20)
