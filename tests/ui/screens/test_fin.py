"""The end page: what became of the mail is said as it is, and a page that was left is left alone."""

import pytest
from doigts import bouton, laisser_faire, lu, poser_widgets, toucher, visibles
from exemples import bilan, rien
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel

from kiosk.backend.schemas import EnvoiVue, EtatEnvoi
from ui.bridge.erreurs import Avis
from ui.screens.fin import EcranFin
from ui.screens.recevoir_mail import EN_COURS, PAS_ENCORE, RECEVOIR, SANS_MAIL

MAIL = "c•••••@exemple.fr"
COUPEE = Avis("La liaison avec la Caf est coupée", "Nous ne savons pas si le mail est parti.", "Réessayez.")
PARTI = EnvoiVue(valeur_masquee=MAIL, envoi=EtatEnvoi.PARTI)
EN_RETARD = EnvoiVue(valeur_masquee=MAIL, envoi=EtatEnvoi.EN_RETARD)


@pytest.fixture
def montrer(fenetre):
    """The end page in the window, and the mails that were asked for."""

    def _montrer(mail: str = MAIL, transmis: bool = True) -> tuple[EcranFin, list[int]]:
        demandes: list[int] = []
        page = EcranFin(bilan(transmis), rien, rien, envoyer_mail=lambda: demandes.append(1), mail=mail)
        fenetre.montrer(page)
        poser_widgets()
        return page, demandes

    return _montrer


def boutons(page: EcranFin) -> list[str]:
    return [b.accessibleName() for b in visibles(page, QAbstractButton)]


def test_a_received_deposit_can_be_sent_to_the_secured_address_which_is_shown(fenetre, montrer) -> None:
    page, demandes = montrer()
    assert f"à {MAIL}" in lu(page)
    toucher(fenetre, RECEVOIR)
    assert demandes == [1]


def test_the_button_says_aloud_where_the_mail_goes_without_reading_bullets(fenetre, montrer) -> None:
    montrer()
    dite = bouton(fenetre, RECEVOIR).accessibleDescription()
    assert "exemple.fr" in dite
    assert "•" not in dite


def test_a_second_press_while_it_is_sent_does_nothing(fenetre, montrer) -> None:
    page, demandes = montrer()
    toucher(fenetre, RECEVOIR)
    page.mail_en_cours()
    toucher(fenetre, EN_COURS)
    assert demandes == [1]


@pytest.mark.parametrize(
    ("envoi", "titre", "phrase"),
    [
        (PARTI, "Le mail est parti", "Il est en route."),
        (EN_RETARD, "Le mail est en retard", "Il partira dès que possible."),
    ],
)
def test_what_became_of_it_is_said_and_there_is_nothing_left_to_ask(
    montrer, envoi: EnvoiVue, titre: str, phrase: str
) -> None:
    page, _ = montrer()
    page.mail_en_cours()
    page.mail_envoye(envoi)
    assert titre in lu(page)
    assert phrase in lu(page)
    assert f"Adresse : {MAIL}" in lu(page)
    assert boutons(page) == []


def test_a_refusal_says_why_and_lets_try_again_which_then_replaces_it(fenetre, montrer) -> None:
    page, demandes = montrer()
    toucher(fenetre, RECEVOIR)
    page.mail_en_cours()
    page.mail_refuse(COUPEE)
    assert COUPEE.titre in lu(page)
    assert f"{COUPEE.texte} {COUPEE.conseil}" in lu(page)
    toucher(fenetre, RECEVOIR)
    assert demandes == [1, 1]
    page.mail_en_cours()
    page.mail_envoye(PARTI)
    laisser_faire()
    assert COUPEE.titre not in lu(page)
    assert "Le mail est parti" in lu(page)


def test_a_visit_that_must_end_offers_nothing_more(montrer) -> None:
    page, _ = montrer()
    page.mail_refuse(Avis("Votre session est terminée", "Le mail n’est pas parti.", garder=False))
    assert "Votre session est terminée" in lu(page)
    assert boutons(page) == []


def test_without_a_secured_address_the_page_says_how_to_add_one(montrer) -> None:
    page, _ = montrer(mail="")
    assert SANS_MAIL.replace("\u00a0", " ") in lu(page)
    assert boutons(page) == []


@pytest.mark.parametrize("mail", [MAIL, ""])
def test_a_deposit_that_waits_has_no_copy_to_send_yet(montrer, mail: str) -> None:
    page, _ = montrer(mail=mail, transmis=False)
    assert PAS_ENCORE.replace("\u00a0", " ") in lu(page)
    assert SANS_MAIL.replace("\u00a0", " ") not in lu(page)
    assert boutons(page) == []


@pytest.mark.parametrize("transmis", [True, False])
def test_where_mail_is_not_offered_nothing_is_said_of_it(fenetre, transmis: bool) -> None:
    page = EcranFin(bilan(transmis), rien, rien, mail=MAIL)
    fenetre.montrer(page)
    poser_widgets()
    assert "mail" not in lu(page)


def test_an_answer_that_comes_after_the_page_was_left_changes_nothing(fenetre, montrer) -> None:
    page, _ = montrer()
    page.mail_en_cours()
    montrer()
    laisser_faire()
    page.mail_en_cours()
    page.mail_envoye(PARTI)
    page.mail_refuse(COUPEE)
    assert "Le mail est parti" not in lu(fenetre)


def test_the_number_is_large_but_no_title(montrer) -> None:
    page, _ = montrer()
    [numero] = [x for x in visibles(page, QLabel) if x.text() == bilan().numero]
    assert QAccessible.queryAccessibleInterface(numero).role() is QAccessible.Role.StaticText
