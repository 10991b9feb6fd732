"""What `make bench` says about its figures."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import POSTGRESQL_SEUL
from tests.bench.budgets import BUDGETS, rapprocher, tableau
from tests.bench.comptes import CLES
from tests.bench.endurance import croissance, droite
from tests.bench.processus import quantile


def test_each_figure_is_judged_by_its_goal() -> None:
    mesures = {"pdf_ms": 40.0, "walk_us": 501.0, "deposits_per_s": 3.0}
    etats = {ligne.budget.cle: ligne.etat for ligne in rapprocher(mesures, {"memory_vs_chromium": "absent"})}
    assert etats["pdf_ms"] == "ok"
    assert etats["walk_us"] == "OVER"
    assert etats["deposits_per_s"] == "reported"
    assert etats["memory_vs_chromium"] == "skipped"
    assert etats["cold_start_ms"] == "pas encore"
    assert etats.keys() == {budget.cle for budget in BUDGETS}


def test_a_figure_that_nobody_reads_is_refused() -> None:
    with pytest.raises(KeyError, match="vitesse"):
        rapprocher({"vitesse": 1.0}, {})


def test_the_load_of_the_backend_is_told_on_both_databases() -> None:
    cles = {*CLES, *(f"postgresql_{cle}" for cle in CLES)}
    etats = {ligne.budget.cle: ligne.etat for ligne in rapprocher(dict.fromkeys(cles, 101.0), {})}
    assert {cle for cle in cles if etats[cle] == "OVER"} == {
        "code_check_p99_ms",
        "postgresql_code_check_p99_ms",
    }
    assert {cle for cle in cles if etats[cle] == "reported"} == cles - {
        "code_check_p99_ms",
        "postgresql_code_check_p99_ms",
    }
    assert {budget.cle for budget in BUDGETS if budget.cle.startswith("postgresql_")} == set(POSTGRESQL_SEUL)


def test_the_table_has_a_line_for_each_budget() -> None:
    assert len(tableau(rapprocher({}, {})).splitlines()) == 1 + len(BUDGETS)


def test_quantiles_are_values_that_were_measured() -> None:
    valeurs = [float(n) for n in range(1, 201)]
    assert quantile(valeurs, 0.50) == 100
    assert quantile(valeurs, 0.95) == 190
    assert quantile(valeurs, 0.99) == 198
    assert quantile([7.0], 0.99) == 7.0


def test_a_growth_is_told_from_noise() -> None:
    pente, erreur = droite([1000.0 + 4 * rang for rang in range(30)])
    assert pente == pytest.approx(4)
    assert erreur == pytest.approx(0, abs=1e-9)
    pente, erreur = droite([1000.0 + (7 if rang % 2 else -7) for rang in range(30)])
    assert abs(pente) < 2 * erreur


def test_what_fills_once_is_no_leak_and_what_goes_on_is_one() -> None:
    remplissage = [100.0 + 4 * min(rang, 40) for rang in range(100)]
    assert croissance(remplissage) == 0.0
    assert croissance([100.0 + 2 * rang + rang % 3 for rang in range(100)]) == pytest.approx(2, abs=0.1)
    assert croissance([100.0 - rang for rang in range(100)]) == 0.0
