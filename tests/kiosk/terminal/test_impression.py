"""A receipt on a real CUPS: out on paper, or a plain reason; and nothing left of it, whatever happened."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.terminal.ipp import Serveur
from kiosk.terminal.printing import EtatImprimante, ImpressionImpossible, Imprimeur
from tests.helpers.imprimerie import ABSENT, Imprimerie, imprimerie, manque

PDF = b"%PDF-1.4\n% le recu\n"
COURT_S = 2.0
VISITE = """
import asyncio, sys
from kiosk.terminal.ipp import Serveur
from kiosk.terminal.printing import Imprimeur
asyncio.run(Imprimeur("", "essai", serveur=Serveur(prise=sys.argv[1]), duree_max_s=600).imprimer(b"%PDF-1.4"))
"""


@pytest.fixture
def cups() -> Iterator[Imprimerie]:
    if manque():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ABSENT)
    with imprimerie() as serveur:
        yield serveur


@pytest.fixture(autouse=True)
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the terminal's session, which each visit finds as the one before left it."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def imprimeur(
    cups: Imprimerie, nom: str = "", duree_max_s: float = 20.0, nouvel_essai_s: float = 600.0
) -> Imprimeur:
    return Imprimeur(
        nom, "essai", serveur=cups.serveur, duree_max_s=duree_max_s, nouvel_essai_s=nouvel_essai_s
    )


def echec(cups: Imprimerie, duree_max_s: float = 20.0) -> EtatImprimante:
    with pytest.raises(ImpressionImpossible) as vu:
        asyncio.run(imprimeur(cups, duree_max_s=duree_max_s).imprimer(PDF))
    return vu.value.etat


def attendre_un_travail(cups: Imprimerie) -> None:
    limite = time.monotonic() + 20
    while not cups.restes():
        assert time.monotonic() < limite, "nothing was printed"
        time.sleep(0.02)


def rien_ne_reste(cups: Imprimerie) -> None:
    """A job that was being printed is let end first: CUPS asks its printer to stop."""
    limite = time.monotonic() + 15
    while cups.restes() and time.monotonic() < limite:
        time.sleep(0.05)
    assert cups.restes() == []


def test_what_comes_out_is_the_receipt_and_nothing_else_stays(cups: Imprimerie) -> None:
    cups.ajouter("Accueil")
    assert imprimeur(cups).regarder() is EtatImprimante.PRETE
    asyncio.run(imprimeur(cups).imprimer(PDF))
    assert cups.papier("Accueil").read_bytes() == PDF
    rien_ne_reste(cups)


def test_two_receipts_are_two_papers(cups: Imprimerie) -> None:
    cups.ajouter("Accueil")
    for _ in range(2):
        asyncio.run(imprimeur(cups, "Accueil").imprimer(PDF))
    rien_ne_reste(cups)


def test_no_cups_no_queue_no_such_queue(cups: Imprimerie, tmp_path: Path) -> None:
    nulle_part = Imprimeur("", "essai", serveur=Serveur(prise=str(tmp_path / "cups.sock")))
    assert nulle_part.regarder() is EtatImprimante.ABSENTE
    assert imprimeur(cups).regarder() is EtatImprimante.ABSENTE
    assert echec(cups) is EtatImprimante.ABSENTE
    cups.ajouter("Accueil")
    assert imprimeur(cups, "Acceuil").regarder() is EtatImprimante.ABSENTE


@pytest.mark.parametrize("geste", ["cupsdisable", "cupsreject"])
def test_a_queue_stopped_or_closed_takes_nothing(cups: Imprimerie, geste: str) -> None:
    cups.ajouter("Accueil")
    cups.commande(geste, "Accueil")
    assert imprimeur(cups).regarder() is EtatImprimante.ARRETEE
    assert echec(cups) is EtatImprimante.ARRETEE
    rien_ne_reste(cups)


@pytest.mark.parametrize(
    ("raison", "etat"),
    [
        ("media-empty-error", EtatImprimante.PAPIER),
        ("media-needed-report", EtatImprimante.PAPIER),
        ("media-jam-error", EtatImprimante.EN_PANNE),
        ("cover-open-warning", EtatImprimante.EN_PANNE),
        ("media-low-warning", EtatImprimante.PRETE),
        ("toner-low", EtatImprimante.PRETE),
    ],
)
def test_what_the_printer_says_beforehand(cups: Imprimerie, raison: str, etat: EtatImprimante) -> None:
    cups.ajouter("Accueil")
    cups.commande("lpadmin", "-p", "Accueil", "-o", f"printer-state-reasons={raison}")
    assert imprimeur(cups).regarder() is etat


def test_paper_that_ends_at_this_receipt_takes_it_back(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "sans-papier")
    assert imprimeur(cups).regarder() is EtatImprimante.PRETE
    assert echec(cups) is EtatImprimante.PAPIER
    rien_ne_reste(cups)


def test_a_complaint_is_believed_for_a_while_then_tried_again(cups: Imprimerie) -> None:
    """Nobody tells CUPS that paper is back: it asks the printer nothing but to print."""
    cups.ajouter("Accueil", "sans-papier")
    assert echec(cups) is EtatImprimante.PAPIER
    rien_ne_reste(cups)
    assert imprimeur(cups).regarder() is EtatImprimante.PAPIER
    assert echec(cups) is EtatImprimante.PAPIER
    assert imprimeur(cups, nouvel_essai_s=0).regarder() is EtatImprimante.PRETE


def test_paper_that_is_back_is_printed_on_and_offered_again(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "sans-papier")
    assert echec(cups) is EtatImprimante.PAPIER
    rien_ne_reste(cups)
    cups.changer("sans-papier", "bonne")
    asyncio.run(imprimeur(cups, nouvel_essai_s=0).imprimer(PDF))
    assert cups.papier("Accueil").read_bytes() == PDF
    assert "media-empty-error" in cups.raisons("Accueil"), (
        "the driver takes nothing back: the case of this test"
    )
    assert imprimeur(cups).regarder() is EtatImprimante.PRETE
    asyncio.run(imprimeur(cups).imprimer(PDF))


def test_paper_that_is_still_missing_is_said_and_believed_again(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "sans-papier")
    assert echec(cups) is EtatImprimante.PAPIER
    rien_ne_reste(cups)
    # The driver says nothing that CUPS has not kept: only the time limit tells.
    with pytest.raises(ImpressionImpossible) as vu:
        asyncio.run(imprimeur(cups, duree_max_s=COURT_S, nouvel_essai_s=0).imprimer(PDF))
    assert vu.value.etat is EtatImprimante.PAPIER
    rien_ne_reste(cups)
    assert imprimeur(cups).regarder() is EtatImprimante.PAPIER


def test_a_denied_complaint_that_comes_true_is_believed_again(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "sans-papier")
    assert echec(cups) is EtatImprimante.PAPIER
    rien_ne_reste(cups)
    cups.changer("sans-papier", "bonne")
    asyncio.run(imprimeur(cups, nouvel_essai_s=0).imprimer(PDF))
    cups.changer("sans-papier", "sans-papier")
    assert echec(cups, COURT_S) is EtatImprimante.PAPIER
    rien_ne_reste(cups)
    assert imprimeur(cups).regarder() is EtatImprimante.PAPIER


def test_a_printer_that_can_be_asked_is_asked(cups: Imprimerie) -> None:
    """The machine in the hall is another IPP printer: what it says now wins over what CUPS remembers of it."""
    with imprimerie() as machine, machine.en_reseau() as port:
        machine.ajouter("machine")
        cups.brancher("Accueil", f"ipp://127.0.0.1:{port}/printers/machine")
        cups.raison("Accueil", "media-empty-error")
        assert imprimeur(cups).regarder() is EtatImprimante.PRETE
        cups.raison("Accueil", "none")
        machine.raison("machine", "media-empty")
        assert imprimeur(cups).regarder() is EtatImprimante.PAPIER
        machine.raison("machine", "media-low-warning,cover-open-error")
        assert imprimeur(cups).regarder() is EtatImprimante.EN_PANNE
        # Another printer of that machine, and a machine that is no more: CUPS alone knows.
        cups.brancher("Accueil", f"ipp://127.0.0.1:{port}/printers/aucune")
        assert imprimeur(cups).regarder() is EtatImprimante.PRETE
    cups.raison("Accueil", "media-empty-error")
    assert imprimeur(cups).regarder() is EtatImprimante.PAPIER


def test_a_queue_that_waits_for_somebody_else_s_paper_is_not_free(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "sans-papier")
    autre = cups.dossier / "autre.txt"
    autre.write_text("d'une autre personne")
    cups.commande("lp", "-d", "Accueil", str(autre))
    limite = time.monotonic() + 20
    while imprimeur(cups).regarder() is EtatImprimante.PRETE:
        assert time.monotonic() < limite, "it never asked for paper"
    assert imprimeur(cups, nouvel_essai_s=0).regarder() is EtatImprimante.PAPIER


def test_a_printer_that_never_answers_has_a_time_limit(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "muette")
    debut = time.monotonic()
    assert echec(cups, COURT_S) is EtatImprimante.LENTE
    assert time.monotonic() - debut < COURT_S + 5
    rien_ne_reste(cups)


def test_a_printer_that_breaks_stops_its_queue(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "cassee")
    assert echec(cups) in (EtatImprimante.ARRETEE, EtatImprimante.EN_PANNE)
    rien_ne_reste(cups)


def test_a_visit_that_ends_takes_its_job_back(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "muette")

    async def partir() -> None:
        tache = asyncio.create_task(imprimeur(cups).imprimer(PDF))
        await asyncio.to_thread(attendre_un_travail, cups)
        tache.cancel()
        with pytest.raises(asyncio.CancelledError):
            await tache

    asyncio.run(partir())
    rien_ne_reste(cups)


def test_what_a_killed_visit_left_is_purged_and_nothing_of_others(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "muette")
    visite = subprocess.Popen([sys.executable, "-c", VISITE, cups.serveur.prise])
    attendre_un_travail(cups)
    visite.kill()
    visite.wait(10)
    autre = cups.dossier / "autre.txt"
    autre.write_text("d'une autre personne")
    cups.commande("lp", "-d", "Accueil", str(autre))
    assert Imprimeur("", "autre", serveur=cups.serveur).purger() == 0
    assert imprimeur(cups).purger() == 1
    assert imprimeur(cups).purger() == 0
    [reste] = cups.commande("lpstat", "-W", "all", "-o").splitlines()
    assert "caf-kiosk" not in reste


def test_what_came_out_and_stayed_in_the_history_is_purged_too(cups: Imprimerie) -> None:
    cups.ajouter("Accueil")
    recu = cups.dossier / "recu.pdf"
    recu.write_bytes(PDF)
    cups.commande("lp", "-U", "caf-kiosk-essai", "-d", "Accueil", str(recu))
    while cups.commande("lpstat", "-W", "not-completed", "-o"):
        time.sleep(0.02)
    assert cups.restes()
    assert imprimeur(cups).purger() == 1
    rien_ne_reste(cups)


def test_cups_learns_nothing_of_the_person(cups: Imprimerie) -> None:
    cups.ajouter("Accueil", "muette")
    assert echec(cups, COURT_S) is EtatImprimante.LENTE
    assert "Martin" not in cups.journaux()
    assert "R-" not in cups.journaux()
