"""The other services on the real window: both ways through a pregnancy, a prime, an AJPA, the Pass'Sport."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kiosk.backend.client import ClientBackend
from tests.end2end.visite import (
    ACCUEIL,
    AJPA,
    CAMILLE,
    GROSSESSE,
    KARIM,
    LIVIA,
    PRIME,
    QUI_Y_A_DROIT,
    THOMAS,
    TRANSMISE,
    VERIFICATION,
    Personne,
    Visite,
)
from tests.helpers.bureau import Bureau
from tests.helpers.terminal import Backend, terminal_complet
from tests.helpers.visiteur import BOUTON, CASE, TITRE, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(240)]


@dataclass
class Hall:
    """A terminal in service, and someone in front of it."""

    backend: Backend
    visiteur: Visiteur
    visite: Visite

    def depots(self, personne: Personne) -> list[str]:
        """The numbers of what the backend holds of that person."""
        return asyncio.run(numeros(self.backend.url, personne))


@pytest.fixture(scope="module")
def hall(bureau_possible: None) -> Iterator[Hall]:
    with (
        Bureau(1080, 1920) as bureau,
        terminal_complet(bureau) as (backend, terminal),
        Visiteur(bureau) as visiteur,
    ):
        yield Hall(backend, visiteur, Visite(visiteur))
        assert terminal.pannes() == []


def test_a_pregnancy_that_was_transmitted_ends_on_the_profile_and_one_on_paper_is_deposited(
    hall: Hall,
) -> None:
    visite, visiteur = hall.visite, hall.visiteur
    visite.commencer()
    visite.s_identifier(CAMILLE)
    visiteur.toucher(GROSSESSE, BOUTON)
    visite.repondre(TRANSMISE)
    visiteur.attendre("Vous n’avez pas de déclaration à faire", TITRE)
    visite.noter("The CPAM was told: there is nothing to declare, and nothing was sent.")
    assert visiteur.voit("Rien n’a été envoyé.")
    visiteur.toucher("Continuer", BOUTON)
    visiteur.attendre("Mon profil", TITRE)
    visiteur.toucher("Revenir à mon compte", BOUTON)
    visite.attendre_le_compte(CAMILLE)
    assert hall.depots(CAMILLE) == []

    visiteur.toucher(GROSSESSE, BOUTON)
    visite.declarer_la_grossesse("01072022", "20082022", "2")
    visite.lire("Votre déclaration après le délai")
    visiteur.attendre(VERIFICATION, TITRE)
    numero = visite.envoyer()
    assert numero.startswith("G-")
    assert visiteur.voit(re.compile("l’attestation médicale du nombre d’enfants attendus"))
    visite.terminer()
    assert hall.depots(CAMILLE) == [numero]


def test_a_prime_that_was_transmitted_leads_back_to_the_account(hall: Hall) -> None:
    visite, visiteur = hall.visite, hall.visiteur
    visite.commencer()
    visite.s_identifier(THOMAS)
    visiteur.toucher(PRIME, BOUTON)
    visite.repondre(TRANSMISE)
    visiteur.attendre("Vous n’avez pas de demande à remplir", TITRE)
    visite.noter("The CPAM was told: the Caf studies the prime by itself.")
    assert visiteur.voit("Rien n’a été envoyé.")
    avant = hall.depots(THOMAS)
    visiteur.toucher("Revenir à mon compte", BOUTON)
    visite.attendre_le_compte(THOMAS)
    visite.terminer()
    assert hall.depots(THOMAS) == avant


def test_an_ajpa_that_misses_two_conditions_is_deposited_and_says_them_both(hall: Hall) -> None:
    visite, visiteur = hall.visite, hall.visiteur
    visite.commencer()
    visite.s_identifier(KARIM)
    visiteur.toucher(AJPA, BOUTON)
    visite.lire("Allocation journalière du proche aidant")
    visite.lire("Qui peut la demander")
    visite.repondre("Salarié du secteur privé")
    visite.lire("À savoir avant de commencer")
    visite.quitter_la_page("Votre demande")
    visite.repondre("Non")
    visiteur.toucher("Allocation aux adultes handicapés (AAH)", CASE)
    visite.quitter_la_page("Vos autres aides")
    visite.repondre("Non")
    visite.ecrire(Son_nom="benali", Son_prénom="leila", Sa_date_de_naissance="02031950")
    visite.repondre("Oui", "Votre parent ou grand-parent")
    visite.repondre("Handicap")
    visite.taper("Son taux d’incapacité, en %", "85")
    visite.quitter_la_page("Le handicap de cette personne")
    visiteur.toucher("Ajouter le mois précédent", BOUTON)
    visiteur.toucher("Octobre 2022", CASE)
    visite.noter("A month added, and taken out again.")
    visite.quitter_la_page("Les mois que vous demandez")
    assert visiteur.voit("Novembre 2022")
    visite.ecrire(Journées_entières="10")
    numero = visite.envoyer("demande")
    assert numero.startswith("A-")
    assert visiteur.voit("Une condition reste à vérifier : votre congé")
    assert visiteur.voit("Une condition reste à vérifier : vos autres aides")
    assert visiteur.voit(re.compile("ce que vous recevez : allocation aux adultes handicapés"))
    visiteur.toucher("Revenir à mon compte", BOUTON)
    visiteur.attendre(f"Numéro {numero}", delai_s=20)
    visite.terminer()
    assert numero in hall.depots(KARIM)


def test_the_coupons_of_a_home_are_read_from_its_account(hall: Hall) -> None:
    visite, visiteur = hall.visite, hall.visiteur
    visite.commencer()
    visite.s_identifier(LIVIA)
    visiteur.toucher("En savoir plus : Pass’Sport 2022", BOUTON)
    visiteur.attendre("Pass’Sport 2022", TITRE)
    visite.noter("For each child of the home, whether a coupon comes.")
    assert len(visiteur.tous("Coupon prévu")) == 2
    assert visiteur.voit("Lina")
    assert visiteur.voit("Noé")
    visiteur.toucher("Revenir à mon compte", BOUTON)
    visite.attendre_le_compte(LIVIA)
    visite.terminer()


def test_a_passer_by_asks_about_the_coupon_without_signing_in(hall: Hall) -> None:
    visite, visiteur = hall.visite, hall.visiteur
    visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
    visiteur.toucher(QUI_Y_A_DROIT, BOUTON)
    visite.lire("Le Pass’Sport en 2022")
    assert visiteur.voit("Quitter", BOUTON)
    visite.ecrire(Date_de_naissance="14092012")
    visite.repondre("Allocation de rentrée scolaire (ARS)")
    visite.repondre("2022")
    visiteur.attendre("Un coupon Pass’Sport est prévu en 2022", TITRE)
    visite.noter("The answer, for that child on that day.")
    assert visiteur.voit(re.compile("Un coupon de 50 € est prévu"))
    assert not visiteur.voit("Terminer ma session", BOUTON)
    visiteur.toucher("Terminer", BOUTON)
    visiteur.attendre(ACCUEIL, BOUTON, delai_s=20)
    visiteur.attendre_absence("Terminer", BOUTON)
    assert "2012" not in visiteur.textes()


async def numeros(url: str, personne: Personne) -> list[str]:
    """The numbers of the person's deposits, the latest first."""
    async with ClientBackend(url) as client:
        await client.ouvrir_session(personne.nir, personne.mot_de_passe)
        connus = [depot.numero for depot in (await client.compte()).depots]
        await client.fermer_session()
        return connus
