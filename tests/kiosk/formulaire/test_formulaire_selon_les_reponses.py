"""What depends on the answers or on the day: pages, offers, texts, conditions, exits; what is known before the walk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

import pytest

from kiosk.formulaire import (
    Contexte,
    DeclarationFausse,
    Etape,
    Libelle,
    Page,
    Parcours,
    Sortie,
    recapitulatif,
    verifier,
)
from tests.kiosk.formulaire.demande import (
    CONTEXTE,
    ETAPES,
    JOUR,
    JUSTES,
    REASSURANCES,
    Aidee,
    Demande,
    Gir,
    Mois,
    Revenu,
    Statut,
    _sans_ailleurs,
    codes,
    demander,
    marcher,
    questionnaire,
    recevoir,
)
from tests.kiosk.formulaire.formulaires import demarche

# -- what depends on answers, and on the day ------------------------------------------------------------


def test_a_page_is_shown_for_the_answers_and_the_context_that_ask_for_it() -> None:
    def pages(contexte: Contexte, statut: str) -> list[str]:
        parcours = Parcours(demander(), contexte)
        parcours.saisir("statut", statut)
        return [lieu.code for lieu in parcours.marche.lieux if isinstance(lieu.etape, Page)]

    assert pages(CONTEXTE, "retraite") == ["retraite"]
    assert pages(CONTEXTE, "salarie") == []
    assert pages(Contexte(JOUR), "retraite") == []


SELON = tuple(
    replace(e, selon={"statut": lambda r: r.statut is not Statut.RETRAITE}) if e.code == "jours" else e
    for e in ETAPES
)


def test_a_field_is_asked_in_its_step_only_when_the_whole_form_says_so() -> None:
    parcours = marcher(demander(etapes=SELON), statut="salarie")
    [lieu] = [lieu for lieu in parcours.marche.etapes if lieu.etape.code == "jours"]
    assert lieu.chemins == ("mois.0.jours", "mois.0.statut", "mois.0.retour")
    parcours.saisir("statut", "retraite")
    [lieu] = [lieu for lieu in parcours.marche.etapes if lieu.etape.code == "jours"]
    assert lieu.chemins == ("mois.0.jours", "mois.0.retour")
    assert "mois.0.statut" not in parcours.marche.lus
    assert "Ce mois-là" not in {ligne.libelle for s in recapitulatif(parcours) for ligne in s.lignes}


def test_an_answer_given_to_such_a_field_stays_in_sight_until_it_is_erased() -> None:
    parcours = marcher(demander(etapes=SELON), statut="salarie", mois__0__statut="salarie")
    parcours.saisir("statut", "retraite")
    assert "mois.0.statut" in parcours.marche.demandes
    parcours.saisir("mois.0.statut", None)
    assert "mois.0.statut" not in parcours.marche.demandes
    parcours.saisir("mois.0.statut", "")
    assert "mois.0.statut" not in parcours.marche.demandes


def test_what_a_step_asks_by_the_answers_is_one_of_its_simple_fields() -> None:
    def declarer(**selon: object) -> None:
        demander(etapes=tuple(replace(e, selon=selon) if e.code == "mois" else e for e in ETAPES))

    with pytest.raises(DeclarationFausse, match="cannot ask"):
        declarer(mois=lambda _: True)
    with pytest.raises(DeclarationFausse, match="cannot ask"):
        declarer(jours=lambda _: True)


def test_a_page_joins_and_leaves_the_walk_with_the_answer_it_depends_on() -> None:
    parcours = marcher(statut="retraite", depuis="2000-01-01")
    parcours.continuer()
    assert (parcours.lieu.code, parcours.progression.numero) == ("retraite", 2)
    assert parcours.progression.suivante == "La personne que vous aidez"
    parcours.precedent()
    parcours.saisir("statut", "salarie")
    parcours.continuer()
    assert parcours.lieu.code == "revenus"


@pytest.mark.parametrize(
    ("chemin", "demande"),
    [("statut", "statut"), ("aide.situation", "aide.situation"), ("mois.0.statut", "mois.statut")],
)
def test_only_what_is_offered_that_day_is_proposed_and_the_rest_stays_readable(
    chemin: str, demande: str
) -> None:
    offerts = (Statut.SALARIE, Statut.RETRAITE)
    parcours = marcher(demander(choix={demande: offerts}))
    assert parcours.champ(chemin).choix == offerts
    for autre in {"statut", "aide.situation", "mois.0.statut"} - {chemin}:
        assert parcours.champ(autre).choix == tuple(Statut)
    parcours.saisir(chemin, "independant")
    assert parcours.marche.lus[chemin].valeur is Statut.INDEPENDANT
    if chemin == "statut":
        verdict = recevoir(forme=demander(choix={demande: offerts}), statut="independant")
        assert verdict.valide


def test_what_happens_now_is_said_to_those_it_concerns() -> None:
    parcours = marcher()
    assert parcours.suites() == ("Gardez votre numéro.",)
    parcours.saisir("aide.nom", "Zoé")
    assert parcours.suites() == ("Gardez votre numéro.", "Zoé recevra une lettre.")
    la_veille = Parcours(demander(), Contexte(date(2022, 6, 30)))
    la_veille.saisir("aide.nom", "Zoé")
    assert la_veille.suites() == ("Gardez votre numéro.",)


def test_a_condition_not_met_is_said_and_refuses_nothing() -> None:
    forme = demander(reassurances=REASSURANCES)
    verdict = recevoir(forme=forme, revenus=["bourse"], aide=JUSTES["aide"] | {"naissance": "1970-01-01"})
    assert verdict.valide
    assert verdict.suivi is not None
    assert [(m.code, m.titre, m.message) for m in verdict.suivi.reassurances()] == [
        ("revenu", "Vos revenus, Zoé", "Une bourse ne compte pas, Zoé."),
        ("age", "Son âge", "Zoé est jeune."),
    ]
    assert Parcours(forme, CONTEXTE).reassurances() == ()
    juste = recevoir(forme=forme).suivi
    assert juste is not None
    assert juste.reassurances() == ()


def test_an_answer_that_left_the_walk_counts_for_no_condition() -> None:
    parcours = marcher(demander(reassurances=REASSURANCES), statut="salarie", revenus__bourse=True)
    assert [m.code for m in parcours.reassurances()] == ["revenu"]
    parcours.saisir("statut", "retraite")
    assert parcours.reassurances() == ()


def test_texts_told_from_the_answers_change_with_them_and_win_over_those_of_the_day() -> None:
    parcours = marcher()
    assert parcours.texte("{nom}, en {annee}") == "Cette personne, en 2022, 1 mois"
    parcours.saisir("aide.nom", "Zoé")
    parcours.ajouter("mois")
    assert (
        parcours.texte("{nom}, en {annee}, dès le {ouverture}") == "Zoé, en 2022, 2 mois, dès le 1er juillet"
    )
    parcours.saisir("aide.nom", "{personne}")  # what was typed is not read again as a text to fill in
    assert parcours.texte("{nom}") == "{personne}"


# -- what is known before the walk ----------------------------------------------------------------------

CONNUES = Demande(
    depuis=date(2000, 1, 31),
    revenus=(Revenu.BOURSE,),
    aide=Aidee(dossier="D-12", nom="Zoé", naissance=date(1940, 5, 8), gir=Gir.TROIS),
    mois=(Mois(mois="2022-07", jours=4, retour=date(2022, 8, 1)),),
)


def test_what_is_known_is_shown_as_it_would_have_been_typed() -> None:
    parcours = marcher(demander(depart=CONNUES))
    montre = {
        c: parcours.saisie(c)
        for c in ("depuis", "revenus.bourse", "aide.nom", "aide.naissance", "mois.0.jours", "mois.0.retour")
    }
    assert montre == {
        "depuis": "31/01/2000",
        "revenus.bourse": True,
        "aide.nom": "Zoé",
        "aide.naissance": "08/05/1940",
        "mois.0.jours": 4,
        "mois.0.retour": "01/08/2022",
    }
    parcours.saisir("statut", "salarie")
    assert parcours.reponses.aide == CONNUES.aide.model_copy(
        update={"gir": None}
    )  # its step is not asked yet
    parcours.saisir("aide.situation", "retraite")
    assert parcours.reponses == CONNUES.model_copy(
        update={
            "statut": Statut.SALARIE,
            "aide": CONNUES.aide.model_copy(update={"situation": Statut.RETRAITE}),
        }
    )


def test_a_known_date_may_be_changed_and_emptied() -> None:
    parcours = marcher(demander(depart=CONNUES), depuis="01/02/2003")
    assert parcours.reponses.depuis == date(2003, 2, 1)
    parcours.saisir("depuis", "")
    assert parcours.reponses.depuis is None


def test_a_received_form_gets_only_what_no_step_asks() -> None:
    verdict = verifier(demander(depart=CONNUES), {}, CONTEXTE)
    assert codes(verdict.anomalies) == [
        ("reponse-manquante", (c,))
        for c in ("statut", "depuis", "aide.nom", "aide.naissance", "aide.situation", "mois")
    ]


@pytest.mark.parametrize("valeur", [False, None, ""])
def test_a_no_off_the_walk_says_nothing(valeur: object) -> None:
    """« Non » to a question that the walk does not ask is no more than no answer; « Oui » is one."""
    etapes = (
        *ETAPES,
        Etape("loin", "Loin", ("loin",), si=lambda r: r.statut is Statut.RETRAITE),
    )

    class Loin(Demande):
        loin: Annotated[bool | None, Libelle("Est-ce loin\u00a0?")] = None

    forme = demarche(Loin, _sans_ailleurs(etapes), depart=Loin())
    attendus = {False: [], None: [], "": ["type"]}[valeur]
    assert [a.code for a in verifier(forme, JUSTES | {"loin": valeur}, CONTEXTE).anomalies] == [
        "hors-parcours" for _ in attendus
    ]
    assert codes(verifier(forme, JUSTES | {"loin": True}, CONTEXTE).anomalies) == [
        ("hors-parcours", ("loin",))
    ]


# -- exits and questionnaires ---------------------------------------------------------------------------


def test_a_questionnaire_ends_at_its_exit_with_nothing_to_send() -> None:
    parcours = Parcours(questionnaire(), CONTEXTE)
    parcours.saisir("age", "12")
    assert parcours.continuer() == ()
    assert parcours.sortie is not None
    assert (parcours.sortie.vers, parcours.sortie.bouton) == ("accueil", "Finir")
    assert parcours.suites() == ()
    assert parcours.conclure() == ()
    verdict = verifier(parcours.demarche, {"age": 12}, CONTEXTE)
    assert (verdict.valide, verdict.reponses, verdict.parcours) == (True, None, ("age", "resultat"))


def test_an_exit_says_the_words_that_the_answers_give() -> None:
    trop_jeune = Sortie(
        "trop-jeune",
        lambda r: r.statut is Statut.RETRAITE,
        "Au revoir, {nom}",
        "x.md",
        refus="Pas vous, {nom}.",
    )
    parcours = marcher(demander(sorties=(trop_jeune,)), statut="retraite", depuis="2000-01-01")
    parcours.continuer()
    assert parcours.sortie is trop_jeune
    assert parcours.texte(trop_jeune.titre) == "Au revoir, Cette personne"
    assert [a.message for a in parcours.conclure()] == ["Pas vous, Cette personne."]
