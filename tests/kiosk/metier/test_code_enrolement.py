"""A code that is read aloud: what is heard right is taken, what is heard wrong is noticed on the spot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.base32 import ALPHABET
from kiosk.metier.code_enrolement import CodeEnrolement, CodeInvalide, lire

CODES = st.builds(
    CodeEnrolement, st.text(ALPHABET, min_size=3, max_size=3), st.text(ALPHABET, min_size=5, max_size=5)
)


@given(CODES)
def test_a_code_is_read_back_however_it_was_written(code: CodeEnrolement) -> None:
    texte = code.texte()

    assert [len(groupe) for groupe in texte.split("-")] == [3, 3, 3]
    for ecrit in (
        texte,
        texte.lower(),
        texte.replace("-", ""),
        texte.replace("-", " "),
        texte.replace("1", "l"),
    ):
        assert lire(ecrit) == code


@given(CODES, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: CodeEnrolement, rang: int, autre: str) -> None:
    lettres = code.texte().replace("-", "")
    faux = lettres[:rang] + autre + lettres[rang + 1 :]

    if faux == lettres:
        assert lire(faux) == code
    else:
        with pytest.raises(CodeInvalide):
            lire(faux)


@given(CODES, st.integers(0, 8), st.integers(0, 8))
def test_two_characters_exchanged_are_noticed(code: CodeEnrolement, un: int, deux: int) -> None:
    lettres = list(code.texte().replace("-", ""))
    if lettres[un] == lettres[deux]:
        return
    lettres[un], lettres[deux] = lettres[deux], lettres[un]

    with pytest.raises(CodeInvalide):
        lire("".join(lettres))


@pytest.mark.parametrize("texte", ["", "7K3", "7K3-F9Q-MX22", "7K3-F9Q-MXU", "é" * 9, "7K3\0F9QMX2"])
def test_what_is_no_code_is_said_without_being_quoted(texte: str) -> None:
    with pytest.raises(CodeInvalide) as refus:
        lire(texte)

    assert not texte or texte not in str(refus.value)


def test_a_code_shows_nothing_of_what_proves_it() -> None:
    assert "F9QMX" not in repr(CodeEnrolement("7K3", "F9QMX"))
