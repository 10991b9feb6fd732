"""Every gesture on every state of the three contact details, against a table written by hand; then every code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain, combinations, permutations, product

import pytest

from kiosk.metier.coordonnees import (
    REFUS,
    Coordonnee,
    Demande,
    Effet,
    Geste,
    GesteRefuse,
    NatureCoordonnee,
    appliquer,
    securiser,
)

JOUR = date(2022, 10, 13)
LENDEMAIN = date(2022, 10, 14)
NATURES = ("mobile", "mail", "fixe")
VALEURS = {"mobile": "+33639981042", "mail": "camille@exemple.fr", "fixe": "+33199001017"}
NOUVELLES = {"mobile": "+33639982031", "mail": "martin@exemple.fr", "fixe": "+33199002042"}
IDENTIQUES = VALEURS | {"mail": "Camille@Exemple.fr"}
SECURISEE_LE = {"mobile": date(2021, 3, 1), "mail": date(2022, 9, 2)}

GESTES = ("rien", "confirmer", "modifier", "modifier à l’identique", "supprimer")
ETATS_VERIFIABLES = ("absente", "non sécurisée", "sécurisée")
ETATS_FIXE = ("absente", "non sécurisée")
DEPARTS = tuple(product(ETATS_VERIFIABLES, ETATS_VERIFIABLES, ETATS_FIXE))

# What is announced, what is in force afterwards, and how the person feels about a date that was there:
# « vaut » it may be renewed, « doute » it stays as it was.
ABSENTE_REFUSEE = "refus"
TABLE: Mapping[tuple[str, str, str], tuple[str, str, str]] = {
    ("code", "absente", "rien"): ("", "", ""),
    ("code", "absente", "confirmer"): (ABSENTE_REFUSEE, "", ""),
    ("code", "absente", "modifier"): ("attend nouvelle", "", ""),
    ("code", "absente", "modifier à l’identique"): ("attend identique", "", ""),
    ("code", "absente", "supprimer"): (ABSENTE_REFUSEE, "", ""),
    ("code", "non sécurisée", "rien"): ("", "ancienne", ""),
    ("code", "non sécurisée", "confirmer"): ("attend ancienne", "ancienne", ""),
    ("code", "non sécurisée", "modifier"): ("attend nouvelle", "ancienne", ""),
    ("code", "non sécurisée", "modifier à l’identique"): ("attend ancienne", "ancienne", ""),
    ("code", "non sécurisée", "supprimer"): ("supprimée", "", ""),
    ("code", "sécurisée", "rien"): ("", "ancienne", "vaut"),
    ("code", "sécurisée", "confirmer"): ("confirmée", "ancienne", "vaut"),
    ("code", "sécurisée", "modifier"): ("attend nouvelle", "ancienne", "doute"),
    ("code", "sécurisée", "modifier à l’identique"): ("confirmée", "ancienne", "vaut"),
    ("code", "sécurisée", "supprimer"): ("supprimée", "", ""),
    ("libre", "absente", "rien"): ("", "", ""),
    ("libre", "absente", "confirmer"): (ABSENTE_REFUSEE, "", ""),
    ("libre", "absente", "modifier"): ("ajoutée", "nouvelle", ""),
    ("libre", "absente", "modifier à l’identique"): ("ajoutée", "identique", ""),
    ("libre", "absente", "supprimer"): (ABSENTE_REFUSEE, "", ""),
    ("libre", "non sécurisée", "rien"): ("", "ancienne", ""),
    ("libre", "non sécurisée", "confirmer"): ("confirmée", "ancienne", ""),
    ("libre", "non sécurisée", "modifier"): ("modifiée", "nouvelle", ""),
    ("libre", "non sécurisée", "modifier à l’identique"): ("confirmée", "ancienne", ""),
    ("libre", "non sécurisée", "supprimer"): ("supprimée", "", ""),
}


@pytest.mark.parametrize("etats", DEPARTS, ids=" / ".join)
def test_every_combination_of_gestures_does_what_the_table_says(etats: tuple[str, ...]) -> None:
    for gestes in product(GESTES, repeat=3):
        avant = depart(etats)
        refus = refus_attendus(etats, gestes)
        if refus:
            refusees = {refus_de(avant, demandes) for demandes in permutations(demandes_de(gestes))}
            assert len(refusees) == 1, gestes
            assert {code for code, _ in refusees} <= refus, gestes
            continue
        effet, *autres = [appliquer(avant, demandes, JOUR) for demandes in permutations(demandes_de(gestes))]
        assert en_clair(effet.coordonnees) == en_vigueur_attendu(etats, gestes), gestes
        assert annonces(effet) == annonces_attendues(etats, gestes), gestes
        assert effet.en_vigueur is bool(
            set(chain(*annonces(effet).values())) & {"confirmée", "modifiée", "ajoutée", "supprimée"}
        )
        assert all(autre == effet for autre in autres), gestes
        assert avant == depart(etats)


@pytest.mark.parametrize("etats", DEPARTS, ids=" / ".join)
def test_a_right_code_secures_its_value_on_its_day_and_nothing_else(etats: tuple[str, ...]) -> None:
    """Right, wrong or later, for each code that is asked: only the right ones change what is in force."""
    for gestes in product(GESTES, repeat=3):
        if refus_attendus(etats, gestes):
            continue
        effet = appliquer(depart(etats), demandes_de(gestes), JOUR)
        attendu = en_vigueur_attendu(etats, gestes)
        for nombre in range(len(effet.a_verifier) + 1):
            for donnes in combinations(effet.a_verifier, nombre):
                ensuite = effet.coordonnees
                for nature, valeur in reversed(donnes):
                    ensuite = securiser(ensuite, nature, valeur, LENDEMAIN)
                attendu_ensuite = attendu | {str(n): (valeur, LENDEMAIN) for n, valeur in donnes}
                assert en_clair(ensuite) == attendu_ensuite
                assert [c.nature for c in ensuite] == [n for n in NATURES if n in attendu_ensuite]


def test_a_code_is_never_good_for_a_landline() -> None:
    with pytest.raises(ValueError, match="fixe"):
        securiser((), NatureCoordonnee.FIXE, VALEURS["fixe"], JOUR)


def test_one_gesture_a_detail() -> None:
    deux = (
        Demande(NatureCoordonnee.MAIL, Geste.CONFIRMER),
        Demande(NatureCoordonnee.MAIL, Geste.SUPPRIMER),
    )
    with pytest.raises(GesteRefuse) as refus:
        appliquer(depart(("sécurisée", "sécurisée", "absente")), deux, JOUR)
    assert (refus.value.code, refus.value.nature) == ("coordonnee-deux-fois", NatureCoordonnee.MAIL)


def test_nothing_that_is_logged_shows_a_value() -> None:
    effet = appliquer(
        depart(("sécurisée", "non sécurisée", "non sécurisée")),
        demandes_de(("modifier", "confirmer", "modifier")),
        JOUR,
    )
    ecrit = f"{effet!r} {effet} {demandes_de(('modifier', 'rien', 'rien'))!r}"
    assert not any(valeur in ecrit for valeur in (*VALEURS.values(), *NOUVELLES.values()))


def refus_de(avant: tuple[Coordonnee, ...], demandes: tuple[Demande, ...]) -> tuple[str, NatureCoordonnee]:
    with pytest.raises(GesteRefuse) as refus:
        appliquer(avant, demandes, JOUR)
    assert refus.value.message == str(refus.value) == REFUS[refus.value.code]
    return refus.value.code, refus.value.nature


def depart(etats: tuple[str, ...]) -> tuple[Coordonnee, ...]:
    return tuple(
        Coordonnee(
            NatureCoordonnee(nature), VALEURS[nature], SECURISEE_LE[nature] if etat == "sécurisée" else None
        )
        for nature, etat in zip(NATURES, etats, strict=True)
        if etat != "absente"
    )


def demandes_de(gestes: tuple[str, ...]) -> list[Demande]:
    ecrits = {
        "confirmer": (Geste.CONFIRMER, None),
        "supprimer": (Geste.SUPPRIMER, None),
        "modifier": (Geste.MODIFIER, NOUVELLES),
        "modifier à l’identique": (Geste.MODIFIER, IDENTIQUES),
    }
    return [
        Demande(NatureCoordonnee(nature), ecrits[geste][0], (ecrits[geste][1] or {}).get(nature, ""))
        for nature, geste in zip(NATURES, gestes, strict=True)
        if geste != "rien"
    ]


def lignes(etats: tuple[str, ...], gestes: tuple[str, ...]) -> dict[str, tuple[str, str, str]]:
    return {
        nature: TABLE["libre" if nature == "fixe" else "code", etat, geste]
        for nature, etat, geste in zip(NATURES, etats, gestes, strict=True)
    }


def refus_attendus(etats: tuple[str, ...], gestes: tuple[str, ...]) -> set[str]:
    """The codes that may be answered: several when several rules are broken."""
    table = lignes(etats, gestes)
    refus = {"coordonnee-absente" for annonce, _, _ in table.values() if annonce == ABSENTE_REFUSEE}
    otees = {nature for nature, (annonce, _, _) in table.items() if annonce == "supprimée"}
    restent = {nature for nature, (_, vigueur, _) in table.items() if vigueur}
    securisees = {nature for nature, etat in zip(NATURES, etats, strict=True) if etat == "sécurisée"}
    if otees and not restent:
        refus.add("derniere-coordonnee")
    if otees & securisees and not restent & securisees:
        refus.add("derniere-securisee")
    return refus


def en_vigueur_attendu(etats: tuple[str, ...], gestes: tuple[str, ...]) -> dict[str, tuple[str, date | None]]:
    table = lignes(etats, gestes)
    confirmee = any(annonce == "confirmée" and foi == "vaut" for annonce, _, foi in table.values())
    attendu: dict[str, tuple[str, date | None]] = {}
    for nature, (_, vigueur, foi) in table.items():
        if vigueur:
            le = JOUR if confirmee and foi == "vaut" else SECURISEE_LE[nature] if foi else None
            attendu[nature] = (valeur_dite(nature, vigueur), le)
    return attendu


def annonces_attendues(etats: tuple[str, ...], gestes: tuple[str, ...]) -> dict[str, list[str]]:
    attendues: dict[str, list[str]] = {}
    for nature, (annonce, _, _) in lignes(etats, gestes).items():
        if annonce.startswith("attend"):
            attendues[nature] = ["attend", valeur_dite(nature, annonce.split()[1])]
        elif annonce:
            attendues[nature] = [annonce]
    return attendues


def valeur_dite(nature: str, laquelle: str) -> str:
    return {"ancienne": VALEURS, "nouvelle": NOUVELLES, "identique": IDENTIQUES}[laquelle][nature]


def annonces(effet: Effet) -> dict[str, list[str]]:
    dites: dict[str, list[str]] = {}
    for mot, natures in (
        ("confirmée", effet.confirmees),
        ("modifiée", effet.modifiees),
        ("ajoutée", effet.ajoutees),
        ("supprimée", effet.supprimees),
    ):
        for nature in natures:
            dites.setdefault(nature.value, []).append(mot)
    for nature, valeur in effet.a_verifier:
        dites.setdefault(nature.value, []).extend(("attend", valeur))
    return dites


def en_clair(coordonnees: tuple[Coordonnee, ...]) -> dict[str, tuple[str, date | None]]:
    return {c.nature.value: (c.valeur, c.securisee_le) for c in coordonnees}
