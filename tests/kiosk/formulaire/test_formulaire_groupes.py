"""Groups, several choices, months: what is received, what is typed, what is read back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.formulaire import (
    DonneesIllisibles,
    Etape,
    Facultatif,
    Libelle,
    Parcours,
    Regle,
    Repete,
    Reponses,
    recapitulatif,
    verifier,
)
from tests.kiosk.formulaire.demande import (
    CONTEXTE,
    JUSTES,
    REASSURANCES,
    Aidee,
    Demande,
    Gir,
    Mois,
    Revenu,
    Statut,
    codes,
    demander,
    jusqu_au_bout,
    marcher,
    precedent,
    recevoir,
)
from tests.kiosk.formulaire.formulaires import demarche

# -- groups ---------------------------------------------------------------------------------------------


def test_a_group_is_an_object_on_the_wire_and_its_steps_see_it() -> None:
    verdict = recevoir()
    assert verdict.anomalies == ()
    assert verdict.parcours == (
        "vous", "revenus", "aide.identite", "aide.situation", "aide.gir", "mois", "mois.0.jours", "ailleurs",
    )  # fmt: skip
    assert verdict.reponses is not None
    assert verdict.reponses.aide == Aidee(
        nom="Zoé", naissance=date(1940, 5, 8), situation=Statut.RETRAITE, gir=Gir.QUATRE
    )
    assert verdict.reponses.model_dump(mode="json", exclude_none=True)["aide"] == {
        "nom": "Zoé",
        "naissance": "1940-05-08",
        "situation": "retraite",
        "gir": "4",
    }


@pytest.mark.parametrize(
    ("donnees", "cause"),
    [
        ({"aide": None}, "aide : un objet est attendu"),
        ({"aide": "Zoé"}, "aide : un objet est attendu"),
        ({"aide": [{"nom": "Zoé"}]}, "aide : un objet est attendu"),
        ({"aide": {"age": 3}}, "champ inconnu : aide.age"),
        ({"aide": {"nom": ["Zoé"]}}, "aide.nom : une seule valeur est attendue"),
        ({"aide": {"nom": {"prenom": "Zoé"}}}, "aide.nom : une seule valeur est attendue"),
        ({"aide.nom": "Zoé"}, "champ inconnu : aide.nom"),
        ({"revenus": None}, "revenus : une liste est attendue"),
        ({"revenus": "pension"}, "revenus : une liste est attendue"),
        ({"revenus": {"pension": True}}, "revenus : une liste est attendue"),
        ({"revenus": [["pension"]]}, "revenus : une liste de valeurs simples est attendue"),
        ({"mois": {"mois": "2022-07"}}, "mois : une liste est attendue"),
    ],
)
def test_another_shape_is_not_read_and_the_place_is_named(donnees: dict[str, Any], cause: str) -> None:
    with pytest.raises(DonneesIllisibles) as refus:
        verifier(demander(), JUSTES | donnees, CONTEXTE)
    assert str(refus.value).replace("\u00a0", " ") == cause


@pytest.mark.parametrize(
    ("change", "attendues"),
    [
        ({}, [("reponse-manquante", ("aide.nom",))]),
        ({"naissance": "31/02/1940", "nom": "Zoé"}, [("date-inexistante", ("aide.naissance",))]),
        ({"situation": "vert", "nom": "Zoé", "gir": None}, [("choix-inconnu", ("aide.situation",))]),
        ({"gir": "5", "nom": "Zoé"}, [("choix-inconnu", ("aide.gir",))]),
        ({"gir": 5, "nom": "Zoé"}, [("type", ("aide.gir",))]),
        ({"gir": True, "nom": "Zoé"}, [("type", ("aide.gir",))]),
        ({"nom": None}, [("reponse-manquante", ("aide.nom",))]),
    ],
)
def test_what_is_wrong_in_a_group_is_said_at_its_field(change: dict[str, Any], attendues: Any) -> None:
    aide = JUSTES["aide"] | {"nom": None} | change
    assert codes(recevoir(aide=aide).anomalies) == attendues


def test_a_missing_answer_of_a_group_is_asked_for_in_its_own_words() -> None:
    [anomalie] = recevoir(aide=JUSTES["aide"] | {"nom": ""}).anomalies
    assert anomalie.message == "Écrivez le nom de cette personne, en 2022, 1 mois."


def test_a_number_is_a_choice_where_the_choice_reads_numbers() -> None:
    assert [recevoir(aide=JUSTES["aide"] | {"gir": g}).reponses.aide.gir for g in (4, "4")] == [
        Gir.QUATRE
    ] * 2


@pytest.mark.parametrize(
    "chemin",
    [
        "aide", "aide.", "aide.inconnu", "aide.nom.x", "aide.0.nom", "aide.dossier", "revenus", "revenus.",
        "revenus.vert", "revenus.0", "revenus.pension.x", "mois.0.mois", "mois.1.jours", "mois.jours",
    ],
)  # fmt: skip
def test_a_path_that_no_step_asks_takes_no_answer(chemin: str) -> None:
    parcours = marcher()
    with pytest.raises(KeyError):
        parcours.saisir(chemin, "x")


def test_the_answers_of_a_group_off_the_walk_are_pointed_at_one_by_one() -> None:
    aide = JUSTES["aide"] | {"situation": "salarie"}
    assert codes(recevoir(aide=aide).anomalies) == [("hors-parcours", ("aide.gir",))]


def test_a_group_that_is_not_asked_leaves_nothing_behind() -> None:
    """An empty group and a group of empty answers are the same nothing."""
    for pays in ({}, {"nom": None, "naissance": ""}):
        verdict = recevoir(pays=pays)
        assert verdict.anomalies == ()
        assert verdict.reponses is not None
        assert verdict.reponses.pays == Aidee()
    # « Only what stands before a step, or on it, keeps it in sight »: its own name does, its birth date does not.
    hors = recevoir(pays={"naissance": "2001-01-01"})
    assert codes(hors.anomalies) == [("hors-parcours", ("pays.naissance",))]


def test_an_answer_that_left_the_walk_of_a_group_is_kept_for_the_visitor_and_not_sent() -> None:
    parcours = marcher(aide__situation="retraite", aide__gir="4")
    assert parcours.reponses.aide.gir is Gir.QUATRE
    parcours.saisir("aide.situation", "salarie")
    assert parcours.reponses.aide.gir is None
    assert parcours.saisie("aide.gir") == "4"
    parcours.saisir("aide.situation", "retraite")
    assert parcours.reponses.aide.gir is Gir.QUATRE


def test_a_rule_on_a_group_sees_the_rest_of_the_form_and_speaks_at_the_group() -> None:
    aide = JUSTES["aide"] | {"naissance": "2001-01-01"}
    verdict = recevoir(aide=aide)
    assert codes(verdict.anomalies) == [("ne-apres", ("aide.naissance",))]
    assert verdict.anomalies[0].message.endswith("en 2022, 1 mois.")
    assert recevoir(aide=aide, depuis="2001-01-01").valide


def test_a_rule_on_a_group_speaks_again_when_the_rest_of_the_form_changes() -> None:
    parcours = marcher(statut="salarie", depuis="2005-01-01", aide__nom="Zoé", aide__naissance="2001-01-01")
    parcours.saisir("aide.situation", "salarie")
    jusqu_au_bout(parcours)
    parcours.modifier("depuis")
    parcours.saisir("depuis", "2000-01-01")
    assert parcours.continuer() == ()
    assert parcours.lieu.code == "aide.identite"
    assert codes(parcours.continuer()) == [("ne-apres", ("aide.naissance",))]


def test_a_rule_on_the_form_gets_no_form_in_its_context() -> None:
    vus = []
    regle = Regle[Demande]("temoin", ("depuis",), lambda _, c: bool(vus.append(c.formulaire)), "Non.")
    assert recevoir(forme=demander(regles=(regle,))).valide
    assert vus == [None]


def test_a_group_is_read_back_as_one_section_and_each_row_leads_to_its_step() -> None:
    parcours = marcher(statut="salarie", depuis="2000-01-01", aide__nom="Zoé", aide__naissance="1940-05-08")
    parcours.saisir("aide.situation", "retraite")
    parcours.saisir("aide.gir", "4")
    [section] = [s for s in recapitulatif(parcours) if s.titre == "La personne que vous aidez"]
    assert [(li.libelle, li.valeur, li.chemin) for li in section.lignes] == [
        ("Son nom", "Zoé", "aide.nom"),
        ("Sa naissance", "8\u00a0mai\u00a01940", "aide.naissance"),
        ("Sa situation", "Retraité depuis 2022, 1 mois", "aide.situation"),
        ("Son GIR", "GIR IV", "aide.gir"),
    ]
    jusqu_au_bout(parcours)
    for ligne in section.lignes:
        parcours.modifier(ligne.chemin)
        assert ligne.chemin in parcours.lieu.chemins
        assert parcours.continuer() == ()
        assert parcours.en_verification


# -- several choices ------------------------------------------------------------------------------------


def test_several_choices_are_asked_with_a_box_each_and_come_out_in_the_order_declared() -> None:
    parcours = marcher(statut="salarie", depuis="2000-01-01")
    assert parcours.continuer() == ()
    assert parcours.lieu.chemins == ("revenus.pension", "revenus.chomage", "revenus.bourse")
    assert [parcours.champ(c).libelle.texte for c in parcours.lieu.chemins] == [r.libelle for r in Revenu]
    parcours.saisir("revenus.chomage", True)
    parcours.saisir("revenus.pension", True)
    assert parcours.reponses.revenus == (Revenu.PENSION, Revenu.CHOMAGE)
    parcours.saisir("revenus.pension", False)
    assert parcours.reponses.revenus == (Revenu.CHOMAGE,)
    assert parcours.reponses.model_dump(mode="json")["revenus"] == ["chomage"]


@pytest.mark.parametrize("revenus", [[], ["pension"], ["chomage", "pension"], ["pension", "pension"]])
def test_none_one_several_and_twice_the_same_are_answers(revenus: list[str]) -> None:
    verdict = recevoir(revenus=revenus)
    assert verdict.valide
    assert set(verdict.reponses.revenus) == {Revenu(r) for r in revenus}
    assert len(verdict.reponses.revenus) == len(set(revenus))


def test_no_list_at_all_is_none_of_them() -> None:
    verdict = recevoir(revenus=None)
    assert verdict.valide
    assert verdict.reponses.revenus == ()


@pytest.mark.parametrize(
    "valeur",
    ["vert", "", "PENSION", 1, True, None, 2.5, 10**5000, "\ud800"],
    ids=lambda v: repr(v) if not isinstance(v, int) or v < 10**9 else "huge",
)
def test_a_choice_that_nobody_offers_is_refused_once_for_all_of_them(valeur: object) -> None:
    verdict = recevoir(revenus=["pension", valeur])
    assert codes(verdict.anomalies) == [("choix-inconnu", ("revenus",))]


def test_a_rule_on_several_choices_points_at_the_boxes() -> None:
    verdict = recevoir(revenus=["pension", "bourse"])
    assert codes(verdict.anomalies) == [
        ("pension-et-bourse", ("revenus.pension", "revenus.chomage", "revenus.bourse"))
    ]
    assert codes(recevoir(revenus=["pension", "bourse", "vert"]).anomalies) == [
        ("choix-inconnu", ("revenus",))
    ]


def test_choices_of_a_step_that_is_not_asked_are_off_the_walk() -> None:
    for revenus, attendu in ((["pension"], [("hors-parcours", ("revenus",))]), ([], [])):
        verdict = recevoir(statut="retraite", revenus=revenus)
        assert codes(verdict.anomalies) == attendu
    parcours = marcher(statut="retraite", revenus__pension=True)
    assert parcours.reponses.revenus == ()


def test_several_choices_are_one_row_and_modify_leads_to_their_boxes() -> None:
    parcours = marcher(
        statut="salarie",
        depuis="2000-01-01",
        aide__nom="Zoé",
        aide__naissance="1940-05-08",
        aide__situation="salarie",
    )
    jusqu_au_bout(parcours)
    assert ligne_des_revenus(parcours) == ("Vos revenus de 2022, 1 mois", "Aucune", "revenus.pension")
    parcours.modifier("revenus.pension")
    assert parcours.lieu.code == "revenus"
    parcours.saisir("revenus.bourse", True)
    parcours.saisir("revenus.chomage", True)
    assert parcours.continuer() == ()
    assert parcours.en_verification
    assert ligne_des_revenus(parcours)[1] == "Le chômage de 2022, 1 mois, Une bourse"


def ligne_des_revenus(parcours: Parcours[Any]) -> tuple[str, str, str]:
    [ligne] = [li for s in recapitulatif(parcours) for li in s.lignes if li.chemin.startswith("revenus")]
    return ligne.libelle, ligne.valeur, ligne.chemin


# -- months ---------------------------------------------------------------------------------------------


def test_what_is_added_depends_on_what_is_there_even_taken_out() -> None:
    parcours = marcher()
    for _ in range(7):
        parcours.ajouter("mois")
    cles = [e.donnees["mois"] for e in parcours.elements("mois")]
    assert cles == [f"2022-{m:02}" for m in range(7, 0, -1)] + ["2021-12"]
    dernier = parcours.elements("mois")[-1]
    parcours.retenir("mois", dernier.identifiant, retenu=False)
    parcours.ajouter("mois")
    assert parcours.elements("mois")[-1].donnees["mois"] == "2021-11"
    assert [m.mois for m in parcours.reponses.mois] == [*cles[:-1], "2021-11"]


def test_where_no_kind_is_fixed_everything_can_be_taken_out_and_then_something_is_missing() -> None:
    parcours = marcher(mois__0__jours="3")
    seul = parcours.elements("mois")[0]
    parcours.retenir("mois", seul.identifiant, retenu=False)
    assert parcours.reponses.mois == ()
    lieu = parcours.marche.demandes["mois"]
    assert [(a.code, a.champs, a.message) for a in parcours.anomalies(lieu)] == [
        ("reponse-manquante", ("mois",), "Choisissez au moins un mois.")
    ]
    parcours.retenir("mois", seul.identifiant, retenu=True)
    assert parcours.anomalies(parcours.marche.demandes["mois"]) == ()
    assert parcours.reponses.mois[0].jours == 3


def test_a_kind_that_does_not_exist_is_refused_where_it_stands() -> None:
    verdict = recevoir(mois=[{"mois": "2022-13", "jours": 1}, {"jours": 2}])
    assert codes(verdict.anomalies) == [
        ("mois-inexistant", ("mois.0.mois",)),
        ("reponse-manquante", ("mois.1.mois",)),
    ]


def test_a_rule_on_the_kind_of_an_element_leads_to_where_the_kinds_are_chosen() -> None:
    parcours = marcher(
        statut="salarie",
        depuis="2022-07-31",
        aide__nom="Zoé",
        aide__naissance="1940-05-08",
        aide__situation="salarie",
    )
    parcours.ajouter("mois")
    while parcours.lieu.code != "mois.1.jours":
        assert parcours.continuer() == ()
    [anomalie] = parcours.continuer()
    assert (anomalie.code, anomalie.champs) == ("mois-avant", ("mois.1.mois",))
    assert anomalie.message == "2022-06 est avant le début de votre situation."
    parcours.aller("mois.1.mois")
    assert parcours.lieu.code == "mois"
    parcours.retenir("mois", parcours.elements("mois")[1].identifiant, retenu=False)
    jusqu_au_bout(parcours)


def test_no_element_where_none_is_needed_is_read_back_in_words() -> None:
    class Libre(Reponses):
        nom: Annotated[str | None, Libelle("Nom")] = None
        mois: Annotated[
            tuple[Mois, ...], Libelle("Les mois"), Repete("mois", precedent, "", "Ajouter"), Facultatif()
        ] = ()

    etapes = (
        Etape("nom", "Nom", ("nom",)),
        Etape("mois", "Les mois", ("mois",)),
        Etape("jours", "Les jours", ("jours", "statut", "retour"), pour="mois"),
    )
    parcours = Parcours(demarche(Libre, etapes), CONTEXTE)
    parcours.saisir("nom", "Zoé")
    jusqu_au_bout(parcours)
    assert [li.valeur for s in recapitulatif(parcours) for li in s.lignes] == ["Zoé", "Non renseigné"]


# -- anything -------------------------------------------------------------------------------------------

BRUTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["retraite", "pension", "4", "2022-07", "1940-05-08", "\ud800"]),
    lambda dedans: (
        st.lists(dedans, max_size=3)
        | st.dictionaries(
            st.sampled_from(["nom", "naissance", "situation", "gir", "mois", "jours", "x"]), dedans
        )
    ),
    max_leaves=8,
)


FORME = demander(reassurances=REASSURANCES)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(list(JUSTES)), BRUTS))
def test_whatever_is_received_gets_a_verdict_or_a_cause(donnees: dict[str, Any]) -> None:
    try:
        verdict = verifier(FORME, JUSTES | donnees, CONTEXTE)
    except DonneesIllisibles:
        return
    assert verdict.valide is (verdict.reponses is not None)
    assert verdict.suivi is not None
    for section in recapitulatif(verdict.suivi):
        assert all(ligne.valeur for ligne in section.lignes)
