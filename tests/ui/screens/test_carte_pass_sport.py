"""The Pass'Sport card of the account: the amount and the names when there is a coupon, else the reason in a line."""

import pytest
from doigts import lu, poser_widgets, toucher, visibles
from exemples import COMPTE, rien
from PySide6.QtWidgets import QAbstractButton
from tableaux_pass_sport import SPORT_INCONNU, SPORT_TERMINE, SPORTIFS, UN_SPORTIF

from kiosk.backend.schemas import PassSportPersonne, PassSportVue
from ui.screens.carte_pass_sport import CartePassSport
from ui.screens.compte import EcranCompte


@pytest.fixture
def carte(fenetre):
    """The words of the card of an account, title left out."""

    def _carte(vue: PassSportVue, voir=None) -> str:
        compte = COMPTE.model_copy(update={"pass_sport": vue})
        page = EcranCompte(compte, [], rien, rien, voir_pass_sport=voir)
        fenetre.montrer(page)
        poser_widgets()
        [carte] = visibles(page, CartePassSport)
        titre, *reste = lu(carte).split("\n")
        assert titre == f"Pass’Sport {vue.campagne}"
        return " ".join(reste)

    return _carte


def personne(prenom: str, concerne: bool = True) -> PassSportPersonne:
    return PassSportPersonne(prenom=prenom, concerne=concerne, message="…")


def test_one_child_with_a_coupon_reads_as_a_sentence(carte) -> None:
    assert carte(UN_SPORTIF) == (
        "50 € pour inscrire Lina dans un club sportif. À utiliser jusqu’au 31 décembre 2022."
    )


def test_several_coupons_name_only_those_who_get_one_and_say_that_each_has_its_own(carte) -> None:
    assert carte(SPORTIFS).startswith("50 € par personne, pour inscrire Lina et Maximilien-Alexandre dans")


def test_three_names_are_listed_as_people_list_them(carte) -> None:
    vue = UN_SPORTIF.model_copy(update={"personnes": tuple(map(personne, ("Lina", "Noé", "Zoé")))})
    assert "pour inscrire Lina, Noé et Zoé dans" in carte(vue)


def test_nobody_concerned_is_said_with_the_names(carte) -> None:
    vue = UN_SPORTIF.model_copy(update={"personnes": (personne("Lina", False), personne("Noé", False))})
    dit = carte(vue)
    assert dit.startswith("Pas de coupon prévu pour Lina et Noé.")
    assert "€" not in dit


def test_a_campaign_that_is_not_known_yet_promises_nothing(carte) -> None:
    assert carte(SPORT_INCONNU) == "La campagne 2026 n’est pas connue à ce jour."


def test_a_campaign_that_is_over_says_since_when(carte) -> None:
    assert carte(SPORT_TERMINE) == "La campagne 2022 est terminée depuis le 31 décembre 2022."


def test_an_amount_or_a_date_that_nobody_gave_is_not_invented(carte) -> None:
    vue = UN_SPORTIF.model_copy(update={"montant": None, "jusqu_au": None})
    assert carte(vue) == (
        "Un coupon pour inscrire Lina dans un club sportif. La date limite n’est pas connue à ce jour."
    )


def test_a_first_name_is_never_markup(carte) -> None:
    vue = UN_SPORTIF.model_copy(update={"personnes": (personne("<b>Li</b>"),)})
    assert "pour inscrire <b>Li</b> dans" in carte(vue)


def test_the_button_leads_to_the_page_and_says_aloud_about_what(fenetre, carte) -> None:
    faits: list[int] = []
    carte(UN_SPORTIF, lambda: faits.append(1))
    toucher(fenetre, "En savoir plus\u00a0: Pass’Sport\u00a02022")
    assert faits == [1]


def test_without_a_page_there_is_no_button(fenetre, carte) -> None:
    carte(UN_SPORTIF)
    [fiche] = visibles(fenetre, CartePassSport)
    assert list(visibles(fiche, QAbstractButton)) == []


def test_an_account_without_anybody_near_it_has_no_card(fenetre) -> None:
    page = EcranCompte(COMPTE, [], rien, rien, voir_pass_sport=rien)
    fenetre.montrer(page)
    poser_widgets()
    assert "Pass’Sport" not in lu(page)
