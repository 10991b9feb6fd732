"""A questionnaire without sign-in: a few answers, what they come to, and nothing kept."""

from typing import Any

from PySide6.QtCore import QObject

from kiosk.demarches import QUESTIONNAIRES
from kiosk.formulaire import Contexte, Parcours
from ui.app.poste import Poste
from ui.components.ecran import Ecran
from ui.wizard.assistant import Assistant


class FluxQuestionnaire(QObject):
    """From the home page to the answer; its end, like « Précédent » on its first page, is the end of the visit."""

    def __init__(self, poste: Poste) -> None:
        super().__init__()
        self._poste = poste
        self._assistant: Assistant | None = None

    def commencer(self, code: str) -> None:
        """Ask the first question."""
        parcours: Parcours[Any] = Parcours(QUESTIONNAIRES[code], Contexte(self._poste.jour()))
        self._assistant = Assistant(parcours)
        self._poste.fenetre.allegee.connect(self._assistant.alleger)
        self._assistant.prepare.connect(self._poste.fenetre.preparer)
        self._assistant.oublie.connect(self._poste.fenetre.oublier)
        self._assistant.page.connect(self._montrer)
        self._assistant.quitter.connect(self._poste.terminer)
        self._assistant.sortir.connect(self._poste.terminer)
        self._assistant.afficher()

    def _montrer(self, ecran: Ecran) -> None:
        ecran.connecte = False  # nobody signed in: the bar says « Quitter »
        self._poste.fenetre.montrer(ecran)
