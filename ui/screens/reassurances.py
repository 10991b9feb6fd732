"""The conditions that may not be met, on the end page: nothing is refused, each says what to do and whom to ask."""

from collections.abc import Sequence

from kiosk.backend.recepisse import RASSURER
from kiosk.formulaire import Message
from ui.components.encarts import Encart
from ui.components.rangee import Colonne
from ui.components.textes import Paragraphe, Texte
from ui.theme import Forme, Mesures

PLUS_BAS = "Chaque condition est expliquée plus bas."
A_VERIFIER = "Les conditions à vérifier"


class Reassurances(Colonne):
    """One notice each, under what holds for all: said here, or with the number of them (`titrees`).

    `titrees`: under a title of theirs, each named by what it is about.
    """

    def __init__(self, messages: Sequence[Message], *, titrees: bool = False) -> None:
        super().__init__(ecart_mm=5)
        if titrees:
            self.corps.addWidget(Texte(A_VERIFIER, "h2"))
        else:
            self.corps.addWidget(Paragraphe(RASSURER, "intro"))
        for message in messages:
            titre = sujet(message.titre) if titrees else message.titre
            self.corps.addWidget(Encart("info", titre, message.message))


class ResumeReassurances(Encart):
    """How many there are, where the notices themselves would push the receipt out of sight."""

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__(
            "info", f"{len(messages)}\u00a0conditions restent à vérifier", f"{RASSURER} {PLUS_BAS}"
        )


def tiennent_devant(messages: Sequence[Message], mesures: Mesures) -> bool:
    """Whether the notices may stand before the receipt without hiding it: two on a standing screen.

    One always may: it says that it is alone.
    """
    debout = mesures.forme is Forme.PORTRAIT and not mesures.grand
    return len(messages) <= (2 if debout else 1)


def sujet(titre: str) -> str:
    """« Une condition reste à vérifier : le GIR » under a title that says the first half: « Le GIR »."""
    seul = titre.rpartition("\u00a0: ")[2]
    return f"{seul[:1].upper()}{seul[1:]}"
