"""The walk on screen: forward, back, modified, left, sent."""

import pytest
from doigts import (
    a_corriger,
    bouton,
    champ,
    ecran,
    ecrire,
    laisser_faire,
    lu,
    poser_widgets,
    resume,
    toucher,
    visibles,
)
from PySide6.QtWidgets import QAbstractButton
from tableaux import a_l_etape, assister, parcours, remplir

from kiosk.formulaire import Page
from ui.components.recapitulatif import Recapitulatif
from ui.components.tuiles import TuileChoix
from ui.wizard.page_etape import PageEtape
from ui.wizard.page_verification import PageVerification
from ui.wizard.pages import PageSortie, PageTexte

ATTESTATION = "J’atteste sur l’honneur que ces informations sont exactes."


@pytest.fixture
def verification(fenetre):
    """A window on check-answers, and what the assistant asks for."""
    walk = parcours()
    remplir(walk)
    assistant = assister(fenetre, walk)
    envois = []
    assistant.envoyer.connect(lambda: envois.append(1))
    assistant.afficher()
    return assistant, envois


def test_forward_to_the_end_and_back_to_the_beginning(fenetre) -> None:
    walk = parcours()
    assistant = assister(fenetre, walk)
    quittes = []
    assistant.quitter.connect(lambda: quittes.append(1))
    assistant.afficher()
    aller = []
    while not walk.en_verification:
        aller.append(walk.lieu.code)
        if not isinstance(walk.lieu.etape, Page):
            ou = walk.progression
            assert f"Étape {ou.numero} sur {ou.total}" in lu(fenetre)
            assert ou.suivante.replace("\u00a0", " ") in lu(fenetre)
        toucher(fenetre, "Continuer")
    assert aller == [lieu.code for lieu in walk.marche.lieux]
    retour = []
    while True:
        toucher(fenetre, "Précédent")
        if quittes:
            break
        retour.append(walk.lieu.code)
    assert retour == aller[::-1]
    ecran(fenetre, PageTexte)


def test_a_change_of_look_keeps_only_the_page_shown_until_its_neighbours_are_drawn_again(
    fenetre, qtbot
) -> None:
    assistant = a_l_etape(fenetre, "personnes.0.salaires")
    fenetre.allegee.connect(assistant.alleger)
    montree = ecran(fenetre, PageEtape)
    saisie = champ(fenetre, "Traitements").valeur()
    assert saisie
    qtbot.waitUntil(lambda: len(fenetre.findChildren(PageEtape)) == 3 and not assistant._apres.isActive())
    fenetre.alleger()
    laisser_faire()
    assert fenetre.findChildren(PageEtape) == [montree]
    assert champ(fenetre, "Traitements").valeur() == saisie
    qtbot.waitUntil(lambda: len(fenetre.findChildren(PageEtape)) == 3)


def test_modifier_comes_back_to_check_answers(fenetre, verification) -> None:
    assistant, _ = verification
    toucher(fenetre, "Modifier\u00a0: Traitements et salaires, Vous")
    assert assistant.parcours.lieu.code == "personnes.0.salaires"
    cible = champ(fenetre, "Traitements")
    cible.vider()
    ecrire(cible, "20000")
    toucher(fenetre, "Continuer")
    ecran(fenetre, PageVerification)
    assert "20 000 €" in lu(fenetre)
    assert "18 240 €" not in lu(fenetre)


def test_every_row_of_check_answers_can_be_modified(fenetre, verification) -> None:
    assistant, _ = verification
    noms = [
        b.accessibleName() for b in visibles(fenetre, QAbstractButton) if "Modifier" in b.accessibleName()
    ]
    assert len(noms) == sum(len(c.findChildren(QAbstractButton)) for c in visibles(fenetre, Recapitulatif))
    for rang in range(len(noms)):
        boutons = [b for b in visibles(fenetre, QAbstractButton) if "Modifier" in b.accessibleName()]
        boutons[rang].click()
        ecran(fenetre, PageEtape)
        toucher(fenetre, "Continuer")
        ecran(fenetre, PageVerification)
    assert assistant.parcours.en_verification


def test_the_rows_of_check_answers_can_be_told_apart_by_ear(fenetre, verification) -> None:
    """Two people have the same questions: « Modifier : Absence de ressources » alone would not say whose."""
    noms = [
        b.accessibleName() for b in visibles(fenetre, QAbstractButton) if "Modifier" in b.accessibleName()
    ]
    assert len(noms) == len(set(noms))


def test_sending_without_the_sworn_tick_is_an_error_on_the_tick(fenetre, verification) -> None:
    _, envois = verification
    toucher(fenetre, "Envoyer ma déclaration")
    manque = "Cochez la case pour attester que ces informations sont exactes."
    assert envois == []
    assert a_corriger(fenetre) == [manque]
    tuile = bouton(fenetre, ATTESTATION)
    assert manque in tuile.accessibleDescription()
    toucher(resume(fenetre), manque)
    assert tuile.hasFocus()
    tuile.click()
    toucher(fenetre, "Envoyer ma déclaration")
    assert envois == [1]
    assert a_corriger(fenetre) == []
    assert manque not in tuile.accessibleDescription()
    assert manque not in lu(fenetre)


def test_the_answers_were_spoilt_after_check_answers(fenetre, verification) -> None:
    """Whatever changed behind the page, nothing wrong can be sent: the visitor is taken to the fault."""
    assistant, envois = verification
    assistant.parcours.saisir("personnes.0.salaires", "beaucoup")
    toucher(fenetre, ATTESTATION)
    toucher(fenetre, "Envoyer ma déclaration")
    assert envois == []
    assert assistant.parcours.lieu.code == "personnes.0.salaires"
    assert len(a_corriger(fenetre)) == 1
    assert champ(fenetre, "Traitements").message


def test_while_it_is_sent_the_button_says_so_and_does_nothing(fenetre, verification) -> None:
    assistant, envois = verification
    toucher(fenetre, ATTESTATION)
    toucher(fenetre, "Envoyer ma déclaration")
    assistant.en_cours()
    toucher(fenetre, "Envoi en cours…")
    assert envois == [1]


def test_a_person_taken_out_and_put_back_keeps_their_answers(fenetre) -> None:
    assistant = a_l_etape(fenetre, "foyer")
    walk = assistant.parcours
    total = walk.progression.total
    lina = next(n for n in noms_des_personnes(fenetre) if n.startswith("Lina"))
    toucher(fenetre, lina)
    assert len(walk.reponses.personnes) == 2
    assert walk.progression.total < total
    assert f"Étape 1 sur {walk.progression.total}" in lu(fenetre)
    toucher(fenetre, lina)
    assert walk.reponses.personnes[2].pensions_alimentaires_recues == 2400


def noms_des_personnes(fenetre) -> list[str]:
    poser_widgets()
    return [t.accessibleName() for t in visibles(fenetre, TuileChoix)]


def test_the_one_who_declares_cannot_be_taken_out(fenetre) -> None:
    assistant = a_l_etape(fenetre, "foyer")
    toucher(fenetre, "Vous")
    assert bouton(fenetre, "Vous").isChecked()
    assert len(assistant.parcours.reponses.personnes) == 3


def test_adding_people_up_to_seven_leads_out_and_sends_nothing(fenetre) -> None:
    walk = parcours()
    assistant = assister(fenetre, walk)
    sorties, envois = [], []
    assistant.sortir.connect(sorties.append)
    assistant.envoyer.connect(lambda: envois.append(1))
    assistant.afficher()
    toucher(fenetre, "Continuer")
    for _ in range(4):
        toucher(fenetre, "Ajouter une autre personne")
    assert len(noms_des_personnes(fenetre)) == 7
    toucher(fenetre, "Continuer")
    page = ecran(fenetre, PageSortie)
    assert walk.texte(walk.sortie.titre).replace("\u00a0", " ") in lu(page)
    assert "Rien n’a été envoyé" in lu(page)
    toucher(fenetre, "Précédent")
    ecran(fenetre, PageEtape)
    toucher(fenetre, noms_des_personnes(fenetre)[-1])
    toucher(fenetre, "Continuer")
    ecran(fenetre, PageEtape)
    toucher(fenetre, "Précédent")
    toucher(fenetre, noms_des_personnes(fenetre)[-1])
    toucher(fenetre, "Continuer")
    ecran(fenetre, PageSortie)
    fenetre.ecran.commandes[-1].faire()
    assert sorties == ["compte"]
    assert envois == []


def test_a_person_added_is_named_and_asked(fenetre) -> None:
    assistant = a_l_etape(fenetre, "foyer")
    toucher(fenetre, "Ajouter une autre personne")
    assert noms_des_personnes(fenetre)[-1] == "Personne 4"
    toucher(fenetre, "Continuer")
    assert assistant.parcours.lieu.rang == 3
    assert "Personne 4" in lu(fenetre)


def test_pages_left_behind_are_destroyed(fenetre, qtbot) -> None:
    walk = parcours()
    assister(fenetre, walk).afficher()
    for _ in range(12):
        toucher(fenetre, "Continuer")
    voisines = 4  # two before, the one shown, the one drawn ahead
    qtbot.waitUntil(lambda: len(fenetre.findChildren(PageEtape)) == voisines)
