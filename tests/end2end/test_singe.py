"""A monkey at the terminal: real touches and keys by the hundred thousand, on every screen. `make singe`.

It signs in again by itself, prefers what can be touched, and is looked at all along: no way out, nothing offered to
other programs, no fault, no leak, no freeze. SINGE_EVENEMENTS says how many X events (presses, moves, releases),
SINGE_GRAINE replays a seed. What it did and saw is printed at the end.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.end2end.test_evasions import HAUTEUR, LARGEUR, TOUCHES, Salle
from tests.end2end.visite import (
    ACCUEIL,
    CAMILLE,
    HUGO,
    KARIM,
    LIVIA,
    MOT_DE_PASSE,
    MOUSSA,
    NADIA,
    NIR,
    THOMAS,
)
from tests.helpers.bureau import Bureau
from tests.helpers.fenetres_x import FenetresX
from tests.helpers.singe import Singe, attente_d_un_processeur, gestes_au_hasard, pss_ko
from tests.helpers.terminal import Backend, Terminal
from tests.helpers.visiteur import BOUTON, CASE, CHAMP, CHOIX, TITRE, Element, Introuvable, Visiteur

EVENEMENTS = int(os.environ.get("SINGE_EVENEMENTS", "200000"))
PAR_SERIE = 120
"""Gestures between two looks at the screen."""
SERIES_PAR_EXAMEN = 3
"""Series between two looks for a way out."""
SERIES_PAR_NOUVELLE = 50

ATTENTE_MS = 50
"""The thread that paints may not be busy for longer (a visitor would see it)."""
GEL_MS = 1000
"""Never for that long. Between the two it is counted and told: assistive technology, which is how the monkey sees,
makes every change of page slower, and the figures of the bench are taken without it."""
PALIERS_MS = (5, 10, 20, 30, 40, ATTENTE_MS, 70, 100, 200, 500, 10_000)
FUITE_SUPERVISEUR_KO = 4096
FUITE_VISITE_KO = 60 * 1024
"""What a visit may gain from its home page to its end, whatever was opened in it."""

# Chance must not decide whether a submission passes: what it finds becomes a case of its own in `test_evasions`.
pytestmark = [
    pytest.mark.end2end,
    pytest.mark.timeout(300 + EVENEMENTS // 20),
    pytest.mark.skipif("SINGE_EVENEMENTS" not in os.environ, reason="make singe"),
]

LETTRES = (
    *"abcdefghijklmnopqrstuvwxyz0123456789",
    *("space", "Return", "Tab", "shift+Tab", "BackSpace", "Down", "ctrl+a", "shift+Left"),
)
GENS = (CAMILLE, KARIM, LIVIA, MOUSSA, THOMAS, NADIA, HUGO)
ENTREE = re.compile("^(Bonjour|Vos coordonnées|Comment pouvons-nous)")
AVANCE = re.compile(
    "^(Continuer|Commencer|Suivant|Oui|Non|Envoyer|Confirmer|Toucher pour commencer|Revenir à l.écran)"
)
SORTIE = re.compile("^(Terminer|Quitter|Masquer|Abandonner)")
PAUSE_S = 0.01
"""Between two looks for the next visit's window: it starts sooner when nobody takes the processor from it."""
UNE_FOIS_SUR = 12
"""A way out of a visit is aimed at that seldom: most of a visit is not its end."""


@dataclass
class Attente:
    """A gesture that kept the window busy for too long."""

    ms: float
    titre: str
    geste: str

    def __str__(self) -> str:
        return f"{self.ms:.0f} ms, « {self.titre} », {self.geste}"


@dataclass
class Promenade:
    """What a monkey does at one terminal, and what was seen of it."""

    salle: Salle
    singe: Singe
    hasard: random.Random
    ecrans: Counter[str] = field(default_factory=Counter)
    connexions: int = 0
    gestes: int = 0
    attentes: list[Attente] = field(default_factory=list)
    durees: Counter[int] = field(default_factory=Counter)
    """How many gestures were waited for that long, rounded up to one of `PALIERS_MS`."""
    memoires: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Of each visit: its memory when it was first seen, and the most it had, in KiB."""

    def serie(self) -> None:
        vus = self.salle.visiteur.tous(etats=("sensitive",))
        if any(vu.nom == ACCUEIL for vu in vus) and self.hasard.randrange(4):
            self._s_identifier()
            vus = self.salle.visiteur.tous(etats=("sensitive",))
        titre = next((vu.nom for vu in vus if vu.role == TITRE and len(vu.nom) > len("Caf")), "(no title)")
        titre = re.sub("^Bonjour .*", "Bonjour …", titre)
        fenetre, pid = self._fenetre()
        if (pss := pss_ko(pid)) is not None:
            debut, haut = self.memoires.get(pid, (pss, pss))
            self.memoires[pid] = debut, max(haut, pss)
        cibles = list(self._cibles(vus))
        for geste in gestes_au_hasard(self.hasard, (LARGEUR, HAUTEUR), LETTRES, TOUCHES, cibles, PAR_SERIE):
            geste(self.singe)
            self.gestes += 1
            self.ecrans[titre] += 1
            if not self._suivre(fenetre, pid, titre):
                fenetre, pid = self._fenetre()  # the visit is over: another has the screen
            assert not self.singe.selection_offerte(), self.singe.souvenirs[-1]

    def _suivre(self, fenetre: int, pid: int, titre: str) -> bool:
        """Waits for the window; notes when that was long. Whether it is still there."""
        # The first answer may be sent before the gesture is looked at; the second comes a turn of the loop later.
        for _ in range(2):
            avant = attente_d_un_processeur(pid) or 0.0
            attente = self.singe.attente(fenetre, 1.0, Path(f"/proc/{pid}").exists)
            if attente is None:
                return False
            # A thread that waits for a processor is not busy: other programs are.
            ms = 1000 * (attente - (attente_d_un_processeur(pid) or avant) + avant)
            self.durees[next(palier for palier in PALIERS_MS if ms <= palier)] += 1
            if ms > ATTENTE_MS:
                self.attentes.append(Attente(ms, titre, self.singe.souvenirs[-1]))
        return True

    def _fenetre(self) -> tuple[int, int]:
        limite = time.monotonic() + 10
        while time.monotonic() < limite:
            active = self.salle.fenetres.active()
            pid = self.salle.fenetres.pid(active) if active is not None else None
            if active is not None and pid is not None:
                return active, pid
            time.sleep(PAUSE_S)
        raise AssertionError("no window for ten seconds")

    def _cibles(self, vus: list[Element]) -> Iterator[tuple[int, int]]:
        """Where to touch: a key of the screen's keyboard is one among many, « Continuer » is worth several of them."""
        for vu in vus:
            if vu.role not in (BOUTON, CASE, CHOIX, CHAMP, "password text") or not vu.a_portee:
                continue
            if SORTIE.match(vu.nom):
                fois = int(not self.hasard.randrange(UNE_FOIS_SUR))
            elif AVANCE.match(vu.nom):
                fois = 6
            else:
                fois = int(len(vu.nom) > 1 or not self.hasard.randrange(6))
            yield from [vu.centre] * fois

    def _s_identifier(self) -> None:
        visiteur, qui = self.salle.visiteur, self.hasard.choice(GENS)
        try:
            visiteur.toucher(ACCUEIL, delai_s=2)
            visiteur.toucher(NIR, CHAMP)
            visiteur.taper_clavier_physique(qui.nir)
            visiteur.toucher(MOT_DE_PASSE, "password text")
            visiteur.taper_clavier_physique(qui.mot_de_passe)
            visiteur.toucher("Me connecter", BOUTON)
            visiteur.attendre(ENTREE, TITRE, delai_s=20)
            self.connexions += 1
        except Introuvable:  # the home page was leaving as it was seen
            pass

    def recit(self) -> str:
        """What was done and seen, for a person."""
        lignes = [
            f"{self.singe.evenements} events, {self.gestes} gestures, {len(self.memoires)} visits, "
            f"{self.connexions} sign-ins, {len(self.ecrans)} screens",
            *(f"  {nombre:6} gestures on « {titre} »" for titre, nombre in self.ecrans.most_common()),
            "waits: " + ", ".join(f"{self.durees[palier]} up to {palier} ms" for palier in PALIERS_MS),
            f"{len(self.attentes)} gestures kept the window busy for more than {ATTENTE_MS} ms; the longest:",
            *(f"  {attente}" for attente in sorted(self.attentes, key=lambda a: -a.ms)[:20]),
            f"a visit gained at most {max((h - d for d, h in self.memoires.values()), default=0)} KiB",
            "last gestures: " + " | ".join(self.singe.souvenirs),
        ]
        return "\n".join(lignes)


def test_a_monkey_finds_no_way_out_breaks_nothing_and_never_freezes(bureau_possible: None) -> None:
    graine = int(os.environ.get("SINGE_GRAINE", random.SystemRandom().randrange(2**32)))
    print(f"\nSINGE_GRAINE={graine} SINGE_EVENEMENTS={EVENEMENTS}", flush=True)
    with (
        Bureau(LARGEUR, HAUTEUR, gestionnaire=True) as bureau,
        Backend(bureau) as backend,
        Terminal(bureau, backend.url) as terminal,
        Visiteur(bureau) as visiteur,
        FenetresX(bureau.env["DISPLAY"]) as fenetres,
        Singe(bureau.env["DISPLAY"]) as singe,
    ):
        visiteur.attendre(ACCUEIL, BOUTON, delai_s=30)
        salle = Salle(bureau, terminal, visiteur, fenetres, frozenset())
        salle.etrangers = salle.processus_etrangers()
        salle.verifier()
        promenade = Promenade(salle, singe, random.Random(graine))
        debut, superviseur = time.monotonic(), pss_ko(terminal.pid)
        rang = 0
        try:
            while singe.evenements < EVENEMENTS:
                promenade.serie()
                rang += 1
                if rang % SERIES_PAR_EXAMEN == 0:
                    salle.verifier()
                    assert not terminal.pannes(), terminal.faits()[-20:]
                if rang % SERIES_PAR_NOUVELLE == 0:
                    print(f"{time.monotonic() - debut:.0f} s: {singe.evenements} events", flush=True)
            salle.verifier()
        finally:  # what is seen of a run that fails, or that somebody stops, is worth as much
            gain = (pss_ko(terminal.pid) or 0) - (superviseur or 0)
            allure = singe.evenements / (time.monotonic() - debut)
            print(f"{allure:.0f} events/s, the supervisor gained {gain} KiB\n{promenade.recit()}", flush=True)
        assert not terminal.pannes(), terminal.faits()[-20:]
        assert "Traceback" not in bureau.journal("terminal")
        assert not [fait for fait in terminal.faits() if fait.get("event") == "exception"]
        assert gain < FUITE_SUPERVISEUR_KO
        assert max(haut - bas for bas, haut in promenade.memoires.values()) < FUITE_VISITE_KO
        assert max((attente.ms for attente in promenade.attentes), default=0) < GEL_MS
