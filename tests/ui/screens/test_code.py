"""The code's page: six digits, a wait that is counted, a new code, and a way out at any time."""

from uuid import UUID

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
    toucher,
)
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from tableaux_secrets import FAUX, LONGUE, MOBILE, MORT, vue

from kiosk.backend.schemas import EtatEnvoi
from kiosk.metier.coordonnees import NatureCoordonnee
from ui.bridge.erreurs import Avis
from ui.components.ecran import Ecran
from ui.screens.code import NOUVEAU, PLUS_TARD, VALIDER, VERIFICATION, EcranCode
from ui.screens.inactivite import EcranInactivite

COUPURE = Avis("La liaison avec la Caf est coupée", "Votre code n’a pas pu être vérifié.", "Réessayez.")
PANNE = Avis("Le SMS ne part pas", "Notre service d’envoi ne répond pas.", "Réessayez dans un instant.")
BIENTOT = "Nouveau code possible dans"


class Page:
    """The screen in its window, what it asked for, and a clock that only the test moves."""

    def __init__(
        self, fenetre, nature=NatureCoordonnee.MOBILE, destinataire=MOBILE, sans_envoi=False, **change
    ):
        self.fenetre = fenetre
        self.heure = 1000.0
        self.faits: list[str] = []
        self.ecran = EcranCode(
            nature,
            destinataire,
            None if sans_envoi else vue(nature, **change),
            valider=self.faits.append,
            renvoyer=lambda: self.faits.append("renvoyer"),
            modifier=lambda: self.faits.append("modifier"),
            plus_tard=lambda: self.faits.append("plus tard"),
            rang=2,
            total=3,
            suivante="Votre adresse mail",
            horloge=lambda: self.heure,
        )
        fenetre.montrer(self.ecran)
        laisser_faire()

    @property
    def champ(self):
        return champ(self.ecran, "Code")

    def passer(self, secondes: float) -> None:
        """Time goes by, and the clock ticks."""
        self.heure += secondes
        self.ecran._compte.constater()

    def essayer(self, code: str = "482913") -> None:
        ecrire(self.champ, code)
        toucher(self.fenetre, VALIDER)

    @property
    def lu(self) -> str:
        return lu(self.fenetre)


@pytest.fixture
def page(fenetre) -> Page:
    return Page(fenetre)


# --- what it says ---------------------------------------------------------------------------------------


def test_it_says_where_the_code_went_how_long_it_lives_and_what_comes_next(page) -> None:
    assert "Étape 2 sur 3" in page.lu
    assert "Vérifions votre numéro de mobile" in page.lu
    assert "Envoyé par SMS au 06 12 34 56 42. Il est valable 15 minutes." in page.lu
    assert "Étape suivante : Votre adresse mail" in page.lu
    assert "Ne donnez ce code à personne. La Caf ne vous le demande jamais." in page.lu
    assert page.champ.saisie.hasFocus()


def test_a_mail_is_told_as_a_mail(fenetre) -> None:
    page = Page(fenetre, NatureCoordonnee.MAIL, "camille@exemple.fr")
    assert "Vérifions votre adresse mail" in page.lu
    assert "Envoyé par mail à camille@exemple.fr." in page.lu
    assert "indésirables" in page.lu
    toucher(fenetre, "Modifier l’adresse")
    toucher(fenetre, "Je ne peux pas lire mes mails\u00a0ici")
    assert page.faits == ["modifier", "plus tard"]


def test_the_life_left_to_a_code_is_rounded_to_minutes(fenetre) -> None:
    assert "valable 7 minutes" in Page(fenetre, expire_dans_s=402).lu
    assert "valable 1 minute." in Page(fenetre, expire_dans_s=12).lu


def test_an_address_of_any_length_stays_on_the_page(fenetre) -> None:
    page = Page(fenetre, NatureCoordonnee.MAIL, f"{'a' * 64}@{'b' * 60}.fr")
    assert all(
        w.width() >= w.minimumSizeHint().width() for w in page.ecran.findChildren(QLabel) if w.isVisible()
    )
    assert f"{'a' * 64}@{'b' * 60}.fr" in page.lu.replace("\u200b", "")
    assert LONGUE in Page(fenetre, NatureCoordonnee.MAIL, LONGUE).lu.replace("\u200b", "")


# --- typing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("texte", ["482913", "482 913", "482-913", " 482\u00a0913 ", "Votre code : 482 913."])
def test_a_code_may_be_pasted_as_it_came(page, texte: str) -> None:
    coller(page.champ, texte)
    toucher(page.fenetre, VALIDER)
    assert page.faits == ["482913"]


def test_a_pasted_code_replaces_what_was_begun(page) -> None:
    ecrire(page.champ, "77")
    coller(page.champ, "482 913")
    assert page.champ.valeur() == "482913"


def test_the_keypad_types_it_and_a_seventh_digit_is_nothing(page) -> None:
    page.champ.setFocus()
    au_clavier_ecran(page.fenetre, *"4829137")
    toucher(page.fenetre, VALIDER)
    assert page.faits == ["482913"]


def test_enter_checks_the_code_once_it_is_whole(page) -> None:
    ecrire(page.champ, "48291")
    QTest.keyClick(page.champ.saisie, Qt.Key.Key_Return)
    assert page.faits == []
    ecrire(page.champ, "3")
    assert page.faits == []  # nothing leaves by itself
    QTest.keyClick(page.champ.saisie, Qt.Key.Key_Return)
    assert page.faits == ["482913"]


@pytest.mark.parametrize("code", ["", "4", "48291"])
def test_too_few_digits_are_said_at_the_field_and_above(page, code: str) -> None:
    ecrire(page.champ, code)
    toucher(page.fenetre, VALIDER)
    assert page.faits == []
    assert a_corriger(page.ecran) == ["Écrivez les 6\u00a0chiffres du code."]
    assert page.champ.message == "Écrivez les 6\u00a0chiffres du code."
    assert page.champ.valeur() == code
    assert page.champ.saisie.hasFocus()


def test_while_a_code_is_checked_it_is_not_sent_again(page) -> None:
    page.essayer()
    toucher(page.fenetre, VERIFICATION)
    QTest.keyClick(page.champ.saisie, Qt.Key.Key_Return)
    assert page.faits == ["482913"]
    toucher(page.fenetre, PLUS_TARD)
    assert page.faits == ["482913", "plus tard"]


# --- refused --------------------------------------------------------------------------------------------


def test_a_wrong_code_is_emptied_and_another_can_be_typed_at_once(page) -> None:
    page.essayer()
    page.ecran.refuser(FAUX)
    assert page.champ.valeur() == ""
    assert page.champ.message == f"{FAUX.titre}. {FAUX.texte}"
    assert a_corriger(page.ecran) == [FAUX.texte]
    assert FAUX.titre in page.lu
    assert page.champ.saisie.hasFocus()
    assert "Erreur" in page.champ.saisie.accessibleDescription()
    dicter(page.champ, "100200")
    toucher(page.fenetre, VALIDER)
    assert page.faits == ["482913", "100200"]
    assert a_corriger(page.ecran) == []
    assert page.champ.message == ""


def test_a_code_that_nobody_could_check_stays_as_typed(page) -> None:
    page.essayer()
    page.ecran.refuser(COUPURE)
    assert page.champ.valeur() == "482913"
    assert page.champ.message == ""
    assert COUPURE.titre in page.lu
    toucher(page.fenetre, VALIDER)
    assert page.faits == ["482913", "482913"]


def test_a_dead_code_leaves_one_thing_to_do(page) -> None:
    page.passer(60)
    page.essayer()
    page.ecran.refuser(MORT, mort=True)
    assert page.champ.valeur() == ""
    assert page.champ.message == f"{MORT.titre}. {MORT.texte}"
    assert "Envoyé par SMS" not in page.lu
    toucher(page.fenetre, NOUVEAU)
    assert page.faits == ["482913", "renvoyer"]


def test_a_dead_code_is_not_renewed_before_its_time(page) -> None:
    page.essayer()
    page.ecran.refuser(MORT, mort=True)
    assert f"{BIENTOT} 38 secondes" in page.lu
    assert NOUVEAU not in page.lu
    assert VALIDER not in page.lu
    page.passer(38)
    toucher(page.fenetre, NOUVEAU)
    assert page.faits[-1] == "renvoyer"


def test_after_a_dead_code_another_message_may_still_come_and_be_typed(page) -> None:
    page.essayer()
    page.ecran.refuser(MORT, mort=True)
    ecrire(page.champ, "100200")
    toucher(page.fenetre, VALIDER)
    assert page.faits == ["482913", "100200"]


def test_a_refusal_that_comes_after_the_page_was_left_changes_nothing(page) -> None:
    page.essayer()
    page.fenetre.montrer(Ecran())
    page.ecran.refuser(FAUX)
    laisser_faire()


# --- a new code -----------------------------------------------------------------------------------------


def test_a_new_code_is_offered_once_the_wait_is_over(page) -> None:
    assert f"Pas de SMS ? {BIENTOT} 38 secondes." in page.lu
    assert NOUVEAU not in page.lu
    page.passer(37)
    assert f"{BIENTOT} 1 seconde." in page.lu
    page.passer(1)
    assert BIENTOT not in page.lu
    toucher(page.fenetre, NOUVEAU)
    toucher(page.fenetre, PLUS_TARD)
    assert page.faits == ["renvoyer", "plus tard"]


def test_a_new_code_is_asked_for_once(page) -> None:
    page.passer(38)
    toucher(page.fenetre, NOUVEAU)
    assert NOUVEAU not in page.lu
    page.ecran.demander()
    assert page.faits == ["renvoyer"]


def test_a_new_code_empties_what_was_typed_and_the_wait_begins_again(page) -> None:
    page.essayer("111222")
    page.ecran.refuser(FAUX)
    ecrire(page.champ, "11")
    page.passer(38)
    toucher(page.fenetre, NOUVEAU)
    page.ecran.envoye(vue(renvoi_dans_s=60, id=UUID(int=8)))
    assert "Nouveau code envoyé" in page.lu
    assert page.champ.valeur() == ""
    assert page.champ.message == ""
    assert a_corriger(page.ecran) == []
    assert f"{BIENTOT} 60 secondes" in page.lu
    assert page.champ.saisie.hasFocus()
    page.essayer()
    assert page.faits[-1] == "482913"
    assert "Nouveau code envoyé" not in page.lu


def test_when_the_code_on_its_way_is_the_one_shown_nothing_claims_another(page) -> None:
    page.passer(38)
    ecrire(page.champ, "482")
    toucher(page.fenetre, NOUVEAU)
    page.ecran.envoye(vue(renvoi_dans_s=1))
    assert "Nouveau code envoyé" not in page.lu
    assert page.champ.valeur() == "482"


def test_the_wait_moves_nothing_on_the_page(page) -> None:
    avant = bouton(page.ecran, "Modifier le numéro").pos()
    page.passer(38)
    laisser_faire()
    assert bouton(page.ecran, "Modifier le numéro").pos() == avant


def test_the_last_code_of_the_day_is_said_to_be_the_last(fenetre) -> None:
    page = Page(fenetre, codes_restants=0, renvoi_dans_s=0)
    assert "Nous ne pouvons plus vous envoyer de code aujourd’hui." in page.lu
    assert NOUVEAU not in page.lu
    page.essayer()
    page.ecran.refuser(MORT, mort=True)
    assert NOUVEAU not in page.lu
    toucher(fenetre, PLUS_TARD)
    assert page.faits == ["482913", "plus tard"]


# --- the wait itself ------------------------------------------------------------------------------------


def test_the_clock_stops_with_the_wait_and_while_nobody_sees_the_page(page) -> None:
    compte = page.ecran._compte
    assert compte.en_marche
    page.fenetre.couvrir(EcranInactivite(45, int, int))
    assert not compte.en_marche
    page.heure += 10
    page.fenetre.decouvrir()
    assert compte.en_marche
    assert f"{BIENTOT} 28 secondes" in page.lu
    page.passer(28)
    assert not compte.en_marche
    page.fenetre.montrer(Ecran())
    assert not compte.en_marche


def test_a_screen_reader_is_not_told_each_second(page) -> None:
    [ligne] = [w for w in page.ecran.findChildren(QLabel) if BIENTOT in w.text()]
    noms = []
    for _ in range(37):
        page.passer(1)
        noms.append(ligne.accessibleName())
    assert set(noms) == {f"Pas de SMS\u00a0? {BIENTOT} moins d’une minute."}


def test_a_part_of_a_second_is_still_a_second(page) -> None:
    page.passer(37.4)
    assert f"{BIENTOT} 1 seconde." in page.lu
    assert NOUVEAU not in page.lu


# --- late, or not sent ----------------------------------------------------------------------------------


def test_a_late_message_is_not_said_to_be_sent(fenetre) -> None:
    page = Page(fenetre, envoi=EtatEnvoi.EN_RETARD)
    assert "Le SMS a du retard" in page.lu
    assert "Envoyé" not in page.lu
    page.essayer()
    assert page.faits == ["482913"]


def test_until_the_first_code_is_sent_the_page_says_so_then_waits(fenetre) -> None:
    page = Page(fenetre, sans_envoi=True)
    assert "Nous l’envoyons par SMS au 06 12 34 56 42." in page.lu
    assert VALIDER not in page.lu
    page.ecran.envoye(vue())
    assert "Envoyé par SMS" in page.lu
    assert "Nouveau code envoyé" not in page.lu
    page.essayer()
    assert page.faits == ["482913"]


def test_a_code_that_could_not_be_sent_may_be_asked_again_or_left(fenetre) -> None:
    page = Page(fenetre, sans_envoi=True)
    page.ecran.retarde(PANNE)
    assert PANNE.titre in page.lu
    assert PANNE.texte in page.lu
    assert "Envoyé" not in page.lu
    assert "Nous l’envoyons" not in page.lu
    toucher(fenetre, NOUVEAU)
    assert PANNE.titre not in page.lu
    page.ecran.retarde(PANNE)
    QTest.keyClick(page.champ.saisie, Qt.Key.Key_Return)
    toucher(fenetre, PLUS_TARD)
    assert page.faits == ["renvoyer", "renvoyer", "plus tard"]


def test_a_digit_typed_before_the_first_answer_is_kept(fenetre) -> None:
    page = Page(fenetre, sans_envoi=True)
    ecrire(page.champ, "482")
    page.ecran.envoye(vue())
    assert page.champ.valeur() == "482"


def test_a_refused_sending_says_when_to_come_back(page) -> None:
    page.passer(38)
    toucher(page.fenetre, NOUVEAU)
    page.ecran.retarde(PANNE, attente_s=3000)
    assert f"{BIENTOT} 50 minutes." in page.lu
    page.ecran.retarde(PANNE, renvoi=False)
    assert "Nous ne pouvons plus vous envoyer de code aujourd’hui." in page.lu


def test_leaving_is_always_possible(page) -> None:
    page.essayer()
    toucher(page.fenetre, "Modifier le numéro")
    toucher(page.fenetre, "Je n’ai pas ce téléphone avec\u00a0moi")
    toucher(page.fenetre, PLUS_TARD)
    assert page.faits == ["482913", "modifier", "plus tard", "plus tard"]
