"""One step of a démarche, drawn from its declaration."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.formulaire import Anomalie, Etape, Lieu, Nature, Parcours
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.etapes import Etapes
from ui.components.etiquette import Etiquette, Mention
from ui.components.groupe import GroupeErreur
from ui.components.resume_erreurs import ResumeErreurs
from ui.components.textes import Paragraphe
from ui.theme import Forme, actuel
from ui.wizard.editeurs.base import Editeur
from ui.wizard.editeurs.saisie import CHAMPS
from ui.wizard.registre import editeur

EN_EUROS = "Montants en euros, sans les centimes."
RIEN_ICI = "Rien à déclarer ici\u00a0? Laissez les cases vides et continuez."


class PageEtape(Ecran):
    """Questions, the errors among them, « Précédent » and « Continuer ».

    `ailleurs(chemin)`: a link of the summary leads to a field of another step.
    """

    connecte = True
    ailleurs = Signal(str)

    def __init__(
        self,
        parcours: Parcours[Any],
        lieu: Lieu,
        continuer: Callable[[], None],
        precedent: Callable[[], None],
    ) -> None:
        super().__init__()
        assert isinstance(lieu.etape, Etape)
        self.titre_barre = parcours.depart.titre
        self._parcours, self._lieu = parcours, lieu
        self._entete = Etapes()
        self._resume = ResumeErreurs()
        self._resume.lien_active.connect(self._suivre_lien)
        self._groupe = GroupeErreur()
        self._grille = QGridLayout()
        self._groupe.corps.addLayout(self._grille)
        self.corps.addWidget(self._entete)
        self.corps.addWidget(self._resume)
        montants = all(parcours.champ(c).nature is Nature.MONTANT for c in lieu.chemins)
        intro = parcours.texte(lieu.etape.intro, lieu) or (EN_EUROS if montants else "")
        self._chapeau = QHBoxLayout()
        if lieu.rang is not None:
            nom = parcours.nom_element(lieu.etape.pour, lieu.rang)
            repete = parcours.champ(lieu.etape.pour).repete
            self._chapeau.addWidget(Etiquette(Mention(nom, "info", repete.icone if repete else "")))
        if intro:
            self._chapeau.addWidget(Paragraphe(intro), 1)
        self.corps.addLayout(self._chapeau)
        self._editeurs: dict[str, Editeur] = {}
        colonnes = 2 if montants and actuel().mesures.forme is Forme.PC else 1
        for colonne in range(colonnes):
            self._grille.setColumnStretch(colonne, 1)
        for rang, chemin in enumerate(lieu.chemins):
            self._editeurs[chemin] = editeur(parcours, chemin)
            if parcours.champ(chemin).nature not in CHAMPS:
                self._editeurs[chemin].modifie.connect(self._compter)
            bas = Qt.AlignmentFlag.AlignBottom if colonnes > 1 else Qt.AlignmentFlag(0)
            self._grille.addWidget(self._editeurs[chemin], rang // colonnes, rang % colonnes, bas)
        self.corps.addWidget(self._groupe)
        self.pousser()
        conseil = parcours.texte(lieu.etape.conseil, lieu) or (RIEN_ICI if montants else "")
        if conseil:
            self.corps.addWidget(Encart("discret", "", conseil))
        self.proposer(
            Action("Précédent", precedent, "s", "gauche"),
            Action("Continuer", continuer),
        )
        self.pret()

    def mesurer(self) -> None:
        super().mesurer()
        mm = actuel().mesures.mm
        self._chapeau.setSpacing(mm(4))
        self._grille.setHorizontalSpacing(mm(10))
        self._grille.setVerticalSpacing(mm(6))

    def actualiser(self) -> None:
        """Read the walk again: its progress may have changed, and so may the answers."""
        self._compter()
        for champ in self._editeurs.values():
            champ.lire()

    def _compter(self) -> None:
        """How many steps there are: a person taken out, a box ticked, change it."""
        ou = self._parcours.progression
        self._entete.montrer(
            f"Étape {ou.numero} sur {ou.total}",
            self._parcours.titre(self._lieu),
            ou.numero,
            ou.total,
            "Étape suivante\u00a0:",
            ou.suivante,
        )

    def depart(self) -> QWidget | None:
        if self._lieu.chemins and self._parcours.champ(self._lieu.chemins[0]).nature in CHAMPS:
            return self._editeurs[self._lieu.chemins[0]].premier()
        return None

    def signaler(self, anomalies: tuple[Anomalie, ...]) -> None:
        """Show every anomaly at its fields and in the summary; none clears the page."""
        ici: dict[str, str] = dict.fromkeys(self._editeurs, "")
        groupes: list[str] = []
        for anomalie in anomalies:
            concernes = [c for c in anomalie.champs if c in ici]
            if len(concernes) == 1:
                ici[concernes[0]] = "\n".join(filter(None, (ici[concernes[0]], anomalie.message)))
            elif concernes:
                groupes.append(anomalie.message)
        for chemin, message in ici.items():
            self._editeurs[chemin].signaler(message)
        self._groupe.montrer("\n".join(groupes))
        self._resume.montrer([(a.message, a.explication, a.champs[0] if a.champs else "") for a in anomalies])

    def montrer_champ(self, chemin: str) -> None:
        """Put the person on one of the step's answers."""
        self._editeurs[chemin].prendre_focus()

    def _suivre_lien(self, chemin: str) -> None:
        if chemin in self._editeurs:
            self.montrer_champ(chemin)
        else:
            self.ailleurs.emit(chemin)
