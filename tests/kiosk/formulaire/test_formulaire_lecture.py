"""What was typed or received becomes a value, or one of the known refusals; never an exception."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, create_model

from kiosk.formulaire import CODES_COMMUNS, Champ, Libelle, Nature, Reponses, champs
from kiosk.formulaire.lecture import lire
from tests.kiosk.formulaire.formulaires import DEBRIS, TYPES, Couleur, question


def champ(nature: Nature) -> Champ:
    return champs(MODELE)[nature.value]


MODELE = create_model("Modele", __base__=Reponses, **{n.value: question(n) for n in TYPES})
BORNES = create_model(
    "Bornes",
    __base__=Reponses,
    jour=(Annotated[date | None, Field(le=date(2022, 10, 13)), Libelle("Jour")], None),
    motif=(Annotated[str | None, Field(pattern="^[a-z]+$"), Libelle("Motif")], None),
    nombre=(Annotated[int | None, Field(ge=1000, le=2000), Libelle("Nombre")], None),
)


@pytest.mark.parametrize(
    ("nature", "brut", "valeur"),
    [
        (Nature.MONTANT, "1 000 €", 1000),
        (Nature.MONTANT, 0, 0),
        (Nature.MONTANT, 12.0, 12),
        (Nature.MONTANT, " ", None),
        (Nature.ENTIER, "3", 3),
        (Nature.ENTIER, "0" * 60 + "3", 3),
        (Nature.ENTIER, "", None),
        (Nature.TEXTE, "  Zoé \u00a0 L. ", "Zoé L."),
        (Nature.TEXTE, "\t\n", None),
        (Nature.DATE, "13/10/2022", date(2022, 10, 13)),
        (Nature.DATE, date(2022, 10, 13), date(2022, 10, 13)),
        (Nature.DATE, "", None),
        (Nature.CHOIX, "rouge", Couleur.ROUGE),
        (Nature.CHOIX, Couleur.BLEU, Couleur.BLEU),
        (Nature.CHOIX, "", None),
        (Nature.OUI_NON, False, False),
        (Nature.OUI_NON, None, None),
        (Nature.CASE, True, True),
        (Nature.CASE, None, False),
    ],
)
def test_an_answer_is_read_as_a_person_gives_it(nature: Nature, brut: object, valeur: object) -> None:
    lu = lire(champ(nature), brut)
    assert (lu.code, lu.valeur) == ("", valeur)
    assert type(lu.valeur) is type(valeur)


@pytest.mark.parametrize(
    ("nature", "brut", "code"),
    [
        (Nature.MONTANT, True, "type"),
        (Nature.MONTANT, b"1", "type"),
        (Nature.MONTANT, -1, "montant-negatif"),
        (Nature.MONTANT, -1.0, "montant-negatif"),
        (Nature.MONTANT, 12.5, "montant-centimes"),
        (Nature.MONTANT, float("nan"), "montant-chiffres"),
        (Nature.MONTANT, float("inf"), "montant-chiffres"),
        (Nature.MONTANT, 1001, "plafond"),
        (Nature.MONTANT, 1e300, "plafond"),
        pytest.param(Nature.MONTANT, 10**5000, "plafond", id="more digits than str() writes"),
        (Nature.ENTIER, True, "type"),
        (Nature.ENTIER, 3.0, "nombre-virgule"),
        (Nature.ENTIER, "22,5", "nombre-virgule"),
        (Nature.ENTIER, ".5", "nombre-virgule"),
        (Nature.ENTIER, "trois", "nombre-chiffres"),
        (Nature.ENTIER, "-3", "nombre-chiffres"),
        (Nature.ENTIER, "٣", "nombre-chiffres"),
        (Nature.ENTIER, 0, "trop-petit"),
        pytest.param(Nature.ENTIER, -(10**5000), "trop-petit", id="as many, negative"),
        (Nature.ENTIER, 10, "trop-grand"),
        pytest.param(Nature.ENTIER, 10**5000, "trop-grand", id="as many"),
        (Nature.TEXTE, 5, "type"),
        (Nature.TEXTE, "a\x00b", "texte-caracteres"),
        (Nature.TEXTE, "\ud800", "texte-caracteres"),
        (Nature.TEXTE, "\u202eabc", "texte-caracteres"),
        (Nature.TEXTE, "a" * 9, "trop-long"),
        (Nature.DATE, 20221013, "type"),
        (Nature.DATE, datetime(2022, 10, 13), "type"),  # noqa: DTZ001
        (Nature.DATE, "31/02/2022", "date-inexistante"),
        (Nature.DATE, "demain", "date-incomplete"),
        (Nature.CHOIX, "vert", "choix-inconnu"),
        (Nature.CHOIX, "ROUGE", "choix-inconnu"),
        (Nature.CHOIX, 1, "type"),
        (Nature.OUI_NON, "oui", "type"),
        (Nature.OUI_NON, 1, "type"),
        (Nature.CASE, "", "type"),
    ],
)
def test_a_refused_answer_says_why(nature: Nature, brut: object, code: str) -> None:
    lu = lire(champ(nature), brut)
    assert (lu.valeur, lu.code) == (None, code)
    assert lu.message


@pytest.mark.parametrize(
    ("nom", "brut", "code", "dit"),
    [
        ("jour", "14/10/2022", "valeur-refusee", "Vérifiez"),
        ("motif", "ABC", "valeur-refusee", "Vérifiez"),
        ("nombre", "999", "trop-petit", "1\u00a0000"),
        ("nombre", 2001, "trop-grand", "2\u00a0000"),
    ],
)
def test_a_bound_of_the_type_is_said_in_plain_words(nom: str, brut: object, code: str, dit: str) -> None:
    lu = lire(champs(BORNES)[nom], brut)
    assert lu.code == code
    assert dit in lu.message


def test_an_amount_over_the_ceiling_still_counts_for_the_rules() -> None:
    assert lire(champ(Nature.MONTANT), "4 000").refusee == 4000
    assert lire(champ(Nature.MONTANT), "12,50").refusee is None
    assert lire(champ(Nature.ENTIER), 10).refusee is None


@given(st.sampled_from(list(TYPES)), DEBRIS)
def test_anything_is_read_or_refused(nature: Nature, brut: Any) -> None:
    lu = lire(champ(nature), brut)
    assert lu.code in {"", "plafond", *CODES_COMMUNS}
    assert bool(lu.code) is bool(lu.message)
    assert lu.valeur is None or not lu.code
    if lu.valeur is not None:  # what is accepted can be sent and read again
        assert lire(champ(nature), lu.valeur).valeur == lu.valeur


def test_a_read_answer_does_not_show_in_a_repr() -> None:
    assert "Zoé" not in repr(lire(champ(Nature.TEXTE), "Zoé"))
    assert "Zoé" not in repr(MODELE(texte="Zoé"))
    assert "Zoé" not in str(MODELE(texte="Zoé"))
