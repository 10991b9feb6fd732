"""The whole product as a visitor meets it: window, supervisor, outbox, backend, on a private screen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end2end.visite import ACCUEIL, CAMILLE, KARIM, Visite
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
