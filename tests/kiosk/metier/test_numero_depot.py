"""The number a person copies from a receipt: no slip of one character or two goes unseen."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.metier.numero_depot import ALPHABET, EXEMPLE, LETTRES, NumeroInvalide, lire, numero

NUMEROS = st.builds(numero, st.sampled_from(LETTRES), st.uuids())
ID = UUID("00000000-0000-4000-8000-000000000001")


def nu(texte: str) -> str:
    return texte.replace("-", "")


def test_the_number_of_an_id_never_changes() -> None:
    """Receipts already printed must stay right: this pins the derivation."""
    assert numero("R", ID) == "R-C4R1-04EZ-P32V-S"


def test_another_letter_gives_another_check() -> None:
    un, autre = numero("R", ID), numero("G", ID)
    assert un[1:-1] == autre[1:-1]
    assert un[-1] != autre[-1]


@pytest.mark.parametrize("lettre", ["", "RG", "r", "I", "L", "O", "U", "1", "é"])
def test_a_letter_that_could_be_misread_is_refused(lettre: str) -> None:
    with pytest.raises(ValueError, match="letter"):
        numero(lettre, ID)


@given(NUMEROS)
def test_what_is_printed_is_read_back(n: str) -> None:
    assert lire(n) == n


@given(NUMEROS, st.data())
def test_case_dashes_and_spaces_do_not_matter(n: str, data: st.DataObject) -> None:
    separateur = data.draw(st.sampled_from(["", " ", "-", "\u00a0", "–", " - ", "."]))
    saisi = separateur.join(data.draw(st.sampled_from([c, c.lower()])) for c in nu(n))
    assert lire(f"  {saisi}\n") == n


@given(NUMEROS, st.data())
def test_one_and_zero_may_be_written_as_letters(n: str, data: st.DataObject) -> None:
    semblables = {"1": "1IiLl", "0": "0Oo"}
    corps = "".join(data.draw(st.sampled_from(semblables.get(c, c))) for c in n[1:])
    assert lire(n[0] + corps) == n


@given(NUMEROS)
def test_every_single_wrong_character_is_refused(n: str) -> None:
    brut = nu(n)
    for i, juste in enumerate(brut):
        for faux in ALPHABET.replace(juste, ""):
            with pytest.raises(NumeroInvalide):
                lire(brut[:i] + faux + brut[i + 1 :])


@given(NUMEROS)
def test_every_exchange_of_two_characters_is_refused(n: str) -> None:
    """Neighbours or not; two equal characters exchanged are the same number."""
    brut = nu(n)
    for i in range(len(brut)):
        for j in range(i + 1, len(brut)):
            if brut[i] != brut[j]:
                permute = list(brut)
                permute[i], permute[j] = permute[j], permute[i]
                with pytest.raises(NumeroInvalide):
                    lire("".join(permute))


@given(NUMEROS, st.integers(0, 13))
def test_a_missing_or_doubled_character_is_refused(n: str, i: int) -> None:
    brut = nu(n)
    for saisi in (brut[:i] + brut[i + 1 :], brut[:i] + brut[i] + brut[i:]):
        with pytest.raises(NumeroInvalide, match="14 lettres et chiffres"):
            lire(saisi)


@given(st.text(max_size=40))
def test_any_other_text_is_refused_with_a_sentence(texte: str) -> None:
    try:
        assert nu(lire(texte)).isascii()
    except NumeroInvalide as refus:
        assert str(refus).endswith(".")  # noqa: PT017 — both outcomes are right, each is checked


@pytest.mark.parametrize(
    ("saisi", "phrase"),
    [
        ("", "Vous en avez saisi 0."),
        ("R-7K3F", "Vous en avez saisi 5."),
        ("R-UUUU-9QMX-2D4V-T", "«\u00a0U\u00a0»"),
        ("R-7K3F-9QMX-2D4V-é", "«\u00a0é\u00a0»"),
        ("17K3F9QMX2D4VT", "commence par une lettre"),
        (EXEMPLE[:-1] + ("0" if EXEMPLE[-1] != "0" else "1"), "Vérifiez chaque lettre"),
    ],
)
def test_the_sentence_says_what_is_wrong(saisi: str, phrase: str) -> None:
    with pytest.raises(NumeroInvalide, match=phrase.replace(".", r"\.")):
        lire(saisi)


def test_ids_that_look_alike_give_numbers_that_do_not() -> None:
    numeros = {numero("R", UUID(int=i)) for i in range(2000)}
    assert len(numeros) == 2000
