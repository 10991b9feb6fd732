"""What is measured, in which unit, and the goal of each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Budget:
    """One figure: at most `plafond`, in the unit that its key ends with; None when it is only reported."""

    cle: str
    quoi: str
    plafond: float | None = None


BUDGETS = (
    Budget("cold_start_ms", "start of caf-kiosk run → home painted"),
    Budget("cold_start_vs_chromium", "the same, against Chromium's first page", 1.0),
    Budget("cold_start_vs_bare_qt", "the same, against one empty Qt window", 4.0),
    Budget("next_visitor_ms", "end of a visit → clean home painted", 50),
    Budget("next_visitor_vs_chromium", "the same, against Chromium restarted on an empty profile", 0.15),
    Budget("spare_ready_ms", "a visit ends → the next spare is warm", 800),
    Budget("tap_to_paint_p50_ms", "tap on « Continuer » → next page painted, heaviest step"),
    Budget("tap_to_paint_p95_ms", "the same", 16),
    Budget("tap_to_paint_p99_ms", "the same", 33),
    Budget("key_to_paint_p95_ms", "key of the on-screen keyboard → character painted", 16),
    Budget("memory_pss_mb", "supervisor + visit + spare, proportional set size"),
    Budget("memory_vs_chromium", "the same, against Chromium with one page", 0.6),
    Budget("idle_cpu_percent", "whole terminal at home, share of one core", 0.5),
    Budget("soak_rss_slope_kb_per_visit", "supervisor and backend over complete visits", 0.0),
    Budget("soak_handles_grown", "descriptors, threads and files that they keep more of", 0),
    Budget("pdf_ms", "one recap PDF, warm", 40),
    Budget("walk_us", "the largest démarche validated and walked", 500),
    Budget("deposits_per_s", "reference backend, SQLite, real envelopes"),
    Budget("deposit_p99_ms", "the same, at half the peak rate", 100),
    Budget("postgresql_deposits_per_s", "reference backend, PostgreSQL, real envelopes"),
    Budget("postgresql_deposit_p99_ms", "the same, at half the peak rate", 100),
    Budget("sign_ins_per_s", "reference backend, SQLite, passwords at their real cost"),
    Budget("sign_in_p99_ms", "the same, at half the peak rate"),
    Budget("code_checks_per_s", "reference backend, SQLite, four wrong codes for a right one"),
    Budget("code_check_p99_ms", "the same, at half the peak rate", 100),
    Budget("postgresql_sign_ins_per_s", "reference backend, PostgreSQL, passwords at their real cost"),
    Budget("postgresql_sign_in_p99_ms", "the same, at half the peak rate"),
    Budget("postgresql_code_checks_per_s", "reference backend, PostgreSQL, four wrong codes for a right one"),
    Budget("postgresql_code_check_p99_ms", "the same, at half the peak rate", 100),
)

Etat = Literal["ok", "OVER", "reported", "pas encore", "skipped"]


@dataclass(frozen=True)
class Ligne:
    budget: Budget
    valeur: float | None
    etat: Etat


def rapprocher(mesures: Mapping[str, float], ecartees: Mapping[str, str]) -> list[Ligne]:
    """Each budget with its figure. Raises KeyError for a figure that has no budget: it would be lost."""
    inconnues = (mesures.keys() | ecartees.keys()) - {budget.cle for budget in BUDGETS}
    if inconnues:
        raise KeyError(f"measured without a budget: {sorted(inconnues)}")
    lignes = []
    for budget in BUDGETS:
        valeur = mesures.get(budget.cle)
        etat: Etat
        if valeur is None:
            etat = "skipped" if budget.cle in ecartees else "pas encore"
        elif budget.plafond is None:
            etat = "reported"
        else:
            etat = "ok" if valeur <= budget.plafond else "OVER"
        lignes.append(Ligne(budget, valeur, etat))
    return lignes


def tableau(lignes: list[Ligne]) -> str:
    """The figures as a person reads them."""
    sortie = [f"{'key':<30}{'value':>12}{'goal':>10}  state"]
    for ligne in lignes:
        valeur = (
            "—"
            if ligne.valeur is None
            else f"{ligne.valeur:.3g}"
            if ligne.valeur < 100
            else f"{ligne.valeur:.0f}"
        )
        plafond = "" if ligne.budget.plafond is None else f"≤ {ligne.budget.plafond:g}"
        sortie.append(f"{ligne.budget.cle:<30}{valeur:>12}{plafond:>10}  {ligne.etat:<11}{ligne.budget.quoi}")
    return "\n".join(sortie)
