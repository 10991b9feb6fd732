"""« Vérifiez vos réponses »: every answer read back, « Modifier » on each, the sworn statement, « Envoyer »."""

from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from kiosk.formulaire import Anomalie, Parcours, recapitulatif
from ui.components.ecran import Action, Ecran
from ui.components.etapes import Etapes
from ui.components.groupe import GroupeErreur
from ui.components.recapitulatif import Recapitulatif, Reponse
from ui.components.resume_erreurs import ResumeErreurs
from ui.components.tuiles import TuileChoix
from ui.theme import actuel

ATTESTATION = "J’atteste sur l’honneur que ces informations sont exactes."
AVERTISSEMENT = (
    "Une fausse déclaration peut entraîner une pénalité (article L.114-17 du code de la sécurité sociale)."
)
MANQUE = "Cochez la case pour attester que ces informations sont exactes."
CIBLE = "attestation"
INCORRIGIBLE = "Cela ne peut pas se corriger ici. Demandez à l’accueil."


LIGNES_D_ABORD = 16
"""Rows drawn before the page is shown: what the tallest screen can hold without scrolling, and a little more."""


class PageVerification(Ecran):
    """Check-answers. `modifier(chemin)` is emitted by the rows."""

    connecte = True
    modifier = Signal(str)

    def __init__(
        self, parcours: Parcours[Any], envoyer: Callable[[], None], precedent: Callable[[], None]
    ) -> None:
        super().__init__()
        self.titre_barre = parcours.depart.titre
        self._parcours, self._envoyer = parcours, envoyer
        self._lignes = 0
        self._entete = Etapes()
        self._resume = ResumeErreurs()
        self._resume.lien_active.connect(self._suivre_lien)
        self._sections = QVBoxLayout()
        self._attestation = TuileChoix(ATTESTATION, AVERTISSEMENT, unique=False)
        self._groupe = GroupeErreur()
        self._groupe.corps.addWidget(self._attestation)
        self.corps.addWidget(self._entete)
        self.corps.addWidget(self._resume)
        self.corps.addLayout(self._sections)
        self.pousser()
        self.corps.addWidget(self._groupe)
        self.proposer(
            Action("Précédent", precedent, "s", "gauche"),
            Action(parcours.demarche.envoyer, self._tenter, "p", "envoi"),
        )
        ou = parcours.progression
        self._entete.montrer(
            f"Étape {ou.total} sur {ou.total}",
            "Vérifiez vos réponses",
            ou.total,
            ou.total,
            "",
            "Dernière étape\u00a0: rien n’est encore envoyé.",
        )
        self._a_dessiner = deque(recapitulatif(parcours))
        self._suite = QTimer(self)
        self._suite.timeout.connect(self._dessiner_une_section)
        while self._a_dessiner and self._lignes < LIGNES_D_ABORD:
            self._dessiner_une_section()
        if self._a_dessiner:
            self._suite.start()
        self.pret()

    def _dessiner_une_section(self) -> None:
        """One card; those of a large home come one after the other, each after the loop had its turn."""
        section = self._a_dessiner.popleft()
        lignes = [Reponse(li.libelle, li.valeur, li.chemin, not li.vide) for li in section.lignes]
        self._lignes += len(lignes)
        carte = Recapitulatif(section.titre, lignes, "Modifier")
        carte.modifier.connect(self.modifier)
        for bouton in carte.findChildren(QAbstractButton):
            # Each person has the same questions: by ear, « Modifier » must also say whose answer.
            bouton.setAccessibleName(f"{bouton.accessibleName()}, {section.titre}")
        self._sections.addWidget(carte)
        if not self._a_dessiner:
            self._suite.stop()

    def mesurer(self) -> None:
        super().mesurer()
        self._sections.setSpacing(actuel().mesures.mm(6))

    def signaler(self, anomalies: tuple[Anomalie, ...]) -> None:
        """What keeps the answers from being sent and no screen asks: what was known before the walk."""
        self._resume.montrer([(a.message, a.explication or INCORRIGIBLE, "") for a in anomalies])

    def en_cours(self) -> None:
        """Sending: the button says so, a second tap does nothing."""
        self.proposer(Action("Envoi en cours…", _rien, "p", "envoi"))

    def _tenter(self) -> None:
        if self._a_dessiner:
            return  # nobody swears to answers that are not on the page yet
        if self._attestation.isChecked():
            self._groupe.montrer("")
            self._attestation.signaler("")
            self._resume.effacer()
            self._envoyer()
            return
        self._groupe.montrer(MANQUE)
        self._attestation.signaler(MANQUE)
        self._resume.montrer([(MANQUE, "", CIBLE)])

    def _suivre_lien(self, _cible: str) -> None:
        self._attestation.setFocus()


def _rien() -> None:
    """What a button does while its action is under way."""
