"""The promises of a walk, held against generated forms, the real ones, and anything that can be typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kiosk.demarches import CATALOGUE
from kiosk.formulaire import (
    Contexte,
    Demarche,
    DonneesIllisibles,
    Nature,
    Parcours,
    champs,
    recapitulatif,
    verifier,
)
from kiosk.metier.foyer import Membre, Qualite
from tests.kiosk.formulaire.formulaires import CONTEXTE, Visite, demarches

FOYER = (Membre(Qualite.VOUS, "Camille"), Membre(Qualite.CONJOINT, "Sami"))
REELLES = st.sampled_from(list(CATALOGUE.values()))
TOUTES = st.one_of(demarches(), REELLES)

reglages = settings(
    deadline=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),  # explaining a failure takes minutes here
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ACTIONS = (
    "saisir",
    "saisir",
    "saisir",
    "continuer",
    "continuer",
    "continuer",
    "precedent",
    "modifier",
    "aller",
)
ACTIONS += ("ajouter", "retenir", "conclure")


def contexte(demarche: Demarche[Any]) -> Contexte:
    return Contexte(date(2022, 10, 13), FOYER) if demarche.code in CATALOGUE else CONTEXTE


def repetes(demarche: Demarche[Any]) -> list[str]:
    return [c.nom for c in champs(demarche.portee("")).values() if c.nature is Nature.PERSONNES]


def agir(tirer: Any, visite: Visite, action: str) -> None:
    """One thing that a visitor can do where they stand."""
    parcours = visite.parcours
    demandes = list(parcours.marche.demandes)
    match action:
        case "saisir":
            if possibles := visite.chemins_demandes():
                ici = [c for c in possibles if c in parcours.lieu.chemins]
                chemin = tirer(st.sampled_from(ici or possibles))
                visite.saisir(chemin, tirer(visite.reponses(chemin)))
        case "continuer":
            lieu, fini = parcours.lieu, parcours.en_verification
            attendues = () if fini else parcours.anomalies(lieu)
            assert parcours.continuer() == attendues
            assert not attendues or parcours.lieu == lieu
        case "precedent":
            lieu, fini = parcours.lieu, parcours.en_verification
            assert parcours.precedent() or (parcours.lieu == lieu and not fini)
        case "modifier" | "aller":
            if demandes:
                chemin = tirer(st.sampled_from(demandes))
                getattr(parcours, action)(chemin)
                assert chemin in parcours.lieu.chemins
                assert not parcours.en_verification
        case "ajouter":
            for nom in repetes(parcours.demarche):
                avant = parcours.elements(nom)
                parcours.ajouter(nom)
                assert parcours.elements(nom)[:-1] == avant
        case "retenir":
            for nom in repetes(parcours.demarche):
                for element in parcours.elements(nom):
                    parcours.retenir(nom, element.identifiant, tirer(st.booleans()))
        case "conclure":
            if anomalies := parcours.conclure():
                if anomalies != parcours.refus():
                    assert anomalies == parcours.anomalies(parcours.lieu)
            else:
                le_guichet_accepte(parcours)


def le_guichet_accepte(parcours: Parcours[Any]) -> None:
    """What the terminal accepts, the backend accepts: the same walk, the same answers."""
    for vides in (True, False):
        envoi = parcours.reponses.model_dump(mode="json", exclude_none=vides)
        verdict = verifier(parcours.demarche, envoi, parcours.contexte)
        assert verdict.anomalies == ()
        codes = [lieu.code for lieu in parcours.marche.etapes]
        if sortie := parcours.marche.sortie:
            assert verdict.parcours == (*codes, sortie.code)
            assert verdict.reponses is None
        else:
            assert verdict.parcours == tuple(codes)
            assert verdict.reponses == parcours.reponses
            assert verdict.suivi is not None
            assert recapitulatif(verdict.suivi) == recapitulatif(parcours)


@reglages
@given(TOUTES, st.data())
def test_no_sequence_of_gestures_breaks_a_walk(demarche: Demarche[Any], donnees: st.DataObject) -> None:
    visite = Visite(Parcours(demarche, contexte(demarche)))
    visite.tenir()
    for action in donnees.draw(st.lists(st.sampled_from(ACTIONS), max_size=40)):
        agir(donnees.draw, visite, action)
        visite.tenir()


@reglages
@given(TOUTES, st.data())
def test_a_visitor_who_corrects_what_is_wrong_reaches_the_end(
    demarche: Demarche[Any], donnees: st.DataObject
) -> None:
    visite = Visite(Parcours(demarche, contexte(demarche)))
    parcours = visite.parcours
    vus = set()
    for _ in range(400):
        if parcours.en_verification:
            break
        lieu = parcours.lieu
        vus.add(lieu.cle)
        for chemin in lieu.chemins:
            if parcours.champ(chemin).elements is None and parcours.saisie(chemin) is None:
                visite.saisir(chemin, donnees.draw(visite.reponses(chemin)))
        for anomalie in parcours.continuer():
            for chemin in anomalie.champs:
                corriger(visite, chemin, anomalie.code == "reponse-manquante")
        visite.tenir()
    assert parcours.en_verification
    assert {lieu.cle for lieu in parcours.marche.lieux} <= vus
    if parcours.conclure() == ():
        le_guichet_accepte(parcours)
    else:
        assert parcours.sortie is not None
    if parcours.sortie is None:
        for section in recapitulatif(parcours):
            for ligne in section.lignes:
                parcours.modifier(ligne.chemin)
                assert not parcours.en_verification
                assert parcours.continuer() == ()
                assert parcours.en_verification


def corriger(visite: Visite, chemin: str, manque: bool) -> None:
    """The plainest right answer: the first that can be, or nothing where a rule was broken."""
    champ = visite.parcours.champ(chemin)
    juste: dict[Nature, object] = {
        Nature.ENTIER: 1,
        Nature.TEXTE: "a",
        Nature.DATE: "13/10/2022",
        Nature.CHOIX: champ.choix and next(iter(champ.choix)).value,
        Nature.OUI_NON: False,
        Nature.CASE: False,
    }
    if champ.nature is Nature.PERSONNES:
        visite.parcours.ajouter(champ.nom)
    else:
        garder = manque or not champ.facultatif
        visite.saisir(chemin, juste.get(champ.nature) if garder or champ.nature is Nature.CASE else None)


@reglages
@given(TOUTES, st.data())
def test_what_the_backend_accepts_the_terminal_accepts(
    demarche: Demarche[Any], donnees: st.DataObject
) -> None:
    visite = Visite(Parcours(demarche, contexte(demarche)))
    for action in donnees.draw(st.lists(st.sampled_from(("saisir", "ajouter", "continuer")), max_size=25)):
        agir(donnees.draw, visite, action)
    brut = brouillon_json(visite.parcours)
    try:
        verdict = verifier(demarche, brut, visite.parcours.contexte)
    except DonneesIllisibles:
        assert any(isinstance(tape, list | dict) for tape in visite.tapes.values())
        return
    if verdict.valide:
        assert visite.parcours.conclure() == ()
        le_guichet_accepte(visite.parcours)
    elif not any(a.code == "hors-parcours" for a in verdict.anomalies):
        assert set(visite.parcours.toutes_anomalies()) == set(verdict.anomalies)
        assert visite.parcours.conclure() != ()


def brouillon_json(parcours: Parcours[Any]) -> dict[str, Any]:
    """All that was typed, as a peer that checks nothing would send it."""
    brut: dict[str, Any] = {}
    for nom, champ in champs(parcours.demarche.portee("")).items():
        if champ.groupe is not None:
            connus = [c for c in champs(champ.groupe).values() if not c.donne]
            brut[nom] = {c.nom: parcours.saisie(f"{nom}.{c.nom}") for c in connus}
        elif champ.cases:
            brut[nom] = [v for v in champ.cases if parcours.saisie(f"{nom}.{v}")]
        elif champ.elements is None:
            brut[nom] = parcours.saisie(nom)
        else:
            brut[nom] = [e.donnees for e in parcours.elements(nom) if e.retenu]
    return brut


@reglages
@given(TOUTES, st.data())
def test_a_person_taken_out_and_put_back_is_the_same(demarche: Demarche[Any], donnees: st.DataObject) -> None:
    visite = Visite(Parcours(demarche, contexte(demarche)))
    for action in donnees.draw(st.lists(st.sampled_from(("saisir", "ajouter", "continuer")), max_size=25)):
        agir(donnees.draw, visite, action)
    parcours = visite.parcours
    avant, anomalies = parcours.reponses, parcours.toutes_anomalies()
    for nom in repetes(demarche):
        for element in parcours.elements(nom):
            parcours.retenir(nom, element.identifiant, retenu=False)
            visite.tenir()
            parcours.retenir(nom, element.identifiant, retenu=True)
    assert parcours.reponses == avant
    assert parcours.toutes_anomalies() == anomalies


@pytest.mark.parametrize("demarche", CATALOGUE.values(), ids=CATALOGUE.keys())
def test_the_answers_do_not_show_in_a_repr(demarche: Demarche[Any]) -> None:
    verdict = verifier(demarche, {}, contexte(demarche))
    assert "Camille" not in repr(verdict) + repr(verdict.suivi and verdict.suivi.marche)
    parcours = Parcours(demarche, contexte(demarche))
    assert "Sami" not in repr(parcours.reponses) + repr(parcours.marche)
    for nom in repetes(demarche):
        assert "Sami" not in repr(parcours.elements(nom))
