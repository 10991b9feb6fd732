"""Texts, as a screen reader meets them."""

from collections.abc import Iterator

import pytest
from exemples import rien
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.components.textes import Paragraphe, Texte
from ui.screens.accueil import EcranAccueil


def descendants(vue: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for rang in range(vue.childCount()):
        enfant = vue.child(rang)
        yield enfant
        yield from descendants(enfant)


def lecture(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


@pytest.mark.parametrize("role", ["affiche", "h1", "h2", "h3", "titre_erreur"])
def test_a_title_is_read_as_a_heading_by_the_words_it_has_now(qtbot, theme, role: str) -> None:
    titre = Texte("Mes démarches", role)
    qtbot.addWidget(titre)
    assert lecture(titre).role() is QAccessible.Role.Heading
    assert lecture(titre).text(QAccessible.Text.Name) == "Mes démarches"
    titre.setText("Suivi")
    assert lecture(titre).text(QAccessible.Text.Name) == "Suivi"


def test_other_words_stay_labels(qtbot, theme) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    colonne = QVBoxLayout(page)
    mots = (
        Texte("06 •• •• •• 42"),
        Texte("R-0XAC", "h2", titre=False),
        Paragraphe("Une phrase.", "h2"),
        QLabel("Un"),
    )
    for mot in mots:
        colonne.addWidget(mot)
    assert [lecture(mot).role() for mot in mots] == [QAccessible.Role.StaticText] * 4


def test_a_page_begins_with_its_heading_in_the_tree(fenetre) -> None:
    page = EcranAccueil(rien, rien, rien)
    fenetre.montrer(page)
    roles = [(vue.role(), vue.text(QAccessible.Text.Name)) for vue in descendants(lecture(page))]
    titres = [nom for role, nom in roles if role is QAccessible.Role.Heading]
    assert titres[0] == "Bonjour"


def test_a_heading_goes_with_its_widget(qtbot, theme) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    colonne = QVBoxLayout(page)
    for _ in range(3):
        titre = Texte("Titre", "h1")
        colonne.addWidget(titre)
        assert lecture(titre).role() is QAccessible.Role.Heading
        titre.deleteLater()
        qtbot.waitUntil(lambda: not page.findChildren(Texte))
        assert lecture(page).childCount() == 0
