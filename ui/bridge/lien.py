"""The visit's end of the pipe, hooked into the Qt loop."""

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from kiosk.terminal.link import LienEnfant
from kiosk.terminal.link_equipe import EquipeEchec, EquipeEtat, EquipePorte
from kiosk.terminal.link_messages import Alive, DeLaVisite, HorsService, SecretTerminal, Show, Stop, Yield

BATTEMENT_MS = 1000


class LienVisite(QObject):
    """What the supervisor says, as signals; what the visit says, as calls."""

    montrer = Signal()
    ceder = Signal()
    arreter = Signal()
    hors_service = Signal(object)
    secret = Signal(object)
    equipe = Signal(object)
    """What the staff's page is told (`kiosk.terminal.link_equipe`)."""

    def __init__(self, lien: LienEnfant) -> None:
        super().__init__()
        self._lien = lien
        self._garde: QSocketNotifier | None = None
        self._battement = QTimer(self)
        self._battement.setInterval(BATTEMENT_MS)
        self._battement.timeout.connect(self._battre)

    def ouvrir(self) -> None:
        """Start listening, and beating: `alive` comes from the GUI loop itself, so that a frozen one is silent."""
        self._garde = QSocketNotifier(self._lien.fileno(), QSocketNotifier.Type.Read, self)
        self._garde.activated.connect(self._lire)
        self._battement.start()

    def dire(self, message: DeLaVisite) -> None:
        """Send one message."""
        self._lien.envoyer(message)

    def _battre(self) -> None:
        self.dire(Alive())

    def _lire(self) -> None:
        for message in self._lien.lire():
            match message:
                case Show():
                    self.montrer.emit()
                case HorsService():
                    self.hors_service.emit(message)
                case SecretTerminal():
                    self.secret.emit(message)
                case EquipePorte() | EquipeEtat() | EquipeEchec():
                    self.equipe.emit(message)
                case Yield():
                    self.ceder.emit()
                case Stop():
                    self._couper()
                    self.arreter.emit()

    def _couper(self) -> None:
        self._battement.stop()
        if self._garde is not None:
            self._garde.setEnabled(False)
