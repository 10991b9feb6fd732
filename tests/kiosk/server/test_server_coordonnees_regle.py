"""What each gesture comes to, by HTTP: every pair of what may happen to two of the three contact details.

What is expected comes from the tables below, written from domaine.md and from nothing of the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.server.reglages import ReglagesServeur
from tests.helpers.coordonnees import Personne, Registre, faux

# Codes are given after midnight, so that a date says which of the two steps wrote it.
DEMANDE_A = datetime(2022, 11, 30, 22, 55, tzinfo=UTC)  # 23:55 in Paris
CODE_APRES_MIN = 8
ANCIEN, JOUR_DEMANDE, JOUR_CODE = date(2021, 3, 14), date(2022, 11, 30), date(2022, 12, 1)

VALEURS = {
    "mobile": ("+33639981042", "+33639982031"),
    "mail": ("camille@exemple.fr", "camille.martin@exemple.fr"),
    "fixe": ("+33199001017", "+33199001018"),
}
SAISIES = {"mobile": "06 39 98 20 31", "mail": "camille.martin@Exemple.fr", "fixe": "01.99.00.10.18"}


@dataclass(frozen=True)
class Sort:
    """What happens to one contact detail: how it stood, what was asked, what became of its code."""

    etat: str  # securisee, simple, absente
    geste: str  # ignorer, confirmer, modifier, ajouter, supprimer
    code: str = ""  # juste, faux, plus tard; empty where none is asked


CODES = ("juste", "faux", "plus tard")
SORTS_VERIFIABLES = (
    Sort("securisee", "ignorer"),
    Sort("securisee", "confirmer"),
    *(Sort("securisee", "modifier", code) for code in CODES),
    Sort("securisee", "supprimer"),
    Sort("simple", "ignorer"),
    *(Sort("simple", "confirmer", code) for code in CODES),
    *(Sort("simple", "modifier", code) for code in CODES),
    Sort("simple", "supprimer"),
    Sort("absente", "ignorer"),
    *(Sort("absente", "ajouter", code) for code in CODES),
)
SORTS_FIXE = (
    Sort("simple", "ignorer"),
    Sort("simple", "confirmer"),
    Sort("simple", "modifier"),
    Sort("simple", "supprimer"),
    Sort("absente", "ignorer"),
    Sort("absente", "ajouter"),
)

# What is in force at the end: which value (0 the old one, 1 the new one), and the day it was secured. « commune »: the
# old date, or the day of the request when a secured one was confirmed in it.
FIN_VERIFIABLE: dict[Sort, tuple[int, Any] | None] = {
    Sort("securisee", "ignorer"): (0, "commune"),
    Sort("securisee", "confirmer"): (0, JOUR_DEMANDE),
    Sort("securisee", "modifier", "juste"): (1, JOUR_CODE),
    Sort("securisee", "modifier", "faux"): (0, ANCIEN),
    Sort("securisee", "modifier", "plus tard"): (0, ANCIEN),
    Sort("securisee", "supprimer"): None,
    Sort("simple", "ignorer"): (0, None),
    Sort("simple", "confirmer", "juste"): (0, JOUR_CODE),
    Sort("simple", "confirmer", "faux"): (0, None),
    Sort("simple", "confirmer", "plus tard"): (0, None),
    Sort("simple", "modifier", "juste"): (1, JOUR_CODE),
    Sort("simple", "modifier", "faux"): (0, None),
    Sort("simple", "modifier", "plus tard"): (0, None),
    Sort("simple", "supprimer"): None,
    Sort("absente", "ignorer"): None,
    Sort("absente", "ajouter", "juste"): (1, JOUR_CODE),
    Sort("absente", "ajouter", "faux"): None,
    Sort("absente", "ajouter", "plus tard"): None,
}
FIN_FIXE: dict[Sort, tuple[int, Any] | None] = {
    Sort("simple", "ignorer"): (0, None),
    Sort("simple", "confirmer"): (0, None),
    Sort("simple", "modifier"): (1, None),
    Sort("simple", "supprimer"): None,
    Sort("absente", "ignorer"): None,
    Sort("absente", "ajouter"): (1, None),
}
LISTE_AVEC_CODE = {
    ("securisee", "modifier"): "modifiees",
    ("simple", "confirmer"): "confirmees",
    ("simple", "modifier"): "modifiees",
    ("absente", "ajouter"): "ajoutees",
}
LISTE_SANS_CODE = {
    "confirmer": "confirmees",
    "modifier": "modifiees",
    "ajouter": "ajoutees",
    "supprimer": "supprimees",
}


def cas() -> Iterator[dict[str, Sort]]:
    """Every pair of fates of two contact details appears, with all that the third may be spread over them."""
    for i, mobile in enumerate(SORTS_VERIFIABLES):
        for j, mail in enumerate(SORTS_VERIFIABLES):
            yield {"mobile": mobile, "mail": mail, "fixe": SORTS_FIXE[(i + j) % len(SORTS_FIXE)]}


def test_the_cases_hold_every_pair() -> None:
    tous = list(cas())
    sorts = {"mobile": SORTS_VERIFIABLES, "mail": SORTS_VERIFIABLES, "fixe": SORTS_FIXE}
    assert set(FIN_VERIFIABLE) == set(SORTS_VERIFIABLES)
    assert set(FIN_FIXE) == set(SORTS_FIXE)
    for une, autre in (("mobile", "mail"), ("mobile", "fixe"), ("mail", "fixe")):
        vues = {(c[une], c[autre]) for c in tous}
        assert vues == {(a, b) for a in sorts[une] for b in sorts[autre]}


@pytest.mark.timeout(600)  # each case signs in: on a machine that others keep busy, minutes of argon2
def test_every_pair_of_gestures_ends_as_the_rules_say(
    deux_bases: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any]
) -> None:
    backend = demarrer(deux_bases)
    registre = Registre(deux_bases.base)

    # All of them take their time: on PostgreSQL, which takes more, a part that holds every fate of each.
    joues = list(cas())[:: 1 if deux_bases.base.startswith("sqlite") else 7]

    ecarts = [(c, ecart) for c in joues for ecart in jouer(backend, registre, c)]

    assert ecarts == []


def jouer(backend: Any, registre: Registre, sorts: dict[str, Sort]) -> Iterator[str]:
    """Play one case and say everything that is not as expected."""
    backend.temps.instant = DEMANDE_A
    avant = {
        nature: (VALEURS[nature][0], ANCIEN if sort.etat == "securisee" else None)
        for nature, sort in sorts.items()
        if sort.etat != "absente"
    }
    compte_id = registre.inscrire(avant)
    personne = registre.connecter(backend.http, compte_id, DEMANDE_A)
    gestes = {
        nature: ("modifier", SAISIES[nature]) if sort.geste in ("modifier", "ajouter") else sort.geste
        for nature, sort in sorts.items()
        if sort.geste != "ignorer"
    }
    if gestes:
        reponse = personne.demander(**gestes)
        refus = refuse(sorts)
        if refus != (reponse.status_code == 422):
            yield f"{reponse.status_code}, refusal expected: {refus}"
            return
        if refus:
            if (registre.en_vigueur(compte_id), registre.en_attente(compte_id)) != (avant, {}):
                yield "a refusal changed something"
            return
        yield from differences("first lists", listes(reponse.json()), sans_code(sorts))
        backend.temps.avancer(minutes=CODE_APRES_MIN)
        yield from donner_les_codes(personne, registre, sorts)
    yield from differences("in force", registre.en_vigueur(compte_id), attendu(sorts))
    attentes = {
        n: VALEURS[n][0 if s.geste == "confirmer" else 1]
        for n, s in sorts.items()
        if s.code in ("faux", "plus tard")
    }
    yield from differences("waiting", registre.en_attente(compte_id), attentes)
    vues = personne.coordonnees()
    yield from differences("shown as waiting", {a["nature"] for a in vues["en_attente"]}, set(attentes))
    yield from differences("last seen", registre.vues_le(compte_id), vues_le(sorts))
    dates = {securisee_le for _, securisee_le in registre.en_vigueur(compte_id).values() if securisee_le}
    commune = dates.pop().isoformat() if len(dates) == 1 else None
    yield from differences("common date", vues["date_commune"], commune)


def donner_les_codes(personne: Personne, registre: Registre, sorts: dict[str, Sort]) -> Iterator[str]:
    for nature, sort in sorts.items():
        if sort.code not in ("juste", "faux"):
            continue
        verification = personne.recevoir_code(nature)
        code = registre.code_recu(verification)
        reponse = personne.saisir(verification, code if sort.code == "juste" else faux(code))
        if sort.code == "juste":
            attendues = {LISTE_AVEC_CODE[(sort.etat, sort.geste)]: [nature]}
            yield from differences(f"lists of {nature}", listes(reponse.json()), attendues)
        else:
            probleme = reponse.json()
            yield from differences(
                f"wrong code of {nature}",
                (reponse.status_code, probleme["code"], probleme["essais_restants"]),
                (422, "code_incorrect", 4),
            )


def refuse(sorts: dict[str, Sort]) -> bool:
    """Removing the last one, or the last secured one, whatever waits for a code."""
    retirees = {n for n, s in sorts.items() if s.geste == "supprimer"}
    restent = {
        n: s
        for n, s in sorts.items()
        if n not in retirees and (s.etat != "absente" or (n == "fixe" and s.geste == "ajouter"))
    }
    securisee_retiree = any(sorts[n].etat == "securisee" for n in retirees)
    securisee_reste = any(s.etat == "securisee" for s in restent.values())
    return bool(retirees) and (not restent or (securisee_retiree and not securisee_reste))


def attendu(sorts: dict[str, Sort]) -> dict[str, tuple[str, date | None]]:
    confirmee = any((s.etat, s.geste) == ("securisee", "confirmer") for s in sorts.values())
    fins: dict[str, tuple[str, date | None]] = {}
    for nature, sort in sorts.items():
        fin = (FIN_FIXE if nature == "fixe" else FIN_VERIFIABLE)[sort]
        if fin is not None:
            rang, quand = fin
            if quand == "commune":
                quand = JOUR_DEMANDE if confirmee else ANCIEN
            fins[nature] = (VALEURS[nature][rang], quand)
    return fins


def vues_le(sorts: dict[str, Sort]) -> date | None:
    if any(s.code == "juste" for s in sorts.values()):
        return JOUR_CODE
    return JOUR_DEMANDE if sans_code(sorts) else None


def sans_code(sorts: dict[str, Sort]) -> dict[str, list[str]]:
    obtenues: dict[str, list[str]] = {}
    for nature, sort in sorts.items():
        if sort.geste != "ignorer" and not sort.code:
            obtenues.setdefault(LISTE_SANS_CODE[sort.geste], []).append(nature)
    return obtenues


def listes(bilan: dict[str, Any]) -> dict[str, list[str]]:
    return {
        nom: bilan[nom] for nom in ("confirmees", "modifiees", "ajoutees", "supprimees") if bilan.get(nom)
    }


def differences(quoi: str, obtenu: object, voulu: object) -> Iterator[str]:
    if obtenu != voulu:
        yield f"{quoi}: {obtenu}, expected {voulu}"


@pytest.mark.parametrize("nature", ["mobile", "mail", "fixe"])
def test_modifying_to_the_same_value_is_confirming_it(
    backend: Any, reglages: ReglagesServeur, nature: str
) -> None:
    backend.temps.instant = DEMANDE_A
    registre = Registre(reglages.base)
    securisee_le = None if nature == "fixe" else ANCIEN
    compte_id = registre.inscrire({nature: (VALEURS[nature][1], securisee_le)})
    personne = registre.connecter(backend.http, compte_id, DEMANDE_A)

    bilan = personne.demander(**{nature: ("modifier", SAISIES[nature].upper())}).json()

    assert listes(bilan) == {"confirmees": [nature]}
    confirmee = JOUR_DEMANDE if securisee_le else None
    assert registre.en_vigueur(compte_id) == {nature: (VALEURS[nature][1], confirmee)}
