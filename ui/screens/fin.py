"""The end of a démarche: is it done, what is my proof, what happens now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.backend.schemas import EnvoiVue
from kiosk.formulaire import Message
from kiosk.metier.periode import avec_jour
from kiosk.terminal.printing import EtatImprimante
from ui.bridge.erreurs import Avis
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Carte
from ui.components.etiquette import Etiquette, Mention
from ui.components.listes import ListeNumerotee
from ui.components.qr import CodeQr
from ui.components.resultat import EnTeteResultat
from ui.components.textes import Paragraphe, Texte
from ui.screens.imprimer import ImprimerRecu
from ui.screens.reassurances import Reassurances, ResumeReassurances, tiennent_devant
from ui.screens.recevoir_mail import RecevoirMail
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


class EcranFin(Ecran):
    """The receipt on screen, with the conditions that may not be met before it, or after when they would hide it.

    `envoyer_mail` sends its copy to `mail`, the secured address, masked, "" if none. `imprimer` is None where
    no printer is ready.

    What tells of the mail and of the paper may come after the page was left: they then do nothing.
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
        self.corps.addWidget(_carte(bilan))
        self._impression = ImprimerRecu(imprimer)
        self.corps.addWidget(self._impression)
        self._mail = RecevoirMail(envoyer_mail, mail, transmis=bilan.transmis)
        self.corps.addWidget(self._mail)
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

    def impression_en_cours(self) -> None:
        """The paper was asked for."""
        if shiboken6.isValid(self):
            self._impression.en_cours()

    def impression_finie(self, echec: EtatImprimante | None) -> None:
        """It is out, or `echec` says why it is not."""
        if not shiboken6.isValid(self):
            return
        if echec is None:
            self._impression.imprime()
        else:
            self._impression.refuser(echec)

    def mail_en_cours(self) -> None:
        """The mail was asked for."""
        if shiboken6.isValid(self):
            self._mail.en_cours()

    def mail_envoye(self, envoi: EnvoiVue) -> None:
        """It has left, or will as soon as it can."""
        if shiboken6.isValid(self):
            self._mail.envoye(envoi)

    def mail_refuse(self, avis: Avis) -> None:
        """It has not, or nobody knows: say why, and offer to try again unless the visit must end."""
        if shiboken6.isValid(self):
            self._mail.refuser(avis)


def _carte(bilan: Bilan) -> Carte:
    mm = actuel().mesures.mm
    carte = Carte()
    rang = QHBoxLayout()
    textes = QVBoxLayout()
    textes.setSpacing(mm(2))
    jour = avec_jour(bilan.quand.date())
    heure = f"{bilan.quand.hour}\u00a0h\u00a0{bilan.quand.minute:02}"
    textes.addWidget(Texte("Numéro de dépôt", "second"))
    textes.addWidget(Texte(bilan.numero, "h2", titre=False))
    textes.addWidget(Texte(f"{jour[0].upper()}{jour[1:]} à {heure}"))
    if bilan.transmis:
        textes.addWidget(Etiquette(Mention(TRANSMISE, "succes", "coche")))
    else:
        textes.addWidget(Etiquette(Mention(EN_ATTENTE, "alerte", "horloge")))
    textes.addStretch(1)
    rang.addLayout(textes, 1)
    code = QVBoxLayout()
    code.setSpacing(mm(2))
    code.addWidget(CodeQr(bilan.recepisse, "Récépissé à scanner", 48))
    code.addWidget(Texte("À scanner avec\nvotre téléphone", "mini", centre=True))
    rang.addLayout(code)
    carte.corps.addLayout(rang)
    return carte
