"""A démarche is a value: steps, rules and exits declared beside a model, refused at import when it cannot work."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kiosk.formulaire.champ import Champ, ChampMalDeclare, Repete, Reponses, champs
from kiosk.formulaire.regle import Contexte, Regle

R = TypeVar("R", bound=Reponses)
VERIFICATION = "verification"


class DeclarationFausse(TypeError):
    """A démarche that cannot work: raised when its module is imported, never when a visitor meets it."""


class DemarcheFermee(Exception):
    """No campaign is known or open at the reference date; the message is for the visitor."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to read between questions; `contenu` is a Markdown file under `resources/pages/<langue>/`."""

    code: str
    titre: str
    contenu: str


@dataclass(frozen=True, slots=True)
class Etape:
    """One screen of questions.

    `si` decides whether it applies, from the answers of the steps before it and its own (so that an answer
    already given keeps its step in sight until it is erased). With `pour`, the step is asked for each element of
    that field and `si` gets the element. `titre_autre` replaces the title for elements other than the fixed one.
    """

    code: str
    titre: str
    champs: tuple[str, ...]
    si: Callable[[Any], bool] | None = None
    pour: str = ""
    titre_autre: str = ""
    intro: str = ""
    conseil: str = ""


@dataclass(frozen=True, slots=True)
class Sortie:
    """The end of the road before the end: shown as soon as `si` holds, nothing is deposited.

    `vers` is where « Continuer » leads (a screen's name); `refus` is the message of the anomaly when such
    answers are sent all the same, empty when they are right but need no deposit.
    """

    code: str
    si: Callable[[Any], bool]
    titre: str
    contenu: str
    vers: str = "compte"
    refus: str = ""
    champs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Depart(Generic[R]):
    """A walk about to begin: the title of the day, the answers known before it, texts for the labels."""

    titre: str
    reponses: R
    textes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fin:
    """The end page's words: what was done, what happens now."""

    titre: str
    titre_differe: str
    recue: str
    suites: tuple[str, ...]


@dataclass(frozen=True)
class Demarche(Generic[R]):
    """A complete form. `lettre` begins its deposit numbers; `nommer` names one element of a repeated field."""

    code: str
    lettre: str
    titre: str
    icone: str
    action: str
    envoyer: str
    reponses: type[R]
    etapes: tuple[Etape | Page, ...]
    preparer: Callable[[Contexte], Depart[R]]
    fin: Fin
    regles: tuple[Regle[Any], ...] = ()
    sorties: tuple[Sortie, ...] = ()
    nommer: Callable[[Any, int], str] = lambda _, rang: str(rang + 1)

    def __post_init__(self) -> None:
        try:
            _relire(self)
        except ChampMalDeclare as erreur:
            raise DeclarationFausse(f"{self.code}: {erreur}") from erreur

    def portee(self, pour: str) -> type[Reponses]:
        """The model that the fields of a step or a rule belong to."""
        if not pour:
            return self.reponses
        champ = champs(self.reponses).get(pour)
        if champ is None or champ.elements is None:
            raise DeclarationFausse(f"{self.code}: « {pour} » is not a repeated field")
        return champ.elements

    @property
    def questions(self) -> tuple[Etape, ...]:
        """The steps, without the pages to read."""
        return tuple(e for e in self.etapes if isinstance(e, Etape))


def composition(champ: Champ) -> Repete:
    """How the elements of a repeated field are chosen."""
    if champ.repete is None:
        raise DeclarationFausse(f"« {champ.nom} » is not a repeated field")
    return champ.repete


def _relire(demarche: Demarche[Any]) -> None:
    if len(demarche.lettre) != 1 or not "A" <= demarche.lettre <= "Z":
        raise DeclarationFausse(f"{demarche.code}: the letter of deposit numbers is one of A to Z")
    _uniques(demarche, "step", [e.code for e in demarche.etapes] + [s.code for s in demarche.sorties])
    _uniques(demarche, "rule", [r.code for r in demarche.regles])
    if any(e.code == VERIFICATION for e in demarche.etapes):
        raise DeclarationFausse(f"{demarche.code}: the step code « {VERIFICATION} » is taken")
    _repartition(demarche)
    for regle in demarche.regles:
        _connus(demarche, f"rule « {regle.code} »", regle.pour, (*regle.champs, *regle.lit))
        if not regle.champs:
            raise DeclarationFausse(f"{demarche.code}: rule « {regle.code} » shows no field")
    for sortie in demarche.sorties:
        _connus(demarche, f"exit « {sortie.code} »", "", sortie.champs)


def _repartition(demarche: Demarche[Any]) -> None:
    """Every asked field in exactly one step, a repeated field before the steps of its elements."""
    places: Counter[tuple[str, str]] = Counter()
    for etape in demarche.questions:
        if not etape.champs:
            raise DeclarationFausse(f"{demarche.code}: step « {etape.code} » asks nothing")
        _connus(demarche, f"step « {etape.code} »", etape.pour, etape.champs)
        if etape.pour and not places[("", etape.pour)]:
            raise DeclarationFausse(f"{demarche.code}: step « {etape.code} » comes before its elements")
        places.update((etape.pour, nom) for nom in etape.champs)
    repetes = [c.nom for c in champs(demarche.portee("")).values() if c.elements]
    for pour in ("", *repetes):
        for champ in champs(demarche.portee(pour)).values():
            attendu = 0 if champ.donne or (pour and _est_cle(demarche, pour, champ.nom)) else 1
            if places[(pour, champ.nom)] != attendu:
                raise DeclarationFausse(
                    f"{demarche.code}: field « {champ.nom} » is in {places[(pour, champ.nom)]} steps, not {attendu}"
                )


def _est_cle(demarche: Demarche[Any], pour: str, nom: str) -> bool:
    return composition(champs(demarche.portee(""))[pour]).cle == nom


def _connus(demarche: Demarche[Any], ou: str, pour: str, noms: Iterable[str]) -> None:
    portee = champs(demarche.portee(pour))
    if inconnus := [nom for nom in noms if nom not in portee]:
        raise DeclarationFausse(f"{demarche.code}: {ou} names unknown fields {inconnus}")


def _uniques(demarche: Demarche[Any], quoi: str, codes: list[str]) -> None:
    if doubles := [code for code, n in Counter(codes).items() if n > 1]:
        raise DeclarationFausse(f"{demarche.code}: two {quoi}s have the code {doubles}")
