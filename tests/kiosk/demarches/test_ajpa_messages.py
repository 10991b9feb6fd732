"""Every code of the AJPA with its sentence, and the enumerations: what travels on the wire never changes meaning."""

from __future__ import annotations

import re

import pytest

from kiosk.demarches.ajpa import AJPA
from kiosk.demarches.ajpa.aidant import Prestation, Statut
from kiosk.demarches.ajpa.aide import Gir, Lien, Situation
from kiosk.formulaire import codes_propres
from kiosk.metier import ajpa as loi

MOTS_PAR_PHRASE = 20

ANOMALIES = {
    "demande-avant-ouverture": "Cette allocation existe depuis le {ouverture}. Écrivez une date à partir de ce jour.",
    "demande-future": "La date de votre demande ne peut pas être après aujourd’hui.",
    "demi-journee-impossible": "Avec le chômage indemnisé, demandez seulement des journées entières. Effacez les "
    "demi-journées.",
    "enfant-trop-age": "Cet enfant a au moins {ecart} de moins que vous. Vérifiez sa date de naissance, ou choisissez "
    "un autre lien.",
    "mois-avant-droit": "Vous pouvez demander des jours à partir du {debut_du_droit}. Retirez : {mois_avant_droit}.",
    "mois-en-double": "Chaque mois se demande une seule fois. En double : {mois_en_double}.",
    "mois-inexistant": "Ce mois n’existe pas. Écrivez l’année puis le mois. Par exemple : 2022-07.",
    "mois-sans-jour": "Écrivez vos jours pour ce mois. Rien ce mois-là ? Retirez le mois de la liste.",
    "mois-trop-lointain": "Vous pouvez demander des jours jusqu’à {dernier_mois}. Retirez : {mois_trop_lointains}.",
    "naissance-future": "Cette date de naissance n’est pas encore passée. Vérifiez l’année.",
    "naissance-trop-ancienne": "Avec cette date, la personne aurait plus de {age_maximum}. Vérifiez l’année.",
    "parent-trop-jeune": "Votre parent ou grand-parent a au moins {ecart} de plus que vous. Vérifiez sa date de "
    "naissance, ou qui est cette personne pour vous.",
    "trop-de-jours-dans-le-mois": "Vous pouvez demander {jours_par_mois} au plus par mois. Deux demi-journées "
    "comptent pour un jour.",
    "trop-de-jours-deja-pris": "Vous ne pouvez pas avoir déjà pris plus de {limite_carriere}. Vérifiez ce nombre.",
}

REASSURANCES = [
    "statut-sans-droit",
    "statut-pas-encore-ouvert",
    "conge-non-demande",
    "jours-epuises",
    "jours-pour-une-personne",
    "prestations-non-cumulables",
    "remunere-par-aide",
    "aide-hors-de-france",
    "taux-insuffisant",
    "taux-inconnu",
    "gir-hors-conditions",
    "gir-inconnu",
    "age-insuffisant",
    "situation-pas-encore-ouverte",
]


def test_the_codes_of_the_ajpa() -> None:
    codes = {code: message.replace("\u00a0", " ") for code, message in codes_propres(AJPA).items()}
    assert codes == ANOMALIES


def test_the_conditions_of_the_ajpa() -> None:
    assert [r.code for r in AJPA.reassurances] == REASSURANCES


def test_each_condition_says_what_is_missing_then_what_to_do() -> None:
    for reassurance in AJPA.reassurances:
        assert reassurance.titre.startswith("Une condition reste à vérifier\u00a0: ")
        phrases = re.split(r"(?<=[.?!])\s+", reassurance.message)
        assert len(phrases) >= 2
        a_faire = ("dites-le", "conseiller", "demandez-la", "Faites une demande", "peut vous le dire")
        assert any(mots.lower() in phrases[-1].lower() for mots in a_faire), reassurance.message


def test_that_the_request_is_not_refused_is_said_once_for_all_conditions() -> None:
    for reassurance in AJPA.reassurances:
        assert "Votre demande part" not in reassurance.message
        assert "refusée" not in reassurance.message


def test_sentences_are_short() -> None:
    for texte in (*ANOMALIES.values(), *(r.message for r in AJPA.reassurances)):
        for phrase in re.split(r"(?<=[.?!])\s+", texte):
            assert len(phrase.replace("\u00a0", " ").split()) <= MOTS_PAR_PHRASE, phrase


def test_the_dated_values_and_the_statuses_know_each_other() -> None:
    assert set(loi.statuts()) == {statut.value for statut in Statut}


def test_the_dated_values_and_the_situations_know_each_other() -> None:
    assert set(loi.situations()) == {situation.value for situation in Situation}


def test_the_statuses_added_in_july_2022_are_in_the_words_of_the_caf() -> None:
    assert Statut.CONJOINT_COLLABORATEUR_AGRICOLE.libelle == (
        "Conjoint collaborateur du chef d’une exploitation ou d’une entreprise agricole non constituée sous la forme "
        "d’une société"
    )
    assert Statut.CONJOINT_COLLABORATEUR_COEXPLOITATION.libelle == (
        "Conjoint collaborateur d’une co-exploitation entre conjoints"
    )


def test_the_values_that_travel() -> None:
    assert [lien.value for lien in Lien] == [
        "conjoint",
        "concubin",
        "pacs",
        "ascendant",
        "descendant",
        "enfant_a_charge",
        "collateral",
        "famille_du_conjoint",
        "personne_proche",
    ]
    assert [s.value for s in Situation] == ["handicap", "perte_autonomie", "mtp", "pcrtp", "autre_majoration"]
    assert [p.value for p in Prestation] == [
        "maternite_paternite_adoption",
        "interruption_remplacement",
        "maladie_accident",
        "chomage",
        "prepare",
        "complement_aeeh",
        "aah",
        "ajpp",
        "ajap",
        "pch_aide_humaine",
    ]
    assert [g.value for g in Gir] == ["1", "2", "3", "4", "5", "6", "inconnu"]


def test_benefits_can_be_joined_by_commas() -> None:
    assert not [p for p in Prestation if "," in p.libelle]


def test_a_gir_is_read_however_it_is_written() -> None:
    for ecrit in (4, "4", "IV", "iv", "GIR IV", "gir 4", "GIR\u00a0IV", "Gir4"):
        assert Gir(ecrit) is Gir.GIR_4
    for ecrit in (0, 7, "VII", "IIII", "GIR", "", True, None, 4.0, "44"):
        with pytest.raises(ValueError, match="is not a valid Gir"):
            Gir(ecrit)


def test_every_text_is_well_set() -> None:
    for enumeration in (Statut, Prestation, Lien, Situation, Gir):
        for membre in enumeration:
            for texte in (membre.libelle, membre.aide):
                assert "'" not in texte
                assert not re.search(r" [?!:;»€%]|« |\d \d", texte), texte
            assert not membre.aide or membre.aide[-1] in ".?!…"
