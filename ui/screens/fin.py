"""The end of a démarche: is it done, what is my proof, what happens now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.formulaire import Message
from ui.components.ecran import Action
from ui.components.etiquette import Mention
from ui.components.listes import ListeNumerotee
from ui.components.resultat import EnTeteResultat
from ui.components.textes import Paragraphe, Texte
from ui.screens.reassurances import Reassurances, ResumeReassurances, tiennent_devant
from ui.screens.recu import EcranRecu, carte_recu
from ui.theme import actuel

TRANSMISE = "Transmise à la Caf"
EN_ATTENTE = "En attente de transmission"
DIFFEREE = (
    "Elle sera transmise à la Caf automatiquement, dès que la liaison sera rétablie. En attendant, elle est "
    "gardée et protégée. Vous n’avez rien à refaire."
)
SUITES_DIFFEREES = (
    "Ne refaites pas la démarche, ici ou ailleurs.",
    "Gardez votre numéro de dépôt\u00a0: il prouve votre envoi.",
    "Pour savoir si elle est arrivée, donnez ce numéro à un conseiller.",
)


@dataclass(frozen=True, slots=True)
class Bilan:
    """What the end page says. `transmis` is True only once the backend has confirmed."""

    titre_barre: str
    titre: str
    texte: str
    numero: str
    quand: datetime
    transmis: bool
    recepisse: str
    suites: Sequence[str]
    messages: Sequence[Message] = ()
    """The conditions that may not be met: the deposit is made all the same."""


class EcranFin(EcranRecu):
    """The receipt on screen, with the conditions that may not be met before it, or after when they would hide it.

    `envoyer_mail` sends its copy to `mail`, the secured address, masked, "" if none. `imprimer` is None where
    no printer is ready.
    """

    connecte = True

    def __init__(
        self,
        bilan: Bilan,
        revenir: Callable[[], None],
        terminer: Callable[[], None],
        *,
        envoyer_mail: Callable[[], None] | None = None,
        mail: str = "",
        imprimer: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.titre_barre = bilan.titre_barre
        self.corps.addWidget(EnTeteResultat("succes" if bilan.transmis else "attente", bilan.titre))
        self.corps.addWidget(Paragraphe(bilan.texte, "intro"))
        self._messages = tuple(bilan.messages)
        self._devant = Reassurances(self._messages)
        self._resume = ResumeReassurances(self._messages)
        self._apres = Reassurances(self._messages, titrees=True)
        self.corps.addWidget(self._devant)
        self.corps.addWidget(self._resume)
        etat = (
            Mention(TRANSMISE, "succes", "coche")
            if bilan.transmis
            else Mention(EN_ATTENTE, "alerte", "horloge")
        )
        self.corps.addWidget(carte_recu(bilan.numero, bilan.quand, etat, bilan.recepisse))
        self.copier(envoyer_mail, mail, imprimer, transmis=bilan.transmis)
        self.corps.addWidget(Texte("Et maintenant\u00a0?", "h2"))
        self.corps.addWidget(ListeNumerotee(list(bilan.suites)))
        self.corps.addWidget(self._apres)
        self.pousser()
        self.proposer(
            Action("Revenir à mon compte", revenir, "s"),
            Action("Terminer ma session", terminer, "p", "sortie"),
        )
        self.pret()

    def mesurer(self) -> None:
        super().mesurer()
        devant = tiennent_devant(self._messages, actuel().mesures)
        self._devant.setVisible(devant and bool(self._messages))
        self._resume.setVisible(not devant)
        self._apres.setVisible(not devant)
