"""What visitors read: filled in, short, plain, with no amount or date written where a dated value belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from string import Formatter
from typing import Any

import pytest

from kiosk.demarches import CATALOGUE
from kiosk.formulaire import Champ, Contexte, Demarche, Page, Parcours, champs, textes
from kiosk.metier.foyer import Membre, Qualite
from resources import chemin

CONTEXTE = Contexte(
    date(2022, 10, 13), (Membre(Qualite.VOUS, "Camille"), Membre(Qualite.CONJOINT, "Maximilien-Alexandre"))
)
MOTS_PAR_PHRASE = 20
LIBELLE_MAXIMUM, AIDE_MAXIMUM = 45, 80

DEMARCHES = pytest.mark.parametrize("demarche", CATALOGUE.values(), ids=CATALOGUE.keys())


def connus(demarche: Demarche[Any]) -> dict[str, str]:
    """What the walk fills in."""
    return {**Parcours(demarche, CONTEXTE).depart.textes, "personne": "Camille"}


def pages(demarche: Demarche[Any]) -> dict[str, str]:
    """The Markdown pages of a démarche, by file."""
    fichiers = [e.contenu for e in demarche.etapes if isinstance(e, Page)]
    fichiers += [s.contenu for s in demarche.sorties]
    return {f: chemin("pages", "fr", f).read_text(encoding="utf-8") for f in fichiers}


def tous_les_champs(demarche: Demarche[Any]) -> Iterator[Champ]:
    for champ in champs(demarche.portee("")).values():
        yield champ
        if champ.elements is not None:
            yield from champs(champ.elements).values()


def trous(texte: str) -> set[str]:
    return {nom for _, nom, _, _ in Formatter().parse(texte) if nom is not None}


def phrases(page: str) -> list[str]:
    """The sentences of a Markdown page; a list item or a title is one."""
    lignes = [re.sub(r"[*_#]|^- ", "", ligne).strip() for ligne in page.splitlines()]
    return [p for ligne in lignes for p in re.split(r"(?<=[.?!])\s+", ligne) if p]


@DEMARCHES
def test_every_text_can_be_filled_in(demarche: Demarche[Any]) -> None:
    remplis = connus(demarche)
    for texte in (*textes(demarche), *pages(demarche).values()):
        assert trous(texte) <= remplis.keys(), texte


@DEMARCHES
def test_no_page_writes_an_amount_or_a_year(demarche: Demarche[Any]) -> None:
    for fichier, page in pages(demarche).items():
        assert re.findall(r"\d", page) == [], f"{fichier}: amounts and dates come from resources/baremes"


@DEMARCHES
def test_pages_are_plain_and_well_set(demarche: Demarche[Any]) -> None:
    for fichier, page in pages(demarche).items():
        longues = [p for p in phrases(page) if len(p.split()) > MOTS_PAR_PHRASE]
        assert not longues, f"{fichier}: {longues}"
        assert "'" not in page
        assert not re.search(r" [?!:;»€]|« ", page), f"{fichier}: a no-break space is missing"


@DEMARCHES
def test_questions_fit_their_screen(demarche: Demarche[Any]) -> None:
    remplis = connus(demarche)
    for champ in tous_les_champs(demarche):
        assert len(champ.libelle.texte.format_map(remplis)) <= LIBELLE_MAXIMUM, champ.libelle.texte
        assert len(champ.aide.format_map(remplis)) <= AIDE_MAXIMUM, champ.aide


@DEMARCHES
def test_every_text_is_well_set(demarche: Demarche[Any]) -> None:
    for texte in textes(demarche):
        assert "'" not in texte
        assert not re.search(r" [?!:;»€]|« |\d \d", texte), texte
        assert not re.search(r"[a-zéè][?!;]", texte), texte


def test_the_pages_of_ressources_say_the_year_and_the_rights_of_the_campaign() -> None:
    ressources = CATALOGUE["ressources"]
    for jour, annee, droits in ((date(2022, 10, 13), "2021", "2023"), (date(2025, 11, 1), "2024", "2026")):
        parcours = Parcours(ressources, Contexte(jour))
        page = parcours.texte(pages(ressources)["ressources/a-savoir.md"])
        assert annee in page
        assert droits in page
        assert f"31\u00a0décembre\u00a0{jour.year}" in page
