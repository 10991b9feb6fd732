"""One visit's process, put together: link, window, loop, silence."""

import os
import signal
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from kiosk.backend.identite import Identite
from kiosk.terminal.link_messages import (
    Depart,
    Deposited,
    Ended,
    HorsService,
    Motif,
    Ready,
    SecretTerminal,
    Shown,
    VisitStarted,
)
from kiosk.terminal.visite import ReglagesVisite
from ui.app.absence import Absence
from ui.app.apparence import Apparence
from ui.app.equipe import FluxEquipe
from ui.app.placement import Placement
from ui.app.veille_ecran import VeilleEcran
from ui.bridge.journal import dire, lieux
from ui.bridge.lien import LienVisite
from ui.screens.accueil import EcranAccueil
from ui.screens.hors_service import EcranHorsService

if TYPE_CHECKING:
    from ui.app.visite import Visite
    from ui.bridge.taches import Taches

DOUBLE_TOUCHE_MS = 300
"""A second touch of the same place that comes sooner is a finger that trembles, not a person who has read."""

RIDEAU_MS = 100
"""A warm spare takes half of that to be shown."""


class Composition(QObject):
    """Holds everything of one visit; nothing of it survives the process."""

    def __init__(self, app: QApplication, depart: Depart, lien: LienVisite) -> None:
        super().__init__()
        self._app = app
        self._reglages: ReglagesVisite = depart.reglages
        self._lien = lien
        self._identite = Identite(au_refus=self._terminal_refuse)
        app.setCursorFlashTime(0)  # nothing moves on a page at rest
        app.setDoubleClickInterval(DOUBLE_TOUCHE_MS)
        self._place = place = Placement(app, self._reglages)
        place.vue.connect(self._montree)
        self.fenetre = place.fenetre
        self.fenetre.outil_active.connect(self._outil)
        self.fenetre.fermee.connect(self._fermer_demonstration)
        self._apparence = Apparence(app, self.fenetre)
        self.absence = Absence(self.fenetre, self._reglages)
        self.absence.reprise.connect(self._reprise)
        self.absence.expiree.connect(self._silence)
        self.absence.quittee.connect(self._finie)
        self._apparence.changee.connect(self.absence.regler)
        self._veille_ecran = VeilleEcran(self.fenetre, self._reglages.veille_s)
        self._visite: Visite | None = None
        self._taches: Taches | None = None
        self._finie_deja = False
        self._session_close = False
        self._remplacee = False
        self._fermeture: HorsService | None = None
        if depart.hors_service is not None:
            self._hors_service(depart.hors_service)
        else:
            self.fenetre.montrer(
                EcranAccueil(
                    self._commencer,
                    self._apparence.texte,
                    self._apparence.contraste,
                    pass_sport=self._commencer_pass_sport,
                    descendre=self._descendre,
                    caf=self._reglages.caf_nom,
                    horaires=self._reglages.caf_horaires,
                )
            )
        lien.montrer.connect(self.montrer)
        lien.ceder.connect(self._place.ceder)
        lien.arreter.connect(self._ceder_la_place)
        lien.hors_service.connect(self._passer_hors_service)
        lien.secret.connect(self._recevoir_secret)
        self._equipe = FluxEquipe(
            self.fenetre,
            lien,
            self._finie,
            profil=self._reglages.profil,
            arret_permis=self._reglages.equipe_quitter,
        )

    # -- showing -----------------------------------------------------------------------------------------

    def chauffer(self) -> None:
        """Draw once off screen: glyphs, icons and layouts are then ready for the real painting."""
        self.fenetre.ensurePolished()
        self.fenetre.grab()

    def montrer(self) -> None:
        """Paint the home page on the screen, now."""
        self._place.montrer()
        self._veille_ecran.guetter()

    def attendre_l_image(self) -> None:
        """Until the page is on the screen, or nobody takes it; who touches it is heard later."""
        self._place.attendre_la_vue()

    def _montree(self) -> None:
        self._lien.dire(Shown())
        self._equipe.guetter()

    def pret(self) -> None:
        """Everything a visit needs is imported: nothing is left to wait for."""
        self._lien.dire(Ready())

    def _hors_service(self, fermeture: HorsService) -> None:
        self._fermeture = fermeture
        self.fenetre.montrer(EcranHorsService(self._reglages, fermeture))

    def _passer_hors_service(self, fermeture: HorsService) -> None:
        self._veille_ecran.cesser()
        self._hors_service(fermeture)
        self.montrer()

    # -- a visit -----------------------------------------------------------------------------------------

    def brancher(self) -> None:
        """Import and build what the first touch will need; called once the first page is painted."""
        from kiosk.backend.client import ClientBackend
        from ui.app.guichet import Guichet
        from ui.app.horloge import Horloge
        from ui.app.visite import Visite
        from ui.bridge.ramassage import Ramassage
        from ui.bridge.taches import Taches

        self._ramassage = Ramassage()
        self.fenetre.page_changee.connect(self._ramassage.bientot)
        self._taches = Taches(self._tache_en_panne)
        _ = self.fenetre.clavier  # made now rather than with the first page that has a field
        heures = Horloge(self._reglages)
        guichet = Guichet(
            ClientBackend(self._reglages.backend_url, terminal=self._identite, fuseau=self._reglages.fuseau),
            Path(self._reglages.dossier_etat) / "envois",
            heures.jour,
            self._prevenir,
            time.monotonic,
            heures.heure,
        )
        self._guichet = guichet
        self._visite = Visite(self.fenetre, guichet, self._reglages, self._taches, heures.jour)
        self._visite.finie.connect(self._finie)

    def _recevoir_secret(self, message: SecretTerminal) -> None:
        self._identite.changer(message.secret)

    def _terminal_refuse(self, code: str) -> None:
        """The visitor reads that the service does not answer; the staff must be able to find out why."""
        dire("terminal_refuse", cause=code)

    def _prevenir(self) -> None:
        self._lien.dire(Deposited())

    def _commencer(self) -> None:
        self._ouvrir_visite().commencer()

    def _commencer_pass_sport(self) -> None:
        self._ouvrir_visite().questionnaire.commencer("pass_sport")

    def _ouvrir_visite(self) -> "Visite":
        """Somebody is there: the supervisor is told, silence is watched."""
        if self._visite is None:
            self.brancher()
        assert self._visite is not None
        self._place.constater()
        self._veille_ecran.cesser()
        self._equipe.cesser()
        self._lien.dire(VisitStarted())
        self.absence.surveiller()
        return self._visite

    def _reprise(self) -> None:
        # Whoever waits for a code longer than the backend keeps a silent session has just said that they are there.
        assert self._taches is not None
        self._taches.lancer(self._guichet.entretenir(), "entretenir")

    # -- tools -------------------------------------------------------------------------------------------

    def _outil(self, code: str) -> None:
        if code == "texte":
            self._apparence.texte()
        elif code == "descendre":
            self._descendre()
        elif code == "masquer":
            self.absence.masquer()
        else:
            self._apparence.contraste()

    def _descendre(self) -> None:
        self.fenetre.descendre(not self.fenetre.descendue)

    # -- end ---------------------------------------------------------------------------------------------

    def _finie(self) -> None:
        self._finir(Motif.FINI)

    def _silence(self) -> None:
        self._finir(Motif.SILENCE)

    def _finir(self, motif: Motif) -> None:
        """Tell the supervisor, which shows the next home page over this one; then close the session and go."""
        if self._finie_deja:
            return
        self._finie_deja = True
        self._equipe.cesser()
        self._place.ceder()
        self.absence.cesser()
        if self._fermeture is not None:
            # A fresh process shows the same page, and this one is killed then: nobody sees that the staff were here.
            self._hors_service(self._fermeture)
            self._lien.dire(Ended(motif))
            return
        self._lien.dire(Ended(motif))
        assert self._taches is not None
        self._taches.lancer(self.partir(), "partir")
        QTimer.singleShot(RIDEAU_MS, self._tirer_le_rideau)

    def _tirer_le_rideau(self) -> None:
        """No other page has taken the place of this one: a visitor's must not be seen any longer."""
        from ui.screens.rideau import EcranRideau

        self.fenetre.couvrir(EcranRideau())

    async def partir(self) -> None:
        """End the session on the backend, then the process once the next page is there: its window goes with it.

        The supervisor kills it if this takes too long.
        """
        await self._guichet.fermer()
        self._session_close = True
        self._s_en_aller()

    def _ceder_la_place(self) -> None:
        """The next page is on the screen, or the terminal stops."""
        self._remplacee = True
        self._place.lacher()
        self._s_en_aller()

    def _s_en_aller(self) -> None:
        """End, once nothing is left to do: neither a session to close nor a next page to wait for."""
        session_ouverte = self._finie_deja and not self._session_close and self._fermeture is None
        if self._remplacee and not session_ouverte:
            self._arreter()

    def exception(
        self, _genre: type[BaseException], erreur: BaseException, _trace: TracebackType | None
    ) -> None:
        """`sys.excepthook`: an error in a slot ends the visit like one in a task, and its message is not logged."""
        try:
            dire("exception", erreur=type(erreur).__name__, lieux=lieux(erreur))
            self._place.ceder()
            self._lien.dire(Ended(Motif.PANNE))
        except BaseException:  # noqa: BLE001  no memory left, even to say so
            os._exit(os.EX_SOFTWARE)

    def _tache_en_panne(self, _nom: str) -> None:
        """A fault of ours: the visit cannot be trusted any more, the supervisor starts a clean one."""
        self._place.ceder()
        self._lien.dire(Ended(Motif.PANNE))

    def _fermer_demonstration(self) -> None:
        """The frame's own button: there is one in a demonstration only, and it ends the whole of it."""
        if not self._reglages.plein_ecran:
            os.kill(os.getppid(), signal.SIGTERM)

    def _arreter(self) -> None:
        # `quit` would first ask the window, which refuses to be closed.
        self._app.exit(0)
