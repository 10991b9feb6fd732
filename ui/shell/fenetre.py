"""The one window of a visit: top bar, page, keyboard, action bar, and what covers them."""

import shiboken6
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.components.actions import BarreActions
from ui.components.anneau import installer as installer_anneau
from ui.components.barre import BarreHaut, Outil
from ui.components.boutons import Bouton
from ui.components.champs import Champ
from ui.components.clavier import Clavier
from ui.components.defilement import Defilement
from ui.components.ecran import Action, Ecran

MARQUE = "Caf"
SUITE = "Voir la suite"
TERMINER = "Terminer ma session"
QUITTER = "Quitter"
OUTILS = (Outil("texte", "Texte", "texte"), Outil("contraste", "Contraste", "contraste"))


class Fenetre(QWidget):
    """Shows one `Ecran` at a time. Nothing in it opens another window.

    `peinte` follows each painting of the window. `fin_demandee`: « Terminer ma session » or « Quitter ».
    `outil_active`: « texte » or « contraste ». `fermee`: the demonstration's window was closed by its frame.
    """

    peinte = Signal()
    fin_demandee = Signal()
    outil_active = Signal(str)
    fermee = Signal()

    def __init__(self, delai_touche_ms: int = 150) -> None:
        super().__init__()
        self.setWindowTitle("caf-kiosk")
        self.setObjectName("fenetre")
        self.setProperty("boite", "fenetre")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._barre = BarreHaut(MARQUE, OUTILS, QUITTER)
        self._barre.fin_demandee.connect(self.fin_demandee)
        self._barre.outil_active.connect(self.outil_active)
        self._pages = QStackedWidget()
        self._clavier = Clavier(delai_ms=delai_touche_ms)
        self._clavier.geometrie_changee.connect(self._placer_clavier)
        self._actions = BarreActions()
        self._couverture: Ecran | None = None
        self._ecran: Ecran | None = None
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        self._milieu = QHBoxLayout()
        self._milieu.setSpacing(0)
        self._milieu.addWidget(self._pages, 1)
        self._bas = QVBoxLayout()
        colonne.addWidget(self._barre)
        colonne.addLayout(self._milieu, 1)
        colonne.addLayout(self._bas)
        colonne.addWidget(self._actions)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        installer_anneau(application)
        application.focusChanged.connect(self._garder_visible)

    @property
    def ecran(self) -> Ecran | None:
        """The page shown, under what may cover it."""
        return self._ecran

    @property
    def clavier(self) -> Clavier:
        """The on-screen keyboard."""
        return self._clavier

    def occuper(self, geometrie: QRect, plein_ecran: bool) -> None:
        """Take the whole screen, or the middle of it in a frame that can be closed (demonstration)."""
        if plein_ecran:
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setGeometry(geometrie)

    def montrer(self, ecran: Ecran) -> None:
        """Replace the page; the one before is told, then forgotten."""
        ancien, vue = self._ecran, self._pages.currentWidget()
        if ancien is ecran:
            return
        if ancien is not None:
            ancien.quitter()
            ancien.actions_changees.disconnect(self._montrer_actions)
        self._ecran = ecran
        defilement = Defilement(ecran, SUITE)
        defilement.setProperty("portee_clavier", True)
        self._pages.addWidget(defilement)
        self._habiller(ecran)
        self._pages.setCurrentWidget(defilement)
        if vue is not None:
            self._pages.removeWidget(vue)
            vue.deleteLater()
        ecran.actions_changees.connect(self._montrer_actions)
        self.setAccessibleName(ecran.titre_barre)
        ecran.entrer()

    def saluer(self, initiales: str, bonjour: str) -> None:
        """Who is here, in the top bar."""
        self._barre.saluer(initiales, bonjour)

    def couvrir(self, ecran: Ecran) -> None:
        """Put an opaque page over everything; what is under it is kept as it is."""
        if self._couverture is not None:
            self.decouvrir()
        if self._ecran is not None:
            self._ecran.quitter()
        self._couverture = ecran
        ecran.setParent(self)
        ecran.setGeometry(self.rect())
        ecran.show()
        ecran.raise_()
        ecran.entrer()

    def decouvrir(self) -> None:
        """Back to exactly what was under the cover."""
        if self._couverture is not None:
            self._couverture.hide()
            self._couverture.deleteLater()
            self._couverture = None

    @property
    def couverte(self) -> bool:
        """Whether something covers the page."""
        return self._couverture is not None

    def _habiller(self, ecran: Ecran) -> None:
        self._barre.setVisible(ecran.barre)
        self._barre.titrer(ecran.titre_barre)
        self._barre.proposer_fin(TERMINER if ecran.connecte else QUITTER)
        self._montrer_actions()

    def _montrer_actions(self) -> None:
        if self._ecran is not None:
            actions = self._ecran.commandes
            self._actions.setVisible(self._ecran.barre and bool(actions))
            self._actions.montrer(*map(bouton_action, actions))

    def _placer_clavier(self) -> None:
        zone = self._milieu if self._clavier.ancrage == "droite" else self._bas
        if zone.indexOf(self._clavier) < 0:
            self._milieu.removeWidget(self._clavier)
            self._bas.removeWidget(self._clavier)
            zone.addWidget(self._clavier)
        taille = self._clavier.taille_voulue()
        libre = 16_777_215
        self._clavier.setFixedSize(QSize(libre, libre))
        self._clavier.setMinimumSize(taille)
        self._clavier.setMaximumSize(taille.width() or libre, taille.height() or libre)
        self._garder_visible(None, QApplication.focusWidget())

    def _garder_visible(self, _avant: QWidget | None, apres: QWidget | None) -> None:
        vue = self._pages.currentWidget()
        if apres is None or not isinstance(vue, Defilement) or not vue.isAncestorOf(apres):
            return
        champ: QWidget | None = apres
        while champ is not None and not isinstance(champ, Champ):
            champ = champ.parentWidget()
        layout = self.layout()
        if layout is not None:
            layout.activate()
        vue.montrer(champ or apres)

    def event(self, event: QEvent) -> bool:
        traite = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and shiboken6.isValid(self):
            self.peinte.emit()
        return traite

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._couverture is not None:
            self._couverture.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.fermee.emit()


class _BoutonAction(Bouton):
    """A button that keeps its action, rather than a closure that would keep the page."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.texte, action.genre, action.icone)
        self._faire = action.faire
        self.clicked.connect(self._agir)

    def _agir(self) -> None:
        self._faire()


def bouton_action(action: Action) -> Bouton:
    """The button of an action."""
    return _BoutonAction(action)
