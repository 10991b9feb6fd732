"""Contact details and passwords on the real window: asked about, changed with a code, left half way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.end2end.visite import (
    A_JOUR,
    ACCUEIL,
    CAMILLE,
    CODE,
    HUGO,
    KARIM,
    LIVIA,
    MOT_DE_PASSE,
    MOUSSA,
    NADIA,
    NIR,
    QUESTION,
    THOMAS,
    Personne,
    Visite,
)
from tests.helpers.bureau import Bureau
from tests.helpers.terminal import Backend, Terminal, terminal_complet
from tests.helpers.visiteur import BOUTON, TITRE, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(240)]

SILENCE = {"CAF_KIOSK_INACTIVITE_S": "60", "CAF_KIOSK_REBOURS_S": "20"}
ATTEND = "Attend son code"
NOUVEAU = "bateau lampe fougere"


@dataclass
class Hall:
    """A terminal that does not wait long, and someone in front of it."""

    backend: Backend
    visiteur: Visiteur
    visite: Visite


@pytest.fixture(scope="module")
def hall(bureau_possible: None) -> Iterator[Hall]:
    with (
        Bureau(1080, 1920) as bureau,
        terminal_complet(bureau, env=SILENCE) as (backend, terminal),
        Visiteur(bureau) as visiteur,
    ):
        yield Hall(backend, visiteur, Visite(visiteur))
        assert terminal.pannes() == []


def test_the_question_comes_back_until_the_contact_details_are_confirmed(hall: Hall) -> None:
    visite, visiteur = hall.visite, hall.visiteur
    visite.commencer()
    visite.se_connecter(CAMILLE)
    visite.attendre_l_incitation()
    assert visiteur.voit("06 masqué 42")  # what a screen reader says of « 06 •• •• •• 42 »
    visite.ignorer_l_incitation()
    visite.attendre_le_compte(CAMILLE)
    visite.terminer()

    visite.commencer()
    visite.se_connecter(CAMILLE)
    visite.attendre_l_incitation()
    visite.confirmer_les_coordonnees()
    visite.attendre_le_compte(CAMILLE)
    assert visiteur.voit("Confirmées le 15 novembre 2022")
    visite.terminer()

    visite.commencer()
    visite.se_connecter(CAMILLE)
    assert visite.arriver(CAMILLE) == f"Bonjour {CAMILLE.prenom}"
    visite.terminer()
    assert hall.backend.messages() == []


def test_a_mobile_is_changed_by_the_code_that_was_sent_to_it(hall: Hall) -> None:
    visite, visiteur = hall.visite, hall.visiteur
    numero = "0639980064"
    visite.commencer()
    visite.se_connecter(MOUSSA)
    visite.attendre_l_incitation()
    visite.demander_un_autre_mobile(numero)
    code = hall.backend.lire_code(numero)
    visite.donner_le_code(faux(code))
    visiteur.attendre("Ce code n’est pas le bon", TITRE, delai_s=20)
    visite.donner_le_code(code)
    visite.lire_le_bilan(A_JOUR)
    visite.attendre_le_compte(MOUSSA)
    assert visiteur.voit("06 masqué 64")
    assert visiteur.voit("Confirmé le 15 novembre 2022")
    assert not visiteur.voit("06 masqué 08")
    visite.terminer()

    visite.commencer()
    visite.se_connecter(MOUSSA)
    assert visite.arriver(MOUSSA) == f"Bonjour {MOUSSA.prenom}"
    visite.terminer()


def test_whoever_leaves_before_the_code_keeps_the_old_mobile_and_finds_the_change_that_waits(
    hall: Hall,
) -> None:
    visite, visiteur = hall.visite, hall.visiteur
    visite.commencer()
    visite.s_identifier(THOMAS)
    visite.demander_un_autre_mobile("0639980065")
    hall.backend.attendre_message("0639980065")
    visite.terminer()

    visite.commencer()
    visite.se_connecter(THOMAS)
    assert visite.arriver(THOMAS) == f"Bonjour {THOMAS.prenom}"
    assert visiteur.voit("06 masqué 73")
    assert visiteur.voit("Nouveau numéro : 06 masqué 65")
    assert visiteur.voit(ATTEND)
    visite.terminer()


def test_whoever_falls_silent_before_the_code_leaves_nothing_half_secured(hall: Hall) -> None:
    visite, visiteur = hall.visite, hall.visiteur
    numero = "0639980066"
    visite.commencer()
    visite.se_connecter(LIVIA)
    visite.attendre_l_incitation()
    visite.demander_un_autre_mobile(numero)
    visite.taper(CODE, hall.backend.lire_code(numero)[:5])
    visiteur.attendre("Oui, je continue", BOUTON, delai_s=80)
    visiteur.attendre(ACCUEIL, BOUTON, delai_s=40)
    assert LIVIA.prenom not in visiteur.textes()

    visite.commencer()
    visite.se_connecter(LIVIA)
    visite.attendre_l_incitation()  # still none is secured
    assert visiteur.voit("06 masqué 55")
    assert visiteur.voit("Nouveau numéro : 06 masqué 66")
    assert visiteur.voit(ATTEND)
    assert not visiteur.voit(re.compile("^Sécurisé"))
    visiteur.toucher("Saisir le code", BOUTON)
    visite.attendre_la_page_du_code()
    visite.donner_le_code(hall.backend.lire_code(numero, rang=1))
    visite.lire_le_bilan(A_JOUR)
    visite.attendre_le_compte(LIVIA)
    assert visiteur.voit("06 masqué 66")
    assert not visiteur.voit(ATTEND)
    visite.terminer()


def test_the_recap_of_a_deposit_goes_to_the_secured_mail_of_the_account(hall: Hall) -> None:
    visite = hall.visite
    visite.commencer()
    visite.s_identifier(KARIM)
    visite.ouvrir_les_ressources()
    visite.tout_continuer()
    numero = visite.envoyer()
    visite.recevoir_par_mail()
    message = hall.backend.attendre_message("karim.benali@exemple.fr")
    assert message["canal"] == "mail"
    assert numero in message["corps"]
    visite.terminer()


def test_a_password_is_changed_from_the_profile_and_serves_at_the_next_visit(hall: Hall) -> None:
    visite = hall.visite
    visite.commencer()
    visite.s_identifier(HUGO)
    visite.changer_le_mot_de_passe(HUGO.mot_de_passe, NOUVEAU)
    visite.attendre_le_compte(HUGO)
    visite.terminer()
    visite.commencer()
    visite.s_identifier(Personne(HUGO.nir, NOUVEAU, HUGO.prenom))
    visite.terminer()


def test_a_temporary_password_is_changed_first_from_the_keyboard_of_a_shared_pc(
    bureau_possible: None,
) -> None:
    env = {"CAF_KIOSK_PROFIL": "libre_service", "CAF_KIOSK_ECRAN__PPI": "92.56"}
    with (
        Bureau(1920, 1080) as bureau,
        Backend(bureau) as backend,
        Terminal(bureau, backend.url, env=env),
        Visiteur(bureau) as visiteur,
    ):
        s_identifier_au_clavier(visiteur, NADIA.mot_de_passe)
        visiteur.attendre("Choisissez votre mot de passe", TITRE, delai_s=20)
        visiteur.attendre("Nouveau mot de passe", etats=("focused",))
        visiteur.taper_clavier_physique(NOUVEAU)
        assert NOUVEAU not in visiteur.textes()
        visiteur.touche_physique("Return")
        visiteur.attendre("Votre mot de passe est changé", TITRE, delai_s=20)
        visiteur.attendre("Continuer", BOUTON, etats=("focused",))
        visiteur.touche_physique("Return")
        visiteur.attendre(QUESTION, TITRE, delai_s=20)
        visiteur.toucher("Terminer ma session", BOUTON)

        s_identifier_au_clavier(visiteur, NADIA.mot_de_passe)
        visiteur.attendre("Nous n’avons pas pu vous identifier", TITRE, delai_s=20)
        visiteur.attendre(MOT_DE_PASSE, etats=("focusable",))
        visiteur.toucher(MOT_DE_PASSE)
        visiteur.taper_clavier_physique(NOUVEAU)
        visiteur.touche_physique("Return")
        visiteur.attendre(QUESTION, TITRE, delai_s=20)


def s_identifier_au_clavier(visiteur: Visiteur, mot_de_passe: str) -> None:
    """From the home page of a PC to « Me connecter », without the mouse."""
    visiteur.attendre("Commencer", BOUTON, delai_s=30)
    visiteur.aller_au_clavier("Commencer", BOUTON)
    visiteur.touche_physique("Return")
    visiteur.attendre(NIR, etats=("focused",))
    visiteur.taper_clavier_physique(NADIA.nir)
    visiteur.touche_physique("Tab")
    visiteur.attendre(MOT_DE_PASSE, etats=("focused",))
    visiteur.taper_clavier_physique(mot_de_passe)
    visiteur.touche_physique("Return")


def faux(code: str) -> str:
    """Six other digits."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
