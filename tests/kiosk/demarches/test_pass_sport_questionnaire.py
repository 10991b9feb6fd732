"""The Pass'Sport questionnaire: few questions, always an answer, nothing kept; and the pages around it."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.demarches.pass_sport import PASS_SPORT, AllocationRecue, AnneeAllocation
from kiosk.formulaire import Contexte, Parcours, verifier
from kiosk.metier.pass_sport import Allocation, campagnes
from kiosk.metier.pass_sport_textes import textes
from resources import chemin

ETE_2022 = date(2022, 7, 1)
ENFANT = "2012-05-01"
PAGES = sorted(chemin("pages", "fr", "pass_sport").glob("*.md"))
MON_COMPTE = {"mon-compte.md", "pas-connue.md"}

REPONSES = st.fixed_dictionaries(
    {
        "date_naissance": st.dates(date(1900, 1, 1), date(2021, 1, 1)).map(date.isoformat),
        "allocation": st.sampled_from(Allocation).map(str),
        "annee_allocation": st.integers(1000, 9999),
        "droit_en_juin": st.booleans(),
    }
)
TOUT = st.fixed_dictionaries(
    {},
    optional={
        "date_naissance": st.dates().map(date.isoformat) | st.text() | st.integers(),
        "allocation": st.sampled_from([*map(str, Allocation), "", "rsa"]) | st.integers(),
        "annee_allocation": st.integers() | st.text() | st.floats() | st.booleans() | st.none(),
        "droit_en_juin": st.booleans() | st.none() | st.text(),
    },
)


def resultat(jour: date, **reponses: Any) -> dict[str, Any]:
    verdict = verifier(PASS_SPORT, reponses, Contexte(jour))
    assert verdict.valide, verdict.anomalies
    assert verdict.suivi is not None
    assert PASS_SPORT.resultat is not None
    return dict(PASS_SPORT.resultat(verdict.suivi.reponses, verdict.suivi.contexte))


def poser(parcours: Parcours[Any], **reponses: object) -> list[str]:
    """Answer what is asked, as a visitor does; the codes of the screens met."""
    vus = [parcours.lieu.code]
    for _ in range(10):
        for chemin_de in parcours.lieu.chemins:
            parcours.saisir(chemin_de, reponses[chemin_de])
        assert parcours.continuer() == ()
        if parcours.en_verification:
            break
        vus.append(parcours.lieu.code)
    return vus


def test_the_form_and_the_rules_name_the_same_benefits() -> None:
    assert [a.value for a in AllocationRecue] == [a.value for a in Allocation]


def test_every_year_that_a_campaign_looks_at_is_a_choice() -> None:
    regardees = {str(annee) for campagne in campagnes() for annee in campagne.annees_ars}
    assert {a.value for a in AnneeAllocation} == {*regardees, "autre"}


@pytest.mark.parametrize(
    ("reponses", "ecrans"),
    [
        (
            {"date_naissance": "01/05/2012", "allocation": "ars", "annee_allocation": "2022"},
            ["a-savoir", "naissance", "allocation", "annee"],
        ),
        (
            {"date_naissance": "15/06/2002", "allocation": "aeeh", "droit_en_juin": True},
            ["a-savoir", "naissance", "allocation", "juin"],
        ),
        (
            {"date_naissance": "01/07/2002", "allocation": "aeeh"},
            ["a-savoir", "naissance", "allocation"],
        ),
        ({"date_naissance": "01/07/1995", "allocation": "aah"}, ["a-savoir", "naissance", "allocation"]),
    ],
)
def test_only_what_the_answer_depends_on_is_asked(reponses: dict[str, object], ecrans: list[str]) -> None:
    parcours = Parcours(PASS_SPORT, Contexte(ETE_2022))
    assert poser(parcours, **reponses) == ecrans
    sortie = parcours.sortie
    assert sortie is not None
    assert (sortie.code, sortie.vers, sortie.bouton, sortie.refus) == ("resultat", "accueil", "Terminer", "")
    assert parcours.texte(sortie.titre).replace("\u00a0", " ") == "Un coupon Pass’Sport est prévu en 2022"
    assert parcours.texte(sortie.sceau) == "succes"


def test_only_the_campaign_of_two_deliveries_asks_about_june() -> None:
    parcours = Parcours(PASS_SPORT, Contexte(date(2023, 9, 1)))
    reponses = {"date_naissance": "15/06/2002", "allocation": "aeeh"}
    assert poser(parcours, **reponses) == ["a-savoir", "naissance", "allocation"]


def test_nothing_is_asked_while_the_campaign_is_not_known() -> None:
    parcours = Parcours(PASS_SPORT, Contexte(date(2026, 11, 23)))
    assert poser(parcours) == ["a-savoir"]
    assert parcours.sortie is not None
    page = chemin("pages", "fr", parcours.sortie.contenu).read_text("utf-8")
    assert "pas encore la campagne\u00a02026" in parcours.texte(page)
    assert "Où l’utiliser" not in parcours.texte(page)


def test_correcting_an_answer_corrects_the_result() -> None:
    parcours = Parcours(PASS_SPORT, Contexte(ETE_2022))
    poser(parcours, date_naissance=ENFANT, allocation="ars", annee_allocation="2021")
    assert "livraison de juin" in parcours.texte("{message}")
    parcours.saisir("annee_allocation", "2022")
    assert "livraison d’août" in parcours.texte("{message}")


def test_the_years_offered_are_those_of_the_campaign() -> None:
    def offertes(jour: date) -> list[str]:
        return [c.value for c in Parcours(PASS_SPORT, Contexte(jour)).depart.choix["annee_allocation"]]

    assert offertes(ETE_2022) == ["2022", "2021", "autre"]
    assert offertes(date(2025, 9, 1)) == ["2025", "2024", "autre"]


@pytest.mark.parametrize("annee", [2022, "2022"])
def test_a_year_is_read_as_a_number_and_as_a_choice(annee: object) -> None:
    vu = resultat(ETE_2022, date_naissance=ENFANT, allocation="ars", annee_allocation=annee)
    assert vu["livraison"] == "aout"


@pytest.mark.parametrize("annee", [1998, "1998", "autre", 2030])
def test_another_year_does_not_count(annee: object) -> None:
    vu = resultat(ETE_2022, date_naissance=ENFANT, allocation="ars", annee_allocation=annee)
    assert (vu["livraison"], vu["montant"]) == (None, None)


@pytest.mark.parametrize("annee", [True, 22, -2022, 20222, 2022.0, "٢٠٢٢", "22"])
def test_what_is_no_year_is_refused_at_its_field(annee: object) -> None:
    verdict = verifier(
        PASS_SPORT,
        {"date_naissance": ENFANT, "allocation": "ars", "annee_allocation": annee},
        Contexte(ETE_2022),
    )
    assert [a.champs for a in verdict.anomalies] == [("annee_allocation",)]


def test_a_birth_to_come_is_refused() -> None:
    def codes(naissance: str) -> list[str]:
        reponses = {"date_naissance": naissance, "allocation": "aah"}
        return [a.code for a in verifier(PASS_SPORT, reponses, Contexte(ETE_2022)).anomalies]

    assert codes("2022-07-01") == []
    assert codes("2022-07-02") == ["naissance-a-venir"]
    assert codes("2022-02-30") == ["date-inexistante"]


@given(st.dates(date(2021, 1, 1), date(2035, 12, 31)), REPONSES)
def test_the_four_answers_always_have_a_result(jour: date, reponses: dict[str, Any]) -> None:
    vu = resultat(jour, **reponses)
    assert vu.keys() == {"livraison", "montant", "campagne", "message"}
    assert vu["livraison"] in ("juin", "aout", None)
    assert isinstance(vu["campagne"], int)
    if jour.year > campagnes()[-1].annee:
        assert (vu["montant"], vu["livraison"], vu["campagne"]) == (None, None, jour.year)


@given(st.dates(), TOUT)
def test_nothing_that_is_sent_breaks_it(jour: date, reponses: dict[str, Any]) -> None:
    verdict = verifier(PASS_SPORT, reponses, Contexte(jour))
    assert verdict.suivi is not None
    verdict.suivi.texte("{message}{suite}{reponse}")
    if verdict.valide:
        assert verdict.parcours[-1] == "resultat"
        assert verdict.reponses is None, "nothing to deposit"


# -- the pages ---------------------------------------------------------------------------------------------


def test_the_pages_are_all_there() -> None:
    assert {page.name for page in PAGES} == {"a-savoir.md", "resultat.md", *MON_COMPTE}


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_page_is_plain_and_has_no_digit(page: Any) -> None:
    texte = page.read_text("utf-8")
    assert re.findall(r"\d", texte) == []
    phrases = [p for ligne in texte.splitlines() for p in re.split(r"(?<=[.?!])\s+", ligne)]
    assert not [p for p in phrases if len(p.split()) > 20]
    assert "'" not in texte
    assert not re.search(r" [?!:;»€]|« ", texte)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
@pytest.mark.parametrize("jour", [date(2021, 12, 1), ETE_2022, date(2023, 2, 1), date(2026, 11, 23)])
def test_a_page_is_filled_in_whatever_the_day(page: Any, jour: date) -> None:
    texte = page.read_text("utf-8")
    noms = {nom for _, nom, _, _ in Formatter().parse(texte) if nom is not None}
    connus = textes(jour) if page.name in MON_COMPTE else Parcours(PASS_SPORT, Contexte(jour)).depart.textes
    assert noms <= connus.keys()
    rempli = texte.format_map(connus)
    assert not re.search(r"[{}]", rempli)


def test_the_page_of_the_account_says_what_this_campaign_gives() -> None:
    page = chemin("pages", "fr", "pass_sport", "mon-compte.md").read_text("utf-8")
    texte = page.format_map(textes(date(2025, 10, 1))).replace("\u00a0", " ")
    assert "Il vaut 70 €" in texte
    assert "du 1er septembre 2025 au 31 décembre 2025" in texte
    assert "un mail" in texte
    assert "un courrier" in page.format_map(textes(date(2021, 10, 1)))
