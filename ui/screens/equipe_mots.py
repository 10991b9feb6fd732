"""What the staff's pages call the terminal: a shared PC is no « borne », and goes on when its application stops."""

from dataclasses import dataclass
from typing import Final

from kiosk.terminal.visite import Profil


@dataclass(frozen=True, slots=True)
class Mots:
    """`le`, `du`: the terminal, with its article; `il`: heads a sentence; `programme`: what `arreter` stops."""

    le: str
    du: str
    il: str
    programme: str
    arreter: str

    @property
    def ferme(self) -> str:
        """At the head of the page of a terminal that is closed."""
        return f"{self.le[0].upper()}{self.le[1:]} est hors service"


BORNE: Final = Mots("la borne", "de la borne", "Elle", "la borne", "Arrêter la borne")
ORDINATEUR: Final = Mots("l’ordinateur", "de l’ordinateur", "Il", "l’application", "Arrêter l’application")


def mots_de(profil: Profil) -> Mots:
    """The words of this kind of post."""
    return BORNE if profil is Profil.BORNE else ORDINATEUR
