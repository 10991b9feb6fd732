"""A démarche is a value: steps, rules and exits declared beside a model, refused at import when it cannot work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, Generic, TypeVar

from kiosk.formulaire.champ import Champ, Choix, Repete, Reponses, champs
from kiosk.formulaire.regle import Contexte, Regle

R = TypeVar("R", bound=Reponses)
VERIFICATION = "verification"
DESTINATIONS = ("compte", "profil", "accueil")


class DeclarationFausse(TypeError):
    """A démarche that cannot work: raised when its module is imported, never when a visitor meets it."""


class DemarcheFermee(Exception):
    """No campaign is known or open at the reference date; the message is for the visitor."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to read between questions; `contenu` is a Markdown file under `resources/pages/<langue>/`.

    `si` decides whether it is shown, from the answers of the steps before it and the day.
    """

    code: str
    titre: str
    contenu: str
    si: Callable[[Any, Contexte], bool] | None = None


@dataclass(frozen=True, slots=True)
class Etape:
    """One screen of questions.

    `si` decides whether it applies, from the answers of the steps before it; it is asked once more with the
    step's own, so that an answer already given keeps its step in sight until it is erased. With `pour`, the step
    is asked for each element of that field, or about that group, and `si` gets the element or the group.
    `titre_autre` replaces the title for elements other than the fixed one. `selon` asks some of the step's fields only
    when the answers of the whole form say so, by name; an answer already given stays in sight there too.
    """

    code: str
    titre: str
    champs: tuple[str, ...]
    si: Callable[[Any], bool] | None = None
    pour: str = ""
    titre_autre: str = ""
    intro: str = ""
    conseil: str = ""
    selon: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Sortie:
    """The end of the road before the end: shown as soon as `si` holds, nothing is deposited.

    `vers` is where `bouton` leads, one of `DESTINATIONS`; `refus` is the message of the anomaly when such
    answers are sent all the same, empty when they are right but need no deposit. `sceau` stands before the title:
    « info », or « succes » when all is done already; as a `{name}`, the answers tell.
    """

    code: str
    si: Callable[[Any], bool]
    titre: str
    contenu: str
    vers: str = "compte"
    refus: str = ""
    champs: tuple[str, ...] = ()
    bouton: str = "Continuer"
    sceau: str = "info"


@dataclass(frozen=True)
class Depart(Generic[R]):
    """A walk about to begin: the title of the day, the answers known before it, texts for the labels.

    `choix` are the answers offered that day where they are not all of them, by path without rank (`aide.situation`);
    the others stay readable when they are received.
    """

    titre: str
    reponses: R
    textes: Mapping[str, str] = field(default_factory=dict)
    choix: Mapping[str, tuple[Choix, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Suite(Generic[R]):
    """What happens now, for those whose answers say so."""

    texte: str
    si: Callable[[R, Contexte], bool]


@dataclass(frozen=True)
class Reassurance(Generic[R]):
    """A condition that may not be met: said on the end page and in the PDF, the request is deposited all the same.

    `manque` must be total: any answer may be empty.
    """

    code: str
    titre: str
    manque: Callable[[R, Contexte], bool]
    message: str


@dataclass(frozen=True, slots=True)
class Fin:
    """The end page's words: what was done, what happens now.

    `papiers` are the documents to send, said first and also of a deposit that still waits to be transmitted.
    """

    titre: str
    titre_differe: str
    recue: str
    suites: tuple[str | Suite[Any], ...]
    papiers: tuple[str | Suite[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Bloc:
    """Consecutive steps about the same thing: the form itself, the group or each element of the field `pour`."""

    pour: str
    modele: type[Reponses]
    ecrans: tuple["Ecran", ...]


@dataclass(frozen=True, slots=True)
class Ecran:
    """A step or a page with its fields found: those that hold a value, elements, or several choices.

    `noms` are what is asked, in order: a field each, a box each for several choices.
    """

    etape: Etape | Page
    simples: tuple[Champ, ...] = ()
    repetes: tuple[Champ, ...] = ()
    multiples: tuple[Champ, ...] = ()
    noms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Demarche(Generic[R]):
    """A complete form. `lettre` begins its deposit numbers; `nommer` names one element of a repeated field.

    `raconter` gives more texts for `{…}`, from the answers: for pages, exits, messages and suites, not for questions,
    which are drawn before the answers are known. `resultat` is what a questionnaire comes to, for a machine.
    `fin` is None for a questionnaire, which always ends at an exit and deposits nothing.
    """

    code: str
    lettre: str
    titre: str
    icone: str
    action: str
    reponses: type[R]
    etapes: tuple[Etape | Page, ...]
    preparer: Callable[[Contexte], Depart[R]]
    envoyer: str = ""
    fin: Fin | None = None
    regles: tuple[Regle[Any], ...] = ()
    sorties: tuple[Sortie, ...] = ()
    reassurances: tuple[Reassurance[Any], ...] = ()
    nommer: Callable[[Any, int], str] = lambda _, rang: str(rang + 1)
    raconter: Callable[[R, Contexte], Mapping[str, str]] | None = None
    resultat: Callable[[R, Contexte], Mapping[str, object]] | None = None

    def __post_init__(self) -> None:
        from kiosk.formulaire.declaration import relire  # it reads démarches, and so imports this module

        relire(self)

    def portee(self, pour: str) -> type[Reponses]:
        """The model that the fields of a step or a rule belong to."""
        if not pour:
            return self.reponses
        champ = champs(self.reponses).get(pour)
        portee = None if champ is None else champ.elements or champ.groupe
        if portee is None:
            raise DeclarationFausse(f"{self.code}: « {pour} » is neither a repeated field nor a group")
        return portee

    @property
    def questions(self) -> tuple[Etape, ...]:
        """The steps, without the pages to read."""
        return tuple(e for e in self.etapes if isinstance(e, Etape))

    @cached_property
    def blocs(self) -> tuple[Bloc, ...]:
        """The steps by what they are about, in the order of the walk."""
        groupes = groupby(self.etapes, key=lambda e: e.pour if isinstance(e, Etape) else "")
        return tuple(
            Bloc(pour, self.portee(pour), tuple(self._ecran(etape) for etape in etapes))
            for pour, etapes in groupes
        )

    def _ecran(self, etape: Etape | Page) -> Ecran:
        if isinstance(etape, Page):
            return Ecran(etape)
        portee = champs(self.portee(etape.pour))
        trouves = [portee[nom] for nom in etape.champs]
        return Ecran(
            etape,
            tuple(c for c in trouves if c.elements is None and not c.cases),
            tuple(c for c in trouves if c.elements is not None),
            tuple(c for c in trouves if c.cases),
            tuple(nom for c in trouves for nom in noms_demandes(c)),
        )

    @cached_property
    def groupes(self) -> Mapping[str, type[Reponses]]:
        """The answers made of several, by name."""
        return {c.nom: c.groupe for c in champs(self.reponses).values() if c.groupe is not None}

    @cached_property
    def regles_par_etape(self) -> Mapping[str, tuple[Regle[Any], ...]]:
        """By step code, the rules that look at one of its fields."""
        return {
            etape.code: tuple(
                r
                for r in self.regles
                if r.pour == etape.pour and not set(etape.champs).isdisjoint((*r.champs, *r.lit))
            )
            for etape in self.questions
        }

    @cached_property
    def regles_sans_etape(self) -> tuple[Regle[Any], ...]:
        """The rules about answers that no step asks: what was known before the walk, the kind of an element."""
        placees = {r.code for regles in self.regles_par_etape.values() for r in regles}
        return tuple(r for r in self.regles if r.code not in placees)


def noms_demandes(champ: Champ) -> tuple[str, ...]:
    """What a field is asked with, within its form: itself, or one box for each of several choices."""
    return tuple(f"{champ.nom}.{valeur}" for valeur in champ.cases) or (champ.nom,)


def composition(champ: Champ) -> Repete:
    """How the elements of a repeated field are chosen. Raises `KeyError` for another field."""
    if champ.repete is None:
        raise KeyError(champ.nom)
    return champ.repete
