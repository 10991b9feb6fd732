"""Every path of every démarche, on both sides of each change of the rules: walked, received, read back.

The paths are found from the declarations (`chemins`): a démarche that joins the catalogue is walked here as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import Field

from kiosk.formulaire import (
    Choix,
    DemarcheFermee,
    Etape,
    Libelle,
    Page,
    Parcours,
    Reassurance,
    Regle,
    Repete,
    Reponses,
    Sortie,
    champs,
    recapitulatif,
    verifier,
)
from resources import chemin as ressource
from tests.kiosk.demarches.candidats import BAREMES, INDICES, PAS, par_seuils
from tests.kiosk.demarches.chemins import (
    JOURS,
    TOUTES,
    Chemin,
    Marque,
    a_rencontrer,
    contexte,
    essentiels,
)
from tests.kiosk.demarches.exploration import explorer, tous_les_chemins
from tests.kiosk.formulaire.formulaires import demarche

CAS = [pytest.param(code, jour, id=f"{code}-{jour}") for code in TOUTES for jour in JOURS]
PAR_DEMARCHE_ET_JOUR = pytest.mark.parametrize(("code", "jour"), CAS)
MAL_REMPLI = re.compile(r"[{}]|\bNone\b|\bnan\b|\*{4}|«\s*»|\(\s*\)|[ \u00a0][.,]|[^.]\.\.(?!\.)|,,|: *[.,]")
"""What a text shows when something was not filled in, or filled in with nothing."""


def chemins(code: str, jour: date) -> tuple[Chemin, ...]:
    """The paths of that day; none when the démarche is closed."""
    try:
        return explorer(code, contexte(jour))
    except DemarcheFermee:
        return ()


@pytest.mark.parametrize("code", TOUTES)
def test_everything_declared_is_met_on_some_path(code: str) -> None:
    """Each step, page, exit, choice and condition; both ways for what depends on something."""
    vues: set[Marque] = set().union(*(c.marques for jour in JOURS for c in chemins(code, jour)))
    jamais = a_rencontrer(TOUTES[code]) - vues
    assert not jamais, "nobody can meet these, or the candidates of `candidats.py` do not lead there"


@PAR_DEMARCHE_ET_JOUR
def test_a_closed_demarche_says_so_on_both_sides_and_an_open_one_has_paths(code: str, jour: date) -> None:
    trouves = chemins(code, jour)
    verdict = verifier(TOUTES[code], {}, contexte(jour))
    fermee = [a.code for a in verdict.anomalies] == ["demarche-fermee"]
    assert fermee is not bool(trouves)
    if fermee:
        with pytest.raises(DemarcheFermee) as refus:
            Parcours(TOUTES[code], contexte(jour))
        assert str(refus.value) == verdict.anomalies[0].message
        assert propre(verdict.anomalies[0].message)


@PAR_DEMARCHE_ET_JOUR
def test_every_path_reaches_its_end(code: str, jour: date) -> None:
    for chemin in chemins(code, jour):
        parcours = chemin.parcourir()
        assert parcours.conclure() == parcours.refus(), chemin
        assert parcours.en_verification
        assert (parcours.sortie is None) is (chemin.codes[-1] not in {s.code for s in TOUTES[code].sorties})
        assert parcours.progression.numero == parcours.progression.total


@PAR_DEMARCHE_ET_JOUR
def test_what_is_sent_is_accepted_and_walks_the_same(code: str, jour: date) -> None:
    for chemin in chemins(code, jour):
        parcours = chemin.parcourir()
        for vides in (True, False):
            envoi = parcours.reponses.model_dump(mode="json", exclude_none=vides)
            verdict = verifier(TOUTES[code], envoi, contexte(jour))
            assert verdict.anomalies == parcours.refus(), chemin
            sortie = parcours.sortie
            etapes = tuple(lieu.code for lieu in parcours.marche.etapes)
            assert verdict.parcours == (etapes if sortie is None else (*etapes, sortie.code)), chemin
            assert verdict.reponses == (parcours.reponses if sortie is None else None), chemin
            assert verdict.suivi is not None
            assert verdict.suivi.reassurances() == parcours.reassurances()
            assert recapitulatif(verdict.suivi) == recapitulatif(parcours)


@PAR_DEMARCHE_ET_JOUR
def test_everything_said_on_a_path_is_filled_in(code: str, jour: date) -> None:
    for chemin in chemins(code, jour):
        for ou, texte in textes(chemin.parcourir()):
            assert propre(texte), f"{chemin}\n{ou}: « {texte} »"


def propre(texte: str) -> bool:
    """Something is said, and nothing in it was left empty."""
    return bool(texte.strip()) and MAL_REMPLI.search(texte) is None


def textes(parcours: Parcours[Any]) -> Iterator[tuple[str, str]]:
    """All that the visitor reads along a walk and at its end, with where it is read."""
    declaree = parcours.demarche
    yield "bar", parcours.depart.titre
    for lieu in parcours.marche.lieux:
        yield lieu.code, parcours.titre(lieu)
        if isinstance(lieu.etape, Page):
            yield lieu.etape.contenu, page(parcours, lieu.etape.contenu)
            continue
        for texte in (lieu.etape.intro, lieu.etape.conseil):
            if texte:
                yield lieu.code, parcours.texte(texte, lieu)
        for question in lieu.chemins:
            champ = parcours.champ(question)
            yield question, parcours.texte(champ.libelle.texte, lieu)
            for choix in champ.choix or ():
                yield question, parcours.texte(choix.libelle)
            for texte in (champ.aide, *(choix.aide for choix in champ.choix or ())):
                if texte:
                    yield question, parcours.texte(texte, lieu)
    for section in recapitulatif(parcours):
        yield "check-answers", section.titre
        for ligne in section.lignes:
            yield ligne.chemin, ligne.libelle
            yield ligne.chemin, ligne.valeur
    if (sortie := parcours.sortie) is not None:
        yield sortie.code, parcours.texte(sortie.titre)
        yield sortie.code, parcours.texte(sortie.bouton)
        yield sortie.contenu, page(parcours, sortie.contenu)
        yield from ((a.code, a.message) for a in parcours.refus())
        if declaree.resultat is not None:
            yield "resultat", str(declaree.resultat(parcours.reponses, parcours.contexte)["message"])
        return
    fin = declaree.fin
    assert fin is not None
    for texte in (fin.titre, fin.titre_differe, fin.recue):
        yield "end", parcours.texte(texte)
    yield from (("end", suite) for suite in parcours.suites())
    for message in parcours.reassurances():
        yield message.code, message.titre
        yield message.code, message.message


def page(parcours: Parcours[Any], fichier: str) -> str:
    """A Markdown page as it is read."""
    return parcours.texte(ressource("pages", "fr", fichier).read_text("utf-8"))


def test_the_hints_name_what_exists() -> None:
    noms = {c.nom for d in TOUTES.values() for p in ("", *d.groupes) for c in champs(d.portee(p)).values()}
    assert INDICES.keys() <= noms
    assert BAREMES.keys() <= TOUTES.keys()


# -- the search itself ----------------------------------------------------------------------------------


class Genre(Choix):
    SOI = "soi", "Vous"
    AUTRE = "autre", "Une autre personne"


class Gens(Reponses):
    genre: Annotated[Genre, Libelle("Lien")] = Genre.SOI
    age: Annotated[int | None, Field(ge=0, le=120), Libelle("Âge")] = None


class Chasse(Reponses):
    """Three questions that each open a step, an age behind one of them, and people."""

    a: Annotated[bool | None, Libelle("A")] = None
    b: Annotated[bool | None, Libelle("B")] = None
    c: Annotated[bool | None, Libelle("C")] = None
    aa: Annotated[str | None, Libelle("AA")] = None
    age: Annotated[int | None, Field(ge=0, le=120), Libelle("Âge")] = None
    enfants: Annotated[int | None, Field(ge=1, le=9), Libelle("Enfants")] = None
    gens: Annotated[
        tuple[Gens, ...], Libelle("Qui"), Repete(cle="genre", ajout="autre", fixe="soi", bouton="Ajouter")
    ] = ()


CHASSE = demarche(
    Chasse,
    (
        Etape("abc", "ABC", ("a", "b", "c")),
        Etape("aa", "AA", ("aa",), si=lambda r: r.a is True),
        Etape("age", "Âge", ("age",), si=lambda r: r.b is True),
        Etape("enfants", "Enfants", ("enfants",), si=lambda r: r.c is True and r.b is not True),
        Etape("gens", "Gens", ("gens",)),
        Etape("majeur", "Majeur", ("age",), pour="gens"),
    ),
    depart=Chasse(gens=(Gens(),)),
    sorties=(
        Sortie("centenaire", lambda r: r.age is not None and r.age >= 100, "Bravo", "x.md"),
        Sortie("foule", lambda r: len(r.gens) > 5, "Trop", "x.md", refus="Trop de gens.", champs=("gens",)),
    ),
    regles=(
        Regle[Chasse]("jumeaux", ("enfants",), lambda r, _: r.enfants not in (None, 2), "Deux seulement."),
    ),
    reassurances=(
        Reassurance[Chasse]("majeurs", "Âge", lambda r, _: sum(g.age or 0 for g in r.gens) > 150, "Âgés."),
    ),
)


def test_the_search_finds_every_walk_of_a_form_whose_walks_are_known() -> None:
    trouves = tous_les_chemins(CHASSE, contexte(JOURS[0]))
    debuts = {
        ("abc", *(["aa"] if a else []), *(["age"] if b else []), *(["enfants"] if c and not b else []))
        for a in (True, False)
        for b in (True, False)
        for c in (True, False)
    }
    attendus = {(*debut, "gens", "gens.*.majeur") for debut in debuts}
    attendus |= {(*debut, "centenaire") for debut in debuts if "age" in debut}
    attendus |= {(*debut, "gens", "foule") for debut in debuts}
    assert {c.codes for c in trouves} == attendus
    assert set().union(*(c.marques for c in trouves)) >= a_rencontrer(CHASSE)
    for chemin in trouves:
        chemin.parcourir()
    peu = essentiels(trouves)
    assert {c.codes for c in peu} == attendus
    assert {m for c in peu for m in c.marques} == {m for c in trouves for m in c.marques}


@given(st.sets(st.integers(1, 199), max_size=4))
def test_thresholds_far_enough_apart_are_all_found(seuils: set[int]) -> None:
    """Looked at from afar, then closer: both sides of each change are seen, unless two fall between two looks."""
    assume(all(b - a > PAS for a, b in pairwise(sorted(seuils))))
    vus = dict(par_seuils(range(200), lambda n: sum(n >= s for s in seuils)))
    assert all({s - 1, s} <= vus.keys() for s in seuils)
    assert len(vus) < 80
