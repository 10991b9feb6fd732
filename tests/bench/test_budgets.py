"""What `make bench` says about its figures."""

from __future__ import annotations

import math
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.__main__ import POSTGRESQL_SEUL
from tests.bench.budgets import BUDGETS, rapprocher, tableau
from tests.bench.comptes import CLES
from tests.bench.endurance import BLOCS, ajout, croissance, intervalle, seconde_moitie
from tests.bench.processus import fichiers, quantile, tenus_par


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


def pages(kilo_octets: list[float]) -> list[float]:
    """What the kernel says of them: whole pages of 4 kB."""
    return [4.0 * math.ceil(ko / 4) for ko in kilo_octets]


@given(
    graine=st.integers(0, 2**32),
    fuite=st.floats(0.5, 8),
    rendus=st.sampled_from([0, 4, 12]),
    visites=st.integers(800, 1200),
)
def test_a_leak_is_found_among_pages_that_come_and_go(
    graine: int, fuite: float, rendus: int, visites: int
) -> None:
    alea = random.Random(graine)
    memoire = pages([50_000 + fuite * rang + alea.uniform(-rendus, rendus) for rang in range(visites)])
    une_page = 4 / (visites // 2 // BLOCS)
    assert croissance(memoire) == pytest.approx(fuite, abs=2 * une_page)
    basse, _, haute = intervalle(seconde_moitie(memoire))
    assert basse <= fuite + une_page
    assert haute >= fuite - une_page


@given(
    graine=st.integers(0, 2**32),
    marches=st.lists(st.tuples(st.integers(0, 999), st.sampled_from([4, 16, 256, 1024])), max_size=3),
    rendus=st.sampled_from([0, 4, 12, 600]),
)
def test_memory_that_is_level_but_for_a_few_steps_is_no_leak(
    graine: int, marches: list[tuple[int, int]], rendus: int
) -> None:
    alea = random.Random(graine)
    hausse = [sum(ko for quand, ko in marches if quand <= rang) for rang in range(1000)]
    bruit = [alea.uniform(-rendus, rendus) if rang % 7 == 0 else 0.0 for rang in range(1000)]
    assert croissance(pages([50_000 + ko + ecart for ko, ecart in zip(hausse, bruit, strict=True)])) == 0.0


def test_what_fills_once_is_no_leak_and_what_goes_on_is_one() -> None:
    remplissage = [100.0 + 4 * min(rang, 40) for rang in range(100)]
    assert croissance(remplissage) == 0.0
    assert croissance([100.0 + 2 * rang + rang % 3 for rang in range(100)]) == pytest.approx(2, abs=0.2)
    assert croissance([100.0 - rang for rang in range(100)]) == 0.0
    six_pages = [100.0] * 525 + [100.0 + 4 * min(rang // 50 + 1, 6) for rang in range(475)]
    assert intervalle(seconde_moitie(six_pages))[1] > 0
    assert croissance(six_pages) == 0.0, "six blocks of ten say no more than chance"
    assert intervalle([1.0, 2.0])[0] == -math.inf, "two values say nothing"


def test_a_descriptor_that_is_open_for_a_moment_is_not_kept() -> None:
    assert ajout([15.0, 16, 15, 15, 16, 15] * 20) == 0
    assert ajout([15.0 + rang // 100 for rang in range(500)]) == 4


def test_what_a_process_holds_is_counted(tmp_path: Path) -> None:
    avant = tenus_par(os.getpid()), fichiers(tmp_path)
    (tmp_path / "envois").mkdir()
    with (tmp_path / "envois" / "un").open("wb"):
        assert (tenus_par(os.getpid()), fichiers(tmp_path)) == (avant[0] + 1, avant[1] + 1)
    assert tenus_par(os.getpid()) == avant[0]
