"""« Demande de prime à la naissance » as a visitor walks it: the way out, the questions, what « Votre prime » says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.demarches.prime_naissance import PRIME_NAISSANCE, PrimeNaissance
from kiosk.formulaire import Contexte, DemarcheFermee, Page, Parcours, verifier
from resources import chemin

JOUR = date(2022, 10, 13)
DEMANDE: dict[str, object] = {
    "transmission": "papier",
    "debut": "2022-08-20",
    "premier_examen": "2022-09-30",
    "enfants_attendus": 1,
    "parent_isole": False,
    "deux_revenus": False,
}
INCONNU = "n’est pas encore connu ici"
INCONNUS = "ne sont pas encore connus ici"


def visite(jour: date = JOUR, **autres: object) -> Parcours[PrimeNaissance]:
    parcours = Parcours(PRIME_NAISSANCE, Contexte(jour))
    for nom, valeur in (DEMANDE | autres).items():
        parcours.saisir(nom, valeur)
    return parcours


def ecrans(parcours: Parcours[PrimeNaissance]) -> list[str]:
    vus = []
    while not parcours.en_verification:
        vus.append(parcours.lieu.code)
        assert parcours.continuer() == ()
    return vus


def votre_prime(jour: date = JOUR, **autres: object) -> str:
    """The page as it is read, no-break spaces as spaces."""
    lue = next(e for e in PRIME_NAISSANCE.etapes if isinstance(e, Page) and e.code == "votre-prime")
    texte = chemin("pages", "fr", lue.contenu).read_text(encoding="utf-8")
    return visite(jour, **autres).texte(texte).replace("\u00a0", " ")


def test_a_declaration_that_was_transmitted_leads_to_the_way_out_of_this_request() -> None:
    parcours = visite(transmission="teletransmise")
    assert ecrans(parcours) == ["transmission"]
    assert parcours.sortie is not None
    assert (parcours.sortie.vers, parcours.sortie.bouton) == ("compte", "Revenir à mon compte")
    assert parcours.sortie.titre.replace("\u00a0", " ") == "Vous n’avez pas de demande à remplir"


def test_the_income_of_the_other_parent_is_asked_only_of_a_couple() -> None:
    couple = ["transmission", "a-savoir", "dates", "enfants", "situation", "revenus", "votre-prime"]
    assert ecrans(visite()) == couple
    assert ecrans(visite(parent_isole=True)) == [e for e in couple if e != "revenus"]


def test_no_to_two_incomes_from_a_lone_parent_is_accepted_and_not_deposited() -> None:
    verdict = verifier(PRIME_NAISSANCE, DEMANDE | {"parent_isole": True}, Contexte(JOUR))
    assert verdict.valide
    assert verdict.reponses is not None
    assert verdict.reponses.deux_revenus is None


def test_somebody_who_becomes_a_lone_parent_on_the_way_is_not_stopped() -> None:
    parcours = visite(deux_revenus=True)
    ecrans(parcours)
    parcours.modifier("parent_isole")
    parcours.saisir("parent_isole", True)
    assert parcours.continuer() == ()
    assert parcours.en_verification
    assert parcours.reponses.deux_revenus is None


def test_a_late_request_is_told_that_it_is_accepted() -> None:
    assert "apres-delai" in ecrans(visite(debut="2022-05-20"))


@pytest.mark.parametrize(
    ("veille", "avant", "jour", "apres"),
    [
        (date(2022, 3, 31), "948,27 €", date(2022, 4, 1), "965,34 €"),
        (date(2022, 6, 30), "965,34 €", date(2022, 7, 1), "1 003,95 €"),
        (date(2023, 3, 31), "1 003,95 €", date(2023, 4, 1), "1 019,40 €"),
        (date(2024, 3, 31), "1 019,40 €", date(2024, 4, 1), "1 066,30 €"),
        (date(2025, 3, 31), "1 066,30 €", date(2025, 4, 1), "1 084,43 €"),
        (date(2026, 3, 31), "1 084,43 €", date(2026, 4, 1), "1 093,08 €"),
        (date(2027, 3, 31), "1 093,08 €", date(2027, 4, 1), INCONNU),
    ],
)
def test_the_amount_changes_on_its_day(veille: date, avant: str, jour: date, apres: str) -> None:
    assert avant in votre_prime(veille)
    assert apres not in votre_prime(veille)
    assert apres in votre_prime(jour)
    assert avant not in votre_prime(jour)


def test_the_request_opens_with_the_first_known_amount() -> None:
    with pytest.raises(DemarcheFermee):
        Parcours(PRIME_NAISSANCE, Contexte(date(2021, 3, 31)))
    assert "948,27 €" in votre_prime(date(2021, 4, 1))


def test_several_children_expected_are_counted() -> None:
    assert "1 930,68 €" in votre_prime(date(2022, 4, 1), enfants_attendus=2)
    assert "2 896,02 €" in votre_prime(date(2022, 4, 1), enfants_attendus=3)
    assert "Pour vos" not in votre_prime(date(2022, 4, 1), enfants_attendus=1)


@pytest.mark.parametrize(
    ("situation", "qui", "plafonds"),
    [
        (
            {"parent_isole": False, "deux_revenus": False},
            "un couple avec un seul revenu",
            ("32 520", "39 024", "46 829"),
        ),
        (
            {"parent_isole": False, "deux_revenus": True},
            "un couple avec deux revenus",
            ("42 978", "49 482", "57 287"),
        ),
        ({"parent_isole": True}, "un parent seul", ("42 978", "49 482", "57 287")),
    ],
)
def test_the_ceilings_are_those_of_the_situation(
    situation: dict[str, object], qui: str, plafonds: tuple[str, ...]
) -> None:
    lue = votre_prime(JOUR, **situation)
    assert f"Plafonds de 2022 pour {qui}, à comparer à vos revenus de 2020" in lue
    lignes = [f"- {n} {'enfants' if n > 1 else 'enfant'} : {p} €" for n, p in enumerate(plafonds, start=1)]
    assert [ligne for ligne in lue.splitlines() if "enfant" in ligne and ligne.startswith("- ")] == [
        *lignes,
        "- Par enfant en plus : 7 805 €",
    ]


def test_the_ceilings_change_with_the_year() -> None:
    assert "- 1 enfant : 32 520 €" in votre_prime(date(2022, 12, 31))
    assert "- 1 enfant : 33 040 €" in votre_prime(date(2023, 1, 1))
    assert INCONNUS not in votre_prime(date(2026, 12, 31))
    assert INCONNUS in votre_prime(date(2027, 1, 1))
    assert "1 093,08 €" in votre_prime(date(2027, 1, 1))


def test_two_incomes_are_explained_with_the_amount_of_their_year() -> None:
    def aide(jour: date) -> str:
        parcours = Parcours(PRIME_NAISSANCE, Contexte(jour))
        return parcours.texte(parcours.champ("deux_revenus").aide).replace("\u00a0", " ")

    assert aide(JOUR) == "Chacun a gagné au moins 5 594 € par son travail en 2020."
    assert aide(date(2025, 1, 1)) == "Chacun a gagné au moins 5 983 € par son travail en 2023."
    assert aide(date(2027, 1, 1)) == "Chacun a gagné sa vie par son travail, il y a deux ans."


def test_it_is_said_that_the_caf_decides_and_when_it_looks_and_pays() -> None:
    lue = votre_prime()
    assert "selon vos ressources, le droit est étudié par la Caf" in lue
    assert "fin **mars 2023**" in lue
    assert "au **1er février 2023**" in lue


def test_a_month_of_payment_that_is_past_is_not_promised() -> None:
    assert "la prime est versée au plus tard fin **mars 2023**" in votre_prime(date(2023, 3, 31))
    tardive = votre_prime(date(2023, 4, 1))
    assert "Le versement était prévu fin **mars 2023**" in tardive
    assert "est versée au plus tard" not in tardive


def test_a_pregnancy_from_before_the_law_is_told_that_the_prime_may_come_after_the_birth() -> None:
    avril = date(2021, 4, 1)
    assert "avant le 1er octobre 2020" in votre_prime(avril, debut="2020-09-30")
    assert "peut être versée après la naissance" in votre_prime(avril, debut="2020-09-30")
    assert "fin **avril 2021**" in votre_prime(avril, debut="2020-10-01")


@settings(deadline=None)  # a walk is slow on a busy machine, and its speed is not what is held here
@given(
    st.dates(min_value=date(2021, 4, 1)),
    st.fixed_dictionaries(
        {},
        optional={
            "transmission": st.sampled_from(["papier", "teletransmise", "pigeon", None]),
            "debut": st.dates() | st.none() | st.text(max_size=10),
            "premier_examen": st.dates() | st.none(),
            "enfants_attendus": st.integers() | st.none() | st.text(max_size=4),
            "parent_isole": st.booleans() | st.none(),
            "deux_revenus": st.booleans() | st.none(),
        },
    ),
)
def test_whatever_was_answered_every_page_can_be_read(jour: date, reponses: dict[str, object]) -> None:
    parcours = Parcours.recu(PRIME_NAISSANCE, reponses, Contexte(jour))
    parcours.toutes_anomalies()
    parcours.suites()
    for etape in PRIME_NAISSANCE.etapes:
        if isinstance(etape, Page):
            lue = parcours.texte(chemin("pages", "fr", etape.contenu).read_text(encoding="utf-8"))
            assert "None" not in lue
