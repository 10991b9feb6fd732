"""The window on its screen: where it goes, locked there, followed as screens come and go."""

from PySide6.QtCore import QEventLoop, QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk.terminal.visite import Profil, ReglagesVisite
from ui.app.ecran import disposer, ecran_choisi, ecrans_presents
from ui.bridge.journal import dire
from ui.shell.couverture_ecrans import CouvertureEcrans
from ui.shell.fenetre import Fenetre
from ui.shell.premiere_image import PremiereImage
from ui.shell.verrou import Verrou, preparer
from ui.theme import THEMES, Mesures, Theme, actuel, appliquer


class Placement(QObject):
    """Makes `fenetre` at the size of its screen; `montrer` opens it, `ceder` gives the screen to the next visit.

    In a demonstration the window has a frame, and nothing is locked.
    """

    vue = Signal()
    """The page is on the screen, or nobody takes its picture, and the last visit may go. Once for each `montrer`."""

    def __init__(self, app: QApplication, reglages: ReglagesVisite) -> None:
        super().__init__()
        self._app = app
        self._reglages = reglages
        self._enferme = reglages.plein_ecran
        self._absent = False
        self._image = False
        preparer(app, curseur=not self._enferme or reglages.profil is Profil.LIBRE_SERVICE)
        geometrie, mesures = disposer(reglages)
        appliquer(app, Theme(THEMES[reglages.theme], mesures, reglages.theme))
        self.fenetre = Fenetre(reglages.delai_touche_ms)
        self.fenetre.occuper(geometrie, self._enferme)
        self._verrou = Verrou(self.fenetre, mesures.mm(100) / 100)
        self._verrou.pret.connect(self._annoncer)
        self._couverture = CouvertureEcrans(self.fenetre)
        self._couverture.deplacee.connect(self._replacer)
        self._premiere = PremiereImage(self.fenetre)
        self._premiere.prise.connect(self._montree)

    def montrer(self) -> None:
        """Open the window, or bring it forward; `vue` follows."""
        if self._enferme:
            self._replacer()  # screens may have come or gone since this process was made
            self._verrou.guetter()
            self.fenetre.showFullScreen()
        else:
            self.fenetre.show()
        self.fenetre.raise_()
        self.fenetre.activateWindow()
        self._premiere.guetter()
        if self._enferme:
            self._verrou.serrer()
            self._couverture.couvrir()

    def attendre_la_vue(self) -> None:
        """Until `vue`; who touches the page meanwhile is heard later."""
        boucle = QEventLoop()
        self.vue.connect(boucle.quit)
        boucle.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def constater(self) -> None:
        """Somebody touches the page: it is on the screen, whatever was told of it. `vue` comes before this returns."""
        self._premiere.constater()
        self._verrou.conclure()

    def ceder(self) -> None:
        """The visit is over: its window no longer takes the screen back, and holds the keyboard for the next one."""
        self._verrou.ceder()

    def lacher(self) -> None:
        """The next visit is there, for which the keyboard was held."""
        self._verrou.lacher()

    def _montree(self, prise: bool) -> None:
        if not prise:
            dire("image_non_prise")
        self._image = True
        self._annoncer()

    def _annoncer(self) -> None:
        if self._image and not self._verrou.guette:
            self._image = False
            self.vue.emit()

    def _replacer(self) -> None:
        """The screens have changed: the window takes the one that is left, at its size."""
        geometrie, mesures = disposer(self._reglages)
        self._dire_l_ecran()
        if geometrie == self.fenetre.place or geometrie.isEmpty():
            return
        theme = actuel()
        mesures = Mesures(mesures.ppi, mesures.forme, theme.mesures.taille)
        appliquer(self._app, Theme(theme.couleurs, mesures, theme.nom))
        self.fenetre.occuper(geometrie, plein_ecran=True)
        self.fenetre.showFullScreen()

    def _dire_l_ecran(self) -> None:
        """The screen that the settings name is not there: said once each time, the page is on another meanwhile."""
        nom = self._reglages.ecran_nom
        absent = bool(nom) and ecran_choisi(nom) is None
        if absent and not self._absent:
            dire("ecran_absent", demande=nom, presents=ecrans_presents())
        self._absent = absent
