"""Reading a declaration again before anybody meets it: everything that could not work is refused here."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from kiosk.formulaire.champ import Champ, ChampMalDeclare, Libelle, champs
from kiosk.formulaire.demarche import (
    DESTINATIONS,
    VERIFICATION,
    DeclarationFausse,
    Demarche,
    Etape,
    Suite,
    composition,
)
from kiosk.formulaire.lecture import REFUS, lire
from kiosk.formulaire.regle import Controle
from kiosk.metier.numero_depot import LETTRES

CODE = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")

HORS_PARCOURS = "Cette réponse n’est pas attendue ici. Retirez-la."
CODES_COMMUNS: Mapping[str, str] = {
    **REFUS,
    "reponse-manquante": Libelle("").manquant,
    "hors-parcours": HORS_PARCOURS,
    "demarche-fermee": "La démarche n’est pas ouverte à cette date. Demandez à l’accueil.",
}
"""Every anomaly code that any démarche can give, with its sentence; a question or a démarche may word its own."""


def relire(demarche: Demarche[Any]) -> None:
    """Raises `DeclarationFausse` with the first thing that cannot work."""
    try:
        _relire(demarche)
    except ChampMalDeclare as erreur:
        raise DeclarationFausse(f"{demarche.code}: {erreur}") from erreur


def _relire(demarche: Demarche[Any]) -> None:
    if demarche.lettre not in set(LETTRES):
        raise DeclarationFausse(f"{demarche.code}: the letter of deposit numbers is one of {LETTRES}")
    _codes(demarche)
    _repetitions(demarche)
    _depart(demarche)
    _repartition(demarche)
    for regle in demarche.regles:
        _connus(demarche, f"rule « {regle.code} »", regle.pour, (*regle.champs, *regle.lit))
        if groupes := [n for n in (*regle.champs, *regle.lit) if not regle.pour and n in demarche.groupes]:
            raise DeclarationFausse(
                f"{demarche.code}: rule « {regle.code} » names the group « {groupes[0]} », which no step asks (`pour`)"
            )
        if not regle.champs:
            raise DeclarationFausse(f"{demarche.code}: rule « {regle.code} » shows no field")
    for sortie in demarche.sorties:
        _connus(demarche, f"exit « {sortie.code} »", "", sortie.champs)
        if sortie.vers not in DESTINATIONS:
            raise DeclarationFausse(
                f"{demarche.code}: exit « {sortie.code} » leads nowhere (« {sortie.vers} »)"
            )
    if (demarche.fin is None) != (not demarche.envoyer) or (demarche.fin is None and not demarche.sorties):
        raise DeclarationFausse(
            f"{demarche.code}: a form has a button to send and an end, a questionnaire an exit"
        )
    for texte in textes(demarche):
        _lisible(demarche, texte)


def controles(demarche: Demarche[Any]) -> tuple[Controle, ...]:
    """The rules on single values of a démarche, each once."""
    return tuple(dict.fromkeys(c for _, champ in _tous_les_champs(demarche) for c in champ.controles))


def codes_propres(demarche: Demarche[Any]) -> dict[str, str]:
    """Every anomaly code that this démarche adds, with its sentence; `{…}` is not filled in."""
    sorties = [s for s in demarche.sorties if s.refus]
    return (
        {c.code: c.message for c in controles(demarche)}
        | {r.code: r.message for r in demarche.regles}
        | {s.code: s.refus for s in sorties}
    )


def textes(demarche: Demarche[Any]) -> tuple[str, ...]:
    """Every sentence of a démarche in which `{…}` is filled in."""
    trouves: list[str] = []
    if (fin := demarche.fin) is not None:
        trouves += [fin.titre, fin.titre_differe, fin.recue]
        trouves += [s.texte if isinstance(s, Suite) else s for s in (*fin.papiers, *fin.suites)]
    for reassurance in demarche.reassurances:
        trouves += [reassurance.titre, reassurance.message]
    for etape in demarche.etapes:
        trouves.append(etape.titre)
        if isinstance(etape, Etape):
            trouves += [etape.titre_autre, etape.intro, etape.conseil]
    for _, champ in _tous_les_champs(demarche):
        trouves += [champ.libelle.texte, champ.libelle.manquant, champ.aide]
        for choix in champ.choix or ():
            trouves += [choix.libelle, choix.aide]
        for case in champ.cases.values():
            trouves += [case.libelle.texte, case.aide]
    for regle in demarche.regles:
        trouves += [regle.message, regle.explication]
    for sortie in demarche.sorties:
        trouves += [sortie.titre, sortie.refus]
    return tuple(trouves)


def _codes(demarche: Demarche[Any]) -> None:
    lieux = [e.code for e in demarche.etapes] + [s.code for s in demarche.sorties]
    anomalies = [c.code for c in controles(demarche)] + [r.code for r in demarche.regles]
    anomalies += [s.code for s in demarche.sorties if s.refus]
    for code in (demarche.code, *lieux, *anomalies, *(r.code for r in demarche.reassurances)):
        if not CODE.fullmatch(code):
            raise DeclarationFausse(f"{demarche.code}: « {code} » is not a code (a-z, 0-9, dashes)")
    _uniques(demarche, "step", lieux)
    _uniques(demarche, "anomaly", anomalies)
    _uniques(demarche, "reassurance", [r.code for r in demarche.reassurances])
    if VERIFICATION in lieux:
        raise DeclarationFausse(f"{demarche.code}: the step code « {VERIFICATION} » is taken")
    if pris := [code for code in anomalies if code in CODES_COMMUNS]:
        raise DeclarationFausse(f"{demarche.code}: the anomaly codes {pris} are taken by the form language")


def _repetitions(demarche: Demarche[Any]) -> None:
    """Elements and groups hold simple answers, and the kinds of elements are among those that their key accepts."""
    for champ in champs(demarche.portee("")).values():
        modele = champ.elements or champ.groupe
        if modele is None:
            continue
        connus = champs(modele)
        if any(c.compose for c in connus.values()):
            raise DeclarationFausse(f"{demarche.code}: « {champ.nom} » holds more than simple answers")
        if champ.elements is None:
            continue
        repete = composition(champ)
        cle = connus.get(repete.cle)
        if cle is None or cle.donne:
            raise DeclarationFausse(f"{demarche.code}: « {champ.nom} » has no key field « {repete.cle} »")
        for genre in (repete.ajout, repete.fixe or None):
            if isinstance(genre, str) and lire(cle, genre).valeur is None:
                raise DeclarationFausse(f"{demarche.code}: « {genre} » is not a kind of « {champ.nom} »")


def _depart(demarche: Demarche[Any]) -> None:
    """The first screen always applies: a walk has somewhere to stand."""
    premiere = demarche.etapes[0] if demarche.etapes else None
    if premiere is None or premiere.si is not None or (isinstance(premiere, Etape) and premiere.pour):
        raise DeclarationFausse(f"{demarche.code}: the first step must apply to everyone")


def _repartition(demarche: Demarche[Any]) -> None:
    """Every asked field in exactly one step, a repeated field before the steps of its elements."""
    places: Counter[tuple[str, str]] = Counter()
    for etape in demarche.questions:
        if not etape.champs:
            raise DeclarationFausse(f"{demarche.code}: step « {etape.code} » asks nothing")
        _connus(demarche, f"step « {etape.code} »", etape.pour, etape.champs)
        portee = champs(demarche.portee(etape.pour))
        if faux := [n for n in etape.selon if n not in etape.champs or portee[n].compose]:
            raise DeclarationFausse(
                f"{demarche.code}: step « {etape.code} » cannot ask {faux} by the answers"
            )
        if etape.pour and etape.pour not in demarche.groupes and not places[("", etape.pour)]:
            raise DeclarationFausse(f"{demarche.code}: step « {etape.code} » comes before its elements")
        places.update((etape.pour, nom) for nom in etape.champs)
    for pour, champ in _tous_les_champs(demarche):
        repete = champs(demarche.portee(""))[pour].repete if pour else None
        jamais = champ.donne or champ.groupe is not None or (repete is not None and champ.nom == repete.cle)
        attendu = 0 if jamais else 1
        if places[(pour, champ.nom)] != attendu:
            raise DeclarationFausse(
                f"{demarche.code}: field « {champ.nom} » is in {places[(pour, champ.nom)]} steps, not {attendu}"
            )


def _tous_les_champs(demarche: Demarche[Any]) -> Iterable[tuple[str, Champ]]:
    """The fields of the form, then those of its elements and groups with the name of the field they are in."""
    racine = champs(demarche.portee(""))
    yield from (("", champ) for champ in racine.values())
    for champ in racine.values():
        if (modele := champ.elements or champ.groupe) is not None:
            yield from ((champ.nom, partie) for partie in champs(modele).values())


def _connus(demarche: Demarche[Any], ou: str, pour: str, noms: Iterable[str]) -> None:
    portee = champs(demarche.portee(pour))
    if inconnus := [nom for nom in noms if nom not in portee]:
        raise DeclarationFausse(f"{demarche.code}: {ou} names unknown fields {inconnus}")


def _lisible(demarche: Demarche[Any], texte: str) -> None:
    """`{annee}` is a name and nothing else: a lone brace would fail in front of the visitor."""
    try:
        noms = [nom for _, nom, _, _ in Formatter().parse(texte) if nom is not None]
    except ValueError as erreur:
        raise DeclarationFausse(f"{demarche.code}: a brace is left open in « {texte} »") from erreur
    if faux := [nom for nom in noms if not nom.isidentifier()]:
        raise DeclarationFausse(f"{demarche.code}: {faux} cannot be filled in « {texte} »")


def _uniques(demarche: Demarche[Any], quoi: str, codes: list[str]) -> None:
    if doubles := [code for code, n in Counter(codes).items() if n > 1]:
        raise DeclarationFausse(f"{demarche.code}: the {quoi} codes {doubles} are used twice")
