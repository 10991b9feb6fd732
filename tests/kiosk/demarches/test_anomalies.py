"""Every anomaly code of the catalogue with its sentence: the source of the table in the documentation.

A new code is added here with the words that the person reads; a code never changes meaning.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from kiosk.demarches import CATALOGUE
from kiosk.formulaire import CODES_COMMUNS, Demarche, codes_propres

COMMUNS = {
    "choix-inconnu": "Choisissez une des réponses proposées.",
    "date-incomplete": "Écrivez le jour, le mois et l’année. Par exemple : 13/10/2022.",
    "date-inexistante": "Cette date n’existe pas. Vérifiez le jour et le mois.",
    "demarche-fermee": "La démarche n’est pas ouverte à cette date. Demandez à l’accueil.",
    "hors-parcours": "Cette réponse n’est pas attendue ici. Retirez-la.",
    "montant-centimes": "Écrivez le montant sans les centimes. Par exemple : 1 250.",
    "montant-chiffres": "Écrivez le montant avec des chiffres. Par exemple : 1 250.",
    "montant-negatif": "Écrivez le montant sans le signe moins.",
    "nombre-chiffres": "Écrivez un nombre avec des chiffres.",
    "nombre-virgule": "Écrivez un nombre entier, sans virgule.",
    "reponse-manquante": "Répondez à cette question pour continuer.",
    "texte-caracteres": "Écrivez seulement des lettres, des chiffres et des signes courants.",
    "trop-grand": "Écrivez un nombre d’au plus {limite}.",
    "trop-long": "Écrivez au plus {limite} lettres ou chiffres.",
    "trop-petit": "Écrivez un nombre d’au moins {limite}.",
    "type": "Cette réponse n’est pas du type attendu.",
    "valeur-refusee": "Cette réponse ne convient pas. Vérifiez-la.",
}

RESSOURCES = {
    "absence-et-montant": "Vous avez coché « Absence de ressources » et déclaré un montant. Décochez la case, ou "
    "effacez le montant.",
    "annee-fermee": "La déclaration de ressources de cette année n’est pas ouverte. Demandez à l’accueil.",
    "benefice-et-deficit": "Pour une même année, vous ne pouvez pas déclarer un bénéfice Adhérent d’un centre de "
    "gestion agréé, ou « régime micro » ou Auto-entrepreneur/Micro-entrepreneur et un déficit professionnel.",
    "charges": "Vous ne pouvez pas déclarer des charges déductibles si vous n’avez pas de revenus. Merci de corriger "
    "pour continuer.",
    "deux-conjoints": "Déclarez un seul conjoint, concubin ou partenaire de Pacs.",
    "foncier": "Vous ne pouvez pas déclarer à la fois un déficit et des revenus fonciers. Merci de corriger pour "
    "continuer.",
    "foyer-sans-vous": "La déclaration commence par vos propres ressources, une seule fois.",
    "frais-reels": "Vous ne pouvez pas déclarer des frais réels, si vous n’avez pas de revenus salariaux. Merci de "
    "corriger pour continuer.",
    "plafond": "Le montant maximum ne doit pas dépasser 3 333 333 €. (Si vous ne souhaitez pas transmettre vos "
    "ressources à la Caf, vous pouvez nous en informer par mail).",
    "plus-de-six-personnes": "Un foyer de plus de {maximum} personnes ne peut pas déclarer ici. Demandez à "
    "l’accueil.",
}

CODES = [(demarche, code) for demarche in CATALOGUE.values() for code in codes_propres(demarche)]


def a_plat(codes: dict[str, str]) -> dict[str, str]:
    """No-break spaces as spaces, to compare words."""
    return {code: message.replace("\u00a0", " ") for code, message in codes.items()}


def test_the_codes_that_any_demarche_can_give() -> None:
    assert a_plat(dict(CODES_COMMUNS)) == COMMUNS


def test_the_codes_of_the_declaration_de_ressources() -> None:
    assert a_plat(codes_propres(CATALOGUE["ressources"])) == RESSOURCES


@pytest.mark.parametrize(("demarche", "code"), CODES, ids=[f"{d.code}:{code}" for d, code in CODES])
def test_every_sentence_is_ready_to_be_shown(demarche: Demarche[Any], code: str) -> None:
    message = codes_propres(demarche)[code]
    assert message.rstrip()[-1] in ".!?"
    assert "'" not in message
    assert not re.search(r" [?!:;»€]|« |\d \d", message), "a no-break space is missing"
