"""The question at sign-in: why it is asked, what it shows and for how long, what each answer does."""

from datetime import date

import pytest
from doigts import bouton, laisser_faire, lu, toucher, visibles
from exemples import JOUR, rien
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from tableaux_coordonnees import (
    ANCIENNES,
    EN_ATTENTE,
    ENTIERES,
    FIXE,
    MAIL,
    MELEES,
    MOBILE,
    RENOUVELEES,
    vue,
    vues,
)

from kiosk.backend.schemas import CoordonneesVues
from ui.components.devoiler import Devoiler
from ui.components.lignes import Ligne
from ui.screens.inactivite import EcranInactivite
from ui.screens.incitation import EcranIncitation, panneau_ignorer

AUCUNE_SECURISEE = vues(vue(MOBILE, "06 •• •• •• 42"), vue(MAIL, "c•••••@exemple.fr"))
FIXE_SEUL = vues(vue(FIXE, "01 •• •• •• 17"))
ATTENTE_SEULE = vues(attentes=(EN_ATTENTE,))


class Page:
    """The page in its window, and what it asked for."""

    def __init__(self, fenetre, etat: CoordonneesVues = ANCIENNES, jour: date = JOUR) -> None:
        self.fenetre = fenetre
        self.faits: list[str] = []
        self.ecran = EcranIncitation(
            etat,
            jour,
            confirmer=lambda: self.faits.append("confirmer"),
            modifier=lambda: self.faits.append("modifier"),
            ignorer=lambda: self.faits.append("ignorer"),
            afficher=lambda: self.faits.append("afficher"),
        )
        fenetre.montrer(self.ecran)
        laisser_faire()
        fenetre.activateWindow()
        laisser_faire()

    def devoiler(self) -> None:
        toucher(self.ecran, "Afficher en entier")
        self.ecran.montrer_en_entier(ENTIERES)

    @property
    def devoilee(self) -> bool:
        return "camille@exemple.fr" in lu(self.fenetre)


@pytest.fixture
def page(fenetre) -> Page:
    return Page(fenetre)


def due(le: date, mail: date | None = None) -> CoordonneesVues:
    """A mobile that is due, and a mail secured the same day unless told."""
    return vues(
        vue(MOBILE, "06 •• •• •• 42", le, due=True), vue(MAIL, "c•••••@exemple.fr", mail or le, due=True)
    )


@pytest.mark.parametrize(
    ("etat", "attendu"),
    [
        (due(date(2021, 12, 1)), "Vous les avez sécurisées le 1er décembre 2021, il y a un an."),
        (due(date(2021, 11, 30)), "Vous les avez sécurisées le 30 novembre 2021, il y a plus d’un an."),
        (due(date(2020, 12, 2)), "il y a plus d’un an"),
        (due(date(2020, 12, 1)), "il y a 2 ans"),
        (due(date(2020, 2, 29)), "il y a plus de 2 ans"),
        (due(date(2012, 1, 1)), "il y a plus de 10 ans"),
        (
            due(date(2021, 10, 7), mail=date(2021, 9, 1)),
            "La vérification la plus ancienne date du 1er septembre 2021, il y a plus d’un an.",
        ),
        (
            vues(vue(MOBILE, "06 •• •• •• 42"), vue(MAIL, "c•••••@exemple.fr", date(2021, 10, 7), due=True)),
            "Vous avez sécurisé votre adresse mail le 7 octobre 2021, il y a plus d’un an.",
        ),
        (AUCUNE_SECURISEE, "Aucune n’est sécurisée. Merci de les confirmer ou de les modifier."),
        (FIXE_SEUL, "Nous n’avons que votre téléphone fixe : il ne peut pas être sécurisé."),
        (vues(), "Nous n’avons aucune coordonnée pour vous."),
        (ATTENTE_SEULE, "Aucune n’est encore sécurisée. Merci de saisir le code reçu, ou de les modifier."),
    ],
)
def test_it_reminds_why_it_is_asked(fenetre, etat: CoordonneesVues, attendu: str) -> None:
    assert attendu in lu(Page(fenetre, etat).ecran)


def test_only_those_that_are_due_count_for_the_date(fenetre) -> None:
    etat = vues(
        vue(MOBILE, "06 •• •• •• 42", date(2021, 10, 7), due=True),
        vue(MAIL, "c•••••@exemple.fr", date(2022, 9, 1)),
    )
    texte = lu(Page(fenetre, etat).ecran)
    assert "date du 7 octobre 2021" in texte
    assert "Sécurisée le 1er septembre 2022" in texte
    assert texte.count("À confirmer") == 1
    assert "Sécurisée" in texte.splitlines()


def test_each_one_is_masked_dated_and_tagged_always_in_the_same_order(fenetre) -> None:
    page = Page(fenetre, MELEES)
    texte = lu(page.ecran)
    lignes = list(visibles(page.ecran, Ligne))
    assert [ligne.quoi for ligne in lignes] == ["Téléphone mobile", "Adresse mail", "Téléphone fixe"]
    assert "Nouveau numéro : 06 •• •• •• 99" in texte
    assert "Attend son code" in texte
    assert "À vérifier" in texte
    assert "01 •• •• •• 17" in texte


def test_a_line_is_heard_whole_without_a_row_of_bullets(fenetre) -> None:
    mobile, mail, fixe = visibles(Page(fenetre, MELEES).ecran, Ligne)
    assert mobile.accessibleName() == "Téléphone mobile\u00a0: 06 masqué 42"
    assert mobile.accessibleDescription() == "Attend son code. Nouveau numéro\u00a0: 06 masqué 99"
    assert mail.accessibleName() == "Adresse mail\u00a0: c masqué @exemple.fr"
    assert fixe.accessibleName() == "Téléphone fixe\u00a0: 01 masqué 17"


def test_what_is_absent_says_so_in_its_own_gender(fenetre) -> None:
    mobile, mail, fixe = visibles(Page(fenetre, vues()).ecran, Ligne)
    assert "Aucun" in lu(mobile).splitlines()
    assert "Aucune" in lu(mail).splitlines()
    assert "Aucun" in lu(fixe).splitlines()


@pytest.mark.parametrize(
    ("etat", "attendus"),
    [
        (ANCIENNES, ["Ignorer", "Modifier", "Confirmer"]),
        (AUCUNE_SECURISEE, ["Ignorer", "Modifier", "Confirmer"]),
        (FIXE_SEUL, ["Ignorer", "Compléter", "Confirmer"]),
        (vues(), ["Ignorer", "Compléter"]),
        (ATTENTE_SEULE, ["Ignorer", "Modifier", "Saisir le code"]),
    ],
)
def test_the_answers_offered_are_those_that_mean_something(fenetre, etat, attendus: list[str]) -> None:
    page = Page(fenetre, etat)
    assert [a.texte for a in page.ecran.commandes] == attendus
    assert page.ecran.commandes[-1].genre == "p"
    for nom in attendus:
        toucher(fenetre, nom)
    fin = [] if len(attendus) == 2 else ["confirmer"]
    assert page.faits == ["ignorer", "modifier", *fin]


def test_codes_are_announced_before_confirming(fenetre) -> None:
    texte = lu(Page(fenetre, MELEES).ecran)
    assert (
        "Si vous confirmez : le téléphone fixe sera confirmé. Nous enverrons un code pour vérifier l’adresse mail."
        in texte
    )
    assert "Nous vous demanderons le code qui vérifie le mobile." in texte
    assert "Si vous confirmez" not in lu(Page(fenetre, ANCIENNES).ecran)


def test_while_the_answer_is_awaited_nothing_is_asked_twice(page) -> None:
    toucher(page.fenetre, "Confirmer")
    page.ecran.en_cours()
    for nom in ("Un instant…", "Modifier", "Ignorer"):
        toucher(page.fenetre, nom)
    assert page.faits == ["confirmer"]


# --- shown in full ----------------------------------------------------------------------------------


def test_whole_values_are_shown_on_demand_and_masked_by_the_same_button(page) -> None:
    assert not page.devoilee
    page.devoiler()
    assert page.faits == ["afficher"]
    for valeur in ENTIERES.values():
        assert valeur.replace("\u00a0", " ") in lu(page.ecran)
    assert "Elles seront masquées dans 15 secondes." in lu(page.ecran)
    toucher(page.ecran, "Masquer")
    assert not page.devoilee
    assert "c•••••@exemple.fr" in lu(page.ecran)
    assert bouton(page.ecran, "Afficher en entier")
    assert page.faits == ["afficher"]


def test_they_stay_fifteen_seconds(page) -> None:
    page.devoiler()
    minuterie = page.ecran.findChild(Devoiler)._minuterie
    assert minuterie.isActive()
    assert minuterie.interval() == 15_000
    minuterie.timeout.emit()
    assert not page.devoilee


def test_the_time_is_counted_from_when_they_are_shown(qtbot, theme) -> None:
    devoiler = Devoiler(duree_ms=1)
    qtbot.addWidget(devoiler)
    devoiler.show()
    devoiler.activateWindow()
    qtbot.waitUntil(devoiler.isActiveWindow)
    bouton(devoiler, "Afficher en entier").click()
    with qtbot.waitSignal(devoiler.masque, timeout=5_000):
        assert devoiler.devoiler()
    assert not devoiler.devoile


def _quitter(page: Page) -> None:
    page.fenetre.montrer(EcranIncitation(RENOUVELEES, JOUR, **dict.fromkeys(ACTIONS, rien)))


def _couvrir(page: Page) -> None:
    page.fenetre.couvrir(EcranInactivite(45, rien, rien))


def _decouvrir(page: Page) -> None:
    _couvrir(page)
    page.fenetre.decouvrir()


def _ignorer(page: Page) -> None:
    toucher(page.fenetre, "Ignorer")


def _confirmer(page: Page) -> None:
    page.ecran.en_cours()


def _autre_fenetre(page: Page) -> None:
    autre = EcranIncitation(RENOUVELEES, JOUR, **dict.fromkeys(ACTIONS, rien))
    autre.show()
    autre.activateWindow()
    QTest.qWaitForWindowActive(autre)
    page.autre = autre


ACTIONS = ("confirmer", "modifier", "ignorer", "afficher")
DEPARTS = [_quitter, _couvrir, _decouvrir, _ignorer, _confirmer, _autre_fenetre]


@pytest.mark.parametrize("partir", DEPARTS)
def test_they_mask_themselves_when_the_page_is_left_or_covered(page, partir) -> None:
    page.devoiler()
    assert page.devoilee
    partir(page)
    assert not page.devoilee


@pytest.mark.parametrize("partir", DEPARTS)
def test_an_answer_that_comes_too_late_shows_nothing(page, partir) -> None:
    toucher(page.ecran, "Afficher en entier")
    partir(page)
    page.ecran.montrer_en_entier(ENTIERES)
    assert not page.devoilee


def test_nothing_is_shown_that_was_not_asked(page) -> None:
    page.ecran.montrer_en_entier(ENTIERES)
    assert not page.devoilee


def test_an_impatient_finger_asks_once(page) -> None:
    for _ in range(3):
        toucher(page.ecran, "Afficher en entier")
    assert page.faits == ["afficher"]


def test_there_is_nothing_to_show_where_there_is_nothing(fenetre) -> None:
    page = Page(fenetre, vues())
    noms = [b.accessibleName() for b in visibles(page.ecran, QAbstractButton)]
    assert "Afficher en entier" not in noms


# --- ignoring ---------------------------------------------------------------------------------------


@pytest.fixture
def panneau(page):
    ouvert = panneau_ignorer(page.fenetre, lambda: page.faits.append("ignorer quand même"))
    ouvert.ouvrir()
    laisser_faire()
    return ouvert


def test_ignoring_says_how_important_they_are_and_that_it_comes_back(panneau) -> None:
    texte = lu(panneau)
    assert "Ces coordonnées sont importantes pour vous" in texte
    assert "vous ne recevrez pas les codes qui protègent votre compte ;" in texte
    assert "Nous vous poserons la question à chaque connexion" in texte
    assert panneau.accessibleName() == "Ces coordonnées sont importantes pour vous"


def test_the_way_back_is_the_primary_and_changes_nothing(page, panneau) -> None:
    assert panneau.pied.boutons[-1].text() == "Revoir mes coordonnées"
    assert panneau.pied.boutons[-1].property("genre") == "p"
    toucher(panneau, "Revoir mes coordonnées")
    assert panneau.isHidden()
    assert page.faits == []
    assert page.fenetre.ecran is page.ecran


def test_escape_is_the_way_back(page, panneau) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert panneau.isHidden()
    assert page.faits == []


def test_ignoring_all_the_same_closes_and_goes_on_once(page, panneau) -> None:
    toucher(panneau, "Ignorer quand même")
    assert panneau.isHidden()
    assert page.faits == ["ignorer quand même"]
