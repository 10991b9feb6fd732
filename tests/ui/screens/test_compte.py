"""« Mon compte »: what is due comes first, in the notice, on the tile and on the button."""

import pytest
from doigts import bouton, lu, poser_widgets, toucher, visibles
from exemples import COMPTE, OFFRE
from PySide6.QtWidgets import QAbstractButton

from kiosk.backend.schemas import CoordonneesVues
from ui.components.tuiles import TuileDemarche
from ui.screens.compte import EcranCompte, Offre

AUTRE = Offre("ajpa", "Demander l’AJPA", "aidant", "Demander l’AJPA")


@pytest.fixture
def montrer(fenetre):
    """Show an account: gives what was chosen, and how many times the end was asked."""

    def _montrer(offres, avis="", **change):
        choisis, fins = [], []
        page = EcranCompte(
            COMPTE.model_copy(update=change), offres, choisis.append, lambda: fins.append(1), avis
        )
        fenetre.montrer(page)
        poser_widgets()
        return page, choisis, fins

    return _montrer


def test_what_is_due_is_announced_tagged_and_offered_first(fenetre, montrer) -> None:
    page, choisis, _ = montrer([AUTRE, OFFRE])
    assert "Déclaration de ressources 2021 est à faire" in lu(page)
    assert "Avant le 31 décembre 2022." in lu(page)
    assert [a.texte for a in page.commandes] == ["Terminer ma session", "Déclarer mes ressources"]
    toucher(fenetre, "Déclarer mes ressources")
    assert choisis == ["ressources"]


def test_each_tile_opens_its_own_demarche_and_only_what_is_due_is_tagged(fenetre, montrer) -> None:
    page, choisis, _ = montrer([AUTRE, OFFRE])
    tuiles = list(visibles(page, TuileDemarche))
    assert {t.text(): t.accessibleDescription() for t in tuiles} == {
        "Demander l’AJPA": "",
        "Déclarer mes ressources\u00a02021": "À faire",
    }
    for tuile in tuiles:
        tuile.click()
    assert sorted(choisis) == ["ajpa", "ressources"]


def test_nothing_due_leaves_only_the_way_out(fenetre, montrer) -> None:
    page, _, fins = montrer([OFFRE], a_faire=())
    assert "est à faire" not in lu(page)
    [seule] = page.commandes
    assert seule.texte == "Terminer ma session"
    assert seule.genre == "s"
    seule.faire()
    assert fins == [1]


def test_deposits_show_their_state_and_number_the_last_ones_only(montrer) -> None:
    page, *_ = montrer([OFFRE], depots=COMPTE.depots + COMPTE.depots)
    page_lue = lu(page)
    for etat in ("Reçue", "Document attendu", "Traitée"):
        assert page_lue.count(etat) == 1
    assert page_lue.count(f"Numéro {COMPTE.depots[0].numero}") == 3


def test_an_account_with_nothing_in_it_says_so(montrer) -> None:
    page, *_ = montrer([], a_faire=(), depots=(), coordonnees=CoordonneesVues(version=0))
    assert "Vous n’avez rien envoyé récemment." in lu(page)
    assert "Aucune coordonnée enregistrée." in lu(page)


def test_contact_details_stay_masked_and_say_when_they_were_confirmed(montrer) -> None:
    page, *_ = montrer([OFFRE])
    assert "06 •• •• •• 42" in lu(page)
    assert lu(page).count("Confirmé le 7 octobre 2021") == 2


def test_a_notice_can_be_given(montrer) -> None:
    page, *_ = montrer([OFFRE], avis="La liaison a été coupée.")
    assert "La liaison a été coupée." in lu(page)


def test_what_is_due_but_cannot_be_done_here_has_no_button(fenetre, montrer) -> None:
    page, *_ = montrer([AUTRE])
    assert "est à faire" in lu(page)
    assert [a.texte for a in page.commandes] == ["Terminer ma session"]


def test_everything_pressable_can_be_named(fenetre, montrer) -> None:
    montrer([AUTRE, OFFRE])
    assert all(b.accessibleName() for b in visibles(fenetre, QAbstractButton))
    assert bouton(fenetre, "Déclarer mes ressources\u00a02021")
