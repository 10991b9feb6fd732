"""Paths of a démarche: answers that lead from the first screen to an end, and what they show on the way.

`exploration` finds them from the declaration. Nothing is written by hand for a démarche, but hints on typed answers
that no type tells of (`candidats.INDICES`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from kiosk.demarches import CATALOGUE, QUESTIONNAIRES
from kiosk.formulaire import (
    Champ,
    Contexte,
    Demarche,
    Etape,
    Lieu,
    Nature,
    Page,
    Parcours,
    Suite,
    champs,
)
from kiosk.metier.foyer import Membre
from kiosk.server.demo import comptes_demo
from tests.kiosk.demarches.candidats import Composition

TOUTES: Mapping[str, Demarche[Any]] = {**CATALOGUE, **QUESTIONNAIRES}
JOURS = (date(2022, 6, 30), date(2022, 7, 1), date(2022, 11, 15), date(2025, 3, 1), date(2026, 11, 23))
"""Both sides of the changes that the démarches know, and today's rules."""
COUPLE = comptes_demo()[1]

Marque = tuple[object, ...]
"""Something that a path shows: ("etape", code), ("choix", field, value), ("reassurance", code, said or not)…"""
Saisies = Mapping[str, object]
"""What is typed, by dotted path; a `Composition` for a repeated field."""


class Chemin(NamedTuple):
    """Answers that lead to an end, and what is met on the way. `offert`: all of them can be given on the terminal."""

    demarche: Demarche[Any]
    contexte: Contexte
    saisies: Saisies
    codes: tuple[str, ...]
    marques: frozenset[Marque]
    offert: bool

    def __repr__(self) -> str:
        return f"{self.demarche.code}, {self.contexte.date_reference}: {' '.join(self.codes)}"

    def parcourir(self) -> Parcours[Any]:
        """Walk it again, screen by screen, to the end."""
        parcours = Parcours(self.demarche, self.contexte)
        for _ in self.ecrans(parcours):
            pass
        return parcours

    def ecrans(self, parcours: Parcours[Any]) -> Iterator[Lieu]:
        """The same, stopping at each screen once it is filled in."""
        while not parcours.en_verification:
            lieu = parcours.lieu
            for chemin in lieu.chemins:
                if chemin in self.saisies:
                    repondre(parcours, chemin, self.saisies[chemin])
            yield lieu
            anomalies = parcours.continuer()
            assert anomalies == (), self


def repondre(parcours: Parcours[Any], chemin: str, valeur: object) -> None:
    """Type one answer, or choose the elements of a repeated field."""
    if not isinstance(valeur, Composition):
        parcours.saisir(chemin, valeur)
        return
    for _ in range(valeur.ajoutes - len(parcours.elements(chemin)) + valeur.premiers):
        parcours.ajouter(chemin)
    for rang, element in enumerate(parcours.elements(chemin)):
        retenu = rang not in valeur.retires and rang < valeur.premiers + valeur.ajoutes
        parcours.retenir(chemin, element.identifiant, retenu)


def sans_rang(chemin: str) -> str:
    """`mois.0.jours` → `mois.jours`."""
    return ".".join(partie for partie in chemin.split(".") if not partie.isdecimal())


def decider(champ: Champ) -> bool:
    """True when the answer is one of a few: each of them must be met."""
    return champ.nature in (Nature.CHOIX, Nature.OUI_NON, Nature.CASE)


# -- what a path shows ----------------------------------------------------------------------------------


def codes_du(parcours: Parcours[Any]) -> tuple[str, ...]:
    """The run of screens, an exit last. Elements with the same screens count once: two months are as one."""
    codes: list[str] = []
    for pour, lieux in groupby(parcours.marche.lieux, key=_repete):
        if not pour:
            codes += [lieu.code for lieu in lieux]
            continue
        suites = {
            tuple(li.etape.code for li in groupe) for _, groupe in groupby(lieux, key=lambda li: li.rang)
        }
        codes += [f"{pour}.*.{'+'.join(suite)}" for suite in sorted(suites)]
    if (sortie := parcours.marche.sortie) is not None:
        codes.append(sortie.code)
    return tuple(codes)


def _repete(lieu: Lieu) -> str:
    return lieu.etape.pour if lieu.rang is not None and isinstance(lieu.etape, Etape) else ""


def marques_du(parcours: Parcours[Any]) -> frozenset[Marque]:
    """What this complete walk shows."""
    demarche, marche = parcours.demarche, parcours.marche
    presents = {lieu.etape.code for lieu in marche.lieux}
    marques: set[Marque] = {
        (_genre(e), e.code, e.code in presents) for e in demarche.etapes if _conditionnel(e)
    }
    marques |= {(_genre(lieu.etape), lieu.etape.code, True) for lieu in marche.lieux}
    for chemin in marche.demandes:
        if decider(parcours.champ(chemin)):
            marques.add(("choix", sans_rang(chemin), marche.lus[chemin].valeur))
    if (sortie := marche.sortie) is not None:
        marques.add(("sortie", sortie.code, True))
        if demarche.resultat is not None:
            marques.add(("resultat", repr(demarche.resultat(parcours.reponses, parcours.contexte))))
        return frozenset(marques)
    marques |= {("suite", s.texte, s.si(parcours.reponses, parcours.contexte)) for s in suites(demarche)}
    marques |= {
        ("reassurance", r.code, r.manque(parcours.reponses, parcours.contexte)) for r in demarche.reassurances
    }
    return frozenset(marques)


def a_rencontrer(demarche: Demarche[Any]) -> frozenset[Marque]:
    """All that a démarche declares, both ways where it depends on something."""
    marques: set[Marque] = {(_genre(e), e.code, True) for e in demarche.etapes}
    marques |= {(_genre(e), e.code, False) for e in demarche.etapes if _conditionnel(e)}
    marques |= {("sortie", s.code, True) for s in demarche.sorties}
    marques |= {("suite", s.texte, dite) for s in suites(demarche) for dite in (True, False)}
    marques |= {("reassurance", r.code, dite) for r in demarche.reassurances for dite in (True, False)}
    for etape in demarche.questions:
        for nom in etape.champs:
            champ = champs(demarche.portee(etape.pour))[nom]
            prefixe = f"{etape.pour}." if etape.pour else ""
            for chemin, question in {f"{nom}.{v}": c for v, c in champ.cases.items()}.items() or (
                (nom, champ),
            ):
                marques |= {("choix", prefixe + chemin, valeur) for valeur in _reponses(question)}
    return frozenset(marques)


def _reponses(champ: Champ) -> Iterable[object]:
    if not decider(champ):
        return ()
    return (True, False) if champ.nature is not Nature.CHOIX else champ.choix or ()


def _genre(etape: Etape | Page) -> str:
    return "page" if isinstance(etape, Page) else "etape"


def _conditionnel(etape: Etape | Page) -> bool:
    return etape.si is not None


def suites(demarche: Demarche[Any]) -> tuple[Suite[Any], ...]:
    """What is said at the end to some only."""
    fin = demarche.fin
    return () if fin is None else tuple(s for s in (*fin.papiers, *fin.suites) if isinstance(s, Suite))


def contexte(jour: date) -> Contexte:
    """A day, and the home of the couple of the demonstration."""
    return Contexte(jour, tuple(Membre(m.qualite, m.prenom, m.date_naissance) for m in COUPLE.foyer))


def essentiels(chemins: Iterable[Chemin]) -> tuple[Chemin, ...]:
    """Few of them, that show all that they all show: every run of screens, every choice, everything said."""
    tous = tuple(chemins)
    restants: dict[int, set[object]] = {rang: {*c.marques, c.codes} for rang, c in enumerate(tous)}
    gardes = []
    while restants:
        meilleur = max(restants, key=lambda rang: len(restants[rang]))
        vus = restants.pop(meilleur)
        if not vus:
            break
        gardes.append(tous[meilleur])
        for reste in restants.values():
            reste -= vus
    return tuple(gardes)
