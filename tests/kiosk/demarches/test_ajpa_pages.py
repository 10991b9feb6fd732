"""What is read before the questions and while they are answered: the right words on each side of each date."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from kiosk.demarches.ajpa import AJPA
from kiosk.demarches.ajpa.aidant import Statut
from kiosk.demarches.ajpa.aide import Situation
from kiosk.formulaire import Contexte, DemarcheFermee, Page, Parcours
from kiosk.metier.ajpa import statuts
from resources import chemin

DOSSIER = chemin("pages", "fr", "ajpa")
JUIN, JUILLET = date(2022, 6, 30), date(2022, 7, 1)
MOTS_PAR_PHRASE, MOTS_PAR_PAGE = 20, 150
NOUVEAUX = {statut for statut in Statut if statuts()[statut.value].depuis == JUILLET}


def ouvrir(jour: date) -> Parcours[Any]:
    return Parcours(AJPA, Contexte(jour))


def contenu(parcours: Parcours[Any], page: Page) -> str:
    return parcours.texte(chemin("pages", "fr", page.contenu).read_text(encoding="utf-8"))


def lire(parcours: Parcours[Any]) -> str:
    """The page on which the visitor stands, filled in."""
    assert isinstance(parcours.lieu.etape, Page)
    return contenu(parcours, parcours.lieu.etape)


def jusqu_aux_papiers(jour: date, statut: Statut) -> Parcours[Any]:
    """Read the first pages, answer the first question."""
    parcours = ouvrir(jour)
    assert parcours.continuer() == ()
    assert parcours.continuer() == ()
    assert parcours.lieu.code == "statut"
    parcours.saisir("statut_aidant", statut.value)
    assert parcours.continuer() == ()
    return parcours


@pytest.mark.parametrize(
    ("jour", "attendus", "absents"),
    [
        (date(2021, 12, 31), ("43,87\u00a0€", "52,13\u00a0€", "en couple"), ("58,59",)),
        (date(2022, 1, 1), ("58,59\u00a0€", "29,30\u00a0€"), ("en couple", "43,8")),
        (date(2022, 12, 31), ("58,59\u00a0€", "29,30\u00a0€"), ("62,44",)),
        (date(2023, 1, 1), ("62,44\u00a0€", "31,22\u00a0€"), ("58,59",)),
        (date(2024, 12, 31), ("64,54\u00a0€", "32,27\u00a0€", "66\u00a0jours"), ("264",)),
        (date(2025, 1, 1), ("65,80\u00a0€", "32,90\u00a0€", "66\u00a0jours", "264\u00a0jours"), ("64,54",)),
        (date(2026, 11, 23), ("66,64\u00a0€", "33,32\u00a0€"), ("65,80",)),
        (date(2027, 1, 1), ("n’est pas encore connu",), ("€",)),
    ],
)
def test_the_fiche_gives_the_amounts_of_the_day(
    jour: date, attendus: tuple[str, ...], absents: tuple[str, ...]
) -> None:
    fiche = lire(ouvrir(jour))
    assert "22\u00a0jours" in fiche
    for mot in attendus:
        assert mot in fiche
    for mot in absents:
        assert mot not in fiche


def test_who_may_ask_before_and_since_july_2022() -> None:
    avant, depuis = ouvrir(JUIN), ouvrir(JUILLET)
    for parcours in (avant, depuis):
        parcours.continuer()
    assert "GIR\u00a0III" in lire(avant)
    assert "GIR\u00a0IV" not in lire(avant)
    for mot in ("conjoint collaborateur", "tierce personne", "2022"):
        assert mot not in lire(avant)
        assert mot in lire(depuis)
    for mot in ("GIR\u00a0IV", "MTP", "PCRTP", "1er\u00a0juillet\u00a02022"):
        assert mot in lire(depuis)


def test_the_first_question_offers_what_exists_that_day() -> None:
    avant, depuis = ouvrir(JUIN), ouvrir(JUILLET)
    assert set(avant.champ("statut_aidant").choix or ()) == set(Statut) - NOUVEAUX
    assert set(depuis.champ("statut_aidant").choix or ()) == set(Statut)
    assert avant.champ("aide.situation").choix == (Situation.HANDICAP, Situation.PERTE_AUTONOMIE)
    assert depuis.champ("aide.situation").choix == tuple(Situation)


@pytest.mark.parametrize(
    ("jour", "statut", "attendus", "absents"),
    [
        (JUILLET, Statut.SALARIE_PRIVE, ("Aucun document à envoyer",), ("Envoyez",)),
        (JUIN, Statut.SALARIE_PRIVE, ("Envoyez à la Caf", "GIR\u00a0III"), ("Aucun document", "MTP")),
        (JUILLET, Statut.INDEPENDANT, ("Envoyez à la Caf", "MTP", "PCRTP", "GIR\u00a0IV", "activité"), ()),
        (JUIN, Statut.INDEPENDANT, ("Envoyez à la Caf", "GIR\u00a0III", "activité"), ("MTP", "PCRTP")),
        (JUILLET, Statut.CONJOINT_COLLABORATEUR_AGRICOLE, ("Envoyez à la Caf", "MTP", "activité"), ()),
        (JUILLET, Statut.DEMANDEUR_EMPLOI_INDEMNISE, ("journées entières",), ("Envoyez",)),
        (JUIN, Statut.DEMANDEUR_EMPLOI_INDEMNISE, ("journées entières", "Envoyez à la Caf"), ("MTP",)),
        (JUILLET, Statut.RETRAITE, ("n’est pas prévue",), ("Envoyez à la Caf",)),
        (JUIN, Statut.SANS_ACTIVITE, ("n’est pas prévue",), ("Envoyez à la Caf",)),
    ],
)
def test_the_papers_follow_the_status_and_the_day(
    jour: date, statut: Statut, attendus: tuple[str, ...], absents: tuple[str, ...]
) -> None:
    page = lire(jusqu_aux_papiers(jour, statut))
    for mot in attendus:
        assert mot in page
    for mot in absents:
        assert mot not in page


@pytest.mark.parametrize("jour", [JUIN, JUILLET])
@pytest.mark.parametrize("statut", Statut)
def test_every_status_reads_exactly_one_page_of_papers(jour: date, statut: Statut) -> None:
    parcours = jusqu_aux_papiers(jour, statut)
    papiers = [lieu for lieu in parcours.marche.lieux if lieu.code.startswith("a-savoir")]
    assert [lieu.code for lieu in papiers] == [parcours.lieu.code]
    assert parcours.titre(parcours.lieu) == "À savoir avant de commencer"


def test_the_request_is_closed_before_the_allowance_exists() -> None:
    with pytest.raises(DemarcheFermee, match="n’existe pas encore"):
        ouvrir(date(2020, 9, 29))
    assert "43,83\u00a0€" in lire(ouvrir(date(2020, 9, 30)))


def test_the_month_of_the_day_comes_first_and_the_button_adds_the_one_before() -> None:
    parcours = ouvrir(date(2022, 2, 10))
    for _ in range(3):
        parcours.ajouter("mois")
    assert [e.donnees["mois"] for e in parcours.elements("mois")] == [
        "2022-02",
        "2022-01",
        "2021-12",
        "2021-11",
    ]
    assert [parcours.nom_de("mois", e) for e in parcours.elements("mois")][:2] == [
        "Février\u00a02022",
        "Janvier\u00a02022",
    ]


def test_a_month_taken_out_can_be_put_back() -> None:
    parcours = ouvrir(date(2022, 2, 10))
    (seul,) = parcours.elements("mois")
    parcours.retenir("mois", seul.identifiant, False)
    parcours.ajouter("mois")
    assert [e.donnees["mois"] for e in parcours.elements("mois") if e.retenu] == ["2022-01"]


def test_an_unknown_status_is_refused_at_its_field_and_nothing_is_lost() -> None:
    parcours = ouvrir(JUILLET)
    parcours.continuer()
    parcours.continuer()
    parcours.saisir("aide.nom", "Martin")
    parcours.saisir("statut_aidant", "navigateur_spatial")
    (anomalie,) = parcours.continuer()
    assert (anomalie.code, anomalie.champs) == ("choix-inconnu", ("statut_aidant",))
    parcours.saisir("statut_aidant", Statut.VRP.value)
    assert parcours.continuer() == ()
    assert parcours.saisie("aide.nom") == "Martin"


def pages() -> list[str]:
    return sorted(fichier.name for fichier in DOSSIER.glob("*.md"))


def test_every_page_of_the_folder_is_shown_somewhere() -> None:
    montrees = {e.contenu for e in AJPA.etapes if isinstance(e, Page)}
    assert montrees == {f"ajpa/{nom}" for nom in pages()}


@pytest.mark.parametrize("nom", pages())
def test_no_page_holds_a_digit_or_a_legal_citation(nom: str) -> None:
    source = (DOSSIER / nom).read_text(encoding="utf-8")
    assert not re.findall(r"\d", source)
    assert not re.search(r"article|décret|code d[eu] ", source, re.IGNORECASE)


@pytest.mark.parametrize("jour", [date(2020, 9, 30), JUIN, JUILLET, date(2025, 1, 1), date(2030, 1, 1)])
@pytest.mark.parametrize("nom", pages())
def test_every_page_is_short_and_plain_once_filled_in(nom: str, jour: date) -> None:
    page = ouvrir(jour).texte((DOSSIER / nom).read_text(encoding="utf-8")).replace("\u00a0", " ")
    lignes = [re.sub(r"\*|^#+ |^- ", "", ligne).strip() for ligne in page.splitlines()]
    # A number with its unit, a date, « GIR IV » and a sign of its own are one word to the eye.
    mots = [
        re.sub(r"\d+(er)? \w+ \d{4}|[\d,]+ (€|%|ans|jours?)|GIR [IV]+| [?:!;]", "x", p)
        for ligne in lignes
        for p in re.split(r"(?<=[.?!])\s+", ligne)
    ]
    assert [p for p in mots if len(p.split()) > MOTS_PAR_PHRASE] == []
    assert sum(len(p.split()) for p in mots) <= MOTS_PAR_PAGE
    assert "{" not in page
