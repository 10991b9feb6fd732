"""Every long text of `resources/pages/fr/`: shown somewhere, filled in, and free of what belongs elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from string import Formatter
from typing import Any

import pytest

from kiosk.demarches import CATALOGUE, QUESTIONNAIRES
from kiosk.formulaire import Contexte, Demarche, DemarcheFermee, Page, Parcours
from kiosk.metier.pass_sport_textes import textes as textes_pass_sport
from resources import chemin

RACINE = chemin("pages", "fr")
FICHIERS = sorted(f.relative_to(RACINE).as_posix() for f in RACINE.rglob("*.md"))
DEMARCHES: tuple[Demarche[Any], ...] = (*CATALOGUE.values(), *QUESTIONNAIRES.values())
LUES_PAR_UN_ECRAN = {
    "pass_sport/mon-compte.md": textes_pass_sport,
    "pass_sport/pas-connue.md": textes_pass_sport,
}
"""The pages that « Mon compte » shows, and what fills them in on a given day."""

JOURS = (
    date(2021, 4, 1),
    date(2022, 6, 30),
    date(2022, 7, 1),
    date(2022, 10, 13),
    date(2023, 4, 1),
    date(2024, 11, 2),
    date(2025, 11, 2),
    date(2026, 5, 2),
    date(2027, 6, 1),
)
"""Both sides of what changed, and days for which values are not known yet."""

NUMERO_DE_LISTE = re.compile(r"^\d+\. ", re.MULTILINE)
MEDECIN = r"(médecin|sage-femme)"
COORDONNEE = r"(coordonnées|adresse|téléphone|numéro|nom et prénom|nom)"
INTERDITS = {
    "the allowance of another law": r"présence parentale",
    "the old words": r"enfants? conçus?",
    "the doctor's coordinates": rf"\b{COORDONNEE}\b[^.\n]*\b{MEDECIN}\b|\b{MEDECIN}\b[^.\n]*\b{COORDONNEE}\b",
    "a doctor without the midwife": r"médecin(?! ou la sage-femme)",
    "a legal citation": r"\b(article|décret|arrêté|loi) (n°|du|\d|[LRD]\.)|\bCSS\b|code de la sécurité|\b[LRD]\.\s*\d",
}


def source(fichier: str) -> str:
    return (RACINE / fichier).read_text(encoding="utf-8")


def montrees(demarche: Demarche[Any]) -> Iterator[str]:
    """The pages that a walk may show."""
    yield from (e.contenu for e in demarche.etapes if isinstance(e, Page))
    yield from (s.contenu for s in demarche.sorties)


def trous(texte: str) -> set[str]:
    return {nom for _, nom, _, _ in Formatter().parse(texte) if nom is not None}


def remplissages(fichier: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Who shows a page on which day, and what it is filled in with before anything is answered."""
    for demarche in DEMARCHES:
        if fichier not in montrees(demarche):
            continue
        for jour in JOURS:
            contexte = Contexte(jour)
            try:
                depart = demarche.preparer(contexte)
            except DemarcheFermee:
                continue
            racontes = demarche.raconter(depart.reponses, contexte) if demarche.raconter else {}
            assert set(racontes) <= set(depart.textes), (
                f"{demarche.code}: {set(racontes) - set(depart.textes)}"
            )
            yield f"{demarche.code} {jour}", {**depart.textes, **racontes}
    if fichier in LUES_PAR_UN_ECRAN:
        yield from ((f"écran {jour}", LUES_PAR_UN_ECRAN[fichier](jour)) for jour in JOURS)


def test_every_page_is_shown_by_something() -> None:
    connues = {f for d in DEMARCHES for f in montrees(d)} | set(LUES_PAR_UN_ECRAN)
    assert sorted(connues) == FICHIERS


@pytest.mark.parametrize("fichier", FICHIERS)
def test_a_page_writes_no_amount_and_no_date_of_its_own(fichier: str) -> None:
    reste = NUMERO_DE_LISTE.sub("", re.sub(r"\{[^}]*\}", "", source(fichier)))
    assert not re.findall(r"\d", reste), "amounts and dates come from resources/baremes"


@pytest.mark.parametrize("fichier", FICHIERS)
def test_everything_a_page_leaves_open_is_filled_in_on_any_day(fichier: str) -> None:
    attendus = trous(source(fichier))
    vus = 0
    for qui, textes in remplissages(fichier):
        assert attendus <= textes.keys(), f"{qui}: {attendus - textes.keys()}"
        assert "{" not in source(fichier).format_map(textes)
        vus += 1
    assert vus, "shown by nobody"


@pytest.mark.parametrize("faute", INTERDITS)
@pytest.mark.parametrize("fichier", FICHIERS)
def test_a_page_never_says(fichier: str, faute: str) -> None:
    trouve = re.search(INTERDITS[faute], source(fichier), re.IGNORECASE)
    assert trouve is None, f"{faute}: « {trouve and trouve.group()} »"


@pytest.mark.parametrize("demarche", DEMARCHES, ids=[d.code for d in DEMARCHES])
def test_a_walk_that_begins_can_already_fill_in_every_page(demarche: Demarche[Any]) -> None:
    """Pages are drawn before they are reached: the next one while this one is read."""
    parcours = Parcours(demarche, Contexte(date(2022, 10, 13)))
    for fichier in montrees(demarche):
        parcours.texte(source(fichier))


def test_the_folder_holds_only_pages() -> None:
    assert [f for f in RACINE.rglob("*") if f.is_file() and f.suffix != ".md"] == []
