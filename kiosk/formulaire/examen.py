"""What is wrong with a walk, screen by screen: refused answers, then the rules that are complete there."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from kiosk.formulaire.champ import Champ, champs
from kiosk.formulaire.demarche import Demarche, noms_demandes
from kiosk.formulaire.lecture import VIDE, Lu
from kiosk.formulaire.marche import Lieu, Marche
from kiosk.formulaire.regle import Anomalie, Contexte, Regle


class Examen:
    """The anomalies of one walk. `texte(modele, lieu)` fills in the sentences shown on a screen."""

    def __init__(
        self,
        demarche: Demarche[Any],
        contexte: Contexte,
        marche: Marche,
        texte: Callable[[str, Lieu | None], str],
    ) -> None:
        self._demarche = demarche
        self._contexte = contexte
        self._marche = marche
        self._texte = texte

    def du_lieu(self, lieu: Lieu) -> tuple[Anomalie, ...]:
        """Everything wrong with one screen."""
        trouvees: list[Anomalie] = []
        lus, prefixe = self._marche.lus, lieu.prefixe
        for chemin in lieu.chemins:
            lu = lus.get(chemin, VIDE)
            if lu.valeur is None or lu.code:
                trouvees += self._du_champ(
                    chemin, lu, self._champ(prefixe, chemin.removeprefix(prefixe)), lieu
                )
        for regle, rang in self._arrets.get(lieu.ordre, ()):
            trouvees += self._de_la_regle(regle, rang, lieu)
        return tuple(trouvees)

    def hors_lieux(self) -> tuple[Anomalie, ...]:
        """Everything wrong with what no screen asks: the year, the kind of a person…"""
        demandes = self._marche.demandes
        trouvees: list[Anomalie] = []
        for chemin, lu in self._marche.lus.items():
            if chemin not in demandes and (lu.code or lu.valeur is None):
                prefixe, _, feuille = chemin.rpartition(".")
                trouvees += self._du_champ(chemin, lu, self._champ(prefixe, feuille), None)
        return tuple(trouvees)

    def _champ(self, prefixe: str, nom: str) -> Champ:
        seul, _, case = nom.partition(".")
        champ = champs(self._demarche.portee(prefixe.partition(".")[0]))[seul]
        return champ.cases[case] if case else champ

    def _du_champ(self, chemin: str, lu: Lu, champ: Champ, lieu: Lieu | None) -> list[Anomalie]:
        if lu.code:
            return [Anomalie(lu.code, (chemin,), lu.message)]
        if champ.facultatif or (champ.elements is not None and getattr(self._marche.reponses, champ.nom)):
            return []
        return [Anomalie("reponse-manquante", (chemin,), self._texte(champ.libelle.manquant, lieu))]

    # -- rules -------------------------------------------------------------------------------------------

    @cached_property
    def _arrets(self) -> Mapping[tuple[int, int, int], list[tuple[Regle[Any], int | None]]]:
        """By place of a screen, the rules that speak there: the last screen that asks a field they look at."""
        dernier: dict[tuple[str, int | None], Lieu] = {}
        par_etape = self._demarche.regles_par_etape
        for lieu in self._marche.etapes:
            for regle in par_etape[lieu.etape.code]:
                dernier[regle.code, lieu.rang] = lieu
        for regle in self._demarche.regles_sans_etape:
            for rang in self._rangs(regle):
                dernier[regle.code, rang] = self._a_defaut(regle, rang)
        arrets: dict[tuple[int, int, int], list[tuple[Regle[Any], int | None]]] = defaultdict(list)
        for regle in self._demarche.regles:
            for rang in self._rangs(regle):
                if (arret := dernier.get((regle.code, rang))) is not None:
                    arrets[arret.ordre].append((regle, rang))
        return arrets

    @cached_property
    def _illisibles(self) -> frozenset[str]:
        """The paths of answers that were not even understood."""
        return frozenset(c for c, lu in self._marche.lus.items() if lu.code and lu.refusee is None)

    @cached_property
    def _contexte_partiel(self) -> Contexte:
        """For a rule on one element or group: it may need the rest of the form."""
        return replace(self._contexte, formulaire=self._marche.examinees)

    def _rangs(self, regle: Regle[Any]) -> range | tuple[None]:
        if not regle.pour or regle.pour in self._demarche.groupes:
            return (None,)
        return range(len(getattr(self._marche.reponses, regle.pour)))

    def _a_defaut(self, regle: Regle[Any], rang: int | None) -> Lieu:
        """Where a rule speaks that looks at no question: the element's first screen, or where it was chosen."""
        etapes = self._marche.etapes
        if not regle.pour:
            return etapes[0] if etapes else self._marche.lieux[0]
        prefixe = _prefixe(regle, rang)
        premiere = next((e for e in etapes if e.prefixe == prefixe), None)
        return premiere or self._marche.demandes.get(regle.pour, self._marche.lieux[0])

    def _de_la_regle(self, regle: Regle[Any], rang: int | None, lieu: Lieu) -> list[Anomalie]:
        prefixe, marche = _prefixe(regle, rang), self._marche
        if self._illisibles and any(prefixe + nom in self._illisibles for nom in (*regle.champs, *regle.lit)):
            return []  # the rule speaks once all that it looks at can be read
        portee: Any = getattr(marche.examinees, regle.pour) if regle.pour else marche.examinees
        if rang is not None:
            portee = portee[rang]
        if not regle.enfreinte(portee, self._contexte_partiel if regle.pour else self._contexte):
            return []
        sur_la_marche = [
            n for n in regle.champs if prefixe + n in marche.lus or prefixe + n in marche.demandes
        ]
        remplis = [n for n in sur_la_marche if getattr(portee, n)]
        connus = champs(self._demarche.portee(regle.pour))
        chemins = tuple(
            [
                prefixe + n
                for nom in remplis or sur_la_marche or regle.champs
                for n in noms_demandes(connus[nom])
            ]
        )
        textes = (self._texte(regle.message, lieu), self._texte(regle.explication, lieu))
        return [Anomalie(regle.code, chemins, *textes)]


def _prefixe(regle: Regle[Any], rang: int | None) -> str:
    """What the paths of a rule's fields begin with."""
    if rang is not None:
        return f"{regle.pour}.{rang}."
    return f"{regle.pour}." if regle.pour else ""
