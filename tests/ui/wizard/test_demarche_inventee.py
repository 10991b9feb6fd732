"""A démarche is a value: one made up here is drawn, spoken, refused and sent without a line of `ui/` knowing it."""

from datetime import date
from typing import Annotated

import pytest
from doigts import a_corriger, bouton, champ, coller, ecran, ecrire, lu, poser_widgets, toucher, visibles
from exemples import JOUR
from pydantic import Field
from PySide6.QtGui import QAccessible
from tableaux import assister

from kiosk.formulaire import (
    Aide,
    Choix,
    Contexte,
    Controle,
    Demarche,
    Depart,
    Etape,
    Euros,
    Facultatif,
    Fin,
    Libelle,
    Parcours,
    Regle,
    Reponses,
    Sortie,
)
from ui.components.tuiles import TuileChoix
from ui.wizard.page_verification import PageVerification


class Espece(Choix):
    CHAT = "chat", "Un chat", "D’intérieur ou d’extérieur."
    CHIEN = "chien", "Un chien"
    AUTRE = "autre", "Un autre animal"


class Animal(Reponses):
    espece: Annotated[
        Espece | None, Libelle("Quel est votre animal\u00a0?", "Dites quel est votre animal.")
    ] = None
    nom: Annotated[
        str | None, Field(max_length=20), Libelle("Son nom"), Aide("Tel qu’il est écrit sur son carnet.")
    ] = None
    naissance: Annotated[
        date | None,
        Libelle("Sa date de naissance"),
        Controle("a-venir", lambda jour: jour <= JOUR, "Cette date n’est pas encore passée."),
    ] = None
    portee: Annotated[int | None, Field(ge=1, le=12), Libelle("Combien étaient-ils\u00a0?")] = None
    vaccine: Annotated[bool | None, Libelle("Est-il vacciné\u00a0?")] = None
    puce: Annotated[bool, Libelle("Il porte une puce")] = False
    frais: Annotated[int | None, Euros(), Facultatif(), Libelle("Frais de l’année")] = None
    remarque: Annotated[str | None, Facultatif(), Libelle("Une remarque")] = None


DECLARATION: Demarche[Animal] = Demarche(
    code="animal",
    lettre="R",
    titre="Déclaration d’animal",
    icone="aide",
    action="Déclarer mon animal",
    envoyer="Envoyer",
    reponses=Animal,
    preparer=lambda _: Depart("Déclaration d’animal", Animal(), {"maximum": "6"}),
    fin=Fin("Envoyée", "Enregistrée", "Reçue.", ("Rien d’autre.",)),
    etapes=(
        Etape("qui", "Votre animal", ("espece", "nom", "naissance")),
        Etape("sante", "Sa santé", ("portee", "vaccine", "puce")),
        Etape("argent", "Son entretien", ("frais", "remarque"), si=lambda r: r.espece is not Espece.AUTRE),
    ),
    sorties=(
        Sortie("autre", lambda r: r.espece is Espece.AUTRE, "Rien à déclarer", "ressources/plus-de-six.md"),
    ),
    regles=(
        Regle[Animal](
            "puce-sans-vaccin",
            ("vaccine", "puce"),
            lambda r, _: r.puce and r.vaccine is False,
            "Un animal qui porte une puce est vacciné.",
        ),
    ),
)


@pytest.fixture
def walk() -> Parcours[Animal]:
    return Parcours(DECLARATION, Contexte(JOUR))


@pytest.fixture
def envois(fenetre, walk) -> list[int]:
    assistant = assister(fenetre, walk)
    partis: list[int] = []
    assistant.envoyer.connect(lambda: partis.append(1))
    assistant.afficher()
    return partis


def test_every_kind_of_answer_is_drawn_and_the_whole_form_can_be_sent(fenetre, walk, envois) -> None:
    assert "Étape 1 sur 4" in lu(fenetre)
    assert "D’intérieur ou d’extérieur." in bouton(fenetre, "Un chat").accessibleDescription()
    toucher(fenetre, "Un chat")
    ecrire(champ(fenetre, "Son nom"), "Felix & Co")
    ecrire(champ(fenetre, "Sa date"), "07042019")
    toucher(fenetre, "Continuer")
    ecrire(champ(fenetre, "Combien"), "4")
    toucher(fenetre, "Oui")
    toucher(fenetre, "Il porte une puce")
    toucher(fenetre, "Continuer")
    ecrire(champ(fenetre, "Frais"), "350")
    toucher(fenetre, "Continuer")
    page = lu(ecran(fenetre, PageVerification))
    for reponse in ("Un chat", "Felix & Co", "7 avril 2019", "4", "Oui", "350 €"):
        assert reponse in page
    toucher(fenetre, "J’atteste sur l’honneur que ces informations sont exactes.")
    toucher(fenetre, "Envoyer")
    assert envois == [1]
    assert walk.reponses == Animal(
        espece=Espece.CHAT,
        nom="Felix & Co",
        naissance=date(2019, 4, 7),
        portee=4,
        vaccine=True,
        puce=True,
        frais=350,
    )


def test_empty_required_answers_are_all_named(fenetre, envois) -> None:
    toucher(fenetre, "Continuer")
    assert a_corriger(fenetre) == [
        "Dites quel est votre animal.",
        "Répondez à cette question pour continuer.",
        "Répondez à cette question pour continuer.",
    ]
    assert champ(fenetre, "Son nom").message == "Répondez à cette question pour continuer."


def test_what_the_type_forbids_is_said_in_words(fenetre, envois) -> None:
    toucher(fenetre, "Un chien")
    coller(champ(fenetre, "Son nom"), "x" * 21)
    ecrire(champ(fenetre, "Sa date"), "31022020")
    toucher(fenetre, "Continuer")
    assert len(a_corriger(fenetre)) == 2
    assert champ(fenetre, "Son nom").message == "Écrivez au plus 20 lettres ou chiffres."
    champ(fenetre, "Sa date").vider()
    ecrire(champ(fenetre, "Sa date"), "31122030")
    toucher(fenetre, "Continuer")
    assert champ(fenetre, "Sa date").message == "Cette date n’est pas encore passée."


@pytest.mark.parametrize("saisie", ["0", "13", "deux", "2,5", "-1"])
def test_a_count_out_of_its_bounds_is_kept_and_explained(fenetre, walk, envois, saisie: str) -> None:
    repondre_a_la_premiere(fenetre)
    coller(champ(fenetre, "Combien"), saisie)
    toucher(fenetre, "Oui")
    toucher(fenetre, "Continuer")
    assert len(a_corriger(fenetre)) == 1
    assert champ(fenetre, "Combien").message != ""
    assert walk.saisie("portee") == saisie


def repondre_a_la_premiere(fenetre) -> None:
    toucher(fenetre, "Un chat")
    ecrire(champ(fenetre, "Son nom"), "Felix")
    ecrire(champ(fenetre, "Sa date"), "07042019")
    toucher(fenetre, "Continuer")


def test_choices_are_radio_buttons_one_at_a_time_and_come_back(fenetre, walk, envois) -> None:
    poser_widgets()
    for tuile in visibles(fenetre, TuileChoix):
        parle = QAccessible.queryAccessibleInterface(tuile)
        assert parle.role() == QAccessible.Role.RadioButton
    toucher(fenetre, "Un chat")
    toucher(fenetre, "Un chien")
    assert walk.saisie("espece") == "chien"
    assert not bouton(fenetre, "Un chat").isChecked()
    ecrire(champ(fenetre, "Son nom"), "Rex")
    ecrire(champ(fenetre, "Sa date"), "07042019")
    toucher(fenetre, "Continuer")
    toucher(fenetre, "Précédent")
    assert bouton(fenetre, "Un chien").isChecked()
    assert champ(fenetre, "Sa date").valeur() == "07/04/2019"


def test_yes_and_no_of_one_question_do_not_move_those_of_another(fenetre, walk, envois) -> None:
    repondre_a_la_premiere(fenetre)
    ecrire(champ(fenetre, "Combien"), "2")
    toucher(fenetre, "Il porte une puce")
    toucher(fenetre, "Non")
    toucher(fenetre, "Continuer")
    assert a_corriger(fenetre) == ["Un animal qui porte une puce est vacciné."]
    toucher(fenetre, "Il porte une puce")
    toucher(fenetre, "Continuer")
    assert walk.lieu.code == "argent"


def test_an_exit_of_its_own(fenetre, envois) -> None:
    toucher(fenetre, "Un autre animal")
    ecrire(champ(fenetre, "Son nom"), "Coco")
    ecrire(champ(fenetre, "Sa date"), "07042019")
    toucher(fenetre, "Continuer")
    assert "Rien à déclarer" in lu(fenetre)
