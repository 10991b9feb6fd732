"""Times that a run of tests has measured, put in their place in a page of the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

DEBUT, FIN = "<!-- recovery times -->", "<!-- end of recovery times -->"


def ecrire(page: Path, mesures: Mapping[str, float]) -> None:
    """Replace the table between the two marks by these times, in milliseconds, by what had happened.

    What this run has not measured keeps the time it had. Raises ValueError when the page has no such marks.
    """
    avant, debut, reste = page.read_text(encoding="utf-8").partition(DEBUT)
    ancien, fin, apres = reste.partition(FIN)
    if not (debut and fin):
        raise ValueError(f"{page}: no place for the times")
    lignes = {}
    for ligne in ancien.strip().splitlines()[2:]:
        mal, duree = (case.strip() for case in ligne.strip("|").split("|"))
        lignes[mal] = duree
    lignes |= {mal: f"{duree_ms / 1000:.2f} s" for mal, duree_ms in mesures.items()}
    table = ["| what happens | clean home page after |", "|---|---|"]
    table += [f"| {mal} | {duree} |" for mal, duree in lignes.items()]
    page.write_text(f"{avant}{DEBUT}\n" + "\n".join(table) + f"\n{FIN}{apres}", encoding="utf-8")
