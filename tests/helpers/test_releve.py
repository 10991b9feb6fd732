"""The times of a run, in the page that tells them."""

from pathlib import Path

import pytest

from tests.helpers.releve import DEBUT, FIN, ecrire


def test_new_times_take_the_place_of_the_old_ones_and_the_others_stay(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{DEBUT}\n{FIN}\nafter\n")
    ecrire(page, {"SIGKILL": 321.0, "frozen": 5_400.0})
    ecrire(page, {"SIGKILL": 250.0})
    texte = page.read_text()
    assert "| SIGKILL | 0.25 s |\n| frozen | 5.40 s |" in texte
    assert texte.startswith("before\n")
    assert texte.endswith("\nafter\n")


def test_a_page_without_a_place_for_them_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing\n")
    with pytest.raises(ValueError, match="no place"):
        ecrire(page, {})
