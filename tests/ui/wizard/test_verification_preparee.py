"""Check-answers is drawn before it is needed, and kept: it reads as one that would be drawn now."""

import pytest
from doigts import a_corriger, bouton, champ, ecran, ecrire, laisser_faire, toucher, visibles
from PySide6.QtWidgets import QAbstractButton, QLabel
from tableaux import a_l_etape, assister, parcours, remplir

from kiosk.formulaire import recapitulatif
from ui.components.recapitulatif import Recapitulatif
from ui.wizard.page_etape import PageEtape
from ui.wizard.page_verification import PageVerification

ATTESTATION = "J’atteste sur l’honneur que ces informations sont exactes."


@pytest.fixture
def derniere_etape(fenetre, qtbot):
    """The last step shown, check-answers ready behind it."""
    walk = parcours()
    remplir(walk)
    assistant = a_l_etape(fenetre, walk.marche.etapes[-1].code)
    qtbot.waitUntil(lambda: len(_cartes_gardees(fenetre)) == len(recapitulatif(assistant.parcours)))
    return assistant


def _cartes_gardees(fenetre) -> list[Recapitulatif]:
    laisser_faire()
    return [c for page in fenetre.findChildren(PageVerification) for c in page.findChildren(Recapitulatif)]


def _comme_neuve(qtbot, fenetre, assistant) -> None:
    """What is on the page shown is what is on a page that was just drawn, and nothing else."""
    neuve = PageVerification(assistant.parcours, lambda: None, lambda: None)
    qtbot.addWidget(neuve)
    with qtbot.waitSignal(neuve.dessinee):
        neuve.preparer()
    montree = ecran(fenetre, PageVerification)
    attendu = _lu(neuve)
    assert attendu
    qtbot.waitUntil(lambda: _lu(montree) == attendu)
    assert not [c for c in montree.findChildren(Recapitulatif) if c.isHidden()]


def _lu(page: PageVerification) -> list[str]:
    """The texts of the rows and the spoken names of their buttons, top to bottom."""
    laisser_faire()
    textes: list[str] = []
    for carte in page.findChildren(Recapitulatif):
        textes += [texte.text() for texte in carte.findChildren(QLabel)]
        textes += [bouton.accessibleName() for bouton in carte.findChildren(QAbstractButton)]
    return textes


def test_check_answers_is_ready_before_the_last_continuer(fenetre, qtbot, derniere_etape) -> None:
    cartes = _cartes_gardees(fenetre)
    toucher(fenetre, "Continuer")
    assert _cartes_gardees(fenetre) == cartes
    assert list(visibles(fenetre, Recapitulatif)) == cartes
    _comme_neuve(qtbot, fenetre, derniere_etape)


def test_a_change_behind_it_is_on_the_page_that_was_ready(fenetre, qtbot, derniere_etape) -> None:
    cartes = _cartes_gardees(fenetre)
    derniere_etape.parcours.saisir("personnes.0.salaires", "1234")
    toucher(fenetre, "Continuer")
    assert _cartes_gardees(fenetre) == cartes  # the row was written again, its card was not drawn again
    assert any(texte.endswith("234\u00a0€") for texte in _lu(ecran(fenetre, PageVerification)))
    _comme_neuve(qtbot, fenetre, derniere_etape)


def test_modifier_writes_the_one_answer_again_and_a_blank_one_too(fenetre, qtbot, derniere_etape) -> None:
    toucher(fenetre, "Continuer")
    for saisi in ("20000", "", "7"):
        toucher(fenetre, "Modifier\u00a0: Traitements et salaires, Vous")
        cible = champ(fenetre, "Traitements")
        cible.vider()
        ecrire(cible, saisi)
        toucher(fenetre, "Continuer")
        _comme_neuve(qtbot, fenetre, derniere_etape)


def test_somebody_taken_out_of_the_household_is_no_longer_on_the_page(fenetre, qtbot, derniere_etape) -> None:
    toucher(fenetre, "Continuer")
    assert any("Lina" in texte for texte in _lu(ecran(fenetre, PageVerification)))
    walk = derniere_etape.parcours
    while walk.lieu.code != "foyer":
        toucher(fenetre, "Précédent")
    lina = next(
        b.accessibleName() for b in visibles(fenetre, QAbstractButton) if b.accessibleName()[:4] == "Lina"
    )
    toucher(fenetre, lina)
    while not walk.en_verification:
        toucher(fenetre, "Continuer")
    assert not any("Lina" in texte for texte in _lu(ecran(fenetre, PageVerification)))
    _comme_neuve(qtbot, fenetre, derniere_etape)


def test_a_page_seen_again_is_sworn_again_and_shows_no_old_error(fenetre, derniere_etape) -> None:
    toucher(fenetre, "Continuer")
    toucher(fenetre, "Envoyer ma déclaration")
    assert a_corriger(fenetre)
    toucher(fenetre, "Précédent")
    toucher(fenetre, "Continuer")
    assert a_corriger(fenetre) == []
    toucher(fenetre, ATTESTATION)
    assert bouton(fenetre, ATTESTATION).isChecked()
    toucher(fenetre, "Précédent")
    toucher(fenetre, "Continuer")
    assert not bouton(fenetre, ATTESTATION).isChecked()


def test_what_could_not_be_sent_can_be_sent_again(fenetre, derniere_etape) -> None:
    envois = []
    derniere_etape.envoyer.connect(lambda: envois.append(1))
    toucher(fenetre, "Continuer")
    toucher(fenetre, ATTESTATION)
    toucher(fenetre, "Envoyer ma déclaration")
    derniere_etape.en_cours()
    derniere_etape.afficher()
    toucher(fenetre, ATTESTATION)
    toucher(fenetre, "Envoyer ma déclaration")
    assert envois == [1, 1]


def test_a_change_of_look_and_the_end_of_the_walk_let_it_go(fenetre, qtbot, derniere_etape) -> None:
    derniere_etape.alleger()
    assert _cartes_gardees(fenetre) == []
    qtbot.waitUntil(lambda: bool(_cartes_gardees(fenetre)))
    toucher(fenetre, "Continuer")
    derniere_etape.alleger()  # the page shown stays
    assert _cartes_gardees(fenetre)
    toucher(fenetre, "Précédent")
    derniere_etape.fermer()
    assert _cartes_gardees(fenetre) == []


def test_check_answers_is_not_drawn_before_its_last_step(fenetre, qtbot) -> None:
    walk = parcours()
    assistant = assister(fenetre, walk)
    assistant.afficher()
    toucher(fenetre, "Continuer")
    qtbot.waitUntil(lambda: len(fenetre.findChildren(PageEtape)) > 1 and not assistant._apres.isActive())
    assert fenetre.findChildren(PageVerification) == []
