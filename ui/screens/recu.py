"""The receipt of a deposit, wherever it is shown: its card, and its copies by mail and on paper."""

from collections.abc import Callable
from datetime import datetime

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.backend.schemas import EnvoiVue
from kiosk.metier.periode import avec_jour
from kiosk.terminal.printing import EtatImprimante
from ui.bridge.erreurs import Avis
from ui.components.ecran import Ecran
from ui.components.encarts import Carte
from ui.components.etiquette import Etiquette, Mention
from ui.components.qr import CodeQr
from ui.components.textes import Texte
from ui.screens.imprimer import ImprimerRecu
from ui.screens.recevoir_mail import RecevoirMail
from ui.theme import actuel


class EcranRecu(Ecran):
    """A page with a receipt; a subclass puts its copies where they belong with `copier`.

    What tells of the mail and of the paper may come after the page was left: they then do nothing.
    """

    def copier(
        self,
        envoyer_mail: Callable[[], None] | None,
        mail: str,
        imprimer: Callable[[], None] | None,
        *,
        transmis: bool = True,
    ) -> None:
        """Offer them here. `mail` is the secured address, masked, "" if none; `imprimer` is None without a printer."""
        self._impression = ImprimerRecu(imprimer)
        self._mail = RecevoirMail(envoyer_mail, mail, transmis=transmis)
        self.corps.addWidget(self._impression)
        self.corps.addWidget(self._mail)

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


def carte_recu(numero: str, quand: datetime, etat: Mention, recepisse: str, precision: str = "") -> Carte:
    """The number, the time `quand` as it is to be read, the state, and the QR code that holds `recepisse`.

    `precision` follows the hour: whose hour it is, "" when nobody would wonder.
    """
    mm = actuel().mesures.mm
    carte = Carte()
    rang = QHBoxLayout()
    textes = QVBoxLayout()
    textes.setSpacing(mm(2))
    jour = avec_jour(quand.date())
    heure = f"{quand.hour}\u00a0h\u00a0{quand.minute:02}"
    textes.addWidget(Texte("Numéro de dépôt", "second"))
    textes.addWidget(Texte(numero, "h2", titre=False))
    textes.addWidget(Texte(f"{jour[0].upper()}{jour[1:]} à {heure}"))
    if precision:
        textes.addWidget(Texte(precision, "second"))
    textes.addWidget(Etiquette(etat))
    textes.addStretch(1)
    rang.addLayout(textes, 1)
    code = QVBoxLayout()
    code.setSpacing(mm(2))
    code.addWidget(CodeQr(recepisse, "Récépissé à scanner", 48))
    code.addWidget(Texte("À scanner avec\nvotre téléphone", "mini", centre=True))
    rang.addLayout(code)
    carte.corps.addLayout(rang)
    return carte
