"""A declaration with groups, several choices or conditions that could not work is refused, for its reason."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from kiosk.formulaire import (
    Choix,
    DeclarationFausse,
    Demarche,
    Etape,
    Fin,
    Libelle,
    Page,
    Reassurance,
    Regle,
    Repete,
    Reponses,
    Sortie,
    Suite,
)
from tests.kiosk.formulaire.demande import (
    ETAPES,
    REASSURANCES,
    Aidee,
    Mois,
    Revenu,
    demander,
    precedent,
    questionnaire,
)
from tests.kiosk.formulaire.formulaires import demarche

# -- declarations that could not work -------------------------------------------------------------------


class Profond(Reponses):
    aide: Annotated[Aidee, Libelle("A")] = Aidee()


class Coche(Reponses):
    revenus: Annotated[tuple[Revenu, ...], Libelle("R")] = ()


class Accolade(Choix):
    OUVERTE = "ouverte", "Depuis {annee"


def simple(**champs: Any) -> Demarche[Any]:
    """A form with one question, these fields, and a step for each of them."""
    modele = type(
        "Simple",
        (Reponses,),
        {
            "__annotations__": {
                "nom": Annotated[str | None, Libelle("Nom")],
                **{n: a for n, (a, _) in champs.items()},
            },
            "nom": None,
            **{n: d for n, (_, d) in champs.items()},
        },
    )
    etapes = tuple(Etape(n, "Titre", (n,)) for n in ("nom", *champs))
    return demarche(modele, etapes)


FAUSSES: dict[str, tuple[Any, str]] = {
    "group asked itself": (
        lambda: demander(etapes=(*ETAPES, Etape("x", "X", ("aide",)))),
        "« aide » is in 1 steps, not 0",
    ),
    "field of a group in no step": (
        lambda: demander(etapes=ETAPES[:5] + ETAPES[6:]),
        "« gir » is in 0 steps, not 1",
    ),
    "field of a group asked twice": (
        lambda: demander(etapes=(*ETAPES, Etape("x", "X", ("nom",), pour="aide"))),
        "« nom » is in 2 steps",
    ),
    "what is known of a group asked": (
        lambda: demander(etapes=(*ETAPES, Etape("x", "X", ("dossier",), pour="aide"))),
        "« dossier » is in 1 steps, not 0",
    ),
    "step about several choices": (
        lambda: demander(etapes=(*ETAPES, Etape("x", "X", ("pension",), pour="revenus"))),
        "neither a repeated field nor a group",
    ),
    "group in a group": (
        lambda: simple(profond=(Annotated[Profond, Libelle("P")], Profond())),
        "holds more than simple answers",
    ),
    "several choices in a group": (
        lambda: simple(coche=(Annotated[Coche, Libelle("C")], Coche())),
        "holds more than simple answers",
    ),
    "rule on a whole group": (
        lambda: demander(regles=(Regle[Any]("r", ("aide",), lambda *_: False, "Non."),)),
        "« r » names the group « aide »",
    ),
    "rule that reads a whole group": (
        lambda: demander(regles=(Regle[Any]("r", ("statut",), lambda *_: False, "Non.", lit=("aide",)),)),
        "« r » names the group « aide »",
    ),
    "rule on a field of the form, about a group": (
        lambda: demander(regles=(Regle[Any]("r", ("statut",), lambda *_: False, "Non.", pour="aide"),)),
        "unknown fields",
    ),
    "exit that leads nowhere": (
        lambda: questionnaire(sorties=(Sortie("s", lambda _: True, "S", "x.md", vers="ailleurs"),)),
        "leads nowhere",
    ),
    "form without a button to send": (lambda: demander(envoyer=""), "a button to send and an end"),
    "questionnaire with one": (lambda: questionnaire(envoyer="Envoyer"), "a button to send and an end"),
    "questionnaire without exit": (lambda: questionnaire(sorties=()), "a questionnaire an exit"),
    "two conditions with one code": (
        lambda: demander(reassurances=(REASSURANCES[0], REASSURANCES[0])),
        "reassurance codes",
    ),
    "condition whose code is none": (
        lambda: demander(reassurances=(Reassurance[Any]("Un âge", "T", lambda *_: False, "M"),)),
        "is not a code",
    ),
    "brace left open in a condition": (
        lambda: demander(reassurances=(Reassurance[Any]("age", "T {nom", lambda *_: False, "M"),)),
        "brace",
    ),
    "brace left open in what happens now": (
        lambda: demander(fin=Fin("F", "F", "R", (Suite("Le {nom", lambda *_: True),))),
        "brace",
    ),
    "brace left open in a choice": (
        lambda: simple(choix=(Annotated[Accolade | None, Libelle("C")], None)),
        "brace",
    ),
    "brace left open in one of several choices": (
        lambda: simple(choix=(Annotated[tuple[Accolade, ...], Libelle("C")], ())),
        "brace",
    ),
    "first page on a condition": (
        lambda: demander(etapes=(Page("p", "P", "p.md", si=lambda *_: True), *ETAPES)),
        "the first step must apply to everyone",
    ),
    "no key to repeat by": (
        lambda: simple(
            mois=(Annotated[tuple[Mois, ...], Libelle("M"), Repete("annee", precedent, "", "Ajouter")], ())
        ),
        "no key field",
    ),
}


@pytest.mark.parametrize("cas", FAUSSES)
def test_what_could_not_work_is_refused_when_declared(cas: str) -> None:
    declarer, cause = FAUSSES[cas]
    with pytest.raises(DeclarationFausse, match=cause):
        declarer()


def test_the_form_of_these_tests_is_right() -> None:
    assert demander(reassurances=REASSURANCES).groupes.keys() == {"aide", "pays"}
    assert questionnaire().fin is None
