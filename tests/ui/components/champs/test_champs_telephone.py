"""A telephone number as people type, paste and copy it: grouped for the eye, read as it was meant."""

import pytest
from doigts import au_clavier_ecran, coller, dicter, ecrire, laisser_faire
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from kiosk.metier.telephone import TelephoneRefuse, lire_telephone
from ui.components.champs import ChampTelephone
from ui.components.ecran import Ecran

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def champ(fenetre) -> ChampTelephone:
    page = Ecran()
    telephone = ChampTelephone("Téléphone mobile", aide="10 chiffres.")
    page.corps.addWidget(telephone)
    page.pret()
    fenetre.montrer(page)
    laisser_faire()
    return telephone


def montre(champ: ChampTelephone) -> str:
    return champ.saisie.text().replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("frappe", "attendu"),
    [
        ("0", "0"),
        ("063", "06_3"),
        ("0639980042", "06_39_98_00_42"),
        ("06 39 98 00 42", "06_39_98_00_42"),
        ("06.39.98.00.42", "06_39_98_00_42"),
        ("063998004299", "06_39_98_00_42_99"),
        ("+33639980042", "+33_6_39_98_00_42"),
        ("+330639980042", "+33_06_39_98_00_42"),
        ("0033639980042", "0033_6_39_98_00_42"),
        ("+262692123456", "+262_6_92_12_34_56"),
        ("+687751234", "+687_75_12_34"),
        ("+508411234", "+508_41_12_34"),
        ("+32475123456", "+32475123456"),
        ("chez moi", "chez moi"),
        ("06 12, le soir", "0612, le soir"),
    ],
)
def test_what_is_typed_is_grouped_by_two_after_its_country_code(champ, frappe: str, attendu: str) -> None:
    ecrire(champ, frappe)
    assert montre(champ) == attendu
    assert champ.valeur().replace(" ", "") == attendu.replace("_", "").replace(" ", "")


@pytest.mark.parametrize(
    "colle",
    [
        "06.39.98.00.42",
        "06-39-98-00-42",
        "06/39/98/00/42",
        "(06) 39 98 00 42",
        "+33 (0)6 39 98 00 42",
        "+33\u00a06\u00a039\u00a098\u00a000\u00a042",
        "0033 6 39 98 00 42",
        "\u202a+33 6 39 98 00 42\u202c",
        " 06 39 98 00 42\n",
        "06\u202f39\u202f98\u202f00\u202f42",
        "06\u201139\u201198\u201100\u201142",
    ],
)
def test_a_number_pasted_from_anywhere_is_the_same_number(champ, colle: str) -> None:
    coller(champ, colle)
    assert lire_telephone(champ.valeur(), mobile=True) == "+33639980042"
    assert champ.saisie.text().endswith("39\u00a098\u00a000\u00a042")


def lu(texte: str) -> str:
    try:
        return lire_telephone(texte, mobile=True)
    except TelephoneRefuse as refus:
        return refus.code


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texte=st.text(alphabet="0123456789+ .-()/\u00a0\u202faé", max_size=24))
def test_grouping_never_changes_what_is_read(theme, texte: str) -> None:
    champ = ChampTelephone("Téléphone mobile")
    champ.saisie.coller(texte)
    assert lu(champ.valeur()) == lu(texte)
    assert lu(champ.saisie.text()) == lu(texte)
    champ.deleteLater()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gestes=st.lists(st.sampled_from([*"0123456789", "+", "effacer", "effacer"]), max_size=24))
def test_erasing_takes_one_digit_whatever_is_drawn_between(theme, gestes: list[str]) -> None:
    champ = ChampTelephone("Téléphone mobile")
    modele = ""
    for geste in gestes:
        if geste == "effacer":
            QTest.keyClick(champ.saisie, Qt.Key.Key_Backspace)
            modele = modele[:-1]
        else:
            QTest.keyClicks(champ.saisie, geste)
            modele += geste
        assert champ.valeur() == modele
    champ.deleteLater()


def test_a_digit_put_in_the_middle_stays_before_the_caret(champ) -> None:
    ecrire(champ, "063998042")
    for _ in range(3):
        QTest.keyClick(champ.saisie, Qt.Key.Key_Left)
    QTest.keyClicks(champ.saisie, "0")
    assert montre(champ) == "06_39_98_00_42"
    assert champ.saisie.text()[: champ.saisie.cursorPosition()].endswith("98\u00a000")


def test_undo_goes_back_over_what_was_typed(champ) -> None:
    ecrire(champ, "0639")
    QTest.keyClick(champ.saisie, Qt.Key.Key_Z, CTRL)
    assert champ.valeur() == "063"


def test_the_screen_offers_a_pad_of_digits(fenetre, champ) -> None:
    champ.setFocus()
    au_clavier_ecran(fenetre, "0", "6", "3", "9", "Effacer")
    assert montre(champ) == "06_3"
    assert {t.definition.texte for t in fenetre.clavier.touches if t.definition.texte} == set("0123456789")


def test_it_is_heard_with_its_label_hint_and_error(champ) -> None:
    dicter(champ, "06")
    champ.erreur("Écrivez les 10 chiffres de votre numéro.")
    lecteur = QAccessible.queryAccessibleInterface(champ.saisie)
    assert lecteur.text(QAccessible.Text.Name) == "Téléphone mobile"
    assert lecteur.text(QAccessible.Text.Description).startswith("Erreur\u00a0: Écrivez les 10 chiffres")
    assert "10 chiffres." in lecteur.text(QAccessible.Text.Description)
