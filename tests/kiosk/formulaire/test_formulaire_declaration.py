"""A démarche that could not work is refused when it is declared, for its reason."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field, create_model

from kiosk.formulaire import (
    CODES_COMMUNS,
    Choix,
    Controle,
    DeclarationFausse,
    Donne,
    Etape,
    Facultatif,
    Libelle,
    Page,
    Regle,
    Repete,
    Reponses,
    Sortie,
    codes_propres,
)
from tests.kiosk.formulaire.formulaires import demarche


class Genre(Choix):
    SOI = "soi", "Vous"
    AUTRE = "autre", "Une autre personne"


class Gens(Reponses):
    genre: Annotated[Genre, Libelle("Lien")] = Genre.SOI
    age: Annotated[int | None, Libelle("Âge"), Facultatif()] = None


class Formulaire(Reponses):
    annee: Annotated[int | None, Donne()] = None
    nom: Annotated[str | None, Libelle("Nom")] = None
    gens: Annotated[
        tuple[Gens, ...], Libelle("Qui"), Repete(cle="genre", ajout="autre", fixe="soi", bouton="Ajouter")
    ] = ()


ETAPES: tuple[Etape | Page, ...] = (
    Etape("nom", "Nom", ("nom",)),
    Etape("gens", "Gens", ("gens",)),
    Etape("age", "Âge", ("age",), pour="gens"),
)


def jamais(*_: Any) -> bool:
    return False


def regle(code: str = "regle", *champs: str, **reste: Any) -> Regle[Any]:
    return Regle[Any](code, champs, jamais, "Non.", **reste)


def sortie(code: str = "sortie", **reste: Any) -> Sortie:
    return Sortie(code, jamais, "Fin", "fin.md", **reste)


def modele(**champs: Any) -> type[Reponses]:
    """A form with one question, and these."""
    return create_model(
        "Modele", __base__=Reponses, nom=(Annotated[str | None, Libelle("Nom")], None), **champs
    )


def gens(repete: Repete, element: type[Reponses] = Gens) -> tuple[Any, Any]:
    return Annotated[tuple[element, ...], Libelle("Qui"), repete], ()


class Imbrique(Reponses):
    genre: Annotated[Genre, Libelle("Lien")] = Genre.SOI
    gens: Annotated[tuple[Gens, ...], Libelle("Qui"), Repete("genre", "autre", "soi", "Ajouter")] = ()


NOM = Etape("nom", "Nom", ("nom",))
REPETE = Repete("genre", "autre", "soi", "Ajouter")
PLAFOND = Controle("plafond", jamais, "Trop.")


def test_a_declaration_that_works_is_accepted() -> None:
    faite = demarche(
        Formulaire,
        (Page("savoir", "À savoir", "savoir.md"), *ETAPES),
        regles=(regle("regle", "nom"), regle("regle-gens", "age", pour="gens")),
        sorties=(sortie(refus="Pas ici.", champs=("nom",)),),
    )
    assert codes_propres(faite) == {"regle": "Non.", "regle-gens": "Non.", "sortie": "Pas ici."}


@pytest.mark.parametrize(
    ("reste", "cause"),
    [
        ({"lettre": ""}, "letter"),
        ({"lettre": "RR"}, "letter"),
        ({"lettre": "é"}, "letter"),
        ({"lettre": "I"}, "letter"),  # read as 1 when a number is copied
        ({"code": "Essai !"}, "is not a code"),
        ({"etapes": ()}, "first step"),
        ({"etapes": (Etape("nom", "Nom", ("nom",), si=jamais), *ETAPES[1:])}, "first step"),
        ({"etapes": ETAPES[1:]}, "« nom » is in 0 steps"),
        ({"etapes": (*ETAPES, Etape("encore", "Nom", ("nom",)))}, "« nom » is in 2 steps"),
        ({"etapes": (Etape("nom", "Nom", ("nom", "nom")), *ETAPES[1:])}, "« nom » is in 2 steps"),
        ({"etapes": (*ETAPES, Etape("annee", "Année", ("annee",)))}, "« annee » is in 1 steps, not 0"),
        ({"etapes": (*ETAPES, Etape("genre", "Lien", ("genre",), pour="gens"))}, "« genre » is in 1 steps"),
        ({"etapes": (*ETAPES, Etape("vide", "Vide", ()))}, "asks nothing"),
        ({"etapes": (*ETAPES, Etape("x", "X", ("inconnu",)))}, "unknown fields"),
        ({"etapes": (*ETAPES, Etape("x", "X", ("age",)))}, "unknown fields"),
        (
            {"etapes": (*ETAPES, Etape("x", "X", ("nom",), pour="nom"))},
            "neither a repeated field nor a group",
        ),
        ({"etapes": (NOM, *ETAPES[:0:-1])}, "before its elements"),
        ({"etapes": (*ETAPES, Page("nom", "Encore", "x.md"))}, "step codes"),
        ({"etapes": (*ETAPES, Page("verification", "Encore", "x.md"))}, "is taken"),
        ({"etapes": (*ETAPES, Page("a.b", "Encore", "x.md"))}, "is not a code"),
        ({"sorties": (sortie("nom"),)}, "step codes"),
        ({"sorties": (sortie(), sortie())}, "step codes"),
        ({"sorties": (sortie(champs=("inconnu",)),)}, "unknown fields"),
        ({"sorties": (sortie("regle", refus="Non."),), "regles": (regle("regle", "nom"),)}, "anomaly codes"),
        ({"regles": (regle("regle", "nom"), regle("regle", "gens"))}, "anomaly codes"),
        ({"regles": (regle("regle", "inconnu"),)}, "unknown fields"),
        ({"regles": (regle("regle", "nom", lit=("inconnu",)),)}, "unknown fields"),
        ({"regles": (regle("regle", "age"),)}, "unknown fields"),
        ({"regles": (regle("regle", "nom", pour="gens"),)}, "unknown fields"),
        ({"regles": (regle("regle", "nom", pour="nom"),)}, "neither a repeated field nor a group"),
        ({"regles": (regle("regle"),)}, "shows no field"),
        ({"regles": (regle("Une règle", "nom"),)}, "is not a code"),
        *[({"regles": (regle(code, "nom"),)}, "taken by the form language") for code in CODES_COMMUNS],
        ({"etapes": (Etape("nom", "En {annee", ("nom",)), *ETAPES[1:])}, "brace"),
        ({"etapes": (Etape("nom", "En {}", ("nom",)), *ETAPES[1:])}, "cannot be filled in"),
        ({"etapes": (Etape("nom", "En {l’année}", ("nom",)), *ETAPES[1:])}, "cannot be filled in"),
        (
            {"reponses": modele(age=(int | None, None)), "etapes": (NOM, Etape("age", "Âge", ("age",)))},
            "needs a Libelle",
        ),
        (
            {
                "reponses": modele(age=(Annotated[int, Libelle("Âge")], ...)),
                "etapes": (NOM, Etape("age", "Âge", ("age",))),
            },
            "needs a default",
        ),
        (
            {
                "reponses": modele(age=(Annotated[float | None, Libelle("Âge")], None)),
                "etapes": (NOM, Etape("age", "Âge", ("age",))),
            },
            "no editor",
        ),
        (
            {
                "reponses": modele(age=(Annotated[int | str | None, Libelle("Âge")], None)),
                "etapes": (NOM, Etape("age", "Âge", ("age",))),
            },
            "no editor",
        ),
        (
            {
                "reponses": modele(gens=(Annotated[tuple[Gens, ...], Libelle("Qui")], ())),
                "etapes": (NOM, Etape("gens", "Gens", ("gens",))),
            },
            "no editor",
        ),
        (
            {"reponses": modele(gens=gens(Repete("lien", "autre", "soi", "Ajouter"))), "etapes": ETAPES},
            "no key field",
        ),
        (
            {"reponses": modele(gens=gens(Repete("genre", "cousin", "soi", "Ajouter"))), "etapes": ETAPES},
            "« cousin » is not a kind",
        ),
        (
            {"reponses": modele(gens=gens(Repete("genre", "autre", "cousin", "Ajouter"))), "etapes": ETAPES},
            "is not a kind",
        ),
        (
            {
                "reponses": modele(gens=gens(REPETE, Imbrique)),
                "etapes": (NOM, Etape("gens", "Gens", ("gens",))),
            },
            "holds more than simple answers",
        ),
        (
            {
                "reponses": modele(
                    a=(Annotated[str | None, Libelle("A"), PLAFOND], None),
                    b=(Annotated[str | None, Libelle("B"), Controle("plafond", jamais, "Autre.")], None),
                ),
                "etapes": (Etape("nom", "Nom", ("nom", "a", "b")),),
            },
            "anomaly codes",
        ),
        (
            {
                "reponses": modele(a=(Annotated[str | None, Libelle("A"), PLAFOND], None)),
                "etapes": (Etape("nom", "Nom", ("nom", "a")),),
                "regles": (regle("plafond", "nom"),),
            },
            "anomaly codes",
        ),
    ],
)
def test_what_could_not_work_is_refused(reste: dict[str, Any], cause: str) -> None:
    arguments = {"reponses": Formulaire, "etapes": ETAPES, **reste}
    with pytest.raises(DeclarationFausse, match=cause):
        demarche(arguments.pop("reponses"), arguments.pop("etapes"), **arguments)


def test_a_bound_on_the_type_is_no_trouble() -> None:
    borne = modele(age=(Annotated[int | None, Field(ge=1), Libelle("Âge")], None))
    assert demarche(borne, (NOM, Etape("age", "Âge", ("age",)))).questions
