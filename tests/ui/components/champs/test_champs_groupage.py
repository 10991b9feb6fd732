"""Lines that regroup themselves: nothing typed is lost, the caret stays after the same character."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from ui.components.champs import ChampCode, ChampDate, ChampMontant, ChampNir
from ui.components.champs.groupage import CODE, MONTANT, NIR, Groupage, SaisieDate, SaisieGroupee

ESP = "\u00a0"
CTRL = Qt.KeyboardModifier.ControlModifier
_TOUCHES = {
    "effacer": Qt.Key.Key_Backspace,
    "supprimer": Qt.Key.Key_Delete,
    "gauche": Qt.Key.Key_Left,
    "droite": Qt.Key.Key_Right,
    "debut": Qt.Key.Key_Home,
    "fin": Qt.Key.Key_End,
}


@dataclass
class Modele:
    """A plain line of text, as the visitor thinks of it: no separators, a caret between characters."""

    texte: str = ""
    caret: int = 0
    maximum: int = 40

    def jouer(self, geste: str) -> None:
        match geste:
            case "effacer" if self.caret:
                self.texte = self.texte[: self.caret - 1] + self.texte[self.caret :]
                self.caret -= 1
            case "supprimer":
                self.texte = self.texte[: self.caret] + self.texte[self.caret + 1 :]
            case "debut":
                self.caret = 0
            case "fin":
                self.caret = len(self.texte)
            case _ if len(geste) == 1 and len(self.texte) < self.maximum:
                self.texte = self.texte[: self.caret] + geste + self.texte[self.caret :]
                self.caret += 1


def caret_brut(saisie: SaisieGroupee, separateurs: str) -> int:
    avant = saisie.text()[: saisie.cursorPosition()]
    return sum(x not in separateurs for x in avant)


def jouer(saisie: SaisieGroupee, geste: str) -> None:
    if geste in _TOUCHES:
        QTest.keyClick(saisie, _TOUCHES[geste])
    else:
        QTest.keyClicks(saisie, geste)


GESTES = st.lists(
    st.one_of(st.sampled_from("0123456789"), st.sampled_from([*_TOUCHES, "effacer", "effacer"])), max_size=40
)


@pytest.mark.parametrize(("groupage", "separateurs"), [(MONTANT, ESP), (NIR, ESP), (CODE, "")])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gestes=GESTES)
def test_digits_kept_are_digits_typed_and_the_caret_stays_put(
    theme, groupage: Groupage, separateurs: str, gestes: list[str]
) -> None:
    saisie = SaisieGroupee(groupage)
    modele = Modele(maximum=groupage.longueur_max)
    for geste in gestes:
        if geste in ("gauche", "droite"):
            # An arrow may stop on either side of a separator: the model follows the line.
            jouer(saisie, geste)
            modele.caret = caret_brut(saisie, separateurs)
            continue
        modele.jouer(geste)
        jouer(saisie, geste)
        assert saisie.brut() == modele.texte
        assert caret_brut(saisie, separateurs) == modele.caret
    assert saisie.text() == groupage.montre(modele.texte)
    saisie.deleteLater()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texte=st.text(alphabet="0123456789 ,.-aé€", max_size=38))
def test_what_an_amount_cannot_be_is_kept_as_it_was_typed(theme, texte: str) -> None:
    champ = ChampMontant("Salaires")
    for lettre in texte:
        champ.saisie.insert(lettre)
    sans_espaces = texte.replace(" ", "")
    assert champ.valeur().replace(" ", "") == sans_espaces
    champ.deleteLater()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gestes=st.lists(st.sampled_from([*"0123456789", "effacer", "debut"]), max_size=25))
def test_undo_goes_back_one_change_at_a_time_down_to_nothing(theme, gestes: list[str]) -> None:
    saisie = SaisieGroupee(MONTANT)
    vus = [""]
    for geste in gestes:
        jouer(saisie, geste)
        if saisie.brut() != vus[-1]:
            vus.append(saisie.brut())
    for attendu in reversed(vus[:-1]):
        QTest.keyClick(saisie, Qt.Key.Key_Z, CTRL)
        assert saisie.brut() == attendu
    for attendu in vus[1:]:
        QTest.keyClick(saisie, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
        assert saisie.brut() == attendu
    saisie.deleteLater()


def test_typing_after_an_undo_forgets_what_was_undone(qtbot, theme) -> None:
    champ = ChampMontant("Salaires")
    qtbot.addWidget(champ)
    QTest.keyClicks(champ.saisie, "12")
    QTest.keyClick(champ.saisie, Qt.Key.Key_Z, CTRL)
    QTest.keyClicks(champ.saisie, "34")
    QTest.keyClick(champ.saisie, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert champ.valeur() == "134"
    QTest.keyClick(champ.saisie, Qt.Key.Key_Z, CTRL)
    assert champ.valeur() == "13"


@pytest.mark.parametrize(
    ("tape", "montre", "valeur"),
    [
        ("3333334", f"3{ESP}333{ESP}334", "3333334"),
        ("3 333 334", f"3{ESP}333{ESP}334", "3333334"),
        ("100", "100", "100"),
        ("12000,50", f"12{ESP}000,50", "12000,50"),
        ("-1150", f"-1{ESP}150", "-1150"),
        ("12 mille", "12mille", "12mille"),
        ("mille 12", "mille 12", "mille 12"),
        ("9" * 45, f"9{ESP}" + ESP.join(["999"] * 13), "9" * 40),
    ],
)
def test_an_amount_shows_groups_of_three(qtbot, theme, tape: str, montre: str, valeur: str) -> None:
    champ = ChampMontant("Salaires")
    qtbot.addWidget(champ)
    QTest.keyClicks(champ.saisie, tape)
    assert (champ.saisie.text(), champ.valeur()) == (montre, valeur)


def test_pasted_line_breaks_become_spaces(qtbot, theme) -> None:
    champ = ChampMontant("Salaires")
    qtbot.addWidget(champ)
    QGuiApplication.clipboard().setText("1\n200\r\n000")
    QTest.keyClick(champ.saisie, Qt.Key.Key_V, CTRL)
    assert champ.valeur() == "1200000"
    champ.vider()
    QGuiApplication.clipboard().setText("douze\nmille")
    QTest.keyClick(champ.saisie, Qt.Key.Key_V, CTRL)
    assert champ.valeur() == "douze mille"


def test_a_nir_groups_as_on_the_card_and_raises_the_letters_of_corsica(qtbot, theme) -> None:
    champ = ChampNir()
    qtbot.addWidget(champ)
    QTest.keyClicks(champ.saisie, "2 90 06 2a 123 045 76 999")
    assert champ.saisie.text() == ESP.join(["2", "90", "06", "2A", "123", "045", "76"])
    assert champ.valeur() == "290062A12304576"


@pytest.mark.parametrize("tape", ["07042026", "7/4/2026", "07/04/2026", "7.4.2026", "7 4 2026"])
def test_a_date_is_read_however_its_parts_are_separated(qtbot, theme, tape: str) -> None:
    for coller in (False, True):
        champ = ChampDate("Date")
        qtbot.addWidget(champ)
        if coller:
            champ.saisie.coller(tape)
        else:
            QTest.keyClicks(champ.saisie, tape)
        assert champ.valeur() == "07/04/2026"
        jour = champ.date()
        assert jour is not None
        assert jour.isoformat() == "2026-04-07"


def test_a_date_may_be_corrected_digit_by_digit(qtbot, theme) -> None:
    champ = ChampDate("Date")
    qtbot.addWidget(champ)
    QTest.keyClicks(champ.saisie, "07042026")
    champ.saisie.setCursorPosition(3)
    QTest.keyClick(champ.saisie, Qt.Key.Key_Backspace)
    assert champ.valeur() == "00/42/026"
    QTest.keyClicks(champ.saisie, "8")
    assert champ.valeur() == "08/04/2026"


def test_a_date_that_is_none_is_kept_as_typed(qtbot, theme) -> None:
    champ = ChampDate("Date")
    qtbot.addWidget(champ)
    QTest.keyClicks(champ.saisie, "le 7 avril")
    assert champ.valeur() == "le 7 avril"
    assert champ.date() is None
    champ.poser("31/02/2026")
    assert champ.date() is None
    assert isinstance(champ.saisie, SaisieDate)
    champ.saisie.vider()
    champ.saisie.coller("2026-04-07")
    assert champ.valeur() == "07/04/2026"
    champ.poser("2026-04-08")
    assert champ.valeur() == "08/04/2026"


def test_a_code_takes_six_digits_out_of_whatever_is_pasted(qtbot, theme) -> None:
    champ = ChampCode()
    qtbot.addWidget(champ)
    QGuiApplication.clipboard().setText("Code : 482 913.")
    QTest.keyClick(champ.saisie, Qt.Key.Key_V, CTRL)
    assert champ.valeur() == "482913"


def test_a_digit_typed_on_a_full_box_replaces_it(qtbot, theme) -> None:
    champ = ChampCode()
    qtbot.addWidget(champ)
    QTest.keyClicks(champ.saisie, "482913")
    champ.saisie.setCursorPosition(1)
    QTest.keyClicks(champ.saisie, "7")
    assert champ.valeur() == "472913"
    assert champ.saisie.cursorPosition() == 2
