"""What a walk says: labels, titles and sentences filled in for the day and for these answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from kiosk.formulaire.champ import Reponses, champs
from kiosk.formulaire.demarche import Demarche, Depart, Etape, Suite, composition
from kiosk.formulaire.marche import Lieu
from kiosk.formulaire.regle import Contexte

R = TypeVar("R", bound=Reponses)


@dataclass(frozen=True, slots=True)
class Message:
    """What is said of a condition that may not be met, in the words of these answers."""

    code: str
    titre: str
    message: str


class Recit(Generic[R]):
    """The words of a walk; whoever walks says which answers they are about."""

    demarche: Demarche[R]
    contexte: Contexte
    depart: Depart[R]

    @property
    def reponses(self) -> R:
        """The answers on the walked path."""
        raise NotImplementedError

    def texte(self, modele: str, lieu: Lieu | None = None) -> str:
        """A label with `{annee}`, `{personne}`… filled in; `{personne}` needs the screen it is shown on."""
        if "{" not in modele:
            return modele
        textes = dict(self._textes)
        if lieu is not None and lieu.rang is not None and isinstance(lieu.etape, Etape):
            textes["personne"] = self.nom_element(lieu.etape.pour, lieu.rang)
        return modele.format_map(textes)

    @cached_property
    def _textes(self) -> Mapping[str, str]:
        """What fills in sentences: the texts of the day, and those that the answers give."""
        raconter = self.demarche.raconter
        return {**self.depart.textes, **(raconter(self.reponses, self.contexte) if raconter else {})}

    def suites(self) -> tuple[str, ...]:
        """« Et maintenant ? », for these answers: the documents to send, then what happens."""
        fin = self.demarche.fin
        return () if fin is None else self._dites((*fin.papiers, *fin.suites))

    def papiers(self) -> tuple[str, ...]:
        """The documents to send, for these answers."""
        fin = self.demarche.fin
        return () if fin is None else self._dites(fin.papiers)

    def _dites(self, suites: Iterable[str | Suite[R]]) -> tuple[str, ...]:
        return tuple(
            self.texte(s if isinstance(s, str) else s.texte)
            for s in suites
            if isinstance(s, str) or s.si(self.reponses, self.contexte)
        )

    def reassurances(self) -> tuple[Message, ...]:
        """What is said of each condition that these answers may not meet."""
        return tuple(
            Message(r.code, self.texte(r.titre), self.texte(r.message))
            for r in self.demarche.reassurances
            if r.manque(self.reponses, self.contexte)
        )

    def titre(self, lieu: Lieu) -> str:
        """The title of a screen, for the person it is about."""
        etape = lieu.etape
        if isinstance(etape, Etape) and etape.titre_autre and lieu.rang is not None:
            repete = composition(champs(self.demarche.reponses)[etape.pour])
            if getattr(self._element(etape.pour, lieu.rang), repete.cle) != repete.fixe:
                return self.texte(etape.titre_autre, lieu)
        return self.texte(etape.titre, lieu)

    def nom_element(self, nom: str, rang: int) -> str:
        """How the element is called: « Vous », « Votre conjoint, Sami »."""
        return self.demarche.nommer(self._element(nom, rang), rang)

    def _element(self, nom: str, rang: int) -> Any:
        return getattr(self.reponses, nom)[rang]
