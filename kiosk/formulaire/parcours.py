"""One visitor's walk through a démarche, the same on the terminal and on the backend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from kiosk.formulaire.brouillon import Brouillon, Element
from kiosk.formulaire.champ import Champ, Reponses, champs
from kiosk.formulaire.demarche import VERIFICATION, Demarche, Depart, Sortie, composition
from kiosk.formulaire.examen import Examen
from kiosk.formulaire.hors_parcours import hors_parcours
from kiosk.formulaire.marche import Lieu, Marche, construire, marcher
from kiosk.formulaire.recit import Message, Recit
from kiosk.formulaire.regle import Anomalie, Contexte

R = TypeVar("R", bound=Reponses)


@dataclass(frozen=True, slots=True)
class Progression:
    """Where the visitor stands: step `numero` of `total`, and the title of the next one (empty at the end)."""

    numero: int
    total: int
    suivante: str


class Parcours(Recit[R]):
    """A walk: what was typed, where the visitor stands, what comes out.

    Everything typed is kept, right or wrong; only what is right and on the walked path comes out of `reponses`.
    No method raises for any answer; `KeyError` means a path or a step that does not exist.

    The end of the walk (check-answers, or an exit) is reached only once every step on it was passed and nothing
    is wrong; « Modifier » comes back to it as soon as that is true again.
    """

    def __init__(self, demarche: Demarche[R], contexte: Contexte, depart: Depart[R] | None = None) -> None:
        self.demarche = demarche
        self.contexte = contexte
        self.depart = depart or demarche.preparer(contexte)
        connues = self.depart.reponses.model_dump(exclude_none=True)
        self._brouillon = Brouillon.de(demarche.reponses, _comme_tape(connues))
        self._vus: set[tuple[int | None, str]] = set()
        self._modifie = False  # the end was reached before: « Continuer » comes back to it
        self._detour = False  # a link was followed: « Continuer » comes back to where the walk stopped
        self._fini = False
        # The screen by its key: it may leave the walk while the visitor types on it, and come back.
        self._cle: tuple[int | None, str] = (None, demarche.etapes[0].code)
        self._ordre = (0, 0, 0)

    @classmethod
    def recu(cls, demarche: Demarche[R], donnees: Mapping[str, object], contexte: Contexte) -> "Parcours[R]":
        """The walk of a received form: only what was known before the walk is added to it.

        Raises `DonneesIllisibles` or `DemarcheFermee`.
        """
        parcours = cls(demarche, contexte)
        connus = champs(demarche.reponses)
        donnes = {nom: v for nom, v in parcours._brouillon.racine.items() if connus[nom].donne}
        parcours._brouillon = Brouillon.de(demarche.reponses, donnes | dict(donnees))
        return parcours

    # -- what stands -------------------------------------------------------------------------------------

    @cached_property
    def marche(self) -> Marche:
        """The walk as it stands, recomputed after each change."""
        return marcher(self.demarche, self._brouillon, self.contexte)

    @cached_property
    def _examen(self) -> Examen:
        return Examen(self.demarche, self.contexte, self.marche, self.texte)

    @property
    def lieu(self) -> Lieu:
        """The screen the visitor is on (the last one asked, when at the end).

        When it has left the walk because of what was typed on it, the one before it.
        """
        marche = self.marche
        return marche.retrouver(self._cle) or marche.avant(self._ordre) or marche.lieux[0]

    @property
    def en_verification(self) -> bool:
        """True at the end: check-answers, or `sortie` when the answers lead to one."""
        return self._fini

    @property
    def sortie(self) -> Sortie | None:
        """The exit that the answers lead to, once everything before it was asked."""
        return self.marche.sortie if self._fini else None

    @property
    def reponses(self) -> R:
        """The answers on the walked path; a refused one counts as not given."""
        return self.marche.reponses  # type: ignore[return-value]  # built from demarche.reponses

    def nom_de(self, nom: str, element: Element) -> str:
        """The same for an element that may have been taken out of the walk."""
        rang = self._brouillon.elements[nom].index(element)
        return self.demarche.nommer(construire(self.demarche.portee(nom), element.donnees), rang)

    def champ(self, chemin: str) -> Champ:
        """The field at a dotted path, with the answers offered that day. Raises `KeyError`."""
        champ = self._brouillon.cible(chemin)[1]
        offerts = self.depart.choix.get(RANG.sub(".", chemin))
        return champ if offerts is None else replace(champ, choix=offerts)

    def saisie(self, chemin: str) -> object:
        """What was typed there, as it was typed; None when nothing was. Raises `KeyError`."""
        donnees, champ = self._brouillon.cible(chemin)
        return donnees.get(champ.nom)

    @property
    def progression(self) -> Progression:
        """Step n of N; check-answers is the last one, pages to read have the number of the step after them.

        On the way to an exit there is nothing to check: its last question is the last step, and nothing is announced.
        """
        etapes = self.marche.etapes
        arret = self.marche.sortie is not None and self.demarche.fin is not None
        total = len(etapes) + (not arret)
        if self._fini:
            return Progression(total, total, "")
        ordre = self.lieu.ordre
        avant = sum(1 for lieu in etapes if lieu.ordre < ordre)
        fin = "" if arret else "Votre réponse" if self.demarche.fin is None else "Vérifiez vos réponses"
        suivante = next((self.titre(lieu) for lieu in etapes if lieu.ordre > ordre), fin)
        return Progression(avant + 1, total, suivante)

    # -- what the visitor does ---------------------------------------------------------------------------

    def saisir(self, chemin: str, valeur: object) -> None:
        """Keep what was typed, as it was typed. Raises `KeyError` for a path that no step asks."""
        donnees, champ = self._brouillon.cible(chemin)
        if champ.donne or champ.compose or self._est_cle(chemin, champ):
            raise KeyError(chemin)
        donnees[champ.nom] = valeur
        self._changer()

    def _est_cle(self, chemin: str, champ: Champ) -> bool:
        pour = chemin.partition(".")[0] if "." in chemin else ""
        repete = champs(self.demarche.reponses)[pour].repete if pour else None
        return repete is not None and repete.cle == champ.nom

    def elements(self, nom: str) -> tuple[Element, ...]:
        """All the elements of a repeated field, those taken out too."""
        return tuple(self._brouillon.elements.get(nom, ()))

    def retenir(self, nom: str, identifiant: int, retenu: bool) -> None:
        """Put an element on the walk or take it out; its answers are kept aside. The fixed kind always stays."""
        repete = composition(champs(self.demarche.reponses)[nom])
        for element in self._brouillon.elements.get(nom, ()):
            if element.identifiant == identifiant and element.donnees.get(repete.cle) != repete.fixe:
                element.retenu = retenu
        self._changer()

    def ajouter(self, nom: str) -> None:
        """One more element of the kind that a visitor may add. Raises `KeyError`."""
        self._brouillon.ajouter(nom, composition(champs(self.demarche.reponses)[nom]))
        self._changer()

    def continuer(self) -> tuple[Anomalie, ...]:
        """« Continuer »: every anomaly of this step, or none and the walk goes on."""
        if self._fini:
            return ()
        ici = self.lieu
        if anomalies := self.anomalies(ici):
            return anomalies
        self._vus.add(ici.cle)
        directement = self._modifie or self._detour
        suivant = None if directement else self.marche.apres(ici.ordre)
        self._avancer(suivant or self._a_revoir())
        return ()

    def precedent(self) -> bool:
        """« Précédent »; False on the first screen, where there is nothing before."""
        if self._modifie and self._a_revoir() is None:
            self._avancer(None)
            return True
        avant = self.marche.lieux[-1] if self._fini else self.marche.avant(self._place())
        if avant is None:
            return False
        self._aller(avant)
        return True

    def modifier(self, chemin: str) -> None:
        """« Modifier » on a row of check-answers: its step, then back. Raises `KeyError` off the walk."""
        lieu = self.marche.demandes.get(chemin) or next(
            (e for e in self.marche.etapes if e.code == chemin), None
        )
        if lieu is None:
            raise KeyError(chemin)
        self._modifie = True
        self._aller(lieu)

    def aller(self, chemin: str) -> None:
        """To the step that asks a field on the walk (a link of the error summary). Raises `KeyError` off the walk.

        The kind of an element leads to where elements are chosen.
        « Continuer » then leads to the first step not passed yet or wrong: where the visitor came from, or the end.
        """
        marche = self.marche
        if chemin not in marche.demandes and chemin in marche.lus:
            chemin = chemin.partition(".")[0]
        lieu = marche.demandes[chemin]
        self._modifie = self._modifie or self._fini
        self._aller(lieu)
        self._detour = True

    def conclure(self) -> tuple[Anomalie, ...]:
        """Before sending: the anomalies of the first step that has any, where the visitor is taken; or none.

        At an exit that refuses, its anomaly, and the visitor stays there.
        """
        for lieu in self.marche.lieux:
            if trouvees := self.anomalies(lieu):
                self._modifie = True
                self._aller(lieu)
                return trouvees
        return self._examen.hors_lieux() + self.refus()

    # -- what is wrong -----------------------------------------------------------------------------------

    def anomalies(self, lieu: Lieu) -> tuple[Anomalie, ...]:
        """Everything wrong with one screen: its answers, then the rules that are complete with it."""
        return self._examen.du_lieu(lieu)

    def toutes_anomalies(self) -> tuple[Anomalie, ...]:
        """Everything wrong on the whole walk, in its order; the exit that refuses comes last."""
        trouvees = list(self._examen.hors_lieux())
        for lieu in self.marche.lieux:
            trouvees += self._examen.du_lieu(lieu)
        return (*trouvees, *self.refus())

    def refus(self) -> tuple[Anomalie, ...]:
        """The anomaly of an exit that refuses the answers leading to it."""
        sortie = self.marche.sortie
        if sortie is None or not sortie.refus:
            return ()
        return (Anomalie(sortie.code, sortie.champs, self.texte(sortie.refus)),)

    def hors_parcours(self) -> tuple[str, ...]:
        """The paths of answers given to questions that the walk never asks."""
        return hors_parcours(self._brouillon, self.marche)

    # -- the walk ----------------------------------------------------------------------------------------

    def _changer(self) -> None:
        if "marche" in self.__dict__:
            self._ordre = self._place()
        for memoire in ("marche", "_examen", "_textes"):
            self.__dict__.pop(memoire, None)
        if self._fini and (lieu := self._a_revoir()) is not None:
            self._modifie = True
            self._aller(lieu)

    def _place(self) -> tuple[int, int, int]:
        """Where the visitor stands in the walk, or stood when the screen left it."""
        ici = self.marche.retrouver(self._cle)
        return ici.ordre if ici else self._ordre

    def _aller(self, lieu: Lieu) -> None:
        self._cle, self._ordre, self._fini, self._detour = lieu.cle, lieu.ordre, False, False

    def _avancer(self, suivant: Lieu | None) -> None:
        if suivant is None:
            self._fini, self._modifie = True, False
        else:
            self._aller(suivant)

    def _a_revoir(self) -> Lieu | None:
        """The first screen never passed, or made wrong by a later change; None when the walk may end.

        A page to read counts: a notice that a corrected answer calls for is read before the end.
        """
        return next(
            (li for li in self.marche.lieux if li.cle not in self._vus or self.anomalies(li)),
            None,
        )


def _comme_tape(valeur: Any) -> Any:
    """Answers known before the walk, as the visitor would have typed them: they are shown, and may be changed."""
    match valeur:
        case date():
            return f"{valeur:%d/%m/%Y}"
        case dict():
            return {nom: _comme_tape(v) for nom, v in valeur.items()}
        case tuple():
            return tuple(_comme_tape(v) for v in valeur)
        case _:
            return valeur


RANG = re.compile(r"\.[0-9]+\.")
"""The rank of an element in a dotted path."""

__all__ = ["VERIFICATION", "Message", "Parcours", "Progression"]
