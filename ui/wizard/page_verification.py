"""« Vérifiez vos réponses »: every answer read back, « Modifier » on each, the sworn statement, « Envoyer »."""

from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from kiosk.formulaire import Anomalie, Parcours, Section, recapitulatif
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
    """Check-answers: empty until `preparer` or `actualiser`.

    `modifier(chemin)` is emitted by the rows, `dessinee` once all of them are there.
    """

    connecte = True
    modifier = Signal(str)
    dessinee = Signal()

    def __init__(
        self, parcours: Parcours[Any], envoyer: Callable[[], None], precedent: Callable[[], None]
    ) -> None:
        super().__init__()
        self.titre_barre = parcours.depart.titre
        self._parcours, self._envoyer = parcours, envoyer
        self._commandes = (
            Action("Précédent", precedent, "s", "gauche"),
            Action(parcours.demarche.envoyer, self._tenter, "p", "envoi"),
        )
        self._cartes: list[Recapitulatif] = []
        self._a_dessiner: deque[Section] = deque()
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
        self._suite = QTimer(self)
        self._suite.timeout.connect(self._dessiner_une_section)
        self.pret()

    def preparer(self) -> None:
        """Draw it before it is needed, a card each time the loop has had its turn; then `dessinee`."""
        self._relire()
        if self._a_dessiner:
            self._suite.start()

    def actualiser(self) -> None:
        """The answers as they are now, to be sworn anew, and nothing of what was said when the page was last seen."""
        self._relire()
        ou = self._parcours.progression
        self._entete.montrer(
            f"Étape {ou.total} sur {ou.total}",
            "Vérifiez vos réponses",
            ou.total,
            ou.total,
            "",
            "Dernière étape\u00a0: rien n’est encore envoyé.",
        )
        self._attestation.setChecked(False)
        self._attester("")
        self._resume.effacer()
        self.proposer(*self._commandes)
        while self._a_dessiner and sum(carte.nombre for carte in self._cartes) < LIGNES_D_ABORD:
            self._dessiner_une_section()
        if self._a_dessiner:
            self._suite.start()

    def _relire(self) -> None:
        """Write what has changed in the cards; from the first one that asks something else on, they are drawn again."""
        self._suite.stop()
        sections = recapitulatif(self._parcours)
        gardees = 0
        for carte, section in zip(self._cartes, sections, strict=False):
            if not carte.relire(section.titre, _reponses(section)):
                break
            gardees += 1
        for carte in self._cartes[gardees:]:
            carte.hide()
            self._sections.removeWidget(carte)
            carte.deleteLater()
        del self._cartes[gardees:]
        self._a_dessiner = deque(sections[gardees:])

    def _dessiner_une_section(self) -> None:
        """One card; those of a large home come one after the other, each after the loop had its turn."""
        section = self._a_dessiner.popleft()
        carte = Recapitulatif(section.titre, _reponses(section), "Modifier")
        carte.modifier.connect(self.modifier)
        for bouton in carte.findChildren(QAbstractButton):
            # Each person has the same questions: by ear, « Modifier » must also say whose answer.
            bouton.setAccessibleName(f"{bouton.accessibleName()}, {section.titre}")
        self._sections.addWidget(carte)
        self._cartes.append(carte)
        if not self._a_dessiner:
            self._suite.stop()
            self.dessinee.emit()

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
            self._attester("")
            self._resume.effacer()
            self._envoyer()
            return
        self._attester(MANQUE)
        self._resume.montrer([(MANQUE, "", CIBLE)])

    def _attester(self, message: str) -> None:
        """What is wrong with the tick; empty when nothing is."""
        self._groupe.montrer(message)
        self._attestation.signaler(message)

    def _suivre_lien(self, _cible: str) -> None:
        self._attestation.setFocus()


def _reponses(section: Section) -> list[Reponse]:
    return [Reponse(li.libelle, li.valeur, li.chemin, not li.vide) for li in section.lignes]


def _rien() -> None:
    """What a button does while its action is under way."""
