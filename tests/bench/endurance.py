"""Whether the processes that stay grow with the visits that pass."""

from __future__ import annotations

import asyncio
import math
import re
import statistics
from collections.abc import Sequence
from itertools import pairwise
from uuid import uuid4

from kiosk.backend.client import ClientBackend
from kiosk.backend.envelope import sceller
from tests.bench.depots import dossier
from tests.bench.processus import fichiers, rss_ko, tenus_par
from tests.end2end.visite import ACCUEIL, CAMILLE
from tests.helpers.bureau import Bureau
from tests.helpers.doigt import Doigt
from tests.helpers.ecran_x import EcranX
from tests.helpers.terminal import Terminal, terminal_complet
from tests.helpers.visiteur import BOUTON, Visiteur

RODAGE = 60
"""Visits before the first figure: caches fill, pools open."""

RODAGE_BACKEND = 800
"""Deposits before that: pages of SQLite, prepared statements and sweeps are all in memory after about 700 of them."""

BLOCS = 10
"""Parts that the second half is cut into."""

QUITTER = re.compile("^(Quitter|Terminer ma session)$")


def endurance(bureau: Bureau, ecran: EcranX, visites: int) -> dict[str, float]:
    """Growth of supervisor and backend, in kB a visit, over the second half of `visites` visits.

    A visit opens and leaves the terminal; for each, someone signs in, deposits and signs out on the backend. The first
    half fills what fills once and stays: pages that the allocator keeps, timers that asyncio has not swept yet. Each
    process is judged apart (`croissance`): the backend, which takes and gives back a megabyte at a time, would hide
    the supervisor. What each has gained in all, in kB, is told beside.

    `soak_handles_grown`: descriptors, threads and files on the disk that the second half has added.
    """
    with terminal_complet(bureau) as (backend, terminal), Doigt(bureau.env["DISPLAY"]) as doigt:
        assert backend.processus is not None
        with Visiteur(bureau) as visiteur:
            entree = visiteur.attendre(ACCUEIL, BOUTON, delai_s=30).centre
            visiteur.toucher(ACCUEIL, BOUTON)
            sortie = visiteur.attendre(QUITTER, BOUTON).centre
            visiteur.toucher(QUITTER, BOUTON)
        _attendre_le_suivant(terminal, 0)
        rodage = min(RODAGE, visites)
        asyncio.run(_roder(backend.url, RODAGE_BACKEND if rodage == RODAGE else rodage))
        superviseur, serveur, tenus = [], [], []
        for rang in range(1, rodage + visites):
            avant = ecran.empreinte(ecran.bandes())
            doigt.approcher(*entree)
            doigt.toucher()
            ecran.suivre(ecran.bandes(), avant=avant, calme_s=0.2, delai_s=10)
            asyncio.run(_deposer(backend.url))
            doigt.approcher(*sortie)
            doigt.toucher()
            _attendre_le_suivant(terminal, rang)
            if rang >= rodage:
                superviseur.append(rss_ko(terminal.pid))
                serveur.append(rss_ko(backend.processus.pid))
                pids = terminal.pid, backend.processus.pid
                tenus.append(
                    sum(tenus_par(pid) for pid in pids) + fichiers(terminal.etat) + fichiers(backend.etat)
                )
    mesures = {"soak_rss_slope_kb_per_visit": croissance(superviseur) + croissance(serveur)}
    for nom, valeurs in (("supervisor", superviseur), ("backend", serveur)):
        basse, pente, haute = intervalle(seconde_moitie(valeurs))
        mesures |= {
            f"{nom}_rss_slope_kb": pente,
            f"{nom}_rss_gain_kb": seconde_moitie(valeurs)[-1] - seconde_moitie(valeurs)[0],
        }
        if math.isfinite(haute):
            mesures |= {f"{nom}_rss_slope_low_kb": basse, f"{nom}_rss_slope_high_kb": haute}
    return mesures | {"soak_handles_grown": ajout(seconde_moitie(tenus))}


def croissance(valeurs: Sequence[float]) -> float:
    """Slope of the second half of the values, one a visit; zero when its interval reaches down to zero."""
    basse, pente, _ = intervalle(seconde_moitie(valeurs))
    return pente if basse > 0 else 0.0


def seconde_moitie(valeurs: Sequence[float]) -> Sequence[float]:
    """What was measured once everything that fills once is full."""
    return valeurs[len(valeurs) // 2 :]


def intervalle(valeurs: Sequence[float]) -> tuple[float, float, float]:
    """Lower end, middle and upper end of the slope of the values, one a step: an interval of 96 %.

    Memory moves by pages of 4 kB, each of which then stays: one value says much about the next, and a least-squares
    line believes itself far too sure. The values are cut into ten blocks; the nine steps from the middle of a block to
    the next are taken as they come. The second smallest and the second largest of nine hold the true median between
    them in all but 20 cases of 512, whatever the noise is like. A leak is regular: it lifts every block. Seen is
    what lifts eight steps of nine by a page: 0.08 kB a visit over 1,000 visits, of which 500 are looked at, 1.4 kB
    over 60. Fewer than twenty values are too few: the interval is everything.
    """
    if len(valeurs) < 2 * BLOCS:
        return -math.inf, 0.0, math.inf
    pas = sorted((y - y_avant) / (x - x_avant) for (x_avant, y_avant), (x, y) in pairwise(_milieux(valeurs)))
    return pas[1], statistics.median(pas), pas[-2]


def ajout(valeurs: Sequence[float]) -> float:
    """From the middle of the first block to that of the last: what is open for a moment counts for nothing."""
    milieux = _milieux(valeurs)
    return milieux[-1][1] - milieux[0][1]


def _milieux(valeurs: Sequence[float]) -> list[tuple[float, float]]:
    """Where the middle of each block is, and its median; each value when there are fewer than blocks."""
    blocs = min(BLOCS, len(valeurs))
    bords = [rang * len(valeurs) // blocs for rang in range(blocs + 1)]
    return [
        ((debut + fin - 1) / 2, statistics.median_low(valeurs[debut:fin])) for debut, fin in pairwise(bords)
    ]


async def _roder(url: str, depots: int) -> None:
    for _ in range(depots):
        await _deposer(url)


def _attendre_le_suivant(terminal: Terminal, rang: int) -> None:
    terminal.attendre_fait("next_visitor_ms", rang=rang)
    terminal.attendre_fait("spare_ready_ms", rang=rang)


async def _deposer(url: str) -> None:
    async with ClientBackend(url) as client:
        session = await client.ouvrir_session(CAMILLE.nir, CAMILLE.mot_de_passe)
        enveloppe = sceller(dossier(session.bon_de_depot), await client.cle_publique(), uuid4())
        await client.deposer(enveloppe.id, enveloppe.octets)
        await client.fermer_session()
