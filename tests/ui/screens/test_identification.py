"""« Identifiez-vous »: shapes are checked here, existence never; the password stays as short as it can."""

import pytest
from doigts import (
    a_corriger,
    au_clavier_ecran,
    bouton,
    champ,
    ecrire,
    laisser_faire,
    lu,
    mots_de_passe_presents,
    toucher,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.backend.errors import BackendIncompris, BackendInjoignable, BackendLent, refus
from kiosk.backend.schemas import Probleme
from ui.bridge.erreurs import avis_identification
from ui.components.champs import ChampMotDePasse
from ui.components.ecran import Ecran
from ui.screens.identification import EcranIdentification
from ui.screens.inactivite import EcranInactivite
from ui.theme import Forme

NIR = "2850675990011"
SECRET = "soleil velo pomme"


class Page:
    """The screen in its window, and what it asked for."""

    def __init__(self, fenetre) -> None:
        self.fenetre = fenetre
        self.demandes: list[tuple[str, str]] = []
        self.retours: list[int] = []
        self.ecran = EcranIdentification(
            lambda nir, secret: self.demandes.append((nir, secret)), lambda: self.retours.append(1)
        )
        fenetre.montrer(self.ecran)
        laisser_faire()
        fenetre.activateWindow()
        laisser_faire()

    @property
    def nir(self):
        return champ(self.ecran, "Numéro")

    @property
    def secret(self) -> ChampMotDePasse:
        trouve = self.ecran.findChild(ChampMotDePasse)
        assert trouve is not None
        return trouve

    def remplir(self, nir: str = NIR, secret: str = SECRET) -> None:
        ecrire(self.nir, nir)
        ecrire(self.secret, secret)

    def me_connecter(self) -> None:
        toucher(self.fenetre, "Me connecter")

    def refuser(self, code: str, attente_s: int | None = None) -> None:
        probleme = Probleme(title="", status=400, code=code, attente_s=attente_s)
        self.ecran.refuser(avis_identification(refus(probleme)))


@pytest.fixture
def page(fenetre) -> Page:
    return Page(fenetre)


@pytest.mark.parametrize(
    ("nir", "attendu"),
    [
        ("", "Écrivez votre numéro"),
        ("285067599001", "Écrivez les 13 premiers chiffres"),
        ("3850675990011", "commence par 1 ou par 2"),
        ("7850675990011", "Les numéros provisoires, qui commencent par 7 ou 8, ne sont pas acceptés ici"),
        ("8850675990011", "Demandez à l’accueil"),
        ("2851375990011", "Vérifiez le mois de naissance"),
        ("28506759900ZZ", "Écrivez seulement des chiffres"),
        ("285067599001199", "Le numéro et sa clé"),
    ],
)
def test_a_number_of_the_wrong_shape_is_explained_twice_and_asked_to_nobody(
    page, nir: str, attendu: str
) -> None:
    page.remplir(nir)
    avant = page.nir.saisie.text()
    page.me_connecter()
    assert page.demandes == []
    [phrase] = a_corriger(page.ecran)
    assert attendu in phrase.replace("\u00a0", " ")
    assert page.nir.message == phrase
    assert page.nir.saisie.text() == avant
    assert page.secret.valeur() == SECRET


@pytest.mark.parametrize("nir", [NIR, "2 85 06 75 990 011", "285067599001182", "290052a990033"])
def test_a_number_of_the_right_shape_is_asked_in_thirteen_characters(page, nir: str) -> None:
    page.remplir(nir)
    page.me_connecter()
    [(demande, secret)] = page.demandes
    assert len(demande) == 13
    assert secret == SECRET


def test_both_missing_answers_are_said_and_lead_to_their_fields(page) -> None:
    page.me_connecter()
    numero, secret = a_corriger(page.ecran)
    toucher(page.ecran, secret)
    assert page.secret.saisie.hasFocus()
    toucher(page.ecran, numero)
    assert page.nir.saisie.hasFocus()


def test_no_error_before_the_button_and_none_left_once_right(page) -> None:
    page.remplir("285")
    assert a_corriger(page.ecran) == []
    page.me_connecter()
    ecrire(page.nir, NIR[3:])
    page.me_connecter()
    assert a_corriger(page.ecran) == []
    assert page.nir.message == ""
    assert len(page.demandes) == 1


def test_a_refusal_keeps_the_number_empties_the_password_and_says_one_thing_for_both(page) -> None:
    page.remplir()
    page.me_connecter()
    page.refuser("identifiants_refuses")
    assert page.nir.valeur() == NIR
    assert page.secret.valeur() == ""
    assert a_corriger(page.ecran) == ["Le numéro de Sécurité sociale ou le mot de passe est incorrect."]
    assert page.nir.message == page.secret.message == ""
    assert mots_de_passe_presents(page.fenetre, SECRET) == []


def test_a_password_that_was_refused_cannot_be_brought_back(page) -> None:
    page.remplir()
    page.refuser("identifiants_refuses")
    toucher(page.ecran, "Afficher le mot de passe")
    for _ in range(3):
        QTest.keyClick(page.secret.saisie, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.secret.valeur() == ""


@pytest.mark.parametrize(
    ("secondes", "attendu"), [(1, "1 minute,"), (60, "1 minute,"), (61, "2 minutes,"), (3600, "60 minutes,")]
)
def test_a_wait_is_said_in_minutes(page, secondes: int, attendu: str) -> None:
    page.refuser("attente", secondes)
    assert f"Attendez {attendu} puis réessayez." in lu(page.ecran)
    assert bouton(page.fenetre, "Me connecter").isEnabled()


def test_a_lock_leads_to_the_reception_desk(page) -> None:
    page.refuser("compte_verrouille")
    assert "Votre accès est bloqué" in lu(page.ecran)
    assert "Adressez-vous à l’accueil" in lu(page.ecran)


@pytest.mark.parametrize("erreur", [BackendInjoignable("x"), BackendLent("x"), BackendIncompris("x")])
def test_a_network_fault_lets_the_person_try_again(page, erreur) -> None:
    page.remplir()
    page.me_connecter()
    page.ecran.refuser(avis_identification(erreur))
    assert page.nir.valeur() == NIR
    assert page.secret.valeur() == ""
    assert "Votre mot de passe a été effacé de l’écran." in lu(page.ecran)
    ecrire(page.secret, SECRET)
    page.me_connecter()
    assert len(page.demandes) == 2


def test_while_it_is_asked_the_button_says_so(page) -> None:
    page.remplir()
    page.me_connecter()
    bouton(page.fenetre, "Connexion en cours…")


def test_a_refusal_that_comes_after_the_page_was_left_changes_nothing(page) -> None:
    page.remplir()
    page.me_connecter()
    page.fenetre.montrer(Ecran())
    page.refuser("identifiants_refuses")
    laisser_faire()


def test_the_password_is_masked_again_when_it_is_sent(page) -> None:
    page.remplir()
    toucher(page.ecran, "Afficher le mot de passe")
    assert page.secret.visible
    page.me_connecter()
    assert not page.secret.visible


def test_the_password_is_masked_again_under_a_cover(page) -> None:
    page.remplir()
    toucher(page.ecran, "Afficher le mot de passe")
    page.fenetre.couvrir(EcranInactivite(45, int, int))
    assert not page.secret.visible
    page.fenetre.decouvrir()
    assert not page.secret.visible
    assert page.secret.valeur() == SECRET


def test_the_password_is_masked_when_the_page_is_left(page) -> None:
    page.remplir()
    toucher(page.ecran, "Afficher le mot de passe")
    secret = page.secret
    page.fenetre.montrer(Ecran())
    assert not secret.visible


def test_once_left_the_page_holds_no_password(page) -> None:
    page.remplir()
    page.fenetre.montrer(Ecran())
    laisser_faire()
    assert mots_de_passe_presents(page.fenetre, SECRET) == []


def test_enter_in_the_password_signs_in(page) -> None:
    page.remplir()
    QTest.keyClick(page.secret.saisie, Qt.Key.Key_Return)
    assert page.demandes == [(NIR, SECRET)]


def test_back_asks_to_leave(page) -> None:
    toucher(page.fenetre, "Précédent")
    assert page.retours == [1]


def test_the_on_screen_keyboard_types_both(page) -> None:
    page.nir.setFocus()
    au_clavier_ecran(page.fenetre, *NIR)
    au_clavier_ecran(page.fenetre, "Champ suivant")
    assert page.secret.saisie.hasFocus()
    au_clavier_ecran(page.fenetre, "s", "Espace", "p")
    page.me_connecter()
    assert page.demandes == [(NIR, "s p")]


@pytest.mark.parametrize(
    ("forme", "mots"), [(Forme.PC, "Cet ordinateur est partagé"), (Forme.PORTRAIT, "personne ne regarde")]
)
def test_each_kind_of_post_says_what_to_be_careful_about(ouvrir, forme: Forme, mots: str) -> None:
    assert mots in lu(Page(ouvrir(forme)).fenetre)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nir=st.text(max_size=30), secret=st.text(max_size=200))
def test_nothing_that_can_be_pasted_breaks_the_page(page, nir: str, secret: str) -> None:
    page.nir.vider()
    page.secret.vider()
    page.nir.saisie.coller(nir)
    page.secret.saisie.coller(secret)
    page.demandes.clear()
    page.ecran.me_connecter()
    assert len(page.demandes) == 1 or a_corriger(page.ecran)
    assert all(len(demande) == 13 and mot for demande, mot in page.demandes)


@pytest.mark.parametrize("sujet", ["Mot de passe oublié", "Première connexion"])
def test_the_two_links_ask_for_their_help(page, sujet: str) -> None:
    sujets = []
    page.ecran.aide_demandee.connect(sujets.append)
    toucher(page.ecran, sujet)
    assert len(sujets) == 1
