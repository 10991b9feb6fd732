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
    """Raw answers: of the form itself, and of the elements of each repeated field."""

    modele: type[Reponses]
    racine: dict[str, object] = field(default_factory=dict, repr=False)
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
            if champ.elements is None:
                if isinstance(valeur, COMPOSES):
                    raise DonneesIllisibles(f"{nom}{UNE_SEULE}")
                brouillon.racine[nom] = valeur
            else:
                brouillon._remplir(champ, champ.elements, valeur)
        return brouillon

    def _remplir(self, champ: Champ, modele: type[Reponses], valeur: object) -> None:
        if not isinstance(valeur, list | tuple):
            raise DonneesIllisibles(f"{champ.nom}\u00a0: une liste est attendue")
        connus = champs(modele)
        for rang, brut in enumerate(valeur):
            if not isinstance(brut, Mapping):
                raise DonneesIllisibles(f"{champ.nom}.{rang}\u00a0: un objet est attendu")
            donnees: dict[str, object] = {}
            for nom, contenu in brut.items():
                if nom not in connus:
                    raise DonneesIllisibles(f"champ inconnu\u00a0: {champ.nom}.{rang}.{nom}")
                if isinstance(contenu, COMPOSES):
                    raise DonneesIllisibles(f"{champ.nom}.{rang}.{nom}{UNE_SEULE}")
                donnees[nom] = contenu
            self._ranger(champ.nom, donnees)

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
        modele = racine[nom].elements
        rang, _, feuille = suite.partition(".")
        if modele is None or feuille not in champs(modele):
            raise KeyError(chemin)
        for place, element in enumerate(self.retenus(nom)):
            if rang == str(place):
                return element.donnees, champs(modele)[feuille]
        raise KeyError(chemin)

    def ajouter(self, nom: str, repete: Repete) -> Element:
        """One more element of the kind that a visitor may add."""
        return self._ranger(nom, {repete.cle: repete.ajout})
