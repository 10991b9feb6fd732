"""A visitor's walk: where « Continuer », « Précédent » and « Modifier » lead, and what comes out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import pytest

from kiosk.demarches.ressources import RESSOURCES
from kiosk.formulaire import (
    Choix,
    Contexte,
    Depart,
    Donne,
    DonneesIllisibles,
    Etape,
    Facultatif,
    Libelle,
    Nature,
    Page,
    Parcours,
    Regle,
    Repete,
    Reponses,
    Sortie,
    recapitulatif,
    verifier,
)
from kiosk.metier.foyer import Membre, Qualite
from tests.kiosk.formulaire.formulaires import CONTEXTE, TYPES, demarche

COUPLE = Contexte(date(2022, 10, 13), (Membre(Qualite.VOUS, "Camille"), Membre(Qualite.CONJOINT, "Sami")))
SALAIRES = "personnes.0.salaires"


def declaration(contexte: Contexte = COUPLE) -> Parcours[Any]:
    return Parcours(RESSOURCES, contexte)


def jusqu_a(parcours: Parcours[Any], code: str) -> None:
    for _ in range(40):
        if parcours.lieu.code == code and not parcours.en_verification:
            return
        assert parcours.continuer() == ()
    pytest.fail(f"« {code} » is not on the way")


def jusqu_a_la_fin(parcours: Parcours[Any]) -> None:
    for _ in range(40):
        if parcours.en_verification:
            return
        assert parcours.continuer() == ()
    pytest.fail("the walk has no end")


# -- the way --------------------------------------------------------------------------------------------


def test_the_walk_goes_from_page_to_check_answers_and_counts_its_steps() -> None:
    parcours = declaration()
    assert isinstance(parcours.lieu.etape, Page)
    vus = []
    while not parcours.en_verification:
        ou = parcours.progression
        vus.append((parcours.lieu.code, ou.numero, ou.total))
        parcours.continuer()
    assert [numero for code, numero, _ in vus if code != "a-savoir"] == list(range(1, 14))
    assert {total for *_, total in vus} == {14}
    assert parcours.progression.numero == 14
    assert [code for code, *_ in vus[1:4]] == ["foyer", "personnes.0.situation", "personnes.0.salaires"]


def test_the_next_title_is_announced_for_the_person_it_is_about() -> None:
    parcours = declaration()
    jusqu_a(parcours, "personnes.0.charges")
    assert parcours.progression.suivante == "Ses ressources en\u00a02021"
    jusqu_a(parcours, "personnes.1.charges")
    assert parcours.progression.suivante == "Vérifiez vos réponses"


def test_previous_walks_back_to_the_first_screen_and_stops() -> None:
    parcours = declaration()
    jusqu_a_la_fin(parcours)
    assert parcours.precedent()
    assert parcours.lieu.code == "personnes.1.charges"
    while parcours.precedent():
        pass
    assert parcours.lieu.code == "a-savoir"


def test_continue_says_all_that_is_wrong_and_stays() -> None:
    parcours = declaration()
    jusqu_a(parcours, SALAIRES)
    parcours.saisir(SALAIRES, "12,50")
    parcours.saisir("personnes.0.chomage", "cent")
    assert [a.code for a in parcours.continuer()] == ["montant-centimes", "montant-chiffres"]
    assert parcours.lieu.code == SALAIRES
    assert parcours.saisie(SALAIRES) == "12,50"


def test_a_link_of_the_summary_leads_to_an_earlier_step_and_back() -> None:
    parcours = declaration()
    jusqu_a(parcours, "personnes.0.charges")
    parcours.saisir("personnes.0.autres_charges", "250")
    assert [a.code for a in parcours.continuer()] == ["charges"]
    parcours.aller(SALAIRES)
    parcours.saisir(SALAIRES, "18240")
    parcours.continuer()
    assert parcours.lieu.code == "personnes.0.charges"
    parcours.precedent()
    parcours.precedent()
    parcours.continuer()
    assert parcours.lieu.code == "personnes.0.fonciers"
    jusqu_a_la_fin(parcours)


# -- « Modifier » ---------------------------------------------------------------------------------------


def test_modify_comes_straight_back() -> None:
    parcours = declaration()
    jusqu_a_la_fin(parcours)
    parcours.modifier(SALAIRES)
    parcours.saisir(SALAIRES, "18240")
    assert parcours.continuer() == ()
    assert parcours.en_verification
    assert parcours.reponses.personnes[0].salaires == 18240


def test_a_link_followed_from_the_end_comes_straight_back_too() -> None:
    parcours = declaration()
    jusqu_a_la_fin(parcours)
    parcours.aller(SALAIRES)
    parcours.continuer()
    assert parcours.en_verification


def test_modify_goes_through_what_the_change_made_wrong() -> None:
    parcours = declaration()
    jusqu_a(parcours, SALAIRES)
    parcours.saisir(SALAIRES, "18240")
    jusqu_a(parcours, "personnes.0.charges")
    parcours.saisir("personnes.0.autres_charges", "250")
    jusqu_a_la_fin(parcours)
    parcours.modifier(SALAIRES)
    parcours.saisir(SALAIRES, "")
    assert parcours.continuer() == ()
    assert parcours.lieu.code == "personnes.0.charges"
    assert [a.code for a in parcours.continuer()] == ["charges"]


def test_steps_that_a_change_added_cannot_be_skipped_with_previous() -> None:
    parcours = declaration()
    jusqu_a_la_fin(parcours)
    parcours.modifier("personnes")
    parcours.ajouter("personnes")
    parcours.continuer()
    assert parcours.lieu.code == "personnes.2.situation"
    assert parcours.precedent()
    assert not parcours.en_verification
    jusqu_a_la_fin(parcours)
    assert len(parcours.reponses.personnes) == 3


def test_previous_after_modify_comes_back_when_nothing_is_wrong() -> None:
    parcours = declaration()
    jusqu_a_la_fin(parcours)
    parcours.modifier(SALAIRES)
    assert parcours.precedent()
    assert parcours.en_verification


def test_a_jump_forward_does_not_hide_the_steps_jumped_over() -> None:
    parcours = declaration()
    jusqu_a(parcours, "personnes.0.situation")
    parcours.aller("personnes.1.autres_charges")
    parcours.continuer()
    assert parcours.lieu.code == "personnes.0.situation"


def test_what_is_typed_at_the_end_takes_the_visitor_back_if_it_is_wrong() -> None:
    parcours = declaration()
    jusqu_a_la_fin(parcours)
    parcours.saisir(SALAIRES, "12,50")
    assert not parcours.en_verification
    assert parcours.lieu.code == SALAIRES


def test_conclude_takes_to_the_first_broken_step() -> None:
    parcours = declaration()
    parcours.saisir("personnes.1.frais_reels", "100")
    assert [a.code for a in parcours.conclure()] == ["frais-reels"]
    assert parcours.lieu.code == "personnes.1.salaires"


# -- people ---------------------------------------------------------------------------------------------


def test_a_person_taken_out_keeps_the_place_and_the_answers_of_the_others() -> None:
    parcours = declaration()
    parcours.ajouter("personnes")
    sami, enfant = (e.identifiant for e in parcours.elements("personnes")[1:])
    parcours.saisir("personnes.1.salaires", "21600")
    parcours.saisir("personnes.2.salaires", "300")
    jusqu_a(parcours, "personnes.2.salaires")
    parcours.retenir("personnes", sami, retenu=False)
    assert parcours.lieu.code == "personnes.1.salaires"
    assert parcours.lieu.element == enfant
    assert parcours.saisie("personnes.1.salaires") == "300"
    parcours.retenir("personnes", sami, retenu=True)
    assert parcours.saisie("personnes.1.salaires") == "21600"
    assert parcours.lieu.code == "personnes.2.salaires"


def test_when_the_page_goes_with_its_person_the_one_shown_instead_is_checked() -> None:
    parcours = declaration()
    sami = parcours.elements("personnes")[1]
    jusqu_a(parcours, "personnes.1.situation")
    parcours.retenir("personnes", sami.identifiant, retenu=False)
    parcours.saisir("personnes.0.pensions_alimentaires_versees", "100")
    montree = parcours.lieu
    assert [a.code for a in parcours.continuer()] == ["charges"]
    assert parcours.lieu == montree


def test_the_one_who_declares_cannot_be_taken_out() -> None:
    parcours = declaration()
    vous = parcours.elements("personnes")[0]
    parcours.retenir("personnes", vous.identifiant, retenu=False)
    assert len(parcours.reponses.personnes) == 2


def test_people_are_named_even_taken_out() -> None:
    parcours = declaration()
    parcours.ajouter("personnes")
    noms = [parcours.nom_de("personnes", e) for e in parcours.elements("personnes")]
    assert noms == [parcours.nom_element("personnes", rang) for rang in range(3)]
    sami = parcours.elements("personnes")[1]
    parcours.retenir("personnes", sami.identifiant, retenu=False)
    assert parcours.nom_de("personnes", sami) == noms[1]


@pytest.mark.parametrize(
    "chemin",
    [
        "", ".", "inconnu", "annee", "personnes", "personnes.", "personnes.0", "personnes.0.", "personnes.9.salaires",
        "personnes.-1.salaires", "personnes.00.salaires", "personnes. 0.salaires", "personnes.٠.salaires",
        "personnes.0.inconnu", "personnes.0.salaires.x", "annee.0.salaires", "personnes.0.qualite",
        "personnes.0.prenom",
    ],
)  # fmt: skip
def test_a_path_that_no_step_asks_is_refused(chemin: str) -> None:
    parcours = declaration()
    avant = parcours.reponses
    with pytest.raises(KeyError):
        parcours.saisir(chemin, "1")
    assert parcours.reponses == avant


def test_methods_about_people_refuse_another_field() -> None:
    parcours = declaration()
    for geste in (lambda: parcours.ajouter("annee"), lambda: parcours.retenir("annee", 0, retenu=True)):
        with pytest.raises(KeyError):
            geste()
    for ailleurs in (parcours.modifier, parcours.aller):
        with pytest.raises(KeyError):
            ailleurs("personnes.5.salaires")


# -- conditions -----------------------------------------------------------------------------------------


def test_a_step_stays_in_sight_while_it_holds_an_amount_then_leaves_without_losing_the_place() -> None:
    parcours = declaration()
    jusqu_a(parcours, SALAIRES)
    parcours.saisir(SALAIRES, "18240")
    parcours.saisir("personnes.0.absence_de_ressources", True)
    assert [a.code for a in parcours.continuer()] == ["absence-et-montant"]
    parcours.saisir(SALAIRES, "")
    assert parcours.lieu.code == "personnes.0.situation"
    parcours.saisir(SALAIRES, "5")
    assert parcours.lieu.code == SALAIRES
    parcours.saisir(SALAIRES, "0")
    assert parcours.continuer() == ()
    assert parcours.lieu.code == "personnes.1.situation"


class Genre(Choix):
    SOI = "soi", "Vous"
    AUTRE = "autre", "Une autre personne"


class Gens(Reponses):
    genre: Annotated[Genre, Libelle("Lien")] = Genre.SOI
    prenom: Annotated[str | None, Donne()] = None
    age: Annotated[int | None, Libelle("Âge de {personne}", "Dites l’âge de {personne}."), Facultatif()] = (
        None
    )


class Formulaire(Reponses):
    annee: Annotated[int | None, Donne()] = None
    papier: Annotated[bool | None, Libelle("Avez-vous le papier ?")] = None
    mail: Annotated[str | None, Libelle("Mail"), Facultatif()] = None
    gens: Annotated[
        tuple[Gens, ...], Libelle("Qui"), Repete("genre", "autre", "soi", "Ajouter"), Facultatif()
    ] = ()
    plusieurs: Annotated[bool | None, Libelle("Encore ?"), Facultatif()] = None


def formulaire(**reste: Any) -> Any:
    return demarche(
        Formulaire,
        (
            Etape("papier", "Papier", ("papier",)),
            Etape("mail", "Mail", ("mail",), si=lambda r: bool(r.papier)),
            Etape("gens", "Gens", ("gens",), si=lambda r: bool(r.papier)),
            Etape("age", "Âge", ("age",), pour="gens"),
            Etape("plusieurs", "Plusieurs", ("plusieurs",), si=lambda r: len(r.gens) > 1),
        ),
        nommer=lambda personne, rang: personne.prenom or f"Personne {rang + 1}",
        depart=Formulaire(
            annee=2021, mail="zoe@exemple.fr", gens=(Gens(prenom="Zoé"), Gens(genre=Genre.AUTRE))
        ),
        **reste,
    )


def test_people_that_the_walk_does_not_ask_about_are_not_on_it() -> None:
    parcours = Parcours(formulaire(), CONTEXTE)
    parcours.saisir("papier", False)
    assert [lieu.code for lieu in parcours.marche.lieux] == ["papier"]
    assert parcours.reponses == Formulaire(annee=2021, papier=False)
    jusqu_a_la_fin(parcours)
    assert verifier(parcours.demarche, parcours.reponses.model_dump(mode="json"), CONTEXTE).valide


def test_a_condition_after_people_sees_them() -> None:
    parcours = Parcours(formulaire(), CONTEXTE)
    parcours.saisir("papier", True)
    assert [lieu.code for lieu in parcours.marche.lieux][-1] == "plusieurs"
    autre = parcours.elements("gens")[1]
    parcours.retenir("gens", autre.identifiant, retenu=False)
    assert [lieu.code for lieu in parcours.marche.lieux] == ["papier", "mail", "gens", "gens.0.age"]


def test_an_answer_known_before_and_erased_does_not_come_back() -> None:
    parcours = Parcours(formulaire(), CONTEXTE)
    parcours.saisir("papier", True)
    parcours.saisir("mail", "")
    envoi = parcours.reponses.model_dump(mode="json", exclude_none=True)
    verdict = verifier(parcours.demarche, envoi, CONTEXTE)
    assert verdict.reponses == parcours.reponses
    assert verdict.reponses is not None
    assert verdict.reponses.mail is None


def test_a_message_may_name_the_person_and_the_year() -> None:
    regle = Regle[Any](
        "majeur", ("age",), lambda g, _: bool(g.age), "{personne} est trop jeune en {annee}.", pour="gens"
    )
    parcours = Parcours(formulaire(regles=(regle,)), CONTEXTE)
    parcours.saisir("papier", True)
    parcours.saisir("gens.0.age", "3")
    assert [a.message for a in parcours.toutes_anomalies()] == ["Zoé est trop jeune en 2021."]


@pytest.mark.parametrize(
    ("pour", "champ", "code"),
    [("", "annee", "papier"), ("gens", "genre", "gens.0.age")],
)
def test_a_rule_about_what_no_step_asks_speaks_all_the_same(pour: str, champ: str, code: str) -> None:
    regle = Regle[Any]("toujours", (champ,), lambda *_: True, "Non.", pour=pour)
    parcours = Parcours(formulaire(regles=(regle,)), CONTEXTE)
    parcours.saisir("papier", True)
    lieu = next(lieu for lieu in parcours.marche.lieux if lieu.code == code)
    assert "toujours" in [a.code for a in parcours.anomalies(lieu)]
    assert not verifier(parcours.demarche, parcours.reponses.model_dump(mode="json"), CONTEXTE).valide


def test_a_rule_speaks_at_the_last_of_its_questions_that_is_asked() -> None:
    regle = Regle[Any]("deux", ("papier", "mail"), lambda *_: True, "Non.")
    parcours = Parcours(formulaire(regles=(regle,)), CONTEXTE)
    parcours.saisir("papier", True)
    assert [a.code for a in parcours.continuer()] == []
    assert [a.code for a in parcours.continuer()] == ["deux"]
    parcours.saisir("papier", False)
    assert [a.code for a in parcours.toutes_anomalies()] == ["deux"]


# -- exits ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("refus", ["", "Demandez à l’accueil en {annee}."])
def test_an_exit_ends_the_walk_and_what_it_refuses_is_refused_on_both_sides(refus: str) -> None:
    sans_papier = Sortie(
        "sans-papier", lambda r: r.papier is False, "Sans papier", "x.md", refus=refus, champs=("papier",)
    )
    parcours = Parcours(formulaire(sorties=(sans_papier,)), CONTEXTE)
    parcours.saisir("papier", False)
    assert parcours.sortie is None
    parcours.continuer()
    assert parcours.sortie is sans_papier
    verdict = verifier(parcours.demarche, {"papier": False}, CONTEXTE)
    assert verdict.parcours == ("papier", "sans-papier")
    assert verdict.reponses is None
    assert verdict.valide is (not refus)
    assert parcours.conclure() == verdict.anomalies
    assert [a.message for a in verdict.anomalies] == (["Demandez à l’accueil en 2021."] if refus else [])
    assert parcours.precedent()
    parcours.saisir("papier", True)
    parcours.continuer()
    assert parcours.lieu.code == "mail"


# -- received forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "donnees",
    [
        {"inconnu": 1},
        {"papier": [True]},
        {"papier": {"oui": True}},
        {"gens": "Zoé"},
        {"gens": {}},
        {"gens": ["Zoé"]},
        {"gens": [{"inconnu": 1}]},
        {"gens": [{"age": [3]}]},
    ],
)
def test_a_form_of_another_shape_is_not_read(donnees: dict[str, Any]) -> None:
    with pytest.raises(DonneesIllisibles):
        verifier(formulaire(), donnees, CONTEXTE)


@pytest.mark.parametrize(
    ("donnees", "chemins"),
    [
        ({"papier": False, "mail": "a@b.fr"}, ["mail"]),
        ({"papier": False, "mail": ""}, []),
        ({"papier": False, "mail": None}, []),
        ({"papier": False, "plusieurs": False}, []),  # « Non » says no more than no answer
        ({"papier": False, "plusieurs": True}, ["plusieurs"]),
        ({"papier": False, "gens": []}, []),
        ({"papier": False, "gens": [{}]}, ["gens"]),
        ({"papier": True, "gens": [{}], "plusieurs": True}, ["plusieurs"]),
    ],
)
def test_an_answer_to_a_question_not_asked_is_pointed_at(donnees: dict[str, Any], chemins: list[str]) -> None:
    verdict = verifier(formulaire(), donnees, CONTEXTE)
    assert [c for a in verdict.anomalies for c in a.champs if a.code == "hors-parcours"] == chemins


def test_an_amount_of_zero_is_not_an_answer_even_off_the_walk() -> None:
    personne = {"qualite": "vous", "absence_de_ressources": True, "salaires": "0", "chomage": 0}
    verdict = verifier(RESSOURCES, {"personnes": [personne]}, COUPLE)
    assert verdict.valide


def test_only_what_was_sent_counts() -> None:
    verdict = verifier(RESSOURCES, {}, COUPLE)
    assert [a.code for a in verdict.anomalies] == ["reponse-manquante"]


# -- reading back ---------------------------------------------------------------------------------------


def test_answers_are_read_back_by_person_in_the_order_of_the_walk() -> None:
    parcours = declaration()
    parcours.saisir(SALAIRES, "18 240")
    parcours.saisir("personnes.1.absence_de_ressources", True)
    foyer, vous, sami = recapitulatif(parcours)
    assert [ligne.chemin for ligne in foyer.lignes] == ["personnes"]
    assert vous.titre == "Vous"
    assert "Sami" in sami.titre
    assert ("Traitements et salaires", "18\u00a0240\u00a0€", SALAIRES) in [
        (ligne.libelle, ligne.valeur, ligne.chemin) for ligne in vous.lignes
    ]
    vides = {ligne.chemin: ligne.valeur for ligne in vous.lignes if ligne.vide}
    assert vides["personnes.0.pensions"] == "Rien à déclarer"
    assert [ligne.valeur for ligne in sami.lignes] == ["Oui"]


def test_every_kind_of_answer_is_read_back_in_words() -> None:
    modele = type(
        "Tout",
        (Reponses,),
        {
            "__annotations__": {n.value: Annotated[TYPES[n], Libelle(n.value), Facultatif()] for n in TYPES},
            "case": False,
            **{n.value: None for n in TYPES if n is not Nature.CASE},
        },
    )
    etapes = tuple(Etape(n.value.replace("_", "-"), f"Titre {n.value}", (n.value,)) for n in TYPES)
    tout = demarche(modele, etapes, preparer=lambda _: Depart("Tout", modele(), {}))
    parcours = Parcours(tout, CONTEXTE)
    vides = {s.titre: s.lignes[0].valeur for s in recapitulatif(parcours)}
    assert vides["Titre montant"] == "Rien à déclarer"
    assert vides["Titre texte"] == "Non renseigné"
    assert vides["Titre case"] == "Non"
    reponses = {
        "montant": "1000",
        "entier": "3",
        "texte": "Zoé",
        "date": "2022-10-01",
        "choix": "rouge",
        "oui_non": False,
        "case": True,
    }
    for nom, valeur in reponses.items():
        parcours.saisir(nom, valeur)
    assert [s.lignes[0].valeur for s in recapitulatif(parcours)] == [
        "1\u00a0000\u00a0€",
        "3",
        "Zoé",
        "1er\u00a0octobre\u00a02022",
        "Rouge",
        "Non",
        "Oui",
    ]
