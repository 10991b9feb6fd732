"""The pages of the services of a home: pregnancy, prime à la naissance, AJPA, and the Pass'Sport without sign-in."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from doigts import laisser_faire
from exemples import FOYER

from kiosk.demarches import CATALOGUE, QUESTIONNAIRES
from kiosk.formulaire import Contexte, Parcours
from ui.components.ecran import Ecran
from ui.shell.fenetre import Fenetre
from ui.wizard.assistant import Assistant
from ui.wizard.page_etape import PageEtape

JOUR = date(2022, 11, 15)
AJPA: dict[str, Any] = {
    "statut_aidant": "conjoint_collaborateur_agricole",
    "date_demande": "2022-11-15",
    "jours_deja_pris": 4,
    "prestations_en_cours": ["chomage"],
    "remunere_par_aide": False,
    "aide": {
        "nom": "Martin",
        "prenom": "Jeanne",
        "date_naissance": "1940-03-02",
        "reside_en_france": True,
        "lien": "ascendant",
        "situation": "perte_autonomie",
        "gir": "5",
    },
    "mois": [
        {"mois": "2022-11", "jours": 10, "demi_journees": 1},
        {"mois": "2022-10", "jours": 22, "demi_journees": 1},
    ],
}
GROSSESSE: dict[str, Any] = {
    "transmission": "papier",
    "debut": "2022-07-20",
    "premier_examen": "2022-09-02",
    "enfants_attendus": 2,
}
PRIME: dict[str, Any] = {**GROSSESSE, "parent_isole": False, "deux_revenus": True}


def walk(code: str, reponses: Mapping[str, Any], jour: date = JOUR) -> Parcours[Any]:
    """A walk with these answers, standing on its first screen."""
    demarche = {**CATALOGUE, **QUESTIONNAIRES}[code]
    return Parcours.recu(demarche, reponses, Contexte(jour, FOYER))


def poser_etape(
    fenetre: Fenetre, code: str, reponses: Mapping[str, Any], etape: str, jour: date = JOUR
) -> Parcours[Any]:
    """The page with this code, everything before it passed; the end of the walk without one."""
    parcours = walk(code, reponses, jour)
    while not parcours.en_verification and parcours.lieu.code != etape:
        assert parcours.continuer() == (), parcours.lieu.code
    assistant = Assistant(parcours)
    fenetre.setProperty("assistant", assistant)
    anonyme = code in QUESTIONNAIRES
    assistant.page.connect(partial(_montrer, fenetre, anonyme))
    assistant.prepare.connect(fenetre.preparer)
    assistant.oublie.connect(fenetre.oublier)
    if not anonyme:
        fenetre.saluer("CM", "Bonjour Camille")
    assistant.afficher()
    laisser_faire()
    return parcours


def _montrer(fenetre: Fenetre, anonyme: bool, ecran: Ecran) -> None:
    if anonyme:
        ecran.connecte = False
    fenetre.montrer(ecran)


def _ajpa_refusee(fenetre: Fenetre) -> None:
    parcours = poser_etape(fenetre, "ajpa", AJPA, "mois.1.jours")
    assert isinstance(fenetre.ecran, PageEtape)
    fenetre.ecran.signaler(parcours.anomalies(parcours.lieu))
    laisser_faire()


def _sans(reponses: Mapping[str, Any], *noms: str) -> dict[str, Any]:
    return {nom: valeur for nom, valeur in reponses.items() if nom not in noms}


JUSTE = {**AJPA, "mois": AJPA["mois"][:1]}
TRANSMISE = {"transmission": "teletransmise"}
PASS = {"date_naissance": "2002-06-15", "allocation": "aeeh", "droit_en_juin": True}

TABLEAUX_SERVICES: dict[str, Callable[[Fenetre], object]] = {
    "14a-ajpa-fiche": lambda f: poser_etape(f, "ajpa", {}, "fiche"),
    "14b-ajpa-beneficiaires": lambda f: poser_etape(f, "ajpa", {}, "beneficiaires"),
    "14c-ajpa-statut": lambda f: poser_etape(f, "ajpa", JUSTE, "statut"),
    "14d-ajpa-a-savoir": lambda f: poser_etape(f, "ajpa", JUSTE, "a-savoir-activite"),
    "14e-ajpa-demande": lambda f: poser_etape(f, "ajpa", JUSTE, "demande"),
    "14f-ajpa-aides": lambda f: poser_etape(f, "ajpa", JUSTE, "prestations"),
    "14g-ajpa-personne": lambda f: poser_etape(f, "ajpa", JUSTE, "aide.personne"),
    "14h-ajpa-lien": lambda f: poser_etape(f, "ajpa", JUSTE, "aide.lien"),
    "14i-ajpa-situation": lambda f: poser_etape(f, "ajpa", JUSTE, "aide.situation"),
    "14j-ajpa-gir": lambda f: poser_etape(f, "ajpa", JUSTE, "aide.gir"),
    "14k-ajpa-mois": lambda f: poser_etape(f, "ajpa", AJPA, "mois"),
    "14l-ajpa-jours-refuses": _ajpa_refusee,
    "14m-ajpa-verification": lambda f: poser_etape(f, "ajpa", JUSTE, ""),
    "15a-grossesse-transmission": lambda f: poser_etape(f, "grossesse", GROSSESSE, "transmission"),
    "15b-grossesse-transmise": lambda f: poser_etape(f, "grossesse", TRANSMISE, ""),
    "15c-grossesse-a-savoir": lambda f: poser_etape(f, "grossesse", GROSSESSE, "a-savoir"),
    "15d-grossesse-dates": lambda f: poser_etape(f, "grossesse", GROSSESSE, "dates"),
    "15e-grossesse-enfants": lambda f: poser_etape(f, "grossesse", GROSSESSE, "enfants"),
    "15f-grossesse-tard": lambda f: poser_etape(f, "grossesse", GROSSESSE, "apres-delai"),
    "16a-prime-transmise": lambda f: poser_etape(f, "prime_naissance", TRANSMISE, ""),
    "16b-prime-situation": lambda f: poser_etape(f, "prime_naissance", PRIME, "situation"),
    "16c-prime-revenus": lambda f: poser_etape(f, "prime_naissance", PRIME, "revenus"),
    "16d-prime-montant": lambda f: poser_etape(f, "prime_naissance", PRIME, "votre-prime"),
    "17a-pass-sport-a-savoir": lambda f: poser_etape(f, "pass_sport", PASS, "a-savoir"),
    "17b-pass-sport-naissance": lambda f: poser_etape(f, "pass_sport", PASS, "naissance"),
    "17c-pass-sport-allocation": lambda f: poser_etape(f, "pass_sport", PASS, "allocation"),
    "17d-pass-sport-juin": lambda f: poser_etape(f, "pass_sport", PASS, "juin"),
    "17e-pass-sport-resultat": lambda f: poser_etape(f, "pass_sport", PASS, ""),
}
