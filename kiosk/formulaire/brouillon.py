"""What the visitor typed so far, right or wrong: nothing is lost here, nothing is sent from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from kiosk.formulaire.champ import Champ, Repete, Reponses, champs

COMPOSES = (list, tuple, set, Mapping)
UNE_SEULE = "\u00a0: une seule valeur est attendue"


class DonneesIllisibles(ValueError):
    """A received form that is not of the démarche's shape (unknown field, list in place of a value…)."""


@dataclass(slots=True)
class Element:
    """One element of a repeated field; kept when taken out, so that putting it back loses nothing."""

    identifiant: int
    donnees: dict[str, object] = field(repr=False)
    retenu: bool = True


@dataclass(slots=True)
class Brouillon:
    """Raw answers: of the form itself, of its groups, and of the elements of each repeated field.

    Several choices are kept as a group of boxes.
    """

    modele: type[Reponses]
    racine: dict[str, object] = field(default_factory=dict, repr=False)
    groupes: dict[str, dict[str, object]] = field(default_factory=dict, repr=False)
    elements: dict[str, list[Element]] = field(default_factory=dict, repr=False)
    _suite: "count[int]" = field(default_factory=count)

    @classmethod
    def de(cls, modele: type[Reponses], donnees: Mapping[str, object]) -> "Brouillon":
        """From a JSON object or a dumped model. Raises `DonneesIllisibles`."""
        brouillon = cls(modele)
        connus = champs(modele)
        for nom, valeur in donnees.items():
            champ = connus.get(nom)
            if champ is None:
                raise DonneesIllisibles(f"champ inconnu\u00a0: {nom}")
            if champ.elements is not None:
                brouillon._remplir(champ, champ.elements, valeur)
            elif champ.groupe is not None:
                brouillon.groupes[nom] = _simples(champ.groupe, nom, valeur)
            elif champ.cases:
                brouillon.groupes[nom] = _cochees(nom, valeur)
            elif isinstance(valeur, COMPOSES):
                raise DonneesIllisibles(f"{nom}{UNE_SEULE}")
            else:
                brouillon.racine[nom] = valeur
        return brouillon

    def _remplir(self, champ: Champ, modele: type[Reponses], valeur: object) -> None:
        if not isinstance(valeur, list | tuple):
            raise DonneesIllisibles(f"{champ.nom}\u00a0: une liste est attendue")
        for rang, brut in enumerate(valeur):
            self._ranger(champ.nom, _simples(modele, f"{champ.nom}.{rang}", brut))

    def _ranger(self, nom: str, donnees: dict[str, object]) -> Element:
        element = Element(next(self._suite), donnees)
        self.elements.setdefault(nom, []).append(element)
        return element

    def retenus(self, nom: str) -> list[Element]:
        """The elements on the walk, in order; a dotted path `personnes.1.salaires` means the second of these."""
        return [e for e in self.elements.get(nom, []) if e.retenu]

    def cible(self, chemin: str) -> tuple[dict[str, object], Champ]:
        """Where a path is stored, and its field. Raises `KeyError` for a path that does not exist."""
        racine = champs(self.modele)
        nom, _, suite = chemin.partition(".")
        if not suite:
            return self.racine, racine[chemin]
        champ = racine[nom]
        if champ.groupe is not None:
            return self.groupes.setdefault(nom, {}), champs(champ.groupe)[suite]
        if champ.cases:
            return self.groupes.setdefault(nom, {}), champ.cases[suite]
        modele = champ.elements
        rang, _, feuille = suite.partition(".")
        if modele is None or feuille not in champs(modele):
            raise KeyError(chemin)
        for place, element in enumerate(self.retenus(nom)):
            if rang == str(place):
                return element.donnees, champs(modele)[feuille]
        raise KeyError(chemin)

    def ajouter(self, nom: str, repete: Repete) -> Element:
        """One more element of the kind that a visitor may add."""
        if isinstance(repete.ajout, str):
            return self._ranger(nom, {repete.cle: repete.ajout})
        presents = [str(e.donnees.get(repete.cle, "")) for e in self.elements.get(nom, [])]
        return self._ranger(nom, {repete.cle: repete.ajout(presents)})


def _simples(modele: type[Reponses], ou: str, brut: object) -> dict[str, object]:
    """The answers of one element or group. Raises `DonneesIllisibles`."""
    if not isinstance(brut, Mapping):
        raise DonneesIllisibles(f"{ou}\u00a0: un objet est attendu")
    connus = champs(modele)
    for nom, contenu in brut.items():
        if nom not in connus:
            raise DonneesIllisibles(f"champ inconnu\u00a0: {ou}.{nom}")
        if isinstance(contenu, COMPOSES):
            raise DonneesIllisibles(f"{ou}.{nom}{UNE_SEULE}")
    return dict(brut)


def _cochees(nom: str, valeur: object) -> dict[str, object]:
    """Several choices as boxes; a value that is none of them is kept, to be refused. Raises `DonneesIllisibles`."""
    if not isinstance(valeur, list | tuple):
        raise DonneesIllisibles(f"{nom}\u00a0: une liste est attendue")
    if any(isinstance(v, COMPOSES) for v in valeur):
        raise DonneesIllisibles(f"{nom}\u00a0: une liste de valeurs simples est attendue")
    return {v if isinstance(v, str) else f"({type(v).__name__})": True for v in valeur}
