"""From starting a program to its picture standing still on the screen, the same way for every program."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.processus import attendre_calme, pss_mb
from tests.helpers.bureau import Bureau
from tests.helpers.ecran_x import EcranX

ICI = Path(__file__).parent
CALME_S = 1.2
"""A picture that has not changed for this long is the one the visitor was waiting for."""

CHROMIUM = "chromium"
DRAPEAUX = (
    "--kiosk",
    "--incognito",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=fr",
    "--disable-features=Translate",
    "--password-store=basic",  # no question about a keyring over the page
    "--test-type",  # no banner about the flags: it would slide in after the page
    "--window-position=0,0",
)


@dataclass
class Programme:
    """What is started, and with which folder that is new each time."""

    nom: str
    argv: Callable[[Path], Sequence[str]]
    env: Mapping[str, str] = field(default_factory=dict)


def chromium(bureau: Bureau) -> Programme:
    """Debian's Chromium on a page with one form, with an empty profile each time."""
    sans_bac = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's own sandbox refuses root
    taille = f"--window-size={bureau.largeur},{bureau.hauteur}"
    page = (ICI / "page.html").as_uri()
    return Programme(
        "chromium",
        lambda dossier: [CHROMIUM, *DRAPEAUX, *sans_bac, taille, f"--user-data-dir={dossier}", page],
    )


def chromium_absent() -> str | None:
    return None if shutil.which(CHROMIUM) else "Chromium is not installed (packaging/apt-bench.txt)"


@contextmanager
def peint(
    bureau: Bureau, ecran: EcranX, programme: Programme, *, debut: float | None = None
) -> Iterator[tuple[float, int]]:
    """Starts the program and gives (ms until its picture stands, pid); ends it on the way out.

    The time counts from `debut` (`time.perf_counter()` seconds) when something else belongs to it.
    """
    zones = ecran.bandes()
    with tempfile.TemporaryDirectory(dir=bureau.dossier, ignore_cleanup_errors=True) as dossier:
        vide = ecran.empreinte(zones)
        debut = time.perf_counter() if debut is None else debut
        processus = bureau.lancer(programme.argv(Path(dossier)), journal=programme.nom, env=programme.env)
        try:
            releve = ecran.suivre(
                zones, avant=vide, calme_s=CALME_S, delai_s=60, vivant=lambda: processus.poll() is None
            )
            yield 1000 * (releve.derniere - debut), processus.pid
        finally:
            bureau.finir(processus)
            _attendre_vide(ecran)


def _attendre_vide(ecran: EcranX) -> None:
    """Waits until the root window is bare again: the next program starts from the same screen."""
    zones = ecran.bandes(8)
    limite = time.monotonic() + 10
    while any(any(ecran.pixels(zone)[canal::4].strip(b"\0") for canal in range(3)) for zone in zones):
        if time.monotonic() > limite:
            raise TimeoutError("the screen is not empty: a program of the previous measure is still there")
        time.sleep(0.01)  # nothing tells what others paint: the root window is read again and again


def departs_ms(bureau: Bureau, ecran: EcranX, programme: Programme, *, fois: int) -> float:
    """Median of `fois` starts, after one that fills the disk cache and is not counted."""
    durees = []
    for _ in range(fois + 1):
        with peint(bureau, ecran, programme) as (duree, _pid):
            durees.append(duree)
    return statistics.median(durees[1:])


def memoire_mb(bureau: Bureau, ecran: EcranX, programme: Programme) -> float:
    """Proportional set size of the whole program once its picture stands and it has become quiet."""
    with peint(bureau, ecran, programme) as (_duree, pid):
        attendre_calme(pid)
        return pss_mb(pid)


def renaissance_ms(bureau: Bureau, ecran: EcranX, programme: Programme, *, fois: int) -> float:
    """Median time to kill the program and have it painted again with nothing kept."""
    durees = []
    zones = ecran.bandes()
    for _ in range(fois):
        with tempfile.TemporaryDirectory(dir=bureau.dossier, ignore_cleanup_errors=True) as dossier:
            vide = ecran.empreinte(zones)
            ancien = bureau.lancer(programme.argv(Path(dossier)), journal=programme.nom, env=programme.env)
            ecran.suivre(zones, avant=vide, calme_s=CALME_S, delai_s=60)
            debut = time.perf_counter()
            bureau.finir(ancien, patience_s=0)
            _attendre_vide(ecran)
            with peint(bureau, ecran, programme, debut=debut) as (duree, _pid):
                durees.append(duree)
    return statistics.median(durees)
