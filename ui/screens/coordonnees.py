"""« Vos coordonnées »: the three of them, what was asked of each, and one button for all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kiosk.backend.schemas import AnomalieVue, CoordonneesVues
from kiosk.metier.coordonnees import Demande, NatureCoordonnee
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.resume_erreurs import ResumeErreurs
from ui.components.textes import Paragraphe, Texte
from ui.screens.lignes_coordonnees import LignesCoordonnees
from ui.screens.mots_coordonnees import MOTS
from ui.screens.projet_coordonnees import Projet

TITRE_BARRE = "Vos coordonnées"
RIEN = "Ajoutez un mobile ou une adresse mail\u00a0: la Caf pourra vous\u00a0joindre."
REFUSEES = "Rien n’a été enregistré"


class EcranCoordonnees(Ecran):
    """What stands and what was asked (`brouillon`): nothing is sent before the button of the page.

    `enregistrer` is also called when there is nothing to send but a code to give. A page is built anew for each
    change of `brouillon`.
    """

    titre_barre = TITRE_BARRE
    connecte = True

    def __init__(
        self,
        vues: CoordonneesVues,
        brouillon: Mapping[NatureCoordonnee, Demande],
        *,
        editer: Callable[[NatureCoordonnee], None],
        annuler: Callable[[NatureCoordonnee], None],
        enregistrer: Callable[[], None],
        precedent: Callable[[], None],
        afficher: Callable[[], None],
    ) -> None:
        super().__init__()
        self._projet = Projet(vues, dict(brouillon))
        self._enregistrer, self._precedent = enregistrer, precedent
        self._resume = ResumeErreurs(lambda _n: REFUSEES)
        self._resume.lien_active.connect(self._corriger)
        self.corps.addWidget(Texte("Vos coordonnées", "h1"))
        self.corps.addWidget(self._resume)
        if not vues.en_vigueur and not brouillon:
            self.corps.addWidget(Paragraphe(RIEN, "intro"))
        self._carte = LignesCoordonnees(self._projet, afficher, modifiable=True)
        self._carte.editer.connect(editer)
        self._carte.annuler.connect(annuler)
        self.corps.addWidget(self._carte)
        self.pousser()
        annonce = self._projet.annonce()
        if annonce:
            self.corps.addWidget(Encart("info", "", annonce))
        self._proposer()
        self.pret()

    def quitter(self) -> None:
        self._carte.masquer()

    def montrer_en_entier(self, valeurs: Mapping[NatureCoordonnee, str]) -> None:
        """What « Afficher en entier » asked for; it masks itself again."""
        self._carte.montrer_en_entier(valeurs)

    def en_cours(self) -> None:
        """The answer of the backend is awaited: nothing can be asked twice."""
        self._resume.effacer()
        self._carte.masquer()
        self._carte.blockSignals(True)
        *autres, suite = (replace(action, faire=_rien) for action in self.commandes)
        self.proposer(*autres, replace(suite, texte="Un instant…", icone=""))

    def refuser(self, anomalies: Sequence[AnomalieVue]) -> None:
        """The backend refused: each message in the summary and on the line it names. Nothing asked is lost."""
        self._carte.blockSignals(False)
        self._proposer()
        liens = [(a.message, "", next(filter(_nommee, a.champs), "")) for a in anomalies]
        self._carte.signaler({NatureCoordonnee(cible): message for message, _e, cible in liens if cible})
        self._resume.montrer(liens)

    def _proposer(self) -> None:
        precedent = Action("Précédent", self._precedent, "s", "gauche")
        if self._projet.change:
            self.proposer(precedent, Action("Enregistrer", self._enregistrer, "p", "coche"))
        elif self._projet.gestes:
            self.proposer(precedent, Action("Confirmer", self._enregistrer, "p", "coche"))
        elif self._projet.restent_en_attente:
            self.proposer(precedent, Action("Saisir le code", self._enregistrer))
        else:
            self.proposer(precedent)

    def _corriger(self, nature: str) -> None:
        self._carte.aller_a(NatureCoordonnee(nature))


def _nommee(champ: str) -> bool:
    return champ in MOTS


def _rien() -> None:
    """Pressed while the answer is awaited."""
