"""The path that a form takes: which steps apply, in which order, and the answers met on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from kiosk.formulaire.brouillon import Brouillon
from kiosk.formulaire.champ import Champ, Reponses, champs
from kiosk.formulaire.demarche import Demarche, Ecran, Etape, Page, Sortie, composition
from kiosk.formulaire.lecture import Lu, lire


@dataclass(frozen=True, slots=True)
class Lieu:
    """One screen of the walk. `rang` and `element` are those of a repeated step; `ordre` sorts the walk.

    `prefixe` begins the dotted paths of its fields, `personnes.0.` or nothing.
    """

    etape: Etape | Page
    ordre: tuple[int, int, int]
    prefixe: str = ""
    rang: int | None = None
    element: int | None = None

    @property
    def code(self) -> str:
        """`foyer`, or `personnes.0.salaires` for a repeated step."""
        return self.prefixe + self.etape.code

    @property
    def cle(self) -> tuple[int | None, str]:
        """The same screen in another walk, whatever its rank there."""
        return (self.element, self.etape.code)

    def chemin(self, nom: str) -> str:
        """The dotted path of one of the step's fields."""
        return self.prefixe + nom

    @property
    def chemins(self) -> tuple[str, ...]:
        """The dotted paths of the step's fields, none for a page."""
        if isinstance(self.etape, Page):
            return ()
        return tuple([self.prefixe + nom for nom in self.etape.champs])


@dataclass(frozen=True)
class Marche:
    """The walk as it stands: its screens, the exit it meets if any, what was read on it by dotted path.

    `reponses` are the accepted answers. `examinees` are those that rules look at: refused amounts count there.
    """

    lieux: tuple[Lieu, ...]
    sortie: Sortie | None
    lus: Mapping[str, Lu] = field(repr=False)
    reponses: Reponses = field(repr=False)
    examinees: Reponses = field(repr=False)

    @cached_property
    def etapes(self) -> tuple[Lieu, ...]:
        """The screens that ask something."""
        return tuple([lieu for lieu in self.lieux if isinstance(lieu.etape, Etape)])

    @cached_property
    def demandes(self) -> Mapping[str, Lieu]:
        """By dotted path, the screen that asks it."""
        return {chemin: lieu for lieu in self.etapes for chemin in lieu.chemins}

    def retrouver(self, cle: tuple[int | None, str]) -> Lieu | None:
        """The screen with this `Lieu.cle`, None when it is not on the walk."""
        return next((lieu for lieu in self.lieux if lieu.cle == cle), None)

    def avant(self, ordre: tuple[int, int, int]) -> Lieu | None:
        """The last screen before this place."""
        return next((lieu for lieu in reversed(self.lieux) if lieu.ordre < ordre), None)

    def apres(self, ordre: tuple[int, int, int]) -> Lieu | None:
        """The first screen after this place."""
        return next((lieu for lieu in self.lieux if lieu.ordre > ordre), None)


@dataclass(slots=True, repr=False)
class _Cadre:
    """What a run of steps is about, the form itself or one element, and what was read of it so far.

    `valeurs` are the accepted answers, `refusees` the amounts understood and refused; `vue` is the model that
    conditions look at, one for the whole walk: building one for each step took a third of the time.
    """

    modele: type[Reponses]
    brut: Mapping[str, object]
    prefixe: str = ""
    rang: int | None = None
    element: int | None = None
    valeurs: dict[str, object] = field(default_factory=dict)
    refusees: dict[str, object] = field(default_factory=dict)
    vue: Reponses = field(init=False)

    def __post_init__(self) -> None:
        self.vue = _construire(self.modele, {})

    def montrer(self, valeurs: Mapping[str, object]) -> Reponses:
        """The model with these answers and no others."""
        self.vue.__dict__.update(_vierge(self.modele).__dict__)
        self.vue.__dict__.update(valeurs)
        return self.vue


class _Marcheur:
    """One pass over the declaration; conditions see only what was read before them, and their own step."""

    def __init__(self, demarche: Demarche[Any], brouillon: Brouillon) -> None:
        self.demarche = demarche
        self.brouillon = brouillon
        self.racine = _Cadre(demarche.reponses, brouillon.racine)
        self.elements: dict[str, list[_Cadre]] = {}
        self.lieux: list[Lieu] = []
        self.lus: dict[str, Lu] = {}

    def marcher(self) -> Marche:
        self._connaitre(self.racine, "")
        sortie = self._suivre()
        reponses = self._reponses(examinees=False)
        refus = self.racine.refusees or any(c.refusees for liste in self.elements.values() for c in liste)
        examinees = self._reponses(examinees=True) if refus else reponses
        return Marche(tuple(self.lieux), sortie, self.lus, reponses, examinees)

    def _suivre(self) -> Sortie | None:
        for groupe, bloc in enumerate(self.demarche.blocs):
            # A repeated field that the walk does not ask has no elements on it.
            for rang, cadre in enumerate(self.elements.get(bloc.pour, ()) if bloc.pour else (self.racine,)):
                for place, ecran in enumerate(bloc.ecrans):
                    self._essayer(ecran, cadre, (groupe, rang, place))
                    if not bloc.pour and (sortie := self._sortie()) is not None:
                        return sortie
            if bloc.pour and (sortie := self._sortie()) is not None:
                return sortie
        return None

    def _essayer(self, ecran: Ecran, cadre: _Cadre, ordre: tuple[int, int, int]) -> None:
        etape, brut = ecran.etape, cadre.brut
        lus = {champ.nom: lire(champ, brut.get(champ.nom)) for champ in ecran.simples}
        valeurs = {nom: lu.valeur for nom, lu in lus.items() if lu.valeur is not None}
        refusees = {nom: lu.refusee for nom, lu in lus.items() if lu.refusee is not None}
        if (
            isinstance(etape, Etape)
            and etape.si is not None
            and not self._applique(etape.si, cadre, valeurs | refusees)
        ):
            return
        self.lieux.append(Lieu(etape, ordre, cadre.prefixe, cadre.rang, cadre.element))
        cadre.valeurs.update(valeurs)
        cadre.refusees.update(refusees)
        prefixe = cadre.prefixe
        self.lus.update([(prefixe + nom, lu) for nom, lu in lus.items()])
        for champ in ecran.repetes:
            self._composer(champ)

    def _applique(self, si: Callable[[Any], bool], cadre: _Cadre, propres: Mapping[str, object]) -> bool:
        """True when the steps before ask for this one, or when its own answers keep it; they never send it away."""
        return si(self._vue(cadre)) or (bool(propres) and si(self._vue(cadre, propres)))

    def _composer(self, champ: Champ) -> None:
        """The elements join the walk where they are chosen: their kind and what is known of them."""
        assert champ.elements is not None
        cle = composition(champ).cle
        liste = self.elements[champ.nom] = []
        for rang, element in enumerate(self.brouillon.retenus(champ.nom)):
            prefixe = f"{champ.nom}.{rang}."
            cadre = _Cadre(champ.elements, element.donnees, prefixe, rang, element.identifiant)
            self._connaitre(cadre, cle)
            liste.append(cadre)

    def _connaitre(self, cadre: _Cadre, cle: str) -> None:
        """What no step asks: the answers known before the walk, and the kind of an element."""
        for champ in champs(cadre.modele).values():
            if champ.donne or champ.nom == cle:
                lu = lire(champ, cadre.brut.get(champ.nom, champ.defaut))
                self.lus[cadre.prefixe + champ.nom] = lu
                if lu.valeur is not None:
                    cadre.valeurs[champ.nom] = lu.valeur

    def _sortie(self) -> Sortie | None:
        if not self.demarche.sorties:
            return None
        reponses = self._vue(self.racine)
        return next((s for s in self.demarche.sorties if s.si(reponses)), None)

    def _reponses(self, examinees: bool) -> Reponses:
        propres = self.racine.refusees if examinees else {}
        return _construire(self.demarche.reponses, self.racine.valeurs | propres | self._listes(examinees))

    def _vue(self, cadre: _Cadre, propres: Mapping[str, object] | None = None) -> Reponses:
        """The answers of a form or an element so far, with those of the step being tried."""
        listes = self._listes(examinees=False) if cadre is self.racine else {}
        return cadre.montrer({**cadre.valeurs, **(propres or {}), **listes})

    def _listes(self, examinees: bool) -> dict[str, object]:
        return {
            nom: tuple(
                [_construire(c.modele, c.valeurs | c.refusees if examinees else c.valeurs) for c in liste]
            )
            for nom, liste in self.elements.items()
        }


def _construire(modele: type[Reponses], valeurs: Mapping[str, object]) -> Reponses:
    """A model of values that `lire` accepted one by one; what is not answered keeps its default."""
    return _vierge(modele).model_copy(update=valeurs)


@cache
def _vierge(modele: type[Reponses]) -> Reponses:
    return modele.model_construct()


def marcher(demarche: Demarche[Any], brouillon: Brouillon) -> Marche:
    """Walk a démarche over raw answers. Pure; a condition that raises is a fault of the declaration."""
    return _Marcheur(demarche, brouillon).marcher()


def construire(modele: type[Reponses], brut: Mapping[str, object]) -> Reponses:
    """The accepted ones among raw answers, walk or no walk."""
    lus = {champ.nom: lire(champ, brut.get(champ.nom)).valeur for champ in champs(modele).values()}
    return _construire(modele, {nom: valeur for nom, valeur in lus.items() if valeur is not None})
