"""The account as its owner reads it; and the people of the demonstration, who must make sense in 2022 and today."""

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.metier.lecture_coordonnee import lire_coordonnee
from kiosk.metier.nir import lire_nir
from kiosk.server.demo import CompteDemo, amorcer_demo, comptes_demo
from kiosk.server.reglages import ReglagesServeur
from resources import chemin

JOURS = (date(2022, 6, 1), date(2022, 11, 15), date(2024, 2, 29), date(2026, 11, 23))

Demarrer = Callable[[ReglagesServeur], Any]


def de(prenom: str) -> CompteDemo:
    return next(compte for compte in comptes_demo() if compte.prenom == prenom)


def lire(backend: Any, compte: CompteDemo) -> dict[str, Any]:
    session, _ = backend.ouvrir(compte)
    reponse = backend.http.get("/api/v1/compte", headers=session)
    assert reponse.status_code == 200, reponse.text
    return dict(reponse.json())


# -- GET /compte -------------------------------------------------------------------------------------------


def test_the_profile_says_the_situation_the_home_and_the_rights_with_whom_they_are_for(
    deux_bases: ReglagesServeur, demarrer: Demarrer
) -> None:
    vu = lire(demarrer(deux_bases), de("Livia"))

    assert vu["situation"] == {"libelle": "Mariée", "depuis": "2011-07-02"}
    assert [(m["qualite"], m["prenom"], m["date_naissance"]) for m in vu["foyer"]] == [
        ("vous", "Livia", "1990-05-19"),
        ("conjoint", "Andria", "1988-01-23"),
        ("autre", "Lina", "2012-09-14"),
        ("autre", "Noé", "2015-02-03"),
    ]
    assert [(d["code"], d["pour"], d["depuis"], d["jusqu_a"]) for d in vu["droits"]] == [
        ("af", "", "2015-03-01", None),
        ("ars", "Lina", "2018-08-01", None),
        ("ars", "Noé", "2021-08-01", None),
        ("aeeh", "Noé", "2019-06-01", None),
    ]


def test_what_is_not_known_is_left_out(backend: Any) -> None:
    assert lire(backend, de("Hugo"))["situation"] == {"libelle": "Célibataire", "depuis": None}
    assert lire(backend, de("Thomas"))["droits"] == []


@pytest.mark.parametrize(
    ("jour", "beneficiaires"),
    [
        (date(2022, 7, 31), ["Fatou", "Ibrahim", "Mariam", "Oumar"]),
        (date(2022, 8, 1), ["Fatou", "Ibrahim", "Mariam", "Oumar", "Sira"]),
        (date(2023, 7, 31), ["Fatou", "Ibrahim", "Mariam", "Oumar", "Sira"]),
        (date(2023, 8, 1), ["Ibrahim", "Mariam", "Oumar", "Sira"]),
        (date(2026, 11, 23), ["Mariam", "Oumar", "Sira"]),
    ],
)
def test_only_the_rights_in_payment_on_that_day_are_told(
    reglages: ReglagesServeur, demarrer: Demarrer, jour: date, beneficiaires: list[str]
) -> None:
    backend = demarrer(reglages.model_copy(update={"demonstration": True, "date_reference": jour}))

    droits = lire(backend, de("Moussa"))["droits"]

    assert [droit["pour"] for droit in droits if droit["code"] == "ars"] == beneficiaires
    assert [droit["code"] for droit in droits if not droit["pour"]] == ["af", "cf", "apl"]


# -- the people of the demonstration -----------------------------------------------------------------------


@pytest.mark.parametrize("compte", comptes_demo(), ids=lambda compte: compte.prenom)
def test_somebody_of_the_demonstration_holds_together(compte: CompteDemo) -> None:
    corps = lire_nir(compte.nir).valeur
    assert int(corps[7:10]) >= 990, "no French commune has such a code"
    assert len(compte.nir) == 15, "with its key, which lire_nir checks"
    naissance = compte.foyer[0].date_naissance
    assert corps[1:5] == f"{naissance:%y%m}"
    assert len(compte.mot_de_passe) >= 12
    prenoms = [membre.prenom for membre in compte.foyer]
    assert prenoms[0] == compte.prenom
    assert len(set(prenoms)) == len(prenoms)
    for droit in compte.droits:
        assert droit.pour in ("", *prenoms)
        assert droit.jusqu_a is None or droit.jusqu_a > droit.depuis
    for coordonnee in (*compte.coordonnees, *compte.changements):
        stockee = lire_coordonnee(coordonnee.nature, coordonnee.valeur)
        if coordonnee.nature is NatureCoordonnee.MAIL:
            assert stockee.endswith("@exemple.fr")
        else:
            # The ranges that Arcep keeps for works of fiction.
            assert stockee.startswith(("+3363998", "+3319900", "+3326191"))


def test_no_two_have_the_same_number_and_the_file_says_it_once() -> None:
    assert len({lire_nir(compte.nir).valeur for compte in comptes_demo()}) == len(comptes_demo())
    with chemin("demo", "comptes.toml").open("rb") as fichier:
        assert len(tomllib.load(fichier)["comptes"]) == len(comptes_demo())


def test_every_right_that_the_next_campaigns_look_at_is_there() -> None:
    droits = [(compte, droit) for compte in comptes_demo() for droit in compte.droits]

    def ages(code: str, jour: date) -> list[int]:
        naissances = [
            next(m.date_naissance for m in compte.foyer if m.prenom == droit.pour)
            for compte, droit in droits
            if droit.code == code
            and droit.depuis <= jour
            and (droit.jusqu_a is None or jour <= droit.jusqu_a)
        ]
        return [jour.year - n.year - ((jour.month, jour.day) < (n.month, n.day)) for n in naissances]

    for jour in JOURS:
        assert any(6 <= age <= 17 for age in ages("ars", jour))
        assert all(age <= 18 for age in ages("ars", jour))
        assert any(6 <= age <= 19 for age in ages("aeeh", jour))
        assert any(16 <= age <= 30 for age in ages("aah", jour))
        assert any(age <= 28 for age in ages("boursier", jour))


@pytest.mark.parametrize("jour", JOURS)
def test_each_has_the_same_state_whatever_day_is_played(
    reglages: ReglagesServeur, tmp_path: Any, temps: Any, demarrer: Demarrer, jour: date
) -> None:
    joues = reglages.model_copy(
        update={
            "base": f"sqlite+aiosqlite:///{tmp_path}/joue.sqlite3",
            "demonstration": True,
            "date_reference": jour,
        }
    )
    amorcer_demo(joues, temps)
    backend = demarrer(joues)

    def etat(prenom: str) -> tuple[bool, list[str], list[str], list[str]]:
        coordonnees = lire(backend, de(prenom))["coordonnees"]
        en_vigueur = coordonnees["en_vigueur"]
        return (
            coordonnees["incitation"],
            [c["nature"] for c in en_vigueur if c["securisee"]],
            [c["nature"] for c in en_vigueur if c["due"]],
            [c["nature"] for c in coordonnees["en_attente"]],
        )

    assert etat("Camille") == (True, ["mobile", "mail"], ["mobile", "mail"], [])
    assert etat("Karim") == (False, ["mobile", "mail"], [], [])
    assert etat("Livia") == (True, [], [], [])
    assert etat("Moussa") == (True, ["mobile"], ["mobile"], [])
    assert etat("Hugo") == (True, [], [], [])
    assert etat("Inès") == (False, ["mobile", "mail"], [], ["mail"])


def test_loading_them_twice_changes_nothing(
    deux_bases: ReglagesServeur, demarrer: Demarrer, temps: Any
) -> None:
    premiere = demarrer(deux_bases)
    session, _ = premiere.ouvrir(de("Karim"))
    changement = {"actuel": de("Karim").mot_de_passe, "nouveau": "quatre girafes sous la pluie"}
    premiere.http.put("/api/v1/mot-de-passe", json=changement, headers=session)
    avant = {compte.prenom: lire(premiere, compte) for compte in _connectables()}

    temps.avancer(days=3)
    amorcer_demo(deux_bases, temps)

    assert {compte.prenom: lire(premiere, compte) for compte in _connectables()} == avant
    assert premiere.identifier(de("Karim").nir, "quatre girafes sous la pluie").status_code == 201


def _connectables() -> list[CompteDemo]:
    return [
        compte
        for compte in comptes_demo()
        if not compte.verrouille and not compte.temporaire_jours and compte.prenom != "Karim"
    ]


def test_the_temporary_password_lasts_as_long_as_a_demonstration_may(backend: Any) -> None:
    nadia = next(compte for compte in comptes_demo() if compte.temporaire_jours)
    backend.temps.instant = datetime(2026, 11, 23, 9, tzinfo=UTC)

    assert backend.identifier(nadia.nir, nadia.mot_de_passe).json()["mot_de_passe_a_changer"] is True
