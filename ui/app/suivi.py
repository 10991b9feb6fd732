"""« Suivi »: the receipt of each deposit again, and its copies."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from kiosk.backend.recepisse import texte_recepisse
from kiosk.backend.schemas import Compte, DepotVue
from kiosk.metier.fuseau import fuseau
from kiosk.terminal.impression_recu import Recu
from ui.app.copies import Copies, mail_securise
from ui.app.poste import Poste
from ui.screens.fin import TRANSMISE
from ui.screens.suivi import PHRASES, EcranDepot, EcranSuivi

AU_COMPTE = "Revenir à mon compte"
AUX_ENVOIS = "Revenir à mes envois"
HEURE_D_AILLEURS = "Heure du lieu de l’envoi"


class FluxSuivi(QObject):
    """From the list of « Mon compte » to a receipt and back. `revenir` shows the account, `terminer` ends the visit."""

    def __init__(
        self, poste: Poste, copies: Copies, revenir: Callable[[], None], terminer: Callable[[], None]
    ) -> None:
        super().__init__()
        self._poste = poste
        self._copies = copies
        self._revenir = revenir
        self._terminer = terminer
        self._compte: Compte | None = None

    def compte(self, compte: Compte) -> None:
        """The account as it was last read."""
        self._compte = compte

    def voir_tout(self) -> None:
        """Every deposit that the account tells of."""
        assert self._compte is not None
        self._poste.fenetre.montrer(
            EcranSuivi(self._compte.depots, self._voir_depuis_la_liste, self._revenir, self._terminer)
        )

    def voir_recu(self, depot: DepotVue) -> None:
        """One of « Mon compte »."""
        self._poste.taches.lancer(self.montrer(depot, AU_COMPTE, self._revenir), "recu")

    def _voir_depuis_la_liste(self, depot: DepotVue) -> None:
        self._poste.taches.lancer(self.montrer(depot, AUX_ENVOIS, self.voir_tout), "recu")

    def _precision(self, depot: DepotVue) -> str:
        """Whose hour a receipt shows, when it is not that of this hall."""
        ici = depot.recu_le.astimezone(fuseau(self._poste.reglages.fuseau))
        return "" if ici.utcoffset() == depot.recu_le.utcoffset() else HEURE_D_AILLEURS

    async def montrer(self, depot: DepotVue, retour: str, revenir: Callable[[], None]) -> None:
        """The receipt of `depot`, once the printer has said whether it is there; not over another page."""
        avant = self._poste.fenetre.ecran
        self._copies.preparer()
        imprimable = await self._copies.imprimable()
        if self._poste.fenetre.ecran is not avant:
            return
        caf = self._poste.reglages.caf_nom
        recepisse = texte_recepisse(caf, depot.titre, depot.numero, depot.recu_le)
        papier = Recu(
            organisme=caf,
            titre=depot.titre,
            numero=depot.numero,
            quand=depot.recu_le,
            etat=TRANSMISE,
            texte=PHRASES[depot.etat],
            recepisse=recepisse,
        )
        self._copies.montre(depot.id, papier)
        self._poste.fenetre.montrer(
            EcranDepot(
                depot,
                recepisse,
                self._precision(depot),
                retour,
                revenir,
                self._terminer,
                envoyer_mail=self._copies.envoyer,
                mail=mail_securise(self._compte),
                imprimer=self._copies.imprimer if imprimable else None,
            )
        )
