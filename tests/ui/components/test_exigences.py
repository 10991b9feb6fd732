"""The list of rules: an icon, the words, the state in words, and a sober word to assistive technology."""

import pytest
from doigts import laisser_faire, lu
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from kiosk.metier.mot_de_passe import Exigence
from ui.components.exigences import Exigences
from ui.theme import Forme, TailleTexte

LONG, RARE = "12 caractères ou plus", "Difficile à deviner"


def regles(long: bool, rare: bool) -> tuple[Exigence, ...]:
    return (Exigence("longueur", LONG, "Allongez-le.", long), Exigence("courant", RARE, "Changez-le.", rare))


@pytest.fixture
def liste(theme, qtbot) -> Exigences:
    liste = Exigences("Ce qu’il faut\u00a0:", delai_ms=0)
    qtbot.addWidget(liste)
    liste.montrer(regles(False, False), commence=False)
    liste.resize(800, 400)
    liste.show()
    laisser_faire()
    return liste


def dites(liste: Exigences) -> list[str]:
    """What a screen reader meets, rule by rule."""
    return [
        w.accessibleName().replace("\u00a0", " ") for w in liste.findChildren(QLabel) if w.accessibleName()
    ]


def test_nothing_is_judged_before_anything_is_typed(liste: Exigences) -> None:
    assert dites(liste) == [LONG, RARE]
    assert "pas encore" not in lu(liste)


def test_each_rule_says_its_state_in_words(liste: Exigences) -> None:
    liste.montrer(regles(False, True))
    assert dites(liste) == [f"{LONG} : pas encore", f"{RARE} : oui"]
    assert f"{LONG} : pas encore" in lu(liste)
    assert f"{RARE} : oui" in lu(liste)


def test_the_state_is_drawn_too(liste: Exigences, theme) -> None:
    def couleurs() -> set[str]:
        image = liste.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(120) for y in range(image.height())}

    liste.montrer(regles(False, False))
    laisser_faire()
    assert QColor(theme.couleurs.succes).name() not in couleurs()
    liste.montrer(regles(True, False))
    laisser_faire()
    assert QColor(theme.couleurs.succes).name() in couleurs()


def test_only_what_changed_is_said_and_once_the_typing_rests(liste: Exigences, qtbot) -> None:
    phrases: list[str] = []
    liste.a_dire.connect(phrases.append)
    with qtbot.waitSignal(liste.a_dire):
        liste.montrer(regles(False, True))
        liste.montrer(regles(True, True))
        liste.montrer(regles(False, True))
    assert [p.replace("\u00a0", " ") for p in phrases] == [f"{LONG} : pas encore. {RARE} : oui"]
    with qtbot.waitSignal(liste.a_dire):
        liste.montrer(regles(True, True))
    assert phrases[1].replace("\u00a0", " ") == f"{LONG} : oui"
    liste.montrer(regles(False, True))
    liste.montrer(regles(True, True))
    laisser_faire()
    assert len(phrases) == 2  # back to what was said: nothing to add


def test_in_large_text_beside_a_keyboard_only_what_is_missing_is_shown(habiller, liste: Exigences) -> None:
    habiller(Forme.PAYSAGE, taille=TailleTexte.GRAND)
    liste.montrer(regles(False, True))
    laisser_faire()
    assert LONG in lu(liste)
    assert RARE not in lu(liste)
    liste.montrer(regles(True, True))
    assert lu(liste) == "Tout y est."
    habiller(Forme.PORTRAIT)
    laisser_faire()
    assert f"{LONG} : oui" in lu(liste)
