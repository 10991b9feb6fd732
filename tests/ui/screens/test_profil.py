"""« Mon profil »: all that is known, « Modifier » only where the kiosk can do it, and whom to ask elsewhere."""

from datetime import date

import pytest
from doigts import laisser_faire, lu, poser_widgets, toucher, visibles
from exemples import COMPTE, PLEIN, VIDE, rien
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.backend.schemas import Compte, DroitVue, SituationVue
from ui.components.cartes import CarteTitree
from ui.components.etiquette import Etiquette
from ui.components.textes import Texte
from ui.screens.profil import EcranProfil
from ui.theme import Forme, TailleTexte

MOT_DE_PASSE = "Modifier mon mot de\u00a0passe"
COORDONNEES = "Modifier\u00a0: Mes coordonnées"


def montrer(fenetre, compte: Compte = COMPTE, faits: list[str] | None = None) -> EcranProfil:
    """The profile in the window; what was asked for goes to `faits`."""
    journal = [] if faits is None else faits
    page = EcranProfil(
        compte,
        modifier_coordonnees=lambda: journal.append("coordonnees"),
        modifier_mot_de_passe=lambda: journal.append("mot_de_passe"),
        revenir=lambda: journal.append("revenir"),
        terminer=lambda: journal.append("terminer"),
    )
    fenetre.montrer(page)
    poser_widgets()
    return page


def carte(page: QWidget, titre: str) -> CarteTitree:
    return next(c for c in visibles(page, CarteTitree) if c.titre == titre)


def lignes(page: QWidget, titre: str) -> list[str]:
    return lu(carte(page, titre)).split("\n")[1:]


def test_everything_known_is_said_in_words(fenetre) -> None:
    page = montrer(fenetre)
    assert lignes(page, "Ma situation")[:2] == ["En couple", "Depuis le 20 juin 2015"]
    assert lignes(page, "Mon foyer")[:9] == [
        "Camille",
        "Vous",
        "Date de naissance : 12 juin 1985",
        "Alexandre",
        "Votre conjoint",
        "Date de naissance : 2 novembre 1983",
        "Lina",
        "Autre personne du foyer",
        "Date de naissance : 30 avril 2014",
    ]
    assert lignes(page, "Mes droits")[:5] == [
        "Allocations familiales",
        "Depuis le 1er mars 2019",
        "Allocation de rentrée scolaire",
        "Pour Lina",
        "Du 1er août 2022 au 31 août 2022",
    ]


def test_contact_details_are_named_masked_and_tagged(fenetre) -> None:
    page = montrer(fenetre)
    assert lignes(page, "Mes coordonnées")[:-1] == [
        "Téléphone mobile",
        "06 •• •• •• 42",
        "Sécurisé le 7 octobre 2021",
        "À confirmer",
        "Adresse mail",
        "c•••••@exemple.fr",
        "Sécurisée le 7 octobre 2021",
        "À confirmer",
        "Téléphone fixe",
        "01 •• •• •• 17",
    ]
    assert "n’est pas encore en vigueur" not in lu(page)


def test_what_waits_for_its_code_is_said_not_to_be_in_force(fenetre) -> None:
    page = montrer(fenetre, PLEIN)
    assert lignes(page, "Mes coordonnées")[:4] == [
        "Téléphone mobile",
        "06 •• •• •• 42",
        "Nouveau numéro : 07 •• •• •• 18",
        "Attend son code",
    ]
    assert "Ce qui attend son code n’est pas encore en vigueur." in lu(page)
    assert lignes(page, "Mes coordonnées")[8:10] == ["Téléphone fixe", "Aucun"]


def test_what_is_not_known_is_left_out(fenetre) -> None:
    compte = COMPTE.model_copy(
        update={
            "situation": SituationVue(libelle="Célibataire"),
            "droits": (DroitVue(code="apl", libelle="APL", depuis=date(2022, 1, 1)),),
            "foyer": PLEIN.foyer[-1:],
        }
    )
    page = montrer(fenetre, compte)
    assert lignes(page, "Ma situation")[0:2] == [
        "Célibataire",
        "Elle a changé ? Dites-le à un conseiller, à l’accueil.",
    ]
    assert lignes(page, "Mes droits")[:2] == ["APL", "Depuis le 1er janvier 2022"]
    assert lignes(page, "Mon foyer")[:2] == ["Noé", "Autre personne du foyer"]


def test_an_account_that_says_nothing_says_so_part_by_part(fenetre) -> None:
    page = montrer(fenetre, VIDE)
    for titre, phrase in (
        ("Ma situation", "Aucune situation familiale enregistrée."),
        ("Mon foyer", "Aucune personne enregistrée dans votre foyer."),
        ("Mes coordonnées", "Aucune coordonnée enregistrée."),
        ("Mes droits", "Aucun droit en cours."),
    ):
        assert lignes(page, titre)[0] == phrase
    faits: list[str] = []
    montrer(fenetre, VIDE, faits)
    toucher(fenetre, "Ajouter\u00a0: Mes coordonnées")
    assert faits == ["coordonnees"]


def test_only_what_the_kiosk_can_do_has_a_button_the_rest_says_whom_to_ask(fenetre) -> None:
    page = montrer(fenetre)
    assert {b.accessibleName() for b in visibles(page, QAbstractButton)} == {COORDONNEES, MOT_DE_PASSE}
    for titre in ("Ma situation", "Mon foyer", "Mes droits"):
        assert "conseiller" in lignes(page, titre)[-1]
        assert "à l’accueil" in lignes(page, titre)[-1]


def test_each_button_does_its_own(fenetre) -> None:
    faits: list[str] = []
    page = montrer(fenetre, faits=faits)
    toucher(fenetre, COORDONNEES)
    toucher(fenetre, MOT_DE_PASSE)
    assert [a.texte for a in page.commandes] == ["Terminer ma session", "Revenir à mon compte"]
    for action in page.commandes:
        action.faire()
    assert faits == ["coordonnees", "mot_de_passe", "terminer", "revenir"]


def test_the_parts_are_titles_in_the_order_they_are_read(fenetre) -> None:
    page = montrer(fenetre)
    titres = [t.text().replace("\u00a0", " ") for t in visibles(page, Texte) if t.est_titre]
    parties = ["Ma situation", "Mon foyer", "Mes coordonnées", "Mes droits", "Mon mot de passe"]
    assert titres == ["Mon profil", *parties]


def gauche(page: QWidget, titre: str) -> int:
    return carte(page, titre).mapTo(page, QPoint(0, 0)).x()


@pytest.mark.parametrize(
    ("forme", "taille", "deux"),
    [
        (Forme.PC, TailleTexte.NORMAL, True),
        (Forme.PC, TailleTexte.GRAND, True),
        (Forme.PAYSAGE, TailleTexte.NORMAL, True),
        (Forme.PAYSAGE, TailleTexte.GRAND, False),
        (Forme.PORTRAIT, TailleTexte.NORMAL, False),
    ],
)
def test_two_columns_where_there_is_room(ouvrir, forme: Forme, taille: TailleTexte, deux: bool) -> None:
    fenetre = ouvrir(forme, "clair", taille)
    page = montrer(fenetre, PLEIN)
    laisser_faire()
    assert (gauche(page, "Mes coordonnées") > gauche(page, "Mon foyer")) is deux
    assert gauche(page, "Mon foyer") == gauche(page, "Ma situation")
    assert all(e.height() >= e.sizeHint().height() for e in visibles(page, Etiquette))


def test_a_page_that_was_left_can_be_shown_again(fenetre) -> None:
    montrer(fenetre)
    page = EcranProfil(
        PLEIN, modifier_coordonnees=rien, modifier_mot_de_passe=rien, revenir=rien, terminer=rien
    )
    fenetre.montrer(page)
    laisser_faire()
    assert "Maximilien-Alexandre" in lu(page)
