"""The copies of a deposit, from whichever page shows its receipt: the recap by mail, the receipt on paper."""

from uuid import UUID, uuid4

from PySide6.QtCore import QObject

from kiosk.backend.errors import BackendError
from kiosk.backend.schemas import Compte
from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.terminal.impression_recu import Recu
from ui.app.poste import Poste
from ui.bridge.erreurs import avis_envoi_mail
from ui.bridge.impression import Impression
from ui.screens.recu import EcranRecu


def mail_securise(compte: Compte | None) -> str:
    """The secured mail of the account, masked; empty when there is none."""
    vues = compte.coordonnees.en_vigueur if compte else ()
    return next((c.valeur_masquee for c in vues if c.nature is NatureCoordonnee.MAIL and c.securisee), "")


class Copies(QObject):
    """What the receipt on the screen offers. Tell `montre` which one it is before its page is shown."""

    def __init__(self, poste: Poste) -> None:
        super().__init__()
        self._poste = poste
        self._impression = Impression(poste.reglages)
        self._demandes: dict[UUID, UUID] = {}

    def preparer(self) -> None:
        """Ask the printer for its state, ahead of `imprimable`."""
        self._impression.demander()

    async def imprimable(self) -> bool:
        """Whether the printer is ready, as it said since `preparer`."""
        return await self._impression.offerte()

    def montre(self, depot_id: UUID, papier: Recu) -> None:
        """The receipt that is about to be shown, and what its paper would say."""
        self._depot_id = depot_id
        self._papier = papier

    def envoyer(self) -> None:
        """« Recevoir par mail » on the page shown."""
        page = self._poste.fenetre.ecran
        if isinstance(page, EcranRecu):
            self._poste.taches.lancer(self.envoyer_mail(page), "mail")

    async def envoyer_mail(self, page: EcranRecu) -> None:
        """The same request until it is answered: after a cut, and after the page was left, nothing leaves twice."""
        depot_id = self._depot_id
        page.mail_en_cours()
        demande = self._demandes.setdefault(depot_id, uuid4())
        try:
            envoi = await self._poste.guichet.envoyer_recapitulatif(depot_id, demande)
        except BackendError as erreur:
            page.mail_refuse(avis_envoi_mail(erreur))
        else:
            del self._demandes[depot_id]
            page.mail_envoye(envoi)

    def imprimer(self) -> None:
        """« Imprimer le reçu » on the page shown."""
        page = self._poste.fenetre.ecran
        if isinstance(page, EcranRecu):
            self._poste.taches.lancer(self.imprimer_recu(page), "imprimer")

    async def imprimer_recu(self, page: EcranRecu) -> None:
        """What the page says, without the answers."""
        papier = self._papier
        page.impression_en_cours()
        page.impression_finie(await self._impression.imprimer(papier))
