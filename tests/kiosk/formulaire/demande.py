"""A made-up form with groups, several choices and months, and a questionnaire, for the tests of the form language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import pytest
from pydantic import Field

from kiosk.formulaire import (
    Aide,
    Anomalie,
    Choix,
    Contexte,
    Controle,
    Demarche,
    Depart,
    Donne,
    Etape,
    Facultatif,
    Fin,
    Libelle,
    Page,
    Parcours,
    Reassurance,
    Regle,
    Repete,
    Reponses,
    Sortie,
    Suite,
    Verdict,
    verifier,
)
from kiosk.metier.foyer import Membre, Qualite
from tests.kiosk.formulaire.formulaires import demarche

JOUR = date(2022, 7, 1)
CONTEXTE = Contexte(JOUR, (Membre(Qualite.VOUS, "Camille", date(1985, 6, 14)),))


class Statut(Choix):
    SALARIE = "salarie", "Salarié"
    INDEPENDANT = "independant", "Indépendant", "Depuis le {ouverture}."
    RETRAITE = "retraite", "Retraité depuis {annee}"


class Revenu(Choix):
    PENSION = "pension", "Une pension"
    CHOMAGE = "chomage", "Le chômage de {annee}", "Celui de {annee}."
    BOURSE = "bourse", "Une bourse"


class Gir(Choix):
    TROIS = "3", "GIR III"
    QUATRE = "4", "GIR IV"

    @classmethod
    def _missing_(cls, value: object) -> Gir | None:
        return next((g for g in cls if g.value == str(value)), None)


class Aidee(Reponses):
    dossier: Annotated[str | None, Donne()] = None
    nom: Annotated[str | None, Libelle("Son nom", "Écrivez le nom de cette personne, en {annee}.")] = None
    naissance: Annotated[date | None, Libelle("Sa naissance")] = None
    situation: Annotated[Statut | None, Libelle("Sa situation")] = None
    gir: Annotated[Gir | None, Libelle("Son GIR")] = None


class Mois(Reponses):
    mois: Annotated[
        str | None,
        Libelle("Mois"),
        Controle("mois-inexistant", lambda m: str(m)[-2:] <= "12", "Ce mois n’existe pas."),
    ] = None
    jours: Annotated[int | None, Field(ge=0, le=22), Libelle("Journées de {personne}"), Facultatif()] = None
    statut: Annotated[Statut | None, Libelle("Ce mois-là"), Facultatif()] = None
    retour: Annotated[date | None, Libelle("Retour au travail"), Facultatif()] = None


def precedent(cles: Sequence[str]) -> str:
    """The month before the earliest one."""
    annee, mois = map(int, min(cles, default="2022-08").split("-"))
    return f"{annee - (mois == 1)}-{(mois - 2) % 12 + 1:02}"


class Demande(Reponses):
    statut: Annotated[Statut | None, Libelle("Votre situation")] = None
    depuis: Annotated[date | None, Libelle("Depuis quand")] = None
    revenus: Annotated[
        tuple[Revenu, ...], Libelle("Vos revenus de {annee}"), Aide("Plusieurs sont possibles.")
    ] = ()
    aide: Annotated[Aidee, Libelle("La personne aidée")] = Aidee()
    mois: Annotated[
        tuple[Mois, ...],
        Libelle("Les mois", "Choisissez au moins un mois."),
        Repete(cle="mois", ajout=precedent, fixe="", bouton="Ajouter le mois précédent", icone="calendrier"),
    ] = ()
    ailleurs: Annotated[bool | None, Libelle("Habite-t-elle ailleurs\u00a0?"), Facultatif()] = None
    pays: Annotated[Aidee, Libelle("Ailleurs")] = Aidee()


ETAPES: tuple[Etape | Page, ...] = (
    Etape("vous", "Vous", ("statut", "depuis")),
    Page(
        "retraite",
        "Vous êtes retraité",
        "retraite.md",
        si=lambda r, c: r.statut is Statut.RETRAITE and c.foyer != (),
    ),
    Etape("revenus", "Vos revenus", ("revenus",), si=lambda r: r.statut is not Statut.RETRAITE),
    Etape("identite", "La personne que vous aidez", ("nom", "naissance"), pour="aide"),
    Etape("situation", "Sa situation", ("situation",), pour="aide"),
    Etape("gir", "Son GIR", ("gir",), pour="aide", si=lambda aidee: aidee.situation is Statut.RETRAITE),
    Etape("mois", "Les mois", ("mois",)),
    Etape("jours", "Les jours", ("jours", "statut", "retour"), pour="mois"),
)

NE_APRES = Regle[Aidee](
    "ne-apres",
    ("naissance",),
    lambda a, c: (
        a.naissance is not None and c.formulaire.depuis is not None and a.naissance > c.formulaire.depuis
    ),
    "Cette personne est née après le début de votre situation, en {annee}.",
    pour="aide",
)
MOIS_AVANT = Regle[Mois](
    "mois-avant",
    ("mois",),
    lambda m, c: bool(m.mois and c.formulaire.depuis and m.mois < f"{c.formulaire.depuis:%Y-%m}"),
    "{personne} est avant le début de votre situation.",
    pour="mois",
)
PENSION_ET_BOURSE = Regle[Demande](
    "pension-et-bourse",
    ("revenus",),
    lambda r, _: {Revenu.PENSION, Revenu.BOURSE} <= set(r.revenus),
    "Une pension ou une bourse, pas les deux.",
)

FIN = Fin(
    "Envoyée",
    "Enregistrée",
    "Reçue.",
    (
        "Gardez votre numéro.",
        Suite("{nom} recevra une lettre.", lambda r, c: r.aide.nom is not None and c.date_reference >= JOUR),
    ),
)


def raconter(reponses: Demande, contexte: Contexte) -> Mapping[str, str]:
    return {
        "nom": reponses.aide.nom or "Cette personne",
        "annee": f"{contexte.date_reference.year}, {len(reponses.mois)} mois",
    }


def demander(**change: Any) -> Demarche[Any]:
    """The form, with some of it changed; `depart` gives what is known before the walk."""
    depart = change.pop("depart", Demande(mois=(Mois(mois="2022-07"),)))
    choix = change.pop("choix", {})
    textes = {"annee": "", "nom": "", "ouverture": "1er juillet"}
    declaration = {
        "sorties": (),
        "regles": (NE_APRES, MOIS_AVANT, PENSION_ET_BOURSE),
        "fin": FIN,
        "nommer": lambda m, _: m.mois or "un mois",
        "raconter": raconter,
        "preparer": lambda _: Depart("Demande", depart, textes, choix),
    }
    return demarche(Demande, _sans_ailleurs(change.pop("etapes", ETAPES)), **declaration | change)


def _sans_ailleurs(etapes: tuple[Etape | Page, ...]) -> tuple[Etape | Page, ...]:
    """The question that leads off the walk, and the group behind it, come last."""
    suite = (
        Etape("ailleurs", "Ailleurs", ("ailleurs",)),
        Etape(
            "pays",
            "Ailleurs",
            ("nom", "naissance", "situation", "gir"),
            pour="pays",
            si=lambda a: a.nom is not None,
        ),
    )
    return (*etapes, *suite)


JUSTES: dict[str, Any] = {
    "statut": "salarie",
    "depuis": "2000-01-01",
    "revenus": ["pension", "chomage"],
    "aide": {"nom": "Zoé", "naissance": "1940-05-08", "situation": "retraite", "gir": 4},
    "mois": [{"mois": "2022-07", "jours": 10}],
}


def recevoir(
    contexte: Contexte = CONTEXTE, forme: Demarche[Any] | None = None, **change: Any
) -> Verdict[Any]:
    """The verdict on right answers, but for what `change` says (None takes an answer away)."""
    donnees = {nom: v for nom, v in (JUSTES | change).items() if v is not None}
    return verifier(forme or demander(), donnees, contexte)


def codes(anomalies: Sequence[Anomalie]) -> list[tuple[str, tuple[str, ...]]]:
    return [(a.code, a.champs) for a in anomalies]


def marcher(forme: Demarche[Any] | None = None, **saisies: Any) -> Parcours[Any]:
    """A walk where these were typed, dots written as double underscores."""
    parcours = Parcours(forme or demander(), CONTEXTE)
    for nom, valeur in saisies.items():
        parcours.saisir(nom.replace("__", "."), valeur)
    return parcours


def jusqu_au_bout(parcours: Parcours[Any]) -> None:
    for _ in range(30):
        if parcours.en_verification:
            return
        assert parcours.continuer() == ()
    pytest.fail("the walk has no end")


REASSURANCES = (
    Reassurance[Demande](
        "revenu",
        "Vos revenus, {nom}",
        lambda r, _: Revenu.BOURSE in r.revenus,
        "Une bourse ne compte pas, {nom}.",
    ),
    Reassurance[Demande](
        "age",
        "Son âge",
        lambda r, c: r.aide.naissance is not None and r.aide.naissance.year > 1960,
        "{nom} est jeune.",
    ),
)


class Question(Reponses):
    age: Annotated[int | None, Field(ge=0), Libelle("Âge")] = None


def questionnaire(**change: Any) -> Demarche[Any]:
    """A form that only informs: it has no end page, every way out is an exit."""
    return demarche(
        Question,
        (Etape("age", "Votre âge", ("age",)),),
        **{
            "envoyer": "",
            "fin": None,
            "sorties": (
                Sortie(
                    "resultat",
                    lambda r: r.age is not None,
                    "Résultat",
                    "x.md",
                    vers="accueil",
                    bouton="Finir",
                ),
            ),
            "resultat": lambda r, _: {"droit": r.age < 18},
            **change,
        },
    )
