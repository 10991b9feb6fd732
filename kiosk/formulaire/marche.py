"""The path that a form takes: which steps apply, in which order, and the answers met on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import Any

from kiosk.formulaire.brouillon import Brouillon, Element
from kiosk.formulaire.champ import Champ, Reponses, champs
from kiosk.formulaire.demarche import Demarche, Etape, Page, Sortie
from kiosk.formulaire.lecture import Lu, lire


@dataclass(frozen=True, slots=True)
class Lieu:
    """One screen of the walk. `rang` and `element` are those of a repeated step; `ordre` sorts the walk."""

    etape: Etape | Page
    ordre: tuple[int, int, int]
    rang: int | None = None
    element: int | None = None

    @property
    def code(self) -> str:
        """`foyer`, or `personnes.0.salaires` for a repeated step."""
        if isinstance(self.etape, Etape) and self.rang is not None:
            return f"{self.etape.pour}.{self.rang}.{self.etape.code}"
        return self.etape.code

    def chemin(self, nom: str) -> str:
        """The dotted path of one of the step's fields."""
        if isinstance(self.etape, Etape) and self.rang is not None:
            return f"{self.etape.pour}.{self.rang}.{nom}"
        return nom

    @property
    def chemins(self) -> tuple[str, ...]:
        """The dotted paths of the step's fields, none for a page."""
        return tuple(map(self.chemin, self.etape.champs)) if isinstance(self.etape, Etape) else ()


@dataclass(frozen=True)
class Marche:
    """The walk as it stands: its screens, the exit it meets if any, what was read on it by dotted path."""

    lieux: tuple[Lieu, ...]
    sortie: Sortie | None
    lus: Mapping[str, Lu]
    reponses: Reponses

    @cached_property
    def etapes(self) -> tuple[Lieu, ...]:
        """The screens that ask something."""
        return tuple(lieu for lieu in self.lieux if isinstance(lieu.etape, Etape))

    @cached_property
    def demandes(self) -> Mapping[str, Lieu]:
        """By dotted path, the screen that asks it."""
        return {chemin: lieu for lieu in self.etapes for chemin in lieu.chemins}


class _Marcheur:
    """One pass over the declaration; conditions see only what was read before them, and their own step."""

    def __init__(self, demarche: Demarche[Any], brouillon: Brouillon) -> None:
        self.demarche = demarche
        self.brouillon = brouillon
        self.racine = champs(demarche.portee(""))
        self.valeurs: dict[str, object] = {}
        self.elements: dict[str, list[dict[str, object]]] = {}
        self.lieux: list[Lieu] = []
        self.lus: dict[str, Lu] = {}

    def marcher(self) -> Marche:
        self._donnes(self.racine, self.brouillon.racine, self.valeurs, "")
        sortie = None
        groupes = groupby(self.demarche.etapes, key=lambda e: e.pour if isinstance(e, Etape) else "")
        for rang, (pour, etapes) in enumerate(groupes):
            sortie = self._repeter(rang, pour, etapes) if pour else self._suivre(rang, etapes)
            if sortie is not None:
                break
        return Marche(tuple(self.lieux), sortie, self.lus, self._reponses())

    def _suivre(self, groupe: int, etapes: Any) -> Sortie | None:
        for rang, etape in enumerate(etapes):
            lieu = Lieu(etape, (groupe, 0, rang))
            if isinstance(etape, Page):
                self.lieux.append(lieu)
                continue
            self._essayer(lieu, etape, self.racine, self.brouillon.racine, self.valeurs)
            if (sortie := self._sortie()) is not None:
                return sortie
        return None

    def _repeter(self, groupe: int, pour: str, etapes: Any) -> Sortie | None:
        portee = champs(self.demarche.portee(pour))
        suite = tuple(etapes)
        for rang, element in enumerate(self.brouillon.retenus(pour)):
            valeurs = self.elements[pour][rang]
            for place, etape in enumerate(suite):
                lieu = Lieu(etape, (groupe, rang, place), rang, element.identifiant)
                self._essayer(lieu, etape, portee, element.donnees, valeurs)
        return self._sortie()

    def _essayer(
        self,
        lieu: Lieu,
        etape: Etape,
        portee: Mapping[str, Champ],
        brut: Mapping[str, object],
        valeurs: dict[str, object],
    ) -> None:
        lus = {n: lire(portee[n], brut.get(n)) for n in etape.champs if portee[n].elements is None}
        propres = valeurs | {n: lu.valeur for n, lu in lus.items()}
        if etape.si is not None and not etape.si(_construire(self.demarche.portee(etape.pour), propres)):
            return
        self.lieux.append(lieu)
        valeurs.update(propres)
        self.lus.update((lieu.chemin(n), lu) for n, lu in lus.items())
        for nom in etape.champs:
            if portee[nom].elements is not None:
                self._composer(portee[nom])

    def _composer(self, champ: Champ) -> None:
        """The elements join the walk where they are chosen: their kind and what is known of them."""
        assert champ.elements is not None
        assert champ.repete is not None
        connus = champs(champ.elements)
        liste = self.elements[champ.nom] = []
        for rang, element in enumerate(self.brouillon.retenus(champ.nom)):
            valeurs: dict[str, object] = {}
            self._donnes(connus, element.donnees, valeurs, f"{champ.nom}.{rang}.")
            cle = champ.repete.cle
            lu = lire(connus[cle], element.donnees.get(cle, connus[cle].defaut))
            valeurs[cle] = lu.valeur
            self.lus[f"{champ.nom}.{rang}.{cle}"] = lu
            liste.append(valeurs)

    def _donnes(
        self,
        portee: Mapping[str, Champ],
        brut: Mapping[str, object],
        valeurs: dict[str, object],
        prefixe: str,
    ) -> None:
        for champ in portee.values():
            if champ.donne:
                lu = lire(champ, brut.get(champ.nom))
                valeurs[champ.nom] = lu.valeur
                self.lus[prefixe + champ.nom] = lu

    def _sortie(self) -> Sortie | None:
        if not self.demarche.sorties:
            return None
        reponses = self._reponses()
        return next((s for s in self.demarche.sorties if s.si(reponses)), None)

    def _reponses(self) -> Reponses:
        listes = {
            nom: tuple(_construire(self.demarche.portee(nom), v) for v in liste)
            for nom, liste in self.elements.items()
        }
        return _construire(self.demarche.reponses, self.valeurs | listes)


def _construire(modele: type[Reponses], valeurs: Mapping[str, object]) -> Reponses:
    """A model of values that `lire` accepted one by one; what is not answered keeps its default."""
    return _vierge(modele).model_copy(update={n: v for n, v in valeurs.items() if v is not None})


@cache
def _vierge(modele: type[Reponses]) -> Reponses:
    return modele.model_construct()


def marcher(demarche: Demarche[Any], brouillon: Brouillon) -> Marche:
    """Walk a démarche over raw answers. Pure; a condition that raises is a fault of the declaration."""
    return _Marcheur(demarche, brouillon).marcher()


def element_de(brouillon: Brouillon, lieu: Lieu) -> Element | None:
    """The raw element that a repeated screen is about."""
    if lieu.rang is None or not isinstance(lieu.etape, Etape):
        return None
    return brouillon.retenus(lieu.etape.pour)[lieu.rang]
