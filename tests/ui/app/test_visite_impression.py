"""« Imprimer le reçu » on a real CUPS: the paper says what the page says, and who finds no printer sees no button."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import UneVisite
from doigts import ecran, lu, visibles
from PySide6.QtWidgets import QAbstractButton

from kiosk.terminal.visite import Profil
from tests.helpers.imprimerie import ABSENT, Imprimerie, imprimerie, manque
from ui.screens.fin import EcranFin
from ui.screens.imprimer import IMPRIMER


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[Imprimerie]:
    """The printing system of the terminal."""
    if manque():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ABSENT)
    with imprimerie() as serveur:
        monkeypatch.setenv("CUPS_SERVER", serveur.serveur.prise)
        yield serveur


async def deposer(visite: UneVisite, compte) -> EcranFin:
    """From sign-in to the receipt."""
    await visite.s_identifier(compte)
    await visite.jusqu_a_la_verification()
    await visite.envoyer()
    return ecran(visite.fenetre, EcranFin)


def texte(pdf: Path) -> str:
    commande = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(commande, capture_output=True, text=True, check=True, timeout=30).stdout


def offerts(visite: UneVisite) -> list[str]:
    return [b.accessibleName() for b in visibles(visite.fenetre, QAbstractButton)]


def test_the_paper_says_what_the_page_says_and_no_answer(mener, commencer, serveur, seule, cups) -> None:
    cups.ajouter("Accueil")

    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await deposer(visite, seule)
        await visite.toucher(IMPRIMER)
        assert "Votre reçu est imprimé" in lu(page)
        assert IMPRIMER not in offerts(visite)
        papier = texte(cups.papier("Accueil"))
        for dit in ("Caf du Rhône", "Numéro de dépôt", "Transmise à la Caf", "Et maintenant"):
            assert dit in papier
        for tu in ("18240", "18 240", seule.nom, seule.prenom, seule.nir[:13]):
            assert tu not in papier
        assert cups.restes() == []

    mener(scenario())


@pytest.mark.parametrize("geste", ["aucune", "arretee"])
def test_no_ready_printer_no_button(mener, commencer, serveur, seule, cups, geste: str) -> None:
    if geste == "arretee":
        cups.ajouter("Accueil")
        cups.commande("cupsdisable", "Accueil")

    async def scenario() -> None:
        visite = commencer(serveur.url)
        await deposer(visite, seule)
        assert IMPRIMER not in offerts(visite)
        assert "Recevoir par mail" in offerts(visite)

    mener(scenario())


def test_a_shared_pc_prints_for_nobody(mener, commencer, serveur, seule, cups) -> None:
    cups.ajouter("Accueil")

    async def scenario() -> None:
        visite = commencer(serveur.url, profil=Profil.LIBRE_SERVICE)
        await deposer(visite, seule)
        assert IMPRIMER not in offerts(visite)

    mener(scenario())


def test_paper_that_ends_is_said_and_nothing_waits_for_it(mener, commencer, serveur, seule, cups) -> None:
    cups.ajouter("Accueil", "sans-papier")

    async def scenario() -> None:
        visite = commencer(serveur.url)
        page = await deposer(visite, seule)
        await visite.toucher(IMPRIMER)
        assert "L’imprimante n’a plus de papier" in lu(page)
        assert "rien ne s’imprimera après votre départ" in lu(page)
        assert IMPRIMER not in offerts(visite)
        assert cups.restes() == []

    mener(scenario())
