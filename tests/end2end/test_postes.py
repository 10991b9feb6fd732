"""What differs from one post to another: a shared PC with its own keyboard, a visitor who says nothing."""

from __future__ import annotations

import pytest

from tests.end2end.visite import ACCUEIL, CAMILLE, CONFIRMEES, MON_COMPTE, NIR, QUESTION, Visite
from tests.helpers.bureau import Bureau
from tests.helpers.terminal import Backend, Terminal
from tests.helpers.visiteur import BOUTON, TITRE, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(240)]


def test_a_shared_pc_is_used_from_its_own_keyboard_alone(bureau_possible: None) -> None:
    env = {"CAF_KIOSK_PROFIL": "libre_service", "CAF_KIOSK_ECRAN__PPI": "92.56"}
    with (
        Bureau(1920, 1080) as bureau,
        Backend(bureau) as backend,
        Terminal(bureau, backend.url, env=env),
        Visiteur(bureau) as visiteur,
    ):
        visiteur.attendre("Commencer", BOUTON, delai_s=30)
        visiteur.aller_au_clavier("Commencer", BOUTON)
        visiteur.touche_physique("Return")
        visiteur.attendre(NIR, "text")
        visiteur.taper_clavier_physique(CAMILLE.nir)
        visiteur.touche_physique("Tab")
        visiteur.taper_clavier_physique(CAMILLE.mot_de_passe)
        assert not visiteur.voit("Effacer", BOUTON)  # no keyboard on the screen where there is a real one
        assert CAMILLE.mot_de_passe not in visiteur.textes()
        visiteur.touche_physique("Return")
        visiteur.attendre(QUESTION, TITRE, delai_s=20)
        visiteur.aller_au_clavier("Confirmer", BOUTON)
        visiteur.touche_physique("Return")
        visiteur.attendre(CONFIRMEES, TITRE, delai_s=20)
        visiteur.attendre(MON_COMPTE, BOUTON, etats=("focused",))
        visiteur.touche_physique("Return")
        visiteur.attendre(f"Bonjour {CAMILLE.prenom}", TITRE, delai_s=20)


def test_a_silent_visitor_is_warned_behind_an_opaque_page_and_finds_everything_again(
    bureau_possible: None,
) -> None:
    env = {"CAF_KIOSK_INACTIVITE_S": "60", "CAF_KIOSK_REBOURS_S": "30"}
    with (
        Bureau(1080, 1920) as bureau,
        Backend(bureau) as backend,
        Terminal(bureau, backend.url, env=env),
        Visiteur(bureau) as visiteur,
    ):
        Visite(visiteur).commencer()
        visiteur.toucher(NIR, "text")
        visiteur.taper_clavier_ecran("28506")
        avant = visiteur.lire(NIR, "text")
        continuer = visiteur.attendre("Oui, je continue", BOUTON, delai_s=75)
        assert not visiteur.voit(NIR, "text")  # hidden from a screen reader too
        visiteur.toucher_point(540, 300)
        assert visiteur.voit("Oui, je continue", BOUTON)  # a passer-by does not reopen a session
        visiteur.toucher("Oui, je continue", BOUTON)
        assert continuer.pid == visiteur.attendre(NIR, "text").pid
        assert visiteur.lire(NIR, "text") == avant
        visiteur.toucher("Quitter", BOUTON)
        visiteur.attendre(ACCUEIL, BOUTON)
