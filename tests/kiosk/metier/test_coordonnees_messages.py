"""Every code about contact details and passwords, and how its sentence is written."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from kiosk.metier import adresse_mail, coordonnees, mot_de_passe, telephone

CODES = {
    "adresse-accent",
    "adresse-arobase",
    "adresse-caracteres",
    "adresse-domaine",
    "adresse-espace",
    "adresse-incomplete",
    "adresse-longue",
    "adresse-point-final",
    "adresse-points",
    "adresse-reservee",
    "adresse-vide",
    "coordonnee-absente",
    "coordonnee-deux-fois",
    "derniere-coordonnee",
    "derniere-securisee",
    "mot-de-passe-courant",
    "mot-de-passe-longueur",
    "mot-de-passe-nir",
    "mot-de-passe-nom",
    "telephone-caracteres",
    "telephone-etranger",
    "telephone-longueur",
    "telephone-plutot-fixe",
    "telephone-plutot-mobile",
    "telephone-special",
    "telephone-vide",
}
EXIGENCES = {
    f"{exigence.code}/{len(nouveau)}": exigence
    for nouveau in ("", "x" * (mot_de_passe.LONGUEUR_MAX + 1))
    for exigence in mot_de_passe.exigences(nouveau)
}
DES_REFUS: Mapping[str, str] = {**adresse_mail.REFUS, **coordonnees.REFUS, **telephone.REFUS}
PHRASES = {**DES_REFUS, **{code: exigence.correction for code, exigence in EXIGENCES.items()}}


def test_these_are_all_the_codes() -> None:
    assert {*DES_REFUS, *(code.split("/")[0] for code in EXIGENCES)} == CODES


@pytest.mark.parametrize("phrase", PHRASES.values(), ids=PHRASES.keys())
def test_a_sentence_says_what_to_do_in_few_words(phrase: str) -> None:
    assert phrase[0].isupper() or phrase[0] == "É"
    assert phrase.endswith(".")
    assert "!" not in phrase
    assert "'" not in phrase
    assert "invalide" not in phrase.lower()
    assert not re.search(r"(?<!\u00a0)[:;?»]|«(?!\u00a0)", phrase)
    for une in re.split(r"(?<=[.?])\s", phrase):
        assert len(une.split()) <= 20, une


@pytest.mark.parametrize("code", EXIGENCES)
def test_a_rule_fits_on_a_line(code: str) -> None:
    libelle = EXIGENCES[code].libelle
    assert len(libelle) <= 32
    assert not libelle.endswith(".")
    assert "pas" not in libelle.split()
