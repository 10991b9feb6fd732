"""Home: what can be done here, and both ways in always in sight."""

import pytest
from doigts import bouton, laisser_faire, lu, toucher, visibles
from exemples import rien
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton

from ui.components.defilement import Defilement
from ui.screens.accueil import QUI_Y_A_DROIT, EcranAccueil
from ui.screens.horaires import lignes
from ui.theme import Forme, TailleTexte, actuel

HORAIRES = ("Du lundi au vendredi, de 9 h à 12 h 30 et de 13 h 30 à 16 h", "Le samedi, de 9 h à 12 h")


def montrer(fenetre, **actions) -> EcranAccueil:
    page = EcranAccueil(actions.pop("commencer", rien), rien, rien, **actions)
    fenetre.montrer(page)
    laisser_faire()
    return page


def primaire(fenetre) -> QAbstractButton:
    """The button that begins the visit; its words depend on the post."""
    return next(b for b in visibles(fenetre, QAbstractButton) if b.property("genre") == "p")


def test_the_four_services_are_named(fenetre) -> None:
    dit = lu(montrer(fenetre))
    for service in (
        "Consulter votre compte",
        "Déclarer vos ressources",
        "Déclarer une grossesse",
        "Demander une aide pour un proche",
        "L’allocation journalière du proche aidant (AJPA)",
    ):
        assert service in dit


def test_each_button_begins_its_own_thing(fenetre) -> None:
    faits: list[str] = []
    montrer(
        fenetre,
        commencer=lambda: faits.append("visite"),
        pass_sport=lambda: faits.append("pass_sport"),
    )
    toucher(fenetre, QUI_Y_A_DROIT)
    toucher(fenetre, "Toucher pour commencer")
    assert faits == ["pass_sport", "visite"]


def test_who_hears_the_page_knows_that_the_questions_need_no_sign_in(fenetre) -> None:
    montrer(fenetre, pass_sport=rien)
    assert bouton(fenetre, QUI_Y_A_DROIT).accessibleDescription() == "Sans vous identifier"


def test_what_leads_nowhere_is_not_there(fenetre) -> None:
    assert "Pass’Sport" not in lu(montrer(fenetre))


def test_the_hall_says_its_name_and_when_somebody_is_there(fenetre) -> None:
    dit = lu(montrer(fenetre, caf="Caf de l’Ain", horaires=HORAIRES))
    assert "Bienvenue à la Caf de l’Ain." in dit
    assert "L’accueil est ouvert" in dit
    assert "Le samedi, de 9 h à 12 h" in dit


def test_a_time_is_never_broken_at_the_end_of_a_line() -> None:
    assert lignes(["De 9 h 30 à 12 h", " Le 3 juin "]) == "De 9\u00a0h\u00a030 à 12\u00a0h\nLe 3 juin"


def test_without_hours_nothing_is_said_of_them(fenetre) -> None:
    assert "ouvert" not in lu(montrer(fenetre))


@pytest.mark.parametrize(
    "horaires", [HORAIRES, ("Tous les mardis et tous les jeudis, de 9 h 30 à 12 h 30 mn",) * 4]
)
@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("forme", list(Forme))
def test_with_its_hours_the_page_still_has_its_ways_in(
    ouvrir, forme: Forme, taille: TailleTexte, horaires: tuple[str, ...]
) -> None:
    fenetre = ouvrir(forme, "clair", taille)
    montrer(fenetre, pass_sport=rien, descendre=rien, caf="Caf de la Seine-Saint-Denis", horaires=horaires)
    [vue] = visibles(fenetre, Defilement)
    assert not vue.suite_visible
    assert primaire(fenetre).isVisible()


@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("forme", list(Forme))
def test_both_ways_in_are_in_sight_and_large_enough(ouvrir, forme: Forme, taille: TailleTexte) -> None:
    fenetre = ouvrir(forme, "clair", taille)
    montrer(fenetre, pass_sport=rien)
    [vue] = visibles(fenetre, Defilement)
    assert not vue.suite_visible
    cible = actuel().mesures.mm(20 if actuel().mesures.borne else 17)
    bas = []
    for acces in (bouton(fenetre, QUI_Y_A_DROIT), primaire(fenetre)):
        assert acces.height() >= cible
        bas.append(acces.mapTo(fenetre, QPoint(0, acces.height())).y())
    assert bas[0] <= bas[1] <= fenetre.height()


def test_the_picture_gives_its_room_to_large_letters_and_takes_it_back(ouvrir, habiller) -> None:
    page = montrer(ouvrir(Forme.PAYSAGE))
    for taille in (TailleTexte.NORMAL, TailleTexte.GRAND, TailleTexte.NORMAL):
        habiller(Forme.PAYSAGE, taille=taille)
        laisser_faire()
        assert page._scene.isVisible() == (taille is TailleTexte.NORMAL)
