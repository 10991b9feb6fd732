"""Whether the processes that stay grow with the visits that pass."""

from __future__ import annotations

import asyncio
import math
import re
import statistics
from collections.abc import Sequence
from uuid import uuid4

from kiosk.backend.client import ClientBackend
from kiosk.backend.envelope import sceller
from tests.bench.depots import dossier
from tests.bench.processus import rss_ko
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

QUITTER = re.compile("^(Quitter|Terminer ma session)$")


def endurance(bureau: Bureau, ecran: EcranX, visites: int) -> dict[str, float]:
    """Growth of supervisor and backend together, in kB a visit, over the second half of `visites` visits.

    A visit opens and leaves the terminal; for each, someone signs in, deposits and signs out on the backend. The first
    half fills what fills once and stays: pages that the allocator keeps, timers that asyncio has not swept yet. A slope
    that does not stand out of its own error (two standard errors) is noise and counts as zero.
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
        superviseur, serveur = [], []
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
    ensemble = [un + autre for un, autre in zip(superviseur, serveur, strict=True)]
    return {
        "soak_rss_slope_kb_per_visit": croissance(ensemble),
        "supervisor_rss_slope_kb": droite(seconde_moitie(superviseur))[0],
        "backend_rss_slope_kb": droite(seconde_moitie(serveur))[0],
    }


def croissance(valeurs: Sequence[float]) -> float:
    """Slope of the second half of the values, one a visit; zero when it is within its own noise, or goes down."""
    pente, erreur = droite(seconde_moitie(valeurs))
    return pente if pente > 2 * erreur else 0.0


def seconde_moitie(valeurs: Sequence[float]) -> Sequence[float]:
    """What was measured once everything that fills once is full."""
    return valeurs[len(valeurs) // 2 :]


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


def droite(valeurs: Sequence[float]) -> tuple[float, float]:
    """Slope of the least-squares line through the values, one a step, and its standard error."""
    pas = range(len(valeurs))
    pente, origine = statistics.linear_regression(pas, valeurs)
    ecarts = [valeur - (origine + pente * rang) for rang, valeur in zip(pas, valeurs, strict=True)]
    dispersion = sum((rang - statistics.fmean(pas)) ** 2 for rang in pas)
    return pente, math.sqrt(sum(ecart**2 for ecart in ecarts) / max(1, len(valeurs) - 2) / dispersion)
