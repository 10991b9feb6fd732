"""Answers to questions that the walk never asks: whoever sends one has another version of the démarche."""

from collections.abc import Iterator, Mapping

from kiosk.formulaire.brouillon import Brouillon
from kiosk.formulaire.champ import Champ, Nature, Reponses, champs
from kiosk.formulaire.lecture import lire
from kiosk.formulaire.marche import Marche

RIEN: Mapping[Nature, object] = {Nature.MONTANT: 0, Nature.OUI_NON: False}
"""Answers that say nothing more than no answer would."""
INDECISES = frozenset({"type", "choix-inconnu", "date-inexistante"})
"""Codes of unreadable choices and dates: where the walk goes from there is not known."""


def hors_parcours(brouillon: Brouillon, marche: Marche) -> tuple[str, ...]:
    """Their dotted paths, in the order of the declaration.

    None while an answer that may decide of the walk cannot be read: what is behind it may well be asked.
    """
    if any(lu.code in INDECISES for lu in marche.lus.values()):
        return ()
    absents: list[str] = []
    for champ in champs(brouillon.modele).values():
        absents += _du_champ(champ, brouillon, marche)
    return tuple(absents)


def _du_champ(champ: Champ, brouillon: Brouillon, marche: Marche) -> Iterator[str]:
    nom, lus = champ.nom, marche.lus
    if champ.groupe is not None:
        yield from _parmi(brouillon.groupes.get(nom, {}), champ.groupe, f"{nom}.", marche)
    elif champ.elements is not None:
        if nom not in marche.demandes:
            yield from [nom] if brouillon.retenus(nom) else []
            return
        for rang, element in enumerate(brouillon.retenus(nom)):
            yield from _parmi(element.donnees, champ.elements, f"{nom}.{rang}.", marche)
    elif nom not in lus:
        cochees = any(brouillon.groupes.get(nom, {}).values()) if champ.cases else False
        if cochees or _repondu(champ, brouillon.racine.get(nom)):
            yield nom


def _parmi(
    donnees: Mapping[str, object], modele: type[Reponses], prefixe: str, marche: Marche
) -> Iterator[str]:
    """The same among the answers of one element or group."""
    connus = champs(modele)
    for nom, valeur in donnees.items():
        if prefixe + nom not in marche.lus and _repondu(connus[nom], valeur):
            yield prefixe + nom


def _repondu(champ: Champ, brut: object) -> bool:
    """True for an answer, right or wrong; an amount of zero, « non », a box left empty and the default are none."""
    if brut is None:
        return False
    lu = lire(champ, brut)
    rien = (None, champ.defaut, RIEN.get(champ.nature))
    return bool(lu.code) or not any(lu.valeur is r or lu.valeur == r for r in rien)
