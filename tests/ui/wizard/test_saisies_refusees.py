"""« Continuer » over what cannot be accepted: said at the field and in the summary, and nothing is lost."""

import pytest
from doigts import (
    a_corriger,
    bouton,
    champ,
    coller,
    ecran,
    ecrire,
    lu,
    poser_widgets,
    remplacer,
    resume,
    toucher,
    visibles,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QAbstractButton
from tableaux import a_l_etape

from ui.wizard.page_etape import PageEtape

PLAFOND = (
    "Le montant maximum ne doit pas dépasser 3 333 333 €. (Si vous ne souhaitez pas transmettre vos ressources à "
    "la Caf, vous pouvez nous en informer par mail)."
)
CENTIMES = "Écrivez le montant sans les centimes. Par exemple : 1 250."
CHIFFRES = "Écrivez le montant avec des chiffres. Par exemple : 1 250."
MOINS = "Écrivez le montant sans le signe moins."
MAUVAISES = [
    ("abc", CHIFFRES),
    ("12,50", CENTIMES),
    ("12.5", CENTIMES),
    (",50", CENTIMES),
    ("3333334", PLAFOND),
    ("9" * 40, PLAFOND),
    ("-12", MOINS),
    ("- 12,5", MOINS),
    ("1e6", CHIFFRES),
    ("douze mille", CHIFFRES),
]


def clair(texte: str) -> str:
    return texte.replace("\u00a0", " ")


@pytest.mark.parametrize(("saisie", "message"), MAUVAISES)
def test_a_bad_amount_is_explained_twice_and_kept(fenetre, saisie: str, message: str) -> None:
    a_l_etape(fenetre, "personnes.0.charges")
    cible = champ(fenetre, "Autres charges")
    ecrire(cible, saisie)
    avant = cible.saisie.text()
    toucher(fenetre, "Continuer")
    page = ecran(fenetre, PageEtape)
    assert [clair(x) for x in a_corriger(page)] == [message]
    assert clair(cible.message) == message
    assert message in clair(cible.saisie.accessibleDescription())
    assert cible.saisie.text() == avant
    assert avant.replace("\u00a0", "").replace(" ", "") == saisie.replace(" ", "")


@pytest.mark.parametrize(
    ("colle", "garde"),
    [("Pension :\r\n\r\n1 800\u2028euros", "Pension : 1 800 euros"), ("１２", "１２"), ("1\t2 l", "1 2 l")],
)
def test_a_pasted_text_is_explained_and_kept(fenetre, colle: str, garde: str) -> None:
    a_l_etape(fenetre, "personnes.0.charges")
    cible = champ(fenetre, "Autres charges")
    coller(cible, colle)
    toucher(fenetre, "Continuer")
    assert [clair(x) for x in a_corriger(fenetre)] == [CHIFFRES]
    assert cible.saisie.text() == garde


@pytest.mark.parametrize("saisie", ["", "0", "3333333", "  18 240 €", "000"])
def test_what_is_right_goes_on(fenetre, saisie: str) -> None:
    assistant = a_l_etape(fenetre, "personnes.0.salaires")
    cible = champ(fenetre, "Allocations de chômage")
    if saisie.startswith(" "):
        coller(cible, saisie)
    else:
        ecrire(cible, saisie)
    toucher(fenetre, "Continuer")
    assert assistant.parcours.en_verification


def test_all_the_rules_that_are_broken_are_said_at_once(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.independants")
    ecrire(champ(fenetre, "Bénéfice, adhérent"), "12000")
    ecrire(champ(fenetre, "Bénéfice, non adhérent"), "10,5")
    ecrire(champ(fenetre, "Déficit professionnel"), "4000000")
    toucher(fenetre, "Continuer")
    textes = [clair(x) for x in a_corriger(fenetre)]
    assert CENTIMES in textes
    assert PLAFOND in textes
    champ(fenetre, "Bénéfice, non adhérent").vider()
    ecrire(champ(fenetre, "Bénéfice, non adhérent"), "1")
    toucher(fenetre, "Continuer")
    textes = [clair(x) for x in a_corriger(fenetre)]
    assert PLAFOND in textes
    assert any("un bénéfice Adhérent" in x for x in textes)
    assert "2 réponses sont à corriger" in lu(resume(fenetre))


def test_a_rule_over_several_fields_is_said_above_them_with_its_explanation(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.fonciers")
    ecrire(champ(fenetre, "Revenus fonciers"), "3600")
    ecrire(champ(fenetre, "Déficit foncier"), "1200")
    toucher(fenetre, "Continuer")
    regle = (
        "Vous ne pouvez pas déclarer à la fois un déficit et des revenus fonciers. "
        "Merci de corriger pour continuer."
    )
    assert lu(fenetre).count(regle) == 2
    assert "En effet, si le montant de la différence entre les débits et les crédits" in lu(fenetre)


def test_a_page_left_in_error_keeps_the_answer_and_not_the_error(fenetre) -> None:
    a_l_etape(fenetre, "foyer")
    toucher(fenetre, "Continuer")
    assistant = a_l_etape(fenetre, "personnes.0.salaires")
    ecrire(champ(fenetre, "Frais réels"), "1,5")
    toucher(fenetre, "Continuer")
    assert a_corriger(fenetre) != []
    toucher(fenetre, "Précédent")
    toucher(fenetre, "Continuer")
    page = ecran(fenetre, PageEtape)
    assert assistant.parcours.lieu.code == "personnes.0.salaires"
    assert champ(page, "Frais réels").valeur() == "1,5"
    assert a_corriger(page) == []
    assert champ(page, "Frais réels").message == ""


def test_a_corrected_page_says_no_more_errors(fenetre) -> None:
    assistant = a_l_etape(fenetre, "personnes.0.fonciers")
    ecrire(champ(fenetre, "Revenus fonciers"), "x")
    toucher(fenetre, "Continuer")
    remplacer(champ(fenetre, "Revenus fonciers"), "12")
    toucher(fenetre, "Continuer")
    assistant.parcours.modifier("personnes.0.revenus_fonciers")
    assistant.afficher()
    assert a_corriger(fenetre) == []
    assert champ(fenetre, "Revenus fonciers").message == ""


def test_links_of_the_summary_put_the_person_on_the_field(fenetre) -> None:
    a_l_etape(fenetre, "personnes.0.salaires")
    ecrire(champ(fenetre, "Allocations de chômage"), "x")
    ecrire(champ(fenetre, "Frais réels"), "y")
    toucher(fenetre, "Continuer")
    poser_widgets()
    assert resume(fenetre).hasFocus()
    premier, second = visibles(resume(fenetre), QAbstractButton)
    second.click()
    assert champ(fenetre, "Allocations de chômage").saisie.hasFocus()
    premier.click()
    assert champ(fenetre, "Frais réels").saisie.hasFocus()


def test_a_link_to_a_field_of_another_step_goes_there_and_comes_back(fenetre) -> None:
    """« Absence de ressources » was ticked, then amounts declared: the tick is on another page."""
    assistant = a_l_etape(fenetre, "personnes.0.situation")
    toucher(fenetre, "Absence de ressources en 2021")
    toucher(fenetre, "Continuer")
    assert assistant.parcours.lieu.code == "personnes.0.pensions"
    toucher(fenetre, "Continuer")
    [phrase] = a_corriger(fenetre)
    assert "Décochez la case, ou effacez le montant." in phrase
    toucher(resume(fenetre), phrase)
    assert assistant.parcours.lieu.code == "personnes.0.situation"
    assert bouton(fenetre, "Absence de ressources en 2021").isChecked()
    toucher(fenetre, "Absence de ressources en 2021")
    toucher(fenetre, "Continuer")
    assert assistant.parcours.en_verification


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(saisie=st.text(max_size=60))
def test_nothing_that_can_be_pasted_breaks_the_page_or_is_lost(fenetre, saisie: str) -> None:
    a_l_etape(fenetre, "personnes.0.charges")
    cible = champ(fenetre, "Autres charges")
    cible.saisie.coller(saisie)
    avant = cible.saisie.text()
    toucher(fenetre, "Continuer")
    page = fenetre.ecran
    if isinstance(page, PageEtape):
        assert len(a_corriger(page)) == 1
        assert cible.saisie.text() == avant
