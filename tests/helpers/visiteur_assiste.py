"""A visitor who neither touches nor sees: everything is done through assistive technology, as with switches."""

from __future__ import annotations

import re
import time

from tests.helpers.bureau import Bureau
from tests.helpers.visiteur import CHAMP, DELAI_S, RYTHME_S, Element, Visiteur

ACTIONS = {CHAMP: "SetFocus", "password text": "SetFocus", "check box": "Toggle", "radio button": "Toggle"}
"""What is done to a thing of a role; the others are pressed."""


class VisiteurAssiste(Visiteur):
    """Needs no pointer and no keyboard of the terminal's screen: it may be one of cage's own."""

    def __init__(self, bureau: Bureau) -> None:
        super().__init__(bureau)
        self._dernier = ("", 0.0)

    def toucher(
        self, nom: str | re.Pattern[str], role: str | None = None, *, delai_s: float = DELAI_S
    ) -> Element:
        if role is None:
            element = self.attendre_actionnable(nom, delai_s=delai_s)
        else:
            element = self.attendre(nom, role, etats=("sensitive",), delai_s=delai_s)
        self.appuyer(element)
        return element

    def appuyer(self, element: Element) -> None:
        """Acts on it, at a human pace: a second press of the same thing within an instant would not count."""
        nom, quand = self._dernier
        if nom == element.nom:
            time.sleep(max(0.0, quand + RYTHME_S - time.monotonic()))
        self.agir(element.nom, element.role, action=ACTIONS.get(element.role, "Press"))
        self._dernier = (element.nom, time.monotonic())
