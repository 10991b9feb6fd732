"""One visitor's walk through a démarche, the same on the terminal and on the backend."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from kiosk.formulaire.brouillon import Brouillon, Element
from kiosk.formulaire.champ import Champ, Reponses, champs
from kiosk.formulaire.demarche import VERIFICATION, Demarche, Depart, Etape, Sortie, composition
from kiosk.formulaire.lecture import lire
from kiosk.formulaire.marche import Lieu, Marche, marcher
from kiosk.formulaire.regle import Anomalie, Contexte, Regle

R = TypeVar("R", bound=Reponses)


@dataclass(frozen=True, slots=True)
class Progression:
    """Where the visitor stands: step `numero` of `total`, and the title of the next one (empty at the end)."""

    numero: int
    total: int
    suivante: str


class Parcours(Generic[R]):
    """A walk: what was typed, where the visitor stands, what comes out.

    Everything typed is kept, right or wrong; only what is right and on the walked path comes out of `reponses`.
    No method raises for any answer; `KeyError` means a path or a step that does not exist.
    """

    def __init__(self, demarche: Demarche[R], contexte: Contexte, depart: Depart[R] | None = None) -> None:
        self.demarche = demarche
        self.contexte = contexte
        self.depart = depart or demarche.preparer(contexte)
        self._brouillon = Brouillon.de(demarche.reponses, self.depart.reponses.model_dump(exclude_none=True))
        self._vus: set[tuple[int | None, str]] = set()
        self._modifie = False
        self._fini = False
        self._lieu = self.marche.lieux[0]

    # -- what stands -------------------------------------------------------------------------------------

    @cached_property
    def marche(self) -> Marche:
        """The walk as it stands, recomputed after each change."""
        return marcher(self.demarche, self._brouillon)

    @property
    def lieu(self) -> Lieu:
        """The screen the visitor is on (the last one asked, when at check-answers)."""
        return self._lieu

    @property
    def en_verification(self) -> bool:
        """True at check-answers."""
        return self._fini

    @property
    def sortie(self) -> Sortie | None:
        """The exit that the answers lead to, once everything before it was asked."""
        sortie = self.marche.sortie
        return sortie if sortie is not None and self._fini else None

    @property
    def reponses(self) -> R:
        """The answers on the walked path; a refused one counts as not given."""
        return self.marche.reponses  # type: ignore[return-value]  # built from demarche.reponses

    def texte(self, modele: str, lieu: Lieu | None = None) -> str:
        """A label with `{annee}`, `{personne}`… filled in."""
        textes = dict(self.depart.textes)
        if lieu is not None and lieu.rang is not None and isinstance(lieu.etape, Etape):
            textes["personne"] = self.nom_element(lieu.etape.pour, lieu.rang)
        return modele.format_map(textes)

    def titre(self, lieu: Lieu) -> str:
        """The title of a screen, for the person it is about."""
        etape = lieu.etape
        if isinstance(etape, Etape) and etape.titre_autre and lieu.rang is not None:
            element = self._brouillon.retenus(etape.pour)[lieu.rang]
            repete = composition(champs(self.demarche.reponses)[etape.pour])
            if element.donnees.get(repete.cle) != repete.fixe:
                return self.texte(etape.titre_autre, lieu)
        return self.texte(etape.titre, lieu)

    def nom_element(self, nom: str, rang: int) -> str:
        """How the element is called: « Vous », « Votre conjoint, Sami »."""
        return self.demarche.nommer(getattr(self.reponses, nom)[rang], rang)

    def nom_de(self, nom: str, element: Element) -> str:
        """The same for an element that may have been taken out of the walk."""
        modele = self.demarche.portee(nom)
        connus = {c: lire(champs(modele)[c], v).valeur for c, v in element.donnees.items()}
        rang = self._brouillon.elements[nom].index(element)
        return self.demarche.nommer(modele.model_construct(**{c: v for c, v in connus.items() if v}), rang)

    def champ(self, chemin: str) -> Champ:
        """The field at a dotted path. Raises `KeyError`."""
        return self._brouillon.cible(chemin)[1]

    def saisie(self, chemin: str) -> object:
        """What was typed there, as it was typed; None when nothing was."""
        donnees, champ = self._brouillon.cible(chemin)
        return donnees.get(champ.nom)

    @property
    def progression(self) -> Progression:
        """Step n of N; check-answers is the last one, pages to read have the number of the step after them."""
        etapes = self.marche.etapes
        total = len(etapes) + 1
        if self._fini:
            return Progression(total, total, "")
        avant = sum(1 for lieu in etapes if lieu.ordre < self._lieu.ordre)
        apres = [lieu for lieu in etapes if lieu.ordre > self._lieu.ordre]
        suivante = self.titre(apres[0]) if apres else "Vérifiez vos réponses"
        return Progression(min(avant + 1, total), total, suivante)

    # -- what the visitor does ---------------------------------------------------------------------------

    def saisir(self, chemin: str, valeur: object) -> None:
        """Keep what was typed, as it was typed. Raises `KeyError` for an unknown path."""
        donnees, champ = self._brouillon.cible(chemin)
        donnees[champ.nom] = valeur
        self._changer()

    def elements(self, nom: str) -> tuple[Element, ...]:
        """All the elements of a repeated field, those taken out too."""
        return tuple(self._brouillon.elements.get(nom, ()))

    def retenir(self, nom: str, identifiant: int, retenu: bool) -> None:
        """Put an element on the walk or take it out; its answers are kept aside."""
        for element in self._brouillon.elements.get(nom, ()):
            if element.identifiant == identifiant:
                element.retenu = retenu
        self._changer()

    def ajouter(self, nom: str) -> None:
        """One more element of the kind that a visitor may add."""
        self._brouillon.ajouter(nom, composition(champs(self.demarche.reponses)[nom]))
        self._changer()

    def continuer(self) -> tuple[Anomalie, ...]:
        """« Continuer »: every anomaly of this step, or none and the walk goes on."""
        if self._fini:
            return ()
        if anomalies := self.anomalies(self._lieu):
            return anomalies
        self._vus.add((self._lieu.element, self._lieu.etape.code))
        suivant = self._a_revoir() if self._modifie else self._apres()
        if suivant is None:
            self._fini, self._modifie = True, False
        else:
            self._lieu = suivant
        return ()

    def precedent(self) -> bool:
        """« Précédent »; False on the first screen, where there is nothing before."""
        if self._modifie:
            self._fini, self._modifie = True, False
            return True
        lieux = self.marche.lieux
        avant = lieux if self._fini else [lieu for lieu in lieux if lieu.ordre < self._lieu.ordre]
        if not avant:
            return False
        self._lieu, self._fini = avant[-1], False
        return True

    def modifier(self, chemin: str) -> None:
        """« Modifier » on a row of check-answers: its step, then back. Raises `KeyError` off the walk."""
        for lieu in self.marche.etapes:
            if chemin in lieu.chemins or chemin == lieu.code:
                self._lieu, self._modifie, self._fini = lieu, True, False
                return
        raise KeyError(chemin)

    def aller(self, chemin: str) -> None:
        """To the step that asks a field on the walk (a link of the error summary); the walk then goes on."""
        self._lieu, self._fini = self.marche.demandes[chemin], False

    def conclure(self) -> tuple[Anomalie, ...]:
        """Before sending: every anomaly of the whole walk; with any, the visitor is on the first broken step."""
        for lieu in self.marche.lieux:
            if trouvees := self.anomalies(lieu):
                self._lieu, self._modifie, self._fini = lieu, True, False
                return trouvees
        return ()

    # -- what is wrong -----------------------------------------------------------------------------------

    def anomalies(self, lieu: Lieu) -> tuple[Anomalie, ...]:
        """Everything wrong with one screen: its answers, then the rules that are complete with it."""
        trouvees = [a for chemin in lieu.chemins for a in self._du_champ(chemin)]
        for regle in self.demarche.regles:
            rang = lieu.rang if regle.pour else None
            if bool(regle.pour) == (lieu.rang is not None) and self._s_arrete(regle, lieu):
                trouvees += self._de_la_regle(regle, rang)
        return tuple(trouvees)

    def toutes_anomalies(self) -> tuple[Anomalie, ...]:
        """Everything wrong on the whole walk, in its order."""
        donnes = [
            a for chemin in self.marche.lus for a in self._du_champ(chemin) if chemin not in self.marche.demandes
        ]
        return tuple(donnes + [a for lieu in self.marche.lieux for a in self.anomalies(lieu)])

    def _du_champ(self, chemin: str) -> list[Anomalie]:
        lu = self.marche.lus.get(chemin)
        if lu is None:
            return []
        if lu.code:
            return [Anomalie(lu.code, (chemin,), lu.message)]
        champ = self.champ(chemin)
        if lu.valeur is None and not champ.facultatif:
            return [Anomalie("reponse-manquante", (chemin,), self.texte(champ.libelle.manquant))]
        return []

    def _s_arrete(self, regle: Regle[Any], lieu: Lieu) -> bool:
        """True on the last screen of the walk that asks a field the rule looks at."""
        prefixe = f"{regle.pour}.{lieu.rang}." if regle.pour else ""
        demandes = self.marche.demandes
        lieux = [demandes[c] for nom in (*regle.champs, *regle.lit) if (c := prefixe + nom) in demandes]
        if lieux:
            return max(lieux, key=lambda autre: autre.ordre) is lieu
        return not regle.pour and bool(self.marche.etapes) and lieu is self.marche.etapes[0]

    def _de_la_regle(self, regle: Regle[Any], rang: int | None) -> list[Anomalie]:
        prefixe = f"{regle.pour}.{rang}." if regle.pour else ""
        portee = getattr(self.reponses, regle.pour)[rang] if regle.pour else self.reponses
        lus = [self.marche.lus.get(prefixe + nom) for nom in (*regle.champs, *regle.lit)]
        if any(lu is not None and lu.code for lu in lus) or not regle.enfreinte(portee, self.contexte):
            return []
        demandes = [nom for nom in regle.champs if nom in self._portee_lue(prefixe) or not prefixe]
        remplis = [nom for nom in demandes if getattr(portee, nom, None)]
        chemins = tuple(prefixe + nom for nom in remplis or demandes)
        return [Anomalie(regle.code, chemins, self.texte(regle.message), regle.explication)]

    def _portee_lue(self, prefixe: str) -> set[str]:
        return {c.removeprefix(prefixe) for c in self.marche.lus if c.startswith(prefixe)}

    # -- the walk ----------------------------------------------------------------------------------------

    def _changer(self) -> None:
        self.__dict__.pop("marche", None)

    def _apres(self) -> Lieu | None:
        return next((lieu for lieu in self.marche.lieux if lieu.ordre > self._lieu.ordre), None)

    def _a_revoir(self) -> Lieu | None:
        """After « Modifier »: the first step that this change made new or wrong, else back to check-answers."""
        for lieu in self.marche.lieux:
            vu = (lieu.element, lieu.etape.code) in self._vus
            if (not vu or self.anomalies(lieu)) and isinstance(lieu.etape, Etape):
                return lieu
        return None

    # -- received forms ----------------------------------------------------------------------------------

    @classmethod
    def recu(cls, demarche: Demarche[R], donnees: Mapping[str, object], contexte: Contexte) -> "Parcours[R]":
        """The walk of a received form. Raises `DonneesIllisibles` or `DemarcheFermee`."""
        depart = demarche.preparer(contexte)
        parcours = cls(demarche, contexte, depart)
        connues = depart.reponses.model_dump(exclude_none=True)
        parcours._brouillon = Brouillon.de(demarche.reponses, connues | dict(donnees))
        parcours._changer()
        parcours._lieu = parcours.marche.lieux[0]
        return parcours

    def hors_parcours(self) -> tuple[str, ...]:
        """The paths of answers given to questions that the walk never asks."""
        brouillon, absents = self._brouillon, []
        for champ in champs(self.demarche.reponses).values():
            if champ.elements is None:
                donnees = [(champ.nom, brouillon.racine.get(champ.nom))]
            else:
                donnees = [
                    (f"{champ.nom}.{rang}.{nom}", valeur)
                    for rang, element in enumerate(brouillon.retenus(champ.nom))
                    for nom, valeur in element.donnees.items()
                ]
            absents += [c for c, v in donnees if v not in (None, "", False) and c not in self.marche.lus]
        return tuple(absents)


__all__ = ["VERIFICATION", "Parcours", "Progression"]
