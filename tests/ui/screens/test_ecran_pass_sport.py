"""« Pass’Sport »: each person with a word and a sentence; what explains a coupon stands only while one may come."""

import pytest
from doigts import lu, poser_widgets, toucher, visibles
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QWidget
from tableaux_pass_sport import SPORT_INCONNU, SPORT_TERMINE, SPORTIFS, UN_SPORTIF

from kiosk.backend.schemas import PassSportPersonne
from ui.components.encarts import Carte, Encart
from ui.components.markdown import TexteMarkdown
from ui.screens.pass_sport import EcranPassSport
from ui.theme import Forme

SECTIONS = (("Rien reçu\u00a0?", "Cherchez **bien**.\n\n- Ici\n- Là"), ("", "## Où l’utiliser\n\nAu club."))


@pytest.fixture
def montrer(fenetre):
    """The page in the window, and what was asked of it."""

    def _montrer(vue, sections=SECTIONS) -> tuple[EcranPassSport, list[str]]:
        faits: list[str] = []
        page = EcranPassSport(vue, sections, lambda: faits.append("compte"), lambda: faits.append("terminer"))
        fenetre.montrer(page)
        poser_widgets()
        return page, faits

    return _montrer


def test_each_person_has_a_word_and_the_sentence_of_the_campaign(montrer) -> None:
    page, _ = montrer(SPORTIFS)
    cartes = [lu(carte).split("\n") for carte in visibles(page, Carte)]
    assert [carte[:2] for carte in cartes] == [
        ["Lina", "Coupon prévu"],
        ["Maximilien-Alexandre", "Coupon prévu"],
        ["Noé", "Pas de coupon"],
        ["Marie-Emmanuelle", "Pas de coupon"],
    ]
    assert [carte[2] for carte in cartes] == [p.message.replace("\u00a0", " ") for p in SPORTIFS.personnes]


def test_what_explains_the_coupon_comes_with_its_titles(montrer) -> None:
    page, _ = montrer(UN_SPORTIF)
    dit = lu(page)
    for mots in ("Rien reçu ?", "Où l’utiliser", "Au club."):
        assert mots in dit
    assert dit.index("Lina") < dit.index("Rien reçu ?") < dit.index("Où l’utiliser")


def test_a_campaign_that_is_not_known_is_one_notice_and_no_amount(montrer) -> None:
    page, _ = montrer(SPORT_INCONNU)
    [avis] = visibles(page, Encart)
    assert lu(avis).split("\n")[1] == "La campagne 2026 n’est pas connue à ce jour"
    assert list(visibles(page, Carte)) == []
    assert "€" not in lu(page)
    assert "Rien reçu ?" in lu(page)


def test_a_campaign_that_is_over_does_not_explain_how_to_get_a_coupon(montrer) -> None:
    page, _ = montrer(SPORT_TERMINE)
    [avis] = visibles(page, Encart)
    assert "terminée depuis le 31 décembre 2022" in lu(avis)
    assert list(visibles(page, TexteMarkdown)) == []
    assert "Rien reçu" not in lu(page)


def test_words_of_the_backend_are_never_markup(montrer) -> None:
    intruse = PassSportPersonne(prenom="Li <u>Na</u>", concerne=True, message="Oui <b>&</b> non")
    page, _ = montrer(UN_SPORTIF.model_copy(update={"personnes": (intruse,)}), ())
    assert "Li <u>Na</u>" in lu(page)
    assert "Oui <b>&</b> non" in lu(page)


def test_the_primary_button_goes_back_to_the_account(fenetre, montrer) -> None:
    page, faits = montrer(UN_SPORTIF)
    assert [(a.texte, a.genre) for a in page.commandes] == [
        ("Terminer ma session", "s"),
        ("Revenir à mon compte", "p"),
    ]
    toucher(fenetre, "Revenir à mon compte")
    page.commandes[0].faire()
    assert faits == ["compte", "terminer"]
    assert list(visibles(page, QAbstractButton)) == []


def _gauche(page: QWidget, genre: type[QWidget]) -> int:
    return next(visibles(page, genre)).mapTo(page, QPoint(0, 0)).x()


@pytest.mark.parametrize("forme", list(Forme))
def test_explanations_stand_beside_the_persons_where_there_is_room(ouvrir, forme: Forme) -> None:
    fenetre = ouvrir(forme)
    page = EcranPassSport(UN_SPORTIF, (("", "Au club."),), fenetre.update, fenetre.update)
    fenetre.montrer(page)
    poser_widgets()
    cote_a_cote = _gauche(page, TexteMarkdown) > _gauche(page, Carte)
    assert cote_a_cote == (forme is not Forme.PORTRAIT)
