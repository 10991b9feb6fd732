"""« Mon compte »: what is due comes first, in the notice, on the tile and on the button."""

from dataclasses import replace

import pytest
from doigts import bouton, laisser_faire, lu, poser_widgets, toucher, visibles
from exemples import AUTRES_OFFRES, COMPTE, OFFRE, rien
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QWidget
from tableaux_pass_sport import UN_SPORTIF

from kiosk.backend.schemas import AFaire, CoordonneesVues, PassSportVue
from ui.components.encarts import Carte
from ui.components.tuiles import TuileDemarche
from ui.screens.carte_coordonnees import CarteCoordonnees
from ui.screens.compte import EcranCompte, Offre
from ui.theme import Forme, TailleTexte

SPORT = "Pass’Sport\u00a02022"
AUTRE = Offre("ajpa", "Demander l’AJPA", "aidant", "Demander l’AJPA")


@pytest.fixture
def montrer(fenetre):
    """Show an account: gives what was chosen, and how many times the end was asked."""

    def _montrer(offres, avis="", gestes=None, **change):
        choisis, fins = [], []
        page = EcranCompte(
            COMPTE.model_copy(update=change),
            offres,
            choisis.append,
            lambda: fins.append(1),
            avis,
            **(gestes or {}),
        )
        fenetre.montrer(page)
        poser_widgets()
        return page, choisis, fins

    return _montrer


def coordonnees(**change) -> CoordonneesVues:
    """Those of the example, as JSON would say them."""
    return CoordonneesVues.model_validate(COMPTE.coordonnees.model_dump(mode="json") | change)


def une(nature: str, valeur: str, securisee_le: str | None = None, due: bool = False) -> dict[str, object]:
    return {
        "nature": nature,
        "valeur_masquee": valeur,
        "securisee": securisee_le is not None,
        "securisee_le": securisee_le,
        "due": due,
    }


def test_what_is_due_is_announced_tagged_and_offered_first(fenetre, montrer) -> None:
    page, choisis, _ = montrer([AUTRE, OFFRE])
    assert "Votre déclaration de ressources 2021 est à faire" in lu(page)
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


def test_what_was_deposited_is_tagged_and_can_still_be_opened(fenetre, montrer) -> None:
    page, choisis, _ = montrer([AUTRE, replace(OFFRE, deja=True)], a_faire=())
    [tuile] = [t for t in visibles(page, TuileDemarche) if t.accessibleDescription()]
    assert (tuile.text(), tuile.accessibleDescription()) == (OFFRE.titre, "Déjà envoyée")
    tuile.click()
    assert choisis == ["ressources"]


def test_what_is_due_again_is_said_before_what_was_deposited(montrer) -> None:
    page, *_ = montrer([replace(OFFRE, deja=True)])
    [tuile] = visibles(page, TuileDemarche)
    assert tuile.accessibleDescription() == "À faire"


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


def test_an_acronym_that_is_due_keeps_its_capitals(montrer) -> None:
    page, *_ = montrer([OFFRE], a_faire=(AFaire(demarche="ajpa", titre="AJPA du mois"),))
    assert "Votre AJPA du mois est à faire" in lu(page)


def test_contact_details_stay_masked_and_say_once_when_they_were_all_confirmed(montrer) -> None:
    page, *_ = montrer([OFFRE])
    [carte] = visibles(page, CarteCoordonnees)
    assert lu(carte).split("\n") == [
        "Mes coordonnées",
        "06 •• •• •• 42",
        "c•••••@exemple.fr",
        "Confirmées le 7 octobre 2021",
        "À confirmer",
        "01 •• •• •• 17",
    ]


def test_one_secured_detail_has_its_date_in_its_own_gender(montrer) -> None:
    seule = coordonnees(
        en_vigueur=[une("mail", "c•••••@exemple.fr", "2022-10-07")], date_commune="2022-10-07"
    )
    page, *_ = montrer([OFFRE], coordonnees=seule)
    assert "Confirmée le 7 octobre 2022" in lu(page)
    assert "À confirmer" not in lu(page)


def test_dates_that_differ_stand_with_what_they_are_about(montrer) -> None:
    separees = coordonnees(
        date_commune=None,
        en_vigueur=[
            une("mobile", "06 •• •• •• 42", "2021-10-07", due=True),
            une("mail", "c•••••@exemple.fr", "2022-09-01"),
        ],
    )
    page, *_ = montrer([OFFRE], coordonnees=separees)
    [carte] = visibles(page, CarteCoordonnees)
    assert lu(carte).split("\n")[1:] == [
        "06 •• •• •• 42",
        "Sécurisé le 7 octobre 2021",
        "À confirmer",
        "c•••••@exemple.fr",
        "Sécurisée le 1er septembre 2022",
    ]


def test_what_waits_for_its_code_stands_under_what_is_in_force(montrer) -> None:
    attente = [
        {"nature": "mobile", "valeur_masquee": "07 •• •• •• 18"},
        {"nature": "fixe", "valeur_masquee": "02 •• •• •• 33"},
    ]
    page, *_ = montrer(
        [OFFRE],
        coordonnees=coordonnees(
            en_vigueur=[
                une("mobile", "06 •• •• •• 42", "2022-10-07"),
                une("mail", "c•••••@exemple.fr", "2022-10-07"),
            ],
            en_attente=attente,
            date_commune="2022-10-07",
        ),
    )
    [carte] = visibles(page, CarteCoordonnees)
    assert lu(carte).split("\n")[1:] == [
        "06 •• •• •• 42",
        "Nouveau numéro : 07 •• •• •• 18",
        "Attend son code",
        "c•••••@exemple.fr",
        "Confirmées le 7 octobre 2022",
        "Nouveau numéro : 02 •• •• •• 33",
        "Attend son code",
    ]


def test_each_card_leads_where_it_says(fenetre, montrer) -> None:
    faits = []
    montrer(
        [OFFRE],
        gestes={
            "modifier_coordonnees": lambda: faits.append("coordonnees"),
            "voir_profil": lambda: faits.append("profil"),
        },
    )
    toucher(fenetre, "Modifier\u00a0: Mes coordonnées")
    toucher(fenetre, "Voir mon profil")
    assert faits == ["coordonnees", "profil"]


def test_without_anything_to_modify_the_button_offers_to_add(fenetre, montrer) -> None:
    faits = []
    montrer(
        [],
        coordonnees=CoordonneesVues(version=0),
        gestes={"modifier_coordonnees": lambda: faits.append("coordonnees")},
    )
    toucher(fenetre, "Ajouter\u00a0: Mes coordonnées")
    assert faits == ["coordonnees"]


def test_what_leads_nowhere_is_not_there(montrer) -> None:
    page, *_ = montrer([OFFRE])
    assert [b.accessibleName() for b in visibles(page, QAbstractButton)] == [OFFRE.titre]
    assert "Mon profil" not in lu(page)


def place(page: QWidget, titre: str) -> QRect:
    """Where the card with this title is, in the page."""
    carte = next(c for c in visibles(page, Carte) if getattr(c, "titre", "") == titre)
    return QRect(carte.mapTo(page, QPoint(0, 0)), carte.size())


def montrer_sur(fenetre, pass_sport: PassSportVue | None = None) -> EcranCompte:
    page = EcranCompte(
        COMPTE.model_copy(update={"pass_sport": pass_sport}),
        [OFFRE, *AUTRES_OFFRES] if pass_sport else [OFFRE],
        rien,
        rien,
        modifier_coordonnees=rien,
        voir_profil=rien,
        voir_pass_sport=rien,
    )
    fenetre.montrer(page)
    laisser_faire()
    return page


@pytest.mark.parametrize("forme", [Forme.PORTRAIT, Forme.PAYSAGE])
def test_the_cards_stand_side_by_side_and_as_high_as_each_other(ouvrir, forme: Forme) -> None:
    page = montrer_sur(ouvrir(forme))
    une_carte, autre = place(page, "Mes coordonnées"), place(page, "Mon profil")
    assert une_carte.right() < autre.left()
    assert (une_carte.top(), une_carte.height()) == (autre.top(), autre.height())
    assert abs(une_carte.width() - autre.width()) <= 1


def test_in_large_letters_a_narrow_screen_piles_them_up_and_puts_them_back(ouvrir, habiller) -> None:
    page = montrer_sur(ouvrir())
    habiller(taille=TailleTexte.GRAND)
    laisser_faire()
    assert place(page, "Mes coordonnées").bottom() < place(page, "Mon profil").top()
    habiller()
    laisser_faire()
    assert place(page, "Mes coordonnées").top() == place(page, "Mon profil").top()


def test_on_a_pc_they_stand_beside_the_rest_and_the_buttons_under_the_whole(ouvrir) -> None:
    fenetre = ouvrir(Forme.PC)
    page = montrer_sur(fenetre)
    [tuile] = visibles(page, TuileDemarche)
    une_carte, autre = place(page, "Mes coordonnées"), place(page, "Mon profil")
    assert une_carte.left() == autre.left() > tuile.mapTo(page, QPoint(tuile.width(), 0)).x()
    assert une_carte.bottom() < autre.top()
    due = bouton(fenetre, "Déclarer mes ressources")
    droite = due.mapTo(fenetre, QPoint(due.width(), 0)).x()
    assert abs(droite - page.mapTo(fenetre, QPoint(une_carte.right(), 0)).x()) <= 2


@pytest.mark.parametrize("forme", [Forme.PORTRAIT, Forme.PAYSAGE])
def test_with_the_pass_sport_the_profile_runs_under_the_other_two(ouvrir, forme: Forme) -> None:
    page = montrer_sur(ouvrir(forme), UN_SPORTIF)
    une_carte, autre = place(page, "Mes coordonnées"), place(page, SPORT)
    profil = place(page, "Mon profil")
    assert (une_carte.top(), une_carte.height()) == (autre.top(), autre.height())
    assert une_carte.right() < autre.left()
    assert profil.top() > une_carte.bottom()
    assert (profil.left(), profil.right()) == (une_carte.left(), autre.right())
    voir = bouton(page, "Voir mon profil")
    assert voir.mapTo(page, QPoint(0, 0)).x() > profil.center().x()


def test_with_the_pass_sport_large_letters_pile_all_three_up(ouvrir) -> None:
    page = montrer_sur(ouvrir(taille=TailleTexte.GRAND), UN_SPORTIF)
    places = [place(page, titre) for titre in ("Mes coordonnées", SPORT, "Mon profil")]
    assert len({(p.left(), p.right()) for p in places}) == 1
    assert places[0].bottom() < places[1].top() < places[1].bottom() < places[2].top()


def test_on_a_pc_the_pass_sport_stands_between_the_other_two(ouvrir) -> None:
    page = montrer_sur(ouvrir(Forme.PC), UN_SPORTIF)
    places = [place(page, titre) for titre in ("Mes coordonnées", SPORT, "Mon profil")]
    assert len({p.left() for p in places}) == 1
    assert places[0].bottom() < places[1].top() < places[1].bottom() < places[2].top()


def test_tiles_share_the_width_evenly_two_by_two_or_one_by_one_in_large_letters(ouvrir, habiller) -> None:
    page = montrer_sur(ouvrir(), UN_SPORTIF)
    for taille, par_ligne in ((TailleTexte.NORMAL, 2), (TailleTexte.GRAND, 1), (TailleTexte.NORMAL, 2)):
        habiller(taille=taille)
        laisser_faire()
        tuiles = list(visibles(page, TuileDemarche))
        assert len({t.x() for t in tuiles}) == par_ligne
        largeurs = [t.width() for t in tuiles]
        assert max(largeurs) - min(largeurs) <= 1
        # Read out in the order they are seen.
        assert [t.text() for t in sorted(tuiles, key=lambda t: (t.y(), t.x()))] == [t.text() for t in tuiles]


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
