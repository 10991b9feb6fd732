"""A contact detail of any kind: as typed, as stored, as shown; and those of the demonstration."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.metier.adresse_mail import AdresseRefusee
from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.metier.lecture_coordonnee import afficher, lire_coordonnee, masquer
from kiosk.metier.telephone import TelephoneRefuse
from resources import chemin

MOBILE, MAIL, FIXE = NatureCoordonnee
COMPTES = tomllib.loads(chemin("demo", "comptes.toml").read_text(encoding="utf-8"))["comptes"]


@pytest.mark.parametrize(
    ("nature", "tapee", "gardee", "montree", "masquee"),
    [
        (MOBILE, "+33 (0)6 39 98 10 42", "+33639981042", "06 39 98 10 42", "06 •• •• •• 42"),
        (FIXE, "01.99.00.10.17", "+33199001017", "01 99 00 10 17", "01 •• •• •• 17"),
        (MAIL, "Camille@ÉCOLE.fr", "Camille@école.fr", "Camille@école.fr", "C•••••@école.fr"),
    ],
)
def test_each_kind_is_read_kept_shown_and_masked(
    nature: NatureCoordonnee, tapee: str, gardee: str, montree: str, masquee: str
) -> None:
    assert lire_coordonnee(nature, tapee) == gardee
    assert afficher(nature, gardee) == montree.replace(" ", "\u00a0")
    assert masquer(nature, gardee) == masquee.replace(" ", "\u00a0")


def test_each_kind_is_refused_by_its_own_rules() -> None:
    for nature, autre in (
        (MOBILE, "01 99 00 10 17"),
        (FIXE, "06 39 98 10 42"),
        (MOBILE, "camille@exemple.fr"),
    ):
        with pytest.raises(TelephoneRefuse):
            lire_coordonnee(nature, autre)
    with pytest.raises(AdresseRefusee):
        lire_coordonnee(MAIL, "06 39 98 10 42")


@pytest.mark.parametrize("compte", COMPTES, ids=lambda compte: compte["prenom"])
def test_those_of_the_demonstration_are_read_as_they_are_written(
    compte: dict[str, list[dict[str, str]]],
) -> None:
    for ecrite in compte.get("coordonnees", []):
        nature = NatureCoordonnee(ecrite["nature"])
        gardee = lire_coordonnee(nature, ecrite["valeur"])
        assert afficher(nature, gardee) == ecrite["valeur"].replace(" ", "\u00a0")
