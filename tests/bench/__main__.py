"""Measures everything that can be measured here, prints it, writes bench.json."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.bench import calcul, comptes, depart, depots, endurance, hall
from tests.bench.budgets import rapprocher, tableau
from tests.helpers.bureau import Bureau, BureauImpossible
from tests.helpers.ecran_x import EcranX
from tests.helpers.postgresql import ABSENT, initdb

RACINE = Path(__file__).parents[2]
CHROMIUM_SEUL = ("cold_start_vs_chromium", "next_visitor_vs_chromium", "memory_vs_chromium")
POSTGRESQL_SEUL = (
    "postgresql_deposits_per_s",
    "postgresql_deposit_p99_ms",
    *(f"postgresql_{cle}" for cle in comptes.CLES),
)


REPERES = ("chromium_", "bare_qt_", "supervisor_", "backend_")
"""Figures without a budget: what the others are compared with."""


class Resultats:
    """Figures as they come, what they are compared with, and why some are missing."""

    def __init__(self) -> None:
        self.mesures: dict[str, float] = {}
        self.reperes: dict[str, float] = {}
        self.ecartees: dict[str, str] = {}
        self.echecs: dict[str, str] = {}

    def prendre(self, quoi: str, mesurer: Callable[[], dict[str, float]]) -> None:
        """Runs one measure. Its failure is told and does not stop the rest."""
        debut = time.monotonic()
        try:
            valeurs = mesurer()
        except Exception as erreur:  # noqa: BLE001  # told below, in bench.json and by the exit code
            self.echecs[quoi] = f"{type(erreur).__name__}: {erreur}"
            print(f"  {quoi}: FAILED {type(erreur).__name__}: {str(erreur)[:400]}", flush=True)
            return
        for cle, valeur in valeurs.items():
            (self.reperes if cle.startswith(REPERES) else self.mesures)[cle] = round(valeur, 3)
        dit = ", ".join(f"{cle} {valeur:.4g}" for cle, valeur in valeurs.items())
        print(f"  {quoi}: {dit}  ({time.monotonic() - debut:.0f} s)", flush=True)

    def rapporter(self, cle: str, mesure: str, repere: str) -> None:
        if mesure in self.mesures and repere in self.reperes:
            self.mesures[cle] = round(self.mesures[mesure] / self.reperes[repere], 4)


def main() -> int:
    analyseur = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    analyseur.add_argument(
        "--rapide", action="store_true", help="fewer runs, shorter waits: a look, not a figure"
    )
    analyseur.add_argument("--sortie", type=Path, default=RACINE / "bench.json")
    analyseur.add_argument(
        "--visites", type=int, help="visits of the endurance run (60; 1000 takes about half an hour)"
    )
    options = analyseur.parse_args()
    effort = (
        hall.Effort(departs=2, touches=20, repos_s=5, depots=60, visites=15, identifications=30, codes=60)
        if options.rapide
        else hall.Effort()
    )
    if options.visites:
        effort = replace(effort, visites=options.visites)

    resultats = Resultats()
    try:
        with Bureau(1080, 1920) as bureau, EcranX(bureau.env["DISPLAY"]) as ecran:
            print(f"bench: screen 1080×1920, {effort.departs} starts each, median", flush=True)
            resultats.prendre("bare Qt", lambda: hall.qt_nu(bureau, ecran, effort))
            if (absence := depart.chromium_absent()) is None:
                resultats.prendre("Chromium", lambda: hall.chromium(bureau, ecran, effort))
            else:
                print(f"  Chromium: skipped, {absence}", flush=True)
                resultats.ecartees |= dict.fromkeys(CHROMIUM_SEUL, absence)
            if (absence := hall.borne_absente()) is None:
                resultats.prendre("terminal, start", lambda: hall.borne_depart(bureau, ecran, effort))
                resultats.prendre("terminal, at rest", lambda: hall.borne_au_repos(bureau, ecran, effort))
                resultats.prendre("terminal, in use", lambda: hall.borne_en_visite(bureau, ecran, effort))
                resultats.prendre("endurance", lambda: endurance.endurance(bureau, ecran, effort.visites))
                charge = effort.identifications, effort.codes
                resultats.prendre("deposits", lambda: depots.depots(bureau, effort.depots))
                resultats.prendre("sign-ins and codes", lambda: comptes.comptes(bureau, *charge))
                if initdb() is None:
                    print(f"  deposits, sign-ins and codes on PostgreSQL: skipped, {ABSENT}", flush=True)
                    resultats.ecartees |= dict.fromkeys(POSTGRESQL_SEUL, ABSENT)
                else:
                    resultats.prendre(
                        "deposits, PostgreSQL", lambda: depots.depots_postgresql(bureau, effort.depots)
                    )
                    resultats.prendre(
                        "sign-ins and codes, PostgreSQL",
                        lambda: comptes.comptes_postgresql(bureau, *charge),
                    )
            else:
                print(f"  terminal: pas encore, {absence}", flush=True)
    except BureauImpossible as impossible:
        print(f"bench: no private desktop, no figure of the window: {impossible}", file=sys.stderr)
        resultats.echecs["desktop"] = str(impossible)
    resultats.prendre("walk", calcul.parcours)
    resultats.prendre("PDF", calcul.recapitulatif_pdf)

    resultats.rapporter("cold_start_vs_chromium", "cold_start_ms", "chromium_cold_start_ms")
    resultats.rapporter("cold_start_vs_bare_qt", "cold_start_ms", "bare_qt_cold_start_ms")
    resultats.rapporter("next_visitor_vs_chromium", "next_visitor_ms", "chromium_restart_ms")
    resultats.rapporter("memory_vs_chromium", "memory_pss_mb", "chromium_pss_mb")

    lignes = rapprocher(resultats.mesures, resultats.ecartees)
    print(tableau(lignes))
    print("compared with: " + ", ".join(f"{cle} {valeur:.4g}" for cle, valeur in resultats.reperes.items()))
    document = {
        **{ligne.budget.cle: ligne.valeur for ligne in lignes},
        "reference": resultats.reperes,
        "skipped": resultats.ecartees,
        "failed": resultats.echecs,
        "machine": {"cores": _coeurs(), "system": platform.platform(), "python": platform.python_version()},
    }
    options.sortie.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    print(f"bench: written to {options.sortie.name}")
    return 1 if resultats.echecs else 0


def _coeurs() -> int:
    import os

    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    sys.exit(main())
