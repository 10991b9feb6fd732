"""The whole product as a visitor meets it: window, supervisor, outbox, backend, on a private screen."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.backend.client import ClientBackend
from tests.end2end.visite import ACCUEIL, CAMILLE, KARIM, Personne, Visite
from tests.end2end.visite_demo import telecharger
from tests.helpers.bureau import Bureau
from tests.helpers.terminal import Backend, Terminal, terminal_complet
from tests.helpers.visiteur import BOUTON, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(180)]


@dataclass
class Hall:
    """A terminal in service, and someone in front of it."""

    bureau: Bureau
    backend: Backend
    terminal: Terminal
    visiteur: Visiteur
    visite: Visite


@pytest.fixture(scope="module")
def hall(bureau_possible: None) -> Iterator[Hall]:
    with (
        Bureau(1080, 1920) as bureau,
        terminal_complet(bureau) as (backend, terminal),
        Visiteur(bureau) as visiteur,
    ):
        yield Hall(bureau, backend, terminal, visiteur, Visite(visiteur))


def test_a_declaration_is_refused_corrected_deposited_and_found_again(hall: Hall, tmp_path: Path) -> None:
    hall.visite.commencer()
    hall.visite.s_identifier(CAMILLE)
    hall.visite.ouvrir_les_ressources()
    hall.visite.declarer_avec_une_erreur()
    numero = hall.visite.deposer()
    hall.visite.terminer()
    pdf = asyncio.run(telecharger(hall.backend.url, CAMILLE, numero))
    assert pdf.startswith(b"%PDF-")


def test_the_next_visitor_is_served_by_another_process_that_shows_nothing_of_the_last(hall: Hall) -> None:
    hall.visite.commencer()
    premier = hall.visiteur.attendre("Numéro de Sécurité sociale", "text").pid
    hall.visite.s_identifier(KARIM)
    hall.visite.terminer()
    assert CAMILLE.prenom not in hall.visiteur.textes()
    assert KARIM.prenom not in hall.visiteur.textes()
    hall.visite.commencer()
    champ = hall.visiteur.attendre("Numéro de Sécurité sociale", "text")
    assert champ.pid != premier
    assert not champ.texte
    hall.visiteur.toucher("Précédent", BOUTON)
    hall.visiteur.attendre(ACCUEIL, BOUTON)


def test_a_deposit_made_without_the_backend_is_kept_and_sent_when_it_is_back(hall: Hall) -> None:
    hall.visite.commencer()
    hall.visite.s_identifier(KARIM)
    hall.visite.ouvrir_les_ressources()
    hall.visite.tout_continuer()
    hall.backend.arreter()
    numero = hall.visite.envoyer()
    assert hall.visiteur.voit("En attente de transmission")
    hall.visite.terminer()
    hall.backend.demarrer()
    assert numero in asyncio.run(depose(hall.backend.url, KARIM, numero))


def test_a_visit_that_is_killed_leaves_the_home_page_and_none_of_its_answers(hall: Hall) -> None:
    assert hall.terminal.pannes() == []  # in all that came before
    hall.visite.commencer()
    hall.visite.s_identifier(KARIM)
    victime = hall.visiteur.attendre("Terminer ma session", BOUTON).pid
    os.kill(victime, signal.SIGKILL)
    hall.visiteur.attendre_absence("Terminer ma session", BOUTON)
    assert hall.visiteur.attendre(ACCUEIL, BOUTON).pid != victime
    assert KARIM.prenom not in hall.visiteur.textes()
    assert KARIM.nir not in "".join(hall.bureau.journal(nom) for nom in ("terminal", "serve"))


async def depose(url: str, personne: Personne, numero: str) -> list[str]:
    """The numbers of the person's deposits, once this one is among them, or after half a minute."""
    limite = time.monotonic() + 30
    async with ClientBackend(url) as client:
        await client.ouvrir_session(personne.nir, personne.mot_de_passe)
        while numero not in (connus := [depot.numero for depot in (await client.compte()).depots]):
            if time.monotonic() > limite:
                break
            await asyncio.sleep(0.1)
        await client.fermer_session()
        return connus
