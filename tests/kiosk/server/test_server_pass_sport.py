"""The Pass'Sport of an account: each person of the home, on the day that the backend plays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, delete, insert

from kiosk.server.demo import CompteDemo, comptes_demo, fictifs
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.models import CompteLigne, DroitLigne, MembreLigne

Demarrer = Callable[[ReglagesServeur], Any]

ETE_2022 = date(2022, 7, 1)


def de(prenom: str) -> CompteDemo:
    return next(compte for compte in comptes_demo() if compte.prenom == prenom)


@pytest.fixture
def le(reglages: ReglagesServeur, demarrer: Demarrer) -> Callable[[date, str], dict[str, Any] | None]:
    """What `GET /compte` says of the Pass'Sport to somebody, on a day."""

    def lire(jour: date, prenom: str) -> dict[str, Any] | None:
        backend = demarrer(reglages.model_copy(update={"demonstration": True, "date_reference": jour}))
        session, _ = backend.ouvrir(de(prenom))
        reponse = backend.http.get("/api/v1/compte", headers=session)
        assert reponse.status_code == 200, reponse.text
        vu: dict[str, Any] | None = reponse.json()["pass_sport"]
        return vu

    return lire


Lire = Callable[[date, str], dict[str, Any] | None]


def qui(vu: dict[str, Any] | None) -> list[tuple[str, bool, str | None]]:
    assert vu is not None
    return [(p["prenom"], p["concerne"], p["livraison"]) for p in vu["personnes"]]


def message(vu: dict[str, Any] | None, prenom: str) -> str:
    assert vu is not None
    return str(next(p["message"] for p in vu["personnes"] if p["prenom"] == prenom)).replace("\u00a0", " ")


def test_the_children_of_a_home_their_delivery_and_the_amount(le: Lire) -> None:
    vu = le(ETE_2022, "Livia")
    assert vu is not None
    assert (vu["campagne"], vu["connue"], vu["montant"], vu["jusqu_au"]) == (2022, True, 50, "2022-12-31")
    # Noé has two rights, and one coupon.
    assert qui(vu) == [("Lina", True, "juin"), ("Noé", True, "juin")]
    assert "au plus tard en août 2022" in message(vu, "Lina")


def test_a_right_that_begins_in_august_is_on_the_second_list_once_it_is_known(le: Lire) -> None:
    enfants = ["Fatou", "Ibrahim", "Mariam", "Oumar"]
    avant = le(date(2022, 7, 31), "Moussa")
    assert qui(avant) == [*((prenom, True, "juin") for prenom in enfants), ("Sira", False, None)]
    apres = le(date(2022, 8, 1), "Moussa")
    assert qui(apres) == [*((prenom, True, "juin") for prenom in enfants), ("Sira", True, "aout")]
    assert "vous allez prochainement les recevoir" in message(apres, "Sira")
    assert "L’envoi est terminé depuis octobre 2022" in message(le(date(2022, 11, 1), "Moussa"), "Sira")


def test_a_right_that_is_over_still_counts(le: Lire) -> None:
    # Fatou's allocation ended on 2023-07-31, after the school start that the campaign of 2022 looks at.
    assert ("Fatou", True, "juin") in qui(le(date(2022, 12, 31), "Moussa"))
    assert "Fatou" not in [prenom for prenom, *_ in qui(le(date(2023, 8, 1), "Moussa"))]


def test_the_younger_children_of_2025_are_told_why(le: Lire) -> None:
    vu = le(date(2025, 10, 1), "Moussa")
    assert vu is not None
    assert vu["montant"] == 70
    assert qui(vu) == [
        ("Ibrahim", True, None),
        ("Mariam", True, None),
        ("Oumar", False, None),
        ("Sira", False, None),
    ]
    assert "nées du 1er janvier 2008 au 31 décembre 2011" in message(vu, "Oumar")


def test_an_adult_is_named_for_their_own_right_only(le: Lire) -> None:
    assert qui(le(ETE_2022, "Hugo")) == [("Hugo", True, "juin")]
    boursiere = le(date(2022, 10, 20), "Inès")
    assert qui(boursiere) == [("Inès", True, None)]
    assert "adressez-vous au Crous" in message(boursiere, "Inès")
    assert le(date(2021, 9, 1), "Inès") is None


@pytest.mark.parametrize("prenom", ["Camille", "Karim", "Thomas"])
@pytest.mark.parametrize("jour", [ETE_2022, date(2026, 11, 23)])
def test_a_home_that_nobody_of_could_be_concerned_sees_nothing(le: Lire, jour: date, prenom: str) -> None:
    assert le(jour, prenom) is None


@pytest.mark.parametrize("prenom", ["Livia", "Moussa", "Hugo"])
def test_an_unknown_campaign_is_said_and_nothing_is_guessed(le: Lire, prenom: str) -> None:
    assert le(date(2026, 11, 23), prenom) == {
        "campagne": 2026,
        "connue": False,
        "montant": None,
        "jusqu_au": None,
        "personnes": [],
    }


def test_once_the_campaign_is_over_nobody_is_named(le: Lire) -> None:
    vu = le(date(2021, 12, 1), "Livia")
    assert vu is not None
    assert (vu["campagne"], vu["jusqu_au"], vu["personnes"]) == (2021, "2021-11-30", [])


def test_it_is_the_same_on_both_databases(deux_bases: ReglagesServeur, demarrer: Demarrer) -> None:
    backend = demarrer(
        deux_bases.model_copy(update={"demonstration": True, "date_reference": date(2022, 8, 1)})
    )
    session, _ = backend.ouvrir(de("Moussa"))
    vu = backend.http.get("/api/v1/compte", headers=session).json()["pass_sport"]
    assert [livraison for _, _, livraison in qui(vu)] == ["juin"] * 4 + ["aout"]


# -- rights and homes that the demonstration does not have -------------------------------------------------


@pytest.fixture
def avec(
    reglages: ReglagesServeur, le: Lire
) -> Callable[[date, date | None, list[dict[str, Any]]], dict[str, Any] | None]:
    """Camille's account with one child, Zoé, born that day, and these rights instead of hers."""

    def preparer(jour: date, naissance: date | None, droits: list[dict[str, Any]]) -> dict[str, Any] | None:
        moteur = create_engine(reglages.base.replace("sqlite+aiosqlite", "sqlite"), poolclass=NullPool)
        with moteur.begin() as connexion:
            camille = connexion.execute(
                CompteLigne.__table__.select().where(CompteLigne.prenom == "Camille")
            ).one()
            assert camille.id in fictifs()
            connexion.execute(delete(DroitLigne).where(DroitLigne.compte_id == camille.id))
            connexion.execute(
                delete(MembreLigne).where(MembreLigne.compte_id == camille.id, MembreLigne.rang > 0)
            )
            connexion.execute(
                insert(MembreLigne).values(
                    compte_id=camille.id, rang=1, qualite="autre", prenom="Zoé", date_naissance=naissance
                )
            )
            for rang, droit in enumerate(droits):
                valeurs = {"libelle": "", "jusqu_a": None, "membre": None} | droit
                connexion.execute(insert(DroitLigne).values(compte_id=camille.id, rang=rang, **valeurs))
        return le(jour, "Camille")

    return preparer


Avec = Callable[[date, date | None, list[dict[str, Any]]], dict[str, Any] | None]


def test_a_right_of_the_whole_home_is_that_of_its_children(avec: Avec) -> None:
    ars = {"code": "ars", "depuis": date(2021, 8, 1)}
    assert qui(avec(ETE_2022, date(2012, 5, 1), [ars])) == [("Zoé", True, "juin")]
    aah = {"code": "aah", "depuis": date(2021, 8, 1)}
    assert qui(avec(ETE_2022, date(2012, 5, 1), [aah])) == [("Zoé", False, None)]


def test_at_20_in_june_with_a_right_that_month(avec: Avec) -> None:
    aeeh = {"code": "aeeh", "depuis": date(2015, 1, 1), "jusqu_a": date(2022, 6, 30), "membre": 1}
    for jour, naissance, livraison in (
        (date(2022, 9, 1), date(2002, 6, 1), "aout"),
        (date(2022, 9, 1), date(2002, 6, 30), "aout"),
        (date(2022, 9, 1), date(2002, 7, 1), "juin"),
    ):
        assert qui(avec(jour, naissance, [aeeh])) == [("Zoé", True, livraison)]
    assert avec(date(2022, 9, 1), date(2002, 5, 31), [aeeh]) is None
    assert avec(date(2022, 9, 1), date(2002, 6, 1), [aeeh | {"jusqu_a": date(2022, 5, 31)}]) is None


def test_a_child_is_named_at_the_ages_of_the_campaign_only(avec: Avec) -> None:
    assert qui(avec(ETE_2022, date(2016, 12, 31), [])) == [("Zoé", False, None)]
    assert avec(ETE_2022, date(2017, 1, 1), []) is None
    assert qui(avec(ETE_2022, date(2004, 9, 16), [])) == [("Zoé", False, None)]
    assert avec(ETE_2022, date(2004, 7, 1), []) is None, "18 on that day"
    assert avec(ETE_2022, None, [{"code": "ars", "depuis": date(2021, 8, 1), "membre": 1}]) is None


def test_a_right_that_came_too_late_is_told(avec: Avec) -> None:
    aah = {"code": "aah", "depuis": date(2022, 7, 1), "membre": 1}
    assert "due en juin 2022" in message(avec(date(2022, 9, 1), date(2002, 1, 1), [aah]), "Zoé")
    assert avec(date(2022, 9, 1), date(1990, 1, 1), [aah]) is None, (
        "an age that no campaign looks at is no news"
    )
