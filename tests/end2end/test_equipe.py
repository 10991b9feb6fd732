"""The staff of the hall in front of the real terminal: their gesture, their code, the state, closed and open again."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kiosk.terminal.geste_equipe import APPUI_MIN_S, SUITE
from kiosk.terminal.out_of_service import EtatHorsService
from tests.end2end.visite import ACCUEIL
from tests.helpers.bureau import Bureau
from tests.helpers.doigt import Doigt
from tests.helpers.terminal import CAF_KIOSK, Terminal, terminal_complet
from tests.helpers.visiteur import BOUTON, TITRE, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(240)]

PIN, FAUX = "704193", "704194"
PORTE, CODE = "Accès de l’équipe", "Code de l’équipe"
BILAN = re.compile("^([0-9]+ points? à voir|Tout est en ordre)$")
MARGE_PX = 12
"""Inside the corners' zones, away from the very edge."""


@dataclass
class Hall:
    """A terminal whose staff have a code, and somebody in front of it."""

    bureau: Bureau
    terminal: Terminal
    visiteur: Visiteur

    def faire_le_geste(self) -> None:
        """Long presses on the corners, in turn."""
        with Doigt(self.bureau.env["DISPLAY"]) as doigt:
            for coin in SUITE:
                x, y = coin.value
                doigt.approcher(
                    round(x * self.bureau.largeur) + (MARGE_PX if x == 0 else -MARGE_PX),
                    round(y * self.bureau.hauteur) + (MARGE_PX if y == 0 else -MARGE_PX),
                )
                doigt.appuyer(APPUI_MIN_S + 0.3)

    def essayer(self, pin: str) -> None:
        """Type a code and ask."""
        self.visiteur.attendre_texte(CODE, lambda lu: not lu)
        self.visiteur.taper_clavier_ecran(pin)
        self.visiteur.attendre_texte(CODE, lambda lu: len(lu) == len(pin))
        self.visiteur.toucher("Ouvrir", BOUTON)

    def entrer(self) -> None:
        """From the page that is shown to the state of the terminal."""
        self.faire_le_geste()
        self.visiteur.attendre(PORTE, TITRE)
        self.essayer(PIN)
        self.visiteur.attendre("État de la borne", TITRE)
        self.visiteur.attendre(BILAN, delai_s=40)


@pytest.fixture(scope="module")
def hall(bureau_possible: None) -> Iterator[Hall]:
    with Bureau(1080, 1920) as bureau, terminal_complet(bureau) as (_, terminal):
        subprocess.run(
            [str(CAF_KIOSK), "pin"],
            env={**bureau.env, **terminal.env},
            input=f"{PIN}\n".encode(),
            check=True,
            timeout=30,
            stdout=subprocess.DEVNULL,
        )
        with Visiteur(bureau) as visiteur:
            visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
            yield Hall(bureau, terminal, visiteur)
        assert terminal.pannes() == []


def test_the_staff_close_the_terminal_and_open_it_again(hall: Hall) -> None:
    visiteur = hall.visiteur
    hall.faire_le_geste()
    visiteur.attendre(PORTE, TITRE)
    hall.essayer(FAUX)
    visiteur.attendre("Ce code n’est pas le bon")
    assert not visiteur.voit("État de la borne")
    hall.essayer(PIN)
    visiteur.attendre("État de la borne", TITRE)
    visiteur.attendre(BILAN, delai_s=40)
    visiteur.attendre("Versions")
    # The last incidents are those that the supervisor remembers.
    visiteur.attendre(re.compile("code de l’équipe refusé"))

    visiteur.toucher("Mettre hors service", BOUTON)
    visiteur.toucher("Imprimante ou papier", BOUTON)
    visiteur.attendre(re.compile("^Mettre hors service : imprimante ou papier"), TITRE)
    visiteur.toucher("Oui, mettre hors service", BOUTON)
    visiteur.attendre("Cette borne est hors service", TITRE)
    visiteur.attendre("Repère pour l’équipe : imprimante ou papier")
    assert EtatHorsService(hall.terminal.etat).lire() is not None

    # The same page twice: the visit that ends shows it until a fresh one does, and a gesture begins and ends on one.
    hall.terminal.attendre_fait("depuis")
    hall.entrer()
    assert visiteur.voit("La borne est hors service")
    visiteur.toucher("Remettre en service", BOUTON)
    visiteur.attendre(ACCUEIL, BOUTON)
    assert EtatHorsService(hall.terminal.etat).lire() is None

    dits = [
        (fait["event"], fait.get("resultat", fait.get("geste")))
        for fait in hall.terminal.faits()
        if fait["event"] in ("acces_equipe", "action_equipe")
    ]
    assert dits == [
        ("acces_equipe", "refuse"),
        ("acces_equipe", "accepte"),
        ("action_equipe", "fermer"),
        ("acces_equipe", "accepte"),
        ("action_equipe", "rouvrir"),
    ]
    journal = hall.bureau.journal(hall.terminal.nom)
    assert PIN not in journal
    assert FAUX not in journal
