"""The new password: rules ticked while it is typed, errors at the field and above, nothing kept once it is done."""

import pytest
from doigts import (
    a_corriger,
    au_clavier_ecran,
    bouton,
    champ,
    coller,
    dicter,
    ecrire,
    laisser_faire,
    lu,
    mots_de_passe_presents,
    remplacer,
    toucher,
)
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from tableaux_secrets import ACTUEL_FAUX

from ui.bridge.erreurs import Avis
from ui.components.champs import ChampMotDePasse
from ui.components.ecran import Ecran
from ui.screens.inactivite import EcranInactivite
from ui.screens.mot_de_passe import DIFFERENTS, EcranMotDePasse, panneau_mot_de_passe_change
from ui.theme import Forme, TailleTexte

ACTUEL, NOUVEAU = "soleil velo pomme", "marmotte bleue au fond"
COUPURE = Avis("La liaison avec la Caf est coupée", "Votre mot de passe n’a pas changé.", "Réessayez.")
REGLE = Avis(
    "Ce nouveau mot de passe ne convient pas", "Retirez le numéro de Sécurité sociale.", a_corriger=True
)
LONGUEUR = "12 caractères ou plus"


class Page:
    """The screen in its window, and what it asked for. On a kiosk the password may not be shown."""

    def __init__(self, fenetre, temporaire=False, afficher_possible=False, noms=("Camille", "Martin")):
        self.fenetre = fenetre
        self.demandes: list[tuple[str | None, str]] = []
        self.retours: list[int] = []
        self.ecran = EcranMotDePasse(
            noms=noms,
            afficher_possible=afficher_possible,
            temporaire=temporaire,
            enregistrer=lambda actuel, nouveau: self.demandes.append((actuel, nouveau)),
            precedent=None if temporaire else lambda: self.retours.append(1),
        )
        fenetre.montrer(self.ecran)
        laisser_faire()

    @property
    def actuel(self):
        return champ(self.ecran, "Mot de passe actuel")

    @property
    def nouveau(self):
        return champ(self.ecran, "Nouveau")

    @property
    def encore(self):
        return champ(self.ecran, "Écrivez-le encore")

    def remplir(self, actuel: str = ACTUEL, nouveau: str = NOUVEAU, encore: str | None = None) -> None:
        ecrire(self.actuel, actuel)
        ecrire(self.nouveau, nouveau)
        ecrire(self.encore, nouveau if encore is None else encore)

    def enregistrer(self) -> None:
        toucher(self.fenetre, "Enregistrer")

    @property
    def lu(self) -> str:
        return lu(self.ecran)

    def regles(self) -> list[str]:
        """The rules as they are read, in order."""
        noms = [w.accessibleName() for w in self.ecran.findChildren(QLabel) if w.isVisible()]
        return [nom.replace("\u00a0", " ") for nom in noms if nom]


@pytest.fixture
def page(fenetre) -> Page:
    return Page(fenetre)


# --- what is asked --------------------------------------------------------------------------------------


def test_a_good_password_is_asked_for_once(page) -> None:
    page.remplir()
    page.enregistrer()
    toucher(page.fenetre, "Enregistrement…")
    QTest.keyClick(page.encore.saisie, Qt.Key.Key_Return)
    assert page.demandes == [(ACTUEL, NOUVEAU)]


def test_a_temporary_password_is_not_asked_for_and_there_is_no_way_back(fenetre) -> None:
    page = Page(fenetre, temporaire=True)
    assert "Choisissez votre mot de passe" in page.lu
    assert "ne sert qu’une fois" in page.lu
    assert "Mot de passe actuel" not in page.lu
    assert "Précédent" not in lu(fenetre)
    bouton(fenetre, "Terminer ma session")
    assert page.nouveau.saisie.hasFocus()
    ecrire(page.nouveau, NOUVEAU)
    ecrire(page.encore, NOUVEAU)
    page.enregistrer()
    assert page.demandes == [(None, NOUVEAU)]


def test_back_asks_to_leave(page) -> None:
    toucher(page.fenetre, "Précédent")
    assert page.retours == [1]


def test_enter_goes_down_the_page_then_saves(page) -> None:
    page.remplir()
    page.actuel.setFocus()
    QTest.keyClick(page.actuel.saisie, Qt.Key.Key_Return)
    assert page.nouveau.saisie.hasFocus()
    QTest.keyClick(page.nouveau.saisie, Qt.Key.Key_Return)
    assert page.encore.saisie.hasFocus()
    assert page.demandes == []
    QTest.keyClick(page.encore.saisie, Qt.Key.Key_Return)
    assert page.demandes == [(ACTUEL, NOUVEAU)]


def test_a_password_may_be_pasted_and_hold_any_letter(page) -> None:
    page.remplir(nouveau="")
    for place in (page.nouveau, page.encore):
        coller(place, "où dort l’œuf 🦊 ?")
    page.enregistrer()
    assert page.demandes == [(ACTUEL, "où dort l’œuf 🦊 ?")]


def test_the_same_letters_typed_in_two_ways_are_the_same(page) -> None:
    page.remplir(nouveau="", encore="")
    coller(page.nouveau, "marmotte \u00e9trange au fond")
    coller(page.encore, "marmotte e\u0301trange au fond")
    page.enregistrer()
    assert len(page.demandes) == 1


# --- the rules, live ------------------------------------------------------------------------------------


def test_no_rule_is_judged_before_a_letter_and_each_letter_judges(page) -> None:
    assert page.regles()[0] == LONGUEUR
    dicter(page.nouveau, "marmotte bl")
    assert f"{LONGUEUR} : pas encore" in page.regles()
    dicter(page.nouveau, "e")
    assert f"{LONGUEUR} : oui" in page.regles()
    QTest.keyClick(page.nouveau.saisie, Qt.Key.Key_Backspace)
    assert f"{LONGUEUR} : pas encore" in page.regles()


@pytest.mark.parametrize(
    ("secret", "regle"),
    [
        ("camille au jardin", "Sans votre nom ni votre prénom : pas encore"),
        ("azertyuiopqsdf", "Difficile à deviner : pas encore"),
        ("mon 285067599001189 a moi", "Sans numéro de Sécurité sociale : pas encore"),
    ],
)
def test_a_rule_that_is_broken_says_so_and_stops_the_change(page, secret: str, regle: str) -> None:
    page.remplir(nouveau=secret)
    assert regle in page.regles()
    page.enregistrer()
    assert page.demandes == []
    [message] = a_corriger(page.ecran)
    assert page.nouveau.message == message


def test_the_rules_are_read_with_the_field(page) -> None:
    description = page.nouveau.saisie.accessibleDescription().replace("\u00a0", " ")
    assert LONGUEUR in description
    assert "Assemblez trois ou quatre mots" in description


def test_what_was_wrong_is_no_longer_said_once_it_is_typed_again(page) -> None:
    page.remplir(nouveau="court")
    page.enregistrer()
    assert page.nouveau.message
    ecrire(page.nouveau, "x")
    assert page.nouveau.message == ""


# --- errors ---------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_and_leads_to_its_field(page) -> None:
    page.enregistrer()
    actuel, nouveau = a_corriger(page.ecran)
    assert (actuel, nouveau) == (page.actuel.message, page.nouveau.message)
    toucher(page.ecran, nouveau)
    assert page.nouveau.saisie.hasFocus()
    toucher(page.ecran, actuel)
    assert page.actuel.saisie.hasFocus()
    assert page.demandes == []


def test_two_different_passwords_empty_the_second_only(page) -> None:
    page.remplir(encore="marmotte bleue au font")
    page.enregistrer()
    assert page.demandes == []
    assert a_corriger(page.ecran) == [DIFFERENTS]
    assert page.encore.message == DIFFERENTS
    assert page.encore.valeur() == ""
    assert page.nouveau.valeur() == NOUVEAU
    ecrire(page.encore, NOUVEAU)
    page.enregistrer()
    assert page.demandes == [(ACTUEL, NOUVEAU)]
    assert page.encore.message == ""


def test_a_second_time_left_empty_is_said(page) -> None:
    page.remplir(encore="")
    page.enregistrer()
    assert a_corriger(page.ecran) == ["Écrivez encore une fois votre nouveau mot de passe."]


def test_the_same_password_again_is_no_change(page) -> None:
    page.remplir(NOUVEAU, NOUVEAU)
    page.enregistrer()
    assert page.demandes == []
    assert "le même que l’actuel" in a_corriger(page.ecran)[0]


def test_a_wrong_current_password_is_emptied_and_the_new_one_kept(page) -> None:
    page.remplir()
    page.enregistrer()
    page.ecran.refuser(ACTUEL_FAUX)
    assert page.actuel.valeur() == ""
    assert page.nouveau.valeur() == NOUVEAU
    assert page.encore.valeur() == NOUVEAU
    assert page.actuel.message == f"{ACTUEL_FAUX.titre}."
    assert a_corriger(page.ecran) == [ACTUEL_FAUX.texte]
    assert ACTUEL_FAUX.titre in page.lu
    ecrire(page.actuel, ACTUEL)
    page.enregistrer()
    assert page.demandes == [(ACTUEL, NOUVEAU)] * 2
    assert page.actuel.message == ""


def test_a_rule_that_only_the_backend_can_check_is_said_at_the_new_password(page) -> None:
    page.remplir()
    page.enregistrer()
    page.ecran.refuser(REGLE, cible="nouveau")
    assert page.nouveau.message == f"{REGLE.titre}. {REGLE.texte}"
    assert page.actuel.valeur() == ACTUEL
    toucher(page.ecran, REGLE.texte)
    assert page.nouveau.saisie.hasFocus()


def test_a_temporary_password_is_never_what_is_to_correct(fenetre) -> None:
    page = Page(fenetre, temporaire=True)
    ecrire(page.nouveau, NOUVEAU)
    page.ecran.refuser(REGLE)
    assert REGLE.texte in page.nouveau.message
    assert page.nouveau.valeur() == NOUVEAU


def test_a_network_fault_keeps_everything_and_lets_the_person_try_again(page) -> None:
    page.remplir()
    page.enregistrer()
    page.ecran.refuser(COUPURE)
    assert a_corriger(page.ecran) == []
    assert COUPURE.titre in page.lu
    page.enregistrer()
    assert page.demandes == [(ACTUEL, NOUVEAU)] * 2


def test_a_refusal_that_comes_after_the_page_was_left_changes_nothing(page) -> None:
    page.remplir()
    page.enregistrer()
    page.fenetre.montrer(Ecran())
    page.ecran.refuser(ACTUEL_FAUX)
    laisser_faire()


# --- seen, masked, forgotten ----------------------------------------------------------------------------


def test_a_kiosk_never_shows_it_and_has_it_written_twice(page) -> None:
    assert not [b for b in page.ecran.findChildren(QAbstractButton, "oeil") if b.isVisible()]
    assert page.encore.isVisible()


def test_a_shared_computer_may_show_it_and_asks_once(ouvrir) -> None:
    page = Page(ouvrir(Forme.PC), afficher_possible=True)
    assert "encore une fois" not in page.lu
    ecrire(page.actuel, ACTUEL)
    ecrire(page.nouveau, NOUVEAU)
    for oeil in page.ecran.findChildren(QAbstractButton, "oeil"):
        oeil.click()
    secrets = page.ecran.findChildren(ChampMotDePasse)
    assert [s.visible for s in secrets] == [True, True]
    page.fenetre.couvrir(EcranInactivite(45, int, int))
    assert [s.visible for s in secrets] == [False, False]
    page.fenetre.decouvrir()
    assert page.nouveau.valeur() == NOUVEAU
    page.nouveau.afficher()
    page.enregistrer()
    assert not page.nouveau.visible
    assert page.demandes == [(ACTUEL, NOUVEAU)]


@pytest.mark.parametrize("fermer", ["bouton", "echap"])
def test_once_changed_nothing_of_it_is_left_and_the_visit_goes_on(page, fermer: str) -> None:
    page.remplir()
    page.enregistrer()
    suites: list[int] = []
    panneau_mot_de_passe_change(page.fenetre, lambda: suites.append(1)).ouvrir()
    assert "Votre mot de passe est changé" in lu(page.fenetre)
    assert "Vos sessions ouvertes ailleurs ont été fermées." in lu(page.fenetre)
    assert mots_de_passe_presents(page.fenetre, NOUVEAU) == []
    assert mots_de_passe_presents(page.fenetre, ACTUEL) == []
    if fermer == "bouton":
        toucher(page.fenetre, "Continuer")
    else:
        QTest.keyClick(bouton(page.fenetre, "Continuer"), Qt.Key.Key_Escape)
    laisser_faire()
    assert suites == [1]
    assert "Votre mot de passe est changé" not in lu(page.fenetre)


def test_once_left_the_page_holds_no_password(page) -> None:
    page.remplir()
    page.fenetre.montrer(Ecran())
    laisser_faire()
    assert mots_de_passe_presents(page.fenetre, NOUVEAU) == []


# --- above a keyboard -----------------------------------------------------------------------------------


def dans_la_vue(fenetre, widget: QWidget) -> bool:
    """Whether the whole widget can be seen in the page, above the keyboard."""
    zone = fenetre._pages.vue.zone.viewport()
    return zone.rect().contains(QRect(widget.mapTo(zone, QPoint(0, 0)), widget.size()))


@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("forme", [Forme.PORTRAIT, Forme.PAYSAGE])
def test_the_field_and_what_is_missing_are_seen_together(ouvrir, forme: Forme, taille: TailleTexte) -> None:
    page = Page(ouvrir(forme, "clair", taille))
    page.nouveau.setFocus()
    laisser_faire()
    au_clavier_ecran(page.fenetre, *"marmotte")
    laisser_faire()
    [longueur] = [w for w in page.ecran.findChildren(QLabel) if w.accessibleName().startswith(LONGUEUR)]
    assert dans_la_vue(page.fenetre, page.nouveau.cadre)
    assert dans_la_vue(page.fenetre, longueur)
    au_clavier_ecran(page.fenetre, "Champ suivant")
    laisser_faire()
    assert page.encore.saisie.hasFocus()
    assert dans_la_vue(page.fenetre, page.encore.cadre)


@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("forme", [Forme.PORTRAIT, Forme.PAYSAGE])
def test_a_field_in_error_is_seen_where_it_is_typed(ouvrir, forme: Forme, taille: TailleTexte) -> None:
    page = Page(ouvrir(forme, "clair", taille))
    dicter(page.nouveau, "martin")
    page.enregistrer()
    laisser_faire()
    toucher(page.ecran, a_corriger(page.ecran)[-1])
    laisser_faire()
    assert dans_la_vue(page.fenetre, page.nouveau.cadre)


def test_a_password_typed_over_another_is_judged_anew(page) -> None:
    dicter(page.nouveau, NOUVEAU)
    remplacer(page.nouveau, "court")
    assert f"{LONGUEUR} : pas encore" in page.regles()
