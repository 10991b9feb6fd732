"""The end page: what became of the mail is said as it is, and a page that was left is left alone."""

from dataclasses import replace

import pytest
from doigts import bouton, laisser_faire, lu, poser_widgets, toucher, visibles
from exemples import bilan, bilan_ajpa, reassurances, rien
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel

from kiosk.backend.schemas import EnvoiVue, EtatEnvoi
from kiosk.formulaire import Message
from kiosk.terminal.printing import EtatImprimante
from ui.bridge.erreurs import Avis
from ui.components.defilement import Defilement
from ui.components.encarts import Encart
from ui.screens.fin import EcranFin
from ui.screens.imprimer import ATTENTE, EN_PANNE, IMPRIMER, SANS_REPONSES, TITRES
from ui.screens.imprimer import EN_COURS as IMPRESSION
from ui.screens.recevoir_mail import EN_COURS, PAS_ENCORE, RECEVOIR, SANS_MAIL
from ui.theme import Forme, TailleTexte

NUMERO = "Numéro de dépôt"
SUITES = "Et maintenant ?"
CONDITIONS = "Les conditions à vérifier"
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


def montrer_ajpa(fenetre, combien: int, transmis: bool = True) -> EcranFin:
    page = EcranFin(bilan_ajpa(combien, transmis), rien, rien, envoyer_mail=rien, mail=MAIL)
    fenetre.montrer(page)
    laisser_faire()
    return page


def ordre(page: EcranFin, *reperes: str) -> list[str]:
    """The landmarks that are on the page, in the order they are read, top to bottom."""
    lignes = lu(page).split("\n")
    return sorted((r for r in reperes if r in lignes), key=lignes.index)


def titres(page: EcranFin) -> list[str]:
    """What the notices are about; their icon is a label without words."""
    return [lu(avis).split("\n")[1] for avis in visibles(page, Encart) if "discret" not in avis.ton]


def en_vue(fenetre, texte: str) -> bool:
    """Whether the label is whole above the strip, without scrolling."""
    [vue] = visibles(fenetre, Defilement)
    [cible] = [x for x in visibles(fenetre, QLabel) if x.text() == texte]
    return cible.mapTo(vue.zone.viewport(), QPoint(0, cible.height())).y() <= vue.zone.viewport().height()


@pytest.mark.parametrize("transmis", [True, False])
@pytest.mark.parametrize("combien", [1, 2])
def test_one_or_two_conditions_stand_before_the_receipt(fenetre, combien: int, transmis: bool) -> None:
    page = montrer_ajpa(fenetre, combien, transmis)
    messages = reassurances(combien)
    assert titres(page) == [m.titre.replace("\u00a0", " ") for m in messages]
    dits = [m.message.replace("\u00a0", " ") for m in messages]
    assert ordre(page, *dits, NUMERO, SUITES, CONDITIONS) == [*dits, NUMERO, SUITES]
    assert en_vue(fenetre, bilan_ajpa(combien).numero)


@pytest.mark.parametrize("transmis", [True, False])
@pytest.mark.parametrize("combien", [3, 5])
def test_more_are_counted_before_the_receipt_and_explained_after(
    fenetre, combien: int, transmis: bool
) -> None:
    page = montrer_ajpa(fenetre, combien, transmis)
    compte = f"{combien} conditions restent à vérifier"
    dits = [m.message.replace("\u00a0", " ") for m in reassurances(combien)]
    assert ordre(page, compte, *dits, NUMERO, SUITES, CONDITIONS) == [
        compte,
        NUMERO,
        SUITES,
        CONDITIONS,
        *dits,
    ]


def test_each_is_named_by_what_it_is_about_under_a_title_that_says_the_rest(fenetre) -> None:
    page = montrer_ajpa(fenetre, 5)
    assert titres(page) == [
        "5 conditions restent à vérifier",
        "Votre congé",
        "Le nombre de jours",
        "Vos autres aides",
        "Votre rôle d’aidant",
        "Habiter en France",
    ]


def test_a_title_without_a_colon_is_kept_whole(fenetre) -> None:
    messages = [Message(f"m{n}", f"il manque {n}", "…") for n in range(3)]
    page = EcranFin(replace(bilan(), messages=messages), rien, rien)
    fenetre.montrer(page)
    poser_widgets()
    assert titres(page)[1:] == ["Il manque 0", "Il manque 1", "Il manque 2"]


@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("forme", list(Forme))
@pytest.mark.parametrize("combien", [2, 10])
def test_the_number_is_in_sight_at_once_whatever_the_screen(
    ouvrir, combien: int, forme: Forme, taille
) -> None:
    fenetre = ouvrir(forme, "clair", taille)
    messages = (reassurances(5) * 2)[:combien]
    page = EcranFin(replace(bilan_ajpa(1), messages=messages), rien, rien, envoyer_mail=rien, mail=MAIL)
    fenetre.montrer(page)
    laisser_faire()
    assert en_vue(fenetre, bilan_ajpa(1).numero)
    assert lu(page).count("Vous n’avez pas encore demandé le congé") == (combien + 4) // 5


def test_larger_letters_move_the_two_conditions_after_the_receipt_and_back(fenetre, habiller) -> None:
    page = montrer_ajpa(fenetre, 2)
    for taille, apres in ((TailleTexte.GRAND, True), (TailleTexte.NORMAL, False)):
        habiller(taille=taille)
        laisser_faire()
        assert (CONDITIONS in lu(page)) == apres
        assert ("2 conditions restent à vérifier" in lu(page)) == apres
        assert lu(page).count(reassurances(1)[0].message.replace("\u00a0", " ")) == 1


def test_nothing_is_said_of_conditions_when_all_are_met(montrer) -> None:
    page, _ = montrer()
    assert "condition" not in lu(page)
    assert titres(page) == []


@pytest.fixture
def imprimable(fenetre):
    """The end page of a terminal whose printer is ready, and the papers that were asked for."""
    demandes: list[int] = []
    page = EcranFin(
        bilan(True), rien, rien, envoyer_mail=rien, mail=MAIL, imprimer=lambda: demandes.append(1)
    )
    fenetre.montrer(page)
    poser_widgets()
    return page, demandes


def test_who_waits_for_a_paper_is_told_to_wait_and_for_how_long(fenetre, imprimable) -> None:
    page, demandes = imprimable
    assert SANS_REPONSES in lu(page)
    toucher(fenetre, IMPRIMER)
    page.impression_en_cours()
    assert ATTENTE in lu(page)
    assert SANS_REPONSES not in lu(page)
    toucher(fenetre, IMPRESSION)
    assert demandes == [1]


@pytest.mark.parametrize("echec", [None, *EtatImprimante])
def test_what_became_of_the_paper_replaces_the_wait(imprimable, echec: EtatImprimante | None) -> None:
    page, _ = imprimable
    page.impression_en_cours()
    page.impression_finie(echec)
    assert ATTENTE not in lu(page)
    dit = "Votre reçu est imprimé" if echec is None else TITRES.get(echec, EN_PANNE)
    assert dit in lu(page)
    assert not {IMPRIMER, IMPRESSION} & set(boutons(page))
