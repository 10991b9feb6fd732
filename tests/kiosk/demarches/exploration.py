"""The search for every path of a démarche, from its declaration alone.

A form is filled in as a visitor would, then one answer is changed at a time, and what leads elsewhere is kept: another
run of screens, another exit, a choice not made yet, something said or no longer said at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from kiosk.formulaire import Choix, Contexte, Demarche, Depart, Lieu, Nature, Parcours, champs
from tests.kiosk.demarches.candidats import compositions, en_ordre, par_seuils, valeurs
from tests.kiosk.demarches.chemins import (
    TOUTES,
    Chemin,
    Marque,
    Saisies,
    a_rencontrer,
    codes_du,
    decider,
    marques_du,
    repondre,
    sans_rang,
)

TROP = 24
REPRISES = 3
ESSAIS_PAR_ECRAN = 1500
ECRANS_AU_PLUS = 200
QUANTITES = (Nature.MONTANT, Nature.ENTIER)


@dataclass
class _Explorateur:
    """One démarche on one day.

    `trouves` holds a path for each run of screens, `reserve` others that show something more. `gains` are the answers
    that show something more along the same screens, `vues` all that was seen so far, `montrees` what the paths
    kept show.
    """

    demarche: Demarche[Any]
    contexte: Contexte
    depart: Depart[Any]
    trouves: dict[tuple[str, ...], Chemin] = field(default_factory=dict)
    reserve: list[Chemin] = field(default_factory=list)
    gains: dict[tuple[str, ...], list[tuple[str, object]]] = field(default_factory=lambda: defaultdict(list))
    vues: set[Marque] = field(default_factory=set)
    montrees: set[Marque] = field(default_factory=set)
    appris: dict[str, object] = field(default_factory=dict)
    etudies: set[str] = field(default_factory=set)
    largement: bool = False

    def explorer(self) -> tuple[Chemin, ...]:
        premier = self.remplir({})
        assert premier is not None, f"{self.demarche.code}: no answers lead to an end"
        self.noter(premier)
        a_etendre = list(self.trouves.values())
        while a_etendre:
            a_etendre += self.etendre(a_etendre.pop(0))
        if any(m[0] in ("suite", "reassurance") for m in a_rencontrer(self.demarche) - self.vues):
            self.largement, self.appris = True, {}
            for chemin in tuple(self.trouves.values()):
                self.abonder(chemin)
            self.largement = False
        chemins = [*self.trouves.values(), *self.reserve]
        self.montrees = {marque for c in chemins for marque in c.marques}
        return (*chemins, *(c for trouve in self.trouves.values() for c in self.tourner(trouve)))

    def noter(self, chemin: Chemin) -> bool:
        """Keep a path that shows something more; True when its run of screens is new."""
        nouveau = chemin.codes not in self.trouves
        if nouveau:
            self.trouves[chemin.codes] = chemin
        elif not chemin.marques <= self.vues:
            self.reserve.append(chemin)
        self.vues |= chemin.marques
        return nouveau

    # -- one path ---------------------------------------------------------------------------------------

    def remplir(self, base: Saisies, impose: str = "", valeur: object = None) -> Chemin | None:
        """Answer from the first screen to the end, as `base` does where it does; None when that leads nowhere."""
        parcours = Parcours(self.demarche, self.contexte, self.depart)
        saisies = {**base, impose: valeur} if impose else dict(base)
        for _ in range(ECRANS_AU_PLUS):
            if parcours.en_verification:
                return self.chemin(parcours, saisies)
            lieu = parcours.lieu
            for chemin in lieu.chemins:
                self.repondre_a(parcours, chemin, saisies)
            if parcours.continuer() and not self.corriger(parcours, lieu, impose, saisies):
                return None
        raise AssertionError(f"{self.demarche.code}: a walk without end")

    def repondre_a(self, parcours: Parcours[Any], chemin: str, saisies: dict[str, object]) -> None:
        """The given answer, else what was known before the walk, else what went well elsewhere, else the first one."""
        if chemin not in saisies:
            nature = parcours.champ(chemin).nature
            if parcours.saisie(chemin) is not None or nature in (Nature.PERSONNES, Nature.CASE):
                return
            saisies[chemin] = self.appris.get(sans_rang(chemin), self.essais(parcours, chemin)[0])
        repondre(parcours, chemin, saisies[chemin])

    def corriger(self, parcours: Parcours[Any], lieu: Lieu, impose: str, saisies: dict[str, object]) -> bool:
        """Find answers that pass this screen, among those that are wrong; True once the walk went on."""
        faux: dict[str, None] = {}
        for _ in range(REPRISES):
            faux |= dict.fromkeys(c for a in parcours.anomalies(lieu) for c in a.champs if c != impose)
            questions = tuple(faux)
            essais = [self.essais(parcours, c) for c in questions]
            for reponses in islice(_par_proximite(essais), ESSAIS_PAR_ECRAN):
                for chemin, valeur in zip(questions, reponses, strict=True):
                    repondre(parcours, chemin, valeur)
                anomalies = parcours.anomalies(lieu)
                if not anomalies:
                    trouvees = dict(zip(questions, reponses, strict=True))
                    saisies |= trouvees
                    self.appris |= {sans_rang(c): v for c, v in trouvees.items()}
                    return parcours.continuer() == ()
                faux |= dict.fromkeys(c for a in anomalies for c in a.champs if c != impose)
        return False

    def essais(self, parcours: Parcours[Any], chemin: str) -> Sequence[object]:
        """What may be answered at this path, the plainest first; the largest first when asking for a lot."""
        champ = parcours.champ(chemin)
        if champ.nature is Nature.PERSONNES:
            trouves: Sequence[object] = compositions(len(getattr(self.depart.reponses, chemin)))
        else:
            trouves = valeurs(
                champ, _declares(self.demarche, chemin), self.demarche.code, self.contexte.date_reference
            )
        return trouves[::-1] if self.largement and champ.nature in QUANTITES else trouves

    def chemin(self, parcours: Parcours[Any], saisies: Saisies) -> Chemin | None:
        if parcours.conclure() != parcours.refus():
            return None
        utiles = {c: v for c, v in saisies.items() if c in parcours.marche.demandes}
        offert = all(_offert(parcours, c, v) for c, v in utiles.items())
        return Chemin(self.demarche, self.contexte, utiles, codes_du(parcours), marques_du(parcours), offert)

    # -- from one path to others ------------------------------------------------------------------------

    def etendre(self, chemin: Chemin) -> list[Chemin]:
        """The new runs of screens that one other answer leads to."""
        parcours = self.taper(chemin)
        nouveaux = []
        for question in tuple(parcours.marche.demandes):
            for valeur in self.autres_reponses(parcours, chemin, question):
                autre = self.remplir(chemin.saisies, question, valeur)
                if autre is not None and self.noter(autre):
                    nouveaux.append(autre)
        return nouveaux

    def autres_reponses(self, parcours: Parcours[Any], chemin: Chemin, question: str) -> list[object]:
        """The answers that lead to other screens than this path's, or that other answers must follow."""
        champ = parcours.champ(question)
        if champ.nature is Nature.PERSONNES:
            return list(self.essais(parcours, question))
        avant = parcours.saisie(question)
        ailleurs = []
        for valeur, vu in self.etudier(parcours, chemin, question):
            if isinstance(vu, frozenset):
                if not vu <= self.vues:
                    self.vues |= vu
                    self.gains[chemin.codes].append((question, valeur))
            elif vu not in self.trouves or (
                decider(champ) and ("choix", sans_rang(question), valeur) not in self.vues
            ):
                ailleurs.append(valeur)
        parcours.saisir(question, avant)
        return ailleurs

    def etudier(
        self, parcours: Parcours[Any], chemin: Chemin, question: str
    ) -> Iterator[tuple[object, frozenset[Marque] | tuple[str, ...]]]:
        """What each other answer shows when the screens stay the same, else the screens that it leads to.

        A long list of dates or numbers is studied whole once; after that, only where it begins to show something else.
        """

        def voir(valeur: object) -> frozenset[Marque] | tuple[str, ...]:
            parcours.saisir(question, valeur)
            return marques_du(parcours) if self.reste(parcours, chemin) else codes_du(parcours)

        essais = self.essais(parcours, question)
        if len(essais) > TROP and sans_rang(question) in self.etudies:
            yield from par_seuils(en_ordre(essais), voir)
        else:
            self.etudies.add(sans_rang(question))
            yield from ((valeur, voir(valeur)) for valeur in essais)

    def reste(self, parcours: Parcours[Any], chemin: Chemin) -> bool:
        """Nothing is wrong, and the screens are still the same."""
        return codes_du(parcours) == chemin.codes and parcours.toutes_anomalies() == parcours.refus()

    def abonder(self, chemin: Chemin) -> None:
        """The same screens with as many elements and as large numbers as can be: some things are said of a lot only."""
        parcours = self.taper(chemin)
        demandes = {c: parcours.champ(c) for c in parcours.marche.demandes}
        base = {c: v for c, v in chemin.saisies.items() if c in demandes and decider(demandes[c])}
        for repete in (c for c, champ in demandes.items() if champ.nature is Nature.PERSONNES):
            for composition in reversed(self.essais(parcours, repete)):
                autre = self.remplir(base, repete, composition)
                if autre is not None and autre.codes == chemin.codes:
                    base[repete] = composition
                    break
        autre = self.remplir(base)
        if autre is not None:
            self.noter(autre)

    def taper(self, chemin: Chemin) -> Parcours[Any]:
        """All its answers, without going through the screens."""
        parcours = Parcours(self.demarche, self.contexte, self.depart)
        for question, valeur in chemin.saisies.items():
            repondre(parcours, question, valeur)
        return parcours

    def tourner(self, chemin: Chemin) -> Iterator[Chemin]:
        """Along the same screens, as many of the other things to see as can be at once, until all are seen."""
        restants = self.gains[chemin.codes]
        while restants:
            parcours, saisies = self.taper(chemin), dict(chemin.saisies)
            gagnees: frozenset[Marque] = frozenset()
            changees: set[str] = set()
            suivants = []
            for question, valeur in restants:
                avant = parcours.saisie(question)
                parcours.saisir(question, valeur)
                marques = marques_du(parcours) if self.reste(parcours, chemin) else frozenset()
                nouvelles = marques - self.montrees
                if question not in changees and gagnees < nouvelles:
                    gagnees = nouvelles
                    changees.add(question)
                    saisies[question] = valeur
                else:
                    parcours.saisir(question, avant)
                    suivants.append((question, valeur))
            if not gagnees:
                return  # what is left was shown along the way
            restants = suivants
            self.montrees |= marques_du(parcours)
            trouve = self.chemin(parcours, saisies)
            assert trouve is not None
            yield trouve


def _par_proximite(essais: Sequence[Sequence[object]]) -> Iterator[tuple[object, ...]]:
    """Every combination, those with early values first; they are far too many to sort."""
    for total in range(sum(len(e) - 1 for e in essais) + 1):
        for rangs in _de_somme(total, [len(e) for e in essais]):
            yield tuple(e[r] for e, r in zip(essais, rangs, strict=True))


def _de_somme(total: int, tailles: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The ranks, one below each size, that add up to a total."""
    if not tailles:
        yield from [()] if total == 0 else []
        return
    for premier in range(min(total, tailles[0] - 1) + 1):
        yield from ((premier, *suite) for suite in _de_somme(total - premier, tailles[1:]))


def _declares(demarche: Demarche[Any], chemin: str) -> Sequence[Choix]:
    """All the choices of a question, those that the day does not offer too."""
    pour, _, nom = sans_rang(chemin).rpartition(".")
    if pour and champs(demarche.portee(""))[pour].cases:
        return ()
    return champs(demarche.portee(pour))[nom].choix or ()


def _offert(parcours: Parcours[Any], chemin: str, valeur: object) -> bool:
    choix = parcours.champ(chemin).choix
    return choix is None or valeur in choix


@cache
def explorer(code: str, contexte: Contexte) -> tuple[Chemin, ...]:
    """The paths of a démarche on a day. Raises `DemarcheFermee`."""
    return tous_les_chemins(TOUTES[code], contexte)


def tous_les_chemins(demarche: Demarche[Any], contexte: Contexte) -> tuple[Chemin, ...]:
    """The same for any démarche; each call looks for them again."""
    return _Explorateur(demarche, contexte, demarche.preparer(contexte)).explorer()
