"""The path that a form takes: which steps apply, in which order, and the answers met on the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from kiosk.formulaire.brouillon import Brouillon
from kiosk.formulaire.champ import Champ, Reponses, champs
from kiosk.formulaire.demarche import Demarche, Ecran, Etape, Page, Sortie, composition
from kiosk.formulaire.lecture import CHOIX_INCONNU, Lu, lire
from kiosk.formulaire.regle import Contexte

_VIDES = (None, "")


class Lieu(NamedTuple):
    """One screen of the walk. `rang` and `element` are those of a repeated step; `ordre` sorts the walk.

    `prefixe` begins the dotted paths of its fields, `personnes.0.`, `aide.` or nothing; `chemins` are these paths, none
    for a page.
    """

    etape: Etape | Page
    ordre: tuple[int, int, int]
    prefixe: str = ""
    rang: int | None = None
    element: int | None = None
    chemins: tuple[str, ...] = ()

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


class _Cadre:
    """What a run of steps is about, the form itself or one element, and what was read of it so far.

    `vue` holds the accepted answers; it grows as the walk goes on, and is frozen for everybody else (a copy for each
    condition took a third of the time). `refusees` are the amounts understood and refused.
    """

    __slots__ = ("brut", "element", "modele", "prefixe", "rang", "refusees", "vue")

    def __init__(
        self,
        modele: type[Reponses],
        brut: Mapping[str, object],
        prefixe: str = "",
        rang: int | None = None,
        element: int | None = None,
    ) -> None:
        self.modele, self.brut = modele, brut
        self.prefixe, self.rang, self.element = prefixe, rang, element
        self.vue = _vierge(modele).model_copy()
        self.refusees: dict[str, object] = {}

    def retenir(self, valeurs: Mapping[str, object]) -> None:
        """These answers are on the walk."""
        self.vue.__dict__.update(valeurs)
        self.vue.model_fields_set.update(valeurs)


class _Marcheur:
    """One pass over the declaration; conditions see only what was read before them, and their own step."""

    def __init__(self, demarche: Demarche[Any], brouillon: Brouillon, contexte: Contexte) -> None:
        self.demarche = demarche
        self.brouillon = brouillon
        self.contexte = contexte
        self.racine = _Cadre(demarche.reponses, brouillon.racine)
        self.groupes = {
            nom: _Cadre(modele, brouillon.groupes.get(nom, {}), f"{nom}.")
            for nom, modele in demarche.groupes.items()
        }
        self.elements: dict[str, list[_Cadre]] = {}
        self.lieux: list[Lieu] = []
        self.lus: dict[str, Lu] = {}

    def marcher(self) -> Marche:
        self._connaitre(self.racine, "")
        for nom, cadre in self.groupes.items():
            self._connaitre(cadre, "")
            self.racine.retenir({nom: cadre.vue})
        sortie = self._suivre()
        return Marche(tuple(self.lieux), sortie, self.lus, self.racine.vue, self._examinees())

    def _suivre(self) -> Sortie | None:
        for groupe, bloc in enumerate(self.demarche.blocs):
            for rang, cadre in enumerate(self._cadres(bloc.pour)):
                for place, ecran in enumerate(bloc.ecrans):
                    self._essayer(ecran, cadre, (groupe, rang, place))
                    if not bloc.pour and (sortie := self._sortie()) is not None:
                        return sortie
            if bloc.pour and (sortie := self._sortie()) is not None:
                return sortie
        return None

    def _cadres(self, pour: str) -> Sequence[_Cadre]:
        """What a run of steps is asked for. A repeated field that the walk does not ask has no elements on it."""
        if not pour:
            return (self.racine,)
        return (self.groupes[pour],) if pour in self.groupes else self.elements.get(pour, ())

    def _essayer(self, ecran: Ecran, cadre: _Cadre, ordre: tuple[int, int, int]) -> None:
        etape, brut, prefixe = ecran.etape, cadre.brut, cadre.prefixe
        if isinstance(etape, Page):
            if etape.si is None or etape.si(self.racine.vue, self.contexte):
                self.lieux.append(Lieu(etape, ordre))
            return
        lus: dict[str, Lu] = {}
        valeurs: dict[str, object] = {}
        refusees: dict[str, object] = {}
        for champ in ecran.simples:
            nom = champ.nom
            if nom in etape.selon and brut.get(nom) in _VIDES and not etape.selon[nom](self.racine.vue):
                continue
            lu = lus[prefixe + nom] = lire(champ, brut.get(nom))
            if lu.valeur is not None:
                valeurs[nom] = lu.valeur
            elif lu.refusee is not None:
                refusees[nom] = lu.refusee
        for champ in ecran.multiples:
            cochees = self._cochees(champ, lus)
            if cochees:
                valeurs[champ.nom] = cochees
        if etape.si is not None and not _applique(etape.si, cadre.vue, valeurs | refusees):
            return
        chemins = tuple(
            [prefixe + nom for nom in ecran.noms if nom not in etape.selon or prefixe + nom in lus]
        )
        self.lieux.append(Lieu(etape, ordre, prefixe, cadre.rang, cadre.element, chemins))
        self.lus.update(lus)
        cadre.retenir(valeurs)
        cadre.refusees.update(refusees)
        for champ in ecran.repetes:
            self._composer(champ)

    def _cochees(self, champ: Champ, lus: dict[str, Lu]) -> tuple[object, ...]:
        """Several choices: each box is read, then all of them as one answer."""
        brut = self.brouillon.groupes.get(champ.nom, {})
        cochees = []
        for valeur, case in champ.cases.items():
            lu = lus[f"{champ.nom}.{valeur}"] = lire(case, brut.get(valeur))
            if lu.valeur is True:
                cochees.append(valeur)
        if any(coche and valeur not in champ.cases for valeur, coche in brut.items()):
            lus[champ.nom] = CHOIX_INCONNU
            return ()
        choix: tuple[object, ...] = champ.adaptateur.validate_python(cochees)
        lus[champ.nom] = Lu(choix)
        return choix

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
        self.racine.retenir({champ.nom: tuple([cadre.vue for cadre in liste])})

    def _connaitre(self, cadre: _Cadre, cle: str) -> None:
        """What no step asks: the answers known before the walk, and the kind of an element."""
        for champ in champs(cadre.modele).values():
            if champ.donne or champ.nom == cle:
                lu = lire(champ, cadre.brut.get(champ.nom, champ.defaut))
                self.lus[cadre.prefixe + champ.nom] = lu
                if lu.valeur is not None:
                    cadre.retenir({champ.nom: lu.valeur})

    def _sortie(self) -> Sortie | None:
        return next((s for s in self.demarche.sorties if s.si(self.racine.vue)), None)

    def _examinees(self) -> Reponses:
        """The answers with the refused amounts among them; the same object when none was refused."""
        racine, listes, groupes = self.racine, self.elements, self.groupes
        cadres = (racine, *groupes.values(), *(c for liste in listes.values() for c in liste))
        if not any(c.refusees for c in cadres):
            return racine.vue
        seuls = {nom: c.vue.model_copy(update=c.refusees) for nom, c in groupes.items()}
        elements = {
            nom: tuple([c.vue.model_copy(update=c.refusees) for c in liste]) for nom, liste in listes.items()
        }
        return racine.vue.model_copy(update=racine.refusees | seuls | elements)


def _applique(si: Callable[[Any], bool], vue: Reponses, propres: Mapping[str, object]) -> bool:
    """True when the steps before ask for this one, or when its own answers keep it; they never send it away."""
    return si(vue) or (bool(propres) and si(vue.model_copy(update=propres)))


@cache
def _vierge(modele: type[Reponses]) -> Reponses:
    return modele.model_construct()


def marcher(demarche: Demarche[Any], brouillon: Brouillon, contexte: Contexte) -> Marche:
    """Walk a démarche over raw answers. Pure; a condition that raises is a fault of the declaration."""
    return _Marcheur(demarche, brouillon, contexte).marcher()


def construire(modele: type[Reponses], brut: Mapping[str, object]) -> Reponses:
    """The accepted ones among raw answers, walk or no walk."""
    cadre = _Cadre(modele, brut)
    lus = {champ.nom: lire(champ, brut.get(champ.nom)).valeur for champ in champs(modele).values()}
    cadre.retenir({nom: valeur for nom, valeur in lus.items() if valeur is not None})
    return cadre.vue
