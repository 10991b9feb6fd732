"""What the staff are asked before something is done: why the terminal is closed, and whether they are sure."""

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.terminal.link_equipe import MotifFermeture
from ui.components.boutons import Bouton
from ui.components.ecran import Action, Ecran
from ui.components.panneau import Panneau
from ui.components.textes import Paragraphe, Texte
from ui.components.tuiles import TuileDemarche
from ui.screens.equipe_mots import Mots
from ui.screens.equipe_pin import RETOUR, TITRE_BARRE
from ui.shell.fenetre import Fenetre
from ui.shell.pages import SUITE

RIEN_CHANGER = "Ne rien changer"
OUI_HORS_SERVICE, OUI_REDEMARRER, OUI_ARRETER = "Oui, mettre hors service", "Oui, redémarrer", "Oui, arrêter"
"""Not the words of the page's own buttons: whoever listens hears which question is answered."""

MOTIFS: Final[Mapping[MotifFermeture, tuple[str, str]]] = {
    MotifFermeture.IMPRIMANTE: ("imprimante", "Imprimante ou papier"),
    MotifFermeture.ECRAN: ("doigt", "Écran ou toucher"),
    MotifFermeture.LIAISON: ("hors_ligne", "Réseau ou service de la Caf"),
    MotifFermeture.ENTRETIEN: ("outil", "Nettoyage ou entretien"),
    MotifFermeture.AUTRE: ("aide", "Une autre raison"),
}
"""Icon and words of each button."""


class EcranMotif(Ecran):
    """Why the terminal is put out of service; `choisir` gets the reason that was touched."""

    titre_barre = TITRE_BARRE

    def __init__(
        self, mots: Mots, choisir: Callable[[MotifFermeture], None], retour: Callable[[], None]
    ) -> None:
        super().__init__()
        self.corps.addWidget(Texte(f"Pourquoi mettre {mots.le} hors service\u00a0?", "h1"))
        self.corps.addWidget(Paragraphe("Le motif s’affiche en bas de l’écran, pour vos collègues.", "intro"))
        for motif, (icone, raison) in MOTIFS.items():
            self.corps.addWidget(_TuileMotif(motif, raison, icone, choisir))
        self.pousser()
        self.proposer(Action(RETOUR, retour, "s", "gauche"))
        self.pret()


class _TuileMotif(TuileDemarche):
    """Keeps what it is for, rather than a closure that would keep the page."""

    def __init__(
        self, motif: MotifFermeture, mots: str, icone: str, choisir: Callable[[MotifFermeture], None]
    ) -> None:
        super().__init__(mots, icone)
        self._motif, self._choisir = motif, choisir
        self.clicked.connect(self._agir)

    def _agir(self) -> None:
        self._choisir(self._motif)


def panneau_confirmer(
    fenetre: Fenetre, titre: str, texte: str, faire_dit: str, faire: Callable[[], None]
) -> Panneau:
    """A question before something is done: changing nothing is the primary choice."""
    rester = Bouton(RIEN_CHANGER, "p")
    agir = Bouton(faire_dit, "s")
    panneau = Panneau(fenetre.plan, titre, SUITE, agir, rester)
    rester.clicked.connect(panneau.fermer)
    agir.clicked.connect(faire)
    panneau.ferme.connect(panneau.deleteLater)
    panneau.corps.addWidget(Paragraphe(texte, "intro"))
    return panneau
