"""« Imprimer le reçu »: offered only where a printer is ready, and what became of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from kiosk.terminal.printing import EtatImprimante
from ui.components.annonce import annoncer
from ui.components.boutons import Bouton
from ui.components.encarts import Encart
from ui.components.rangee import Colonne, Rangee, en_grand
from ui.components.textes import Texte

IMPRIMER = "Imprimer le reçu"
SANS_REPONSES = "sans vos réponses"
EN_COURS = "Impression en cours…"
ATTENTE = "Attendez votre papier. S’il ne sort pas d’ici une demi-minute, nous vous le dirons."
RECOURS = (
    "Votre envoi, lui, est bien enregistré, et rien ne s’imprimera après votre départ. "
    "Prévenez l’accueil, ou scannez le code avec votre téléphone."
)
TITRES = {
    EtatImprimante.PAPIER: "L’imprimante n’a plus de papier",
    EtatImprimante.LENTE: "L’imprimante ne répond pas",
}
EN_PANNE = "L’imprimante ne marche pas pour l’instant"


class ImprimerRecu(Colonne):
    """The button; then the paper to take, or why there is none. Hidden without `imprimer`."""

    def __init__(self, imprimer: Callable[[], None] | None) -> None:
        super().__init__(ecart_mm=4)
        self._imprimer = imprimer
        self._en_cours = False
        self._bouton = Bouton(IMPRIMER, "s", "imprimante")
        self._bouton.clicked.connect(self._demander)
        self._note = Texte(SANS_REPONSES, "second")
        self._choix = Rangee(
            self._bouton,
            self._note,
            ecart_mm=5,
            empiler=en_grand,
            alignement=Qt.AlignmentFlag.AlignVCenter,
        )
        self.corps.addWidget(self._choix)
        if imprimer is None:
            self.hide()

    def en_cours(self) -> None:
        """Asked: the button and what is beside it say so, and a second press does nothing."""
        self._en_cours = True
        self._bouton.setText(EN_COURS)
        self._note.setText(ATTENTE)
        annoncer(self, ATTENTE)

    def imprime(self) -> None:
        """The paper is out."""
        self._dire("succes", "Votre reçu est imprimé", "Prenez-le avant de partir.")

    def refuser(self, etat: EtatImprimante) -> None:
        """No paper came, and none will. The button goes: the printer needs the staff first."""
        self._dire("alerte", TITRES.get(etat, EN_PANNE), RECOURS)

    def _demander(self) -> None:
        if not self._en_cours and self._imprimer is not None:
            self._imprimer()

    def _dire(self, ton: str, titre: str, texte: str) -> None:
        self._choix.hide()
        annoncer(self, f"{titre}. {texte}")
        self.corps.addWidget(Encart(ton, titre, texte, "imprimante"))
