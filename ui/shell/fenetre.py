"""The one window of a visit: top bar, page, keyboard, action bar, and what covers them."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.components.anneau import installer as installer_anneau
from ui.components.barre import BarreHaut, Outil
from ui.components.ecran import Ecran
from ui.components.resume_erreurs import ResumeErreurs
from ui.components.textes import Texte
from ui.shell.bandeau import Bandeau
from ui.shell.commandes import Commandes
from ui.shell.etendue import etiree
from ui.shell.pages import Pages
from ui.shell.place_clavier import PlaceClavier
from ui.theme import actuel

if TYPE_CHECKING:
    from ui.components.clavier import Clavier

MARQUE = "Caf"
TERMINER = "Terminer ma session"
QUITTER = "Quitter"
OUTILS = (
    Outil("texte", "Texte", "texte"),
    Outil("contraste", "Contraste", "contraste"),
    Outil("descendre", "Descendre", "descendre", bascule=True, nom="Descendre les commandes"),
    Outil("masquer", "Masquer", "oeil_barre", nom="Masquer l’écran"),
)


class Fenetre(QWidget):
    """Shows one `Ecran` at a time. Nothing in it opens another window.

    `peinte` follows each turn of painting: the first may come before there is anything to paint on, see
    `ui.shell.premiere_image`. `fin_demandee`: « Terminer ma session » or « Quitter ».
    `outil_active`: « texte », « contraste », « descendre » or « masquer ».
    `fermee`: the demonstration's window was closed by its frame.
    `page_changee` follows each change of page. `allegee`: let go of the pages that are only kept ready.
    """

    peinte = Signal()
    fin_demandee = Signal()
    page_changee = Signal()
    outil_active = Signal(str)
    fermee = Signal()
    allegee = Signal()

    def __init__(self, delai_touche_ms: int = 150) -> None:
        super().__init__()
        self.setWindowTitle("caf-kiosk")
        self.setObjectName("fenetre")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        # What a cover hides: not only from the eye, also from a screen reader and from the Tab key.
        self._plan = QWidget(self)
        self._partie = QRect()
        self._bandeau = Bandeau(MARQUE)
        self._barre = BarreHaut(MARQUE, OUTILS, QUITTER)
        self._barre.fin_demandee.connect(self.fin_demandee)
        self._barre.outil_active.connect(self.outil_active)
        self._pages = Pages()
        self._actions = Commandes()
        self._couverture: Ecran | None = None
        self._focus: QWidget | None = None
        self._arrivee: QWidget | None = None
        self._bientot = QTimer(self)
        self._bientot.setSingleShot(True)
        self._bientot.timeout.connect(self._garder_visible)
        self._pages.vue_changee.connect(self._bientot.start)
        self._ecran: Ecran | None = None
        self._descendue = False
        colonne = QVBoxLayout(self._plan)
        # A page must never resize the window: what does not fit scrolls.
        colonne.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        self._milieu = QHBoxLayout()
        self._milieu.setSpacing(0)
        self._milieu.addWidget(self._pages, 1)
        self._bas = QVBoxLayout()
        colonne.addWidget(self._bandeau)
        colonne.addWidget(self._barre)
        colonne.addLayout(self._milieu, 1)
        colonne.addLayout(self._bas)
        colonne.addWidget(self._actions)
        self._place_clavier = PlaceClavier(
            self._plan, self._milieu, self._bas, self._actions, delai_touche_ms
        )
        self._place_clavier.changee.connect(self._bientot.start)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        installer_anneau(application)
        application.focusChanged.connect(self._focus_change)

    @property
    def ecran(self) -> Ecran | None:
        """The page shown, under what may cover it."""
        return self._ecran

    @property
    def clavier(self) -> "Clavier":
        """The on-screen keyboard."""
        return self._place_clavier.clavier

    def relacher(self) -> None:
        """Let go of the keys of the on-screen keyboard that are held."""
        self._place_clavier.relacher()

    def occuper(self, geometrie: QRect, plein_ecran: bool) -> None:
        """Take the whole screen, or the middle of it in a frame that can be closed (demonstration).

        A Wayland compositor for one program stretches it over every screen: the page keeps to this one all the same,
        and the others show nothing.
        """
        self._partie = geometrie if plein_ecran else QRect()
        if plein_ecran:
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        if self.isVisible() and etiree():
            self._etendre()
        else:
            self.setGeometry(geometrie)

    @property
    def place(self) -> QRect:
        """Where the page is, among all screens."""
        return self._partie if self._etiree() else self.geometry()

    @property
    def en_place(self) -> bool:
        """Whether the window reaches as far as the page: it may not have been given every screen yet."""
        return not etiree() or self._partie.isEmpty() or self.rect().contains(self._partie)

    def _cadre(self) -> QRect:
        """What the page takes of the window."""
        return self._partie if self._etiree() else self.rect()

    def _etiree(self) -> bool:
        # Nobody knows under Wayland where a window is: a stretched one begins where the screens do.
        return etiree() and self.rect().contains(self._partie)

    @property
    def plan(self) -> QWidget:
        """Where panels are put: over the page, under a cover."""
        return self._plan

    def preparer(self, ecran: Ecran) -> None:
        """Lay a page out before it is needed, and keep it when it is left, until `oublier`."""
        self._pages.preparer(ecran)

    def alleger(self) -> None:
        """Keep no page but the one shown, until they are prepared again."""
        self.allegee.emit()

    def oublier(self, ecran: Ecran) -> None:
        """Destroy a page that was kept."""
        self._pages.oublier(ecran)

    def montrer(self, ecran: Ecran) -> None:
        """Replace the page; the one before is told, then destroyed unless it was prepared."""
        ancien = self._ecran
        if ancien is ecran:
            return
        if ancien is not None:
            ancien.quitter()
            ancien.actions_changees.disconnect(self._montrer_actions)
        self._ecran = ecran
        ecran.actions_changees.connect(self._montrer_actions)
        self._habiller(ecran)
        self.setAccessibleName(ecran.titre_barre)
        with self._place_clavier.changement_de_page(ecran):
            self._pages.montrer(ecran)
            self._commencer(ecran)
        self.page_changee.emit()

    def _commencer(self, ecran: Ecran) -> None:
        """The keyboard goes where the page begins, whatever Qt chose as the old page went.

        On a page that asks for nothing a screen reader begins with the title, and Tab goes on from there.
        """
        depart = ecran.depart()
        self._arrivee = None
        if depart is None:
            self._arrivee = depart = next((t for t in ecran.findChildren(Texte) if t.est_titre), None)
        if depart is not None:
            depart.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (choisi := self.focusWidget()) is not None:
            choisi.clearFocus()

    def saluer(self, initiales: str, bonjour: str) -> None:
        """Who is here, in the top bar."""
        self._barre.saluer(initiales, bonjour)

    def couvrir(self, ecran: Ecran) -> None:
        """Put an opaque page over everything; what is under it is kept as it is."""
        if self._couverture is not None:
            self.decouvrir()
        if self._ecran is not None:
            self._ecran.quitter()
        self._focus = self.focusWidget()  # the window’s own: it may not be the active one
        self._plan.hide()
        self._couverture = ecran
        ecran.setParent(self)
        ecran.setGeometry(self._cadre())
        ecran.show()
        ecran.raise_()
        if (depart := ecran.depart()) is not None:
            depart.setFocus()

    def decouvrir(self) -> None:
        """Back to exactly what was under the cover."""
        if self._couverture is not None:
            self._plan.show()
            self._couverture.hide()
            self._couverture.deleteLater()
            self._couverture = None
            if self._focus is not None and shiboken6.isValid(self._focus):
                self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def couverte(self) -> bool:
        """Whether something covers the page."""
        return self._couverture is not None

    def _habiller(self, ecran: Ecran) -> None:
        self._barre.setVisible(ecran.barre)
        self._barre.titrer(ecran.titre_barre)
        self._bandeau.titrer(ecran.titre_barre)
        ecran.descendre(self._descendue)
        self._barre.proposer_fin(TERMINER if ecran.connecte else QUITTER)
        self._actions.elargir(ecran.colonne_mm)
        self._montrer_actions()

    def _montrer_actions(self) -> None:
        if self._ecran is None:
            return
        actions = self._ecran.commandes
        self._actions.setVisible(self._ecran.barre and bool(actions))
        self._actions.proposer(actions)

    def _garder_visible(self) -> None:
        """Bring the field that has the focus above the keyboard, once the page has its new size."""
        vue, focus = self._pages.vue, QApplication.focusWidget()
        if focus is None or vue is None or not vue.isAncestorOf(focus):
            return
        if isinstance(focus, ResumeErreurs):
            vue.remonter()
            return
        champ = self._place_clavier.champ_de(focus)
        if champ is not None or focus is not self._arrivee:
            vue.montrer(champ or focus)

    def _focus_change(self, _avant: QWidget | None, apres: QWidget | None) -> None:
        if apres is not self._arrivee:
            self._arrivee = None
        self._bientot.start()

    def event(self, event: QEvent) -> bool:
        traite = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and shiboken6.isValid(self):
            self.peinte.emit()
        return traite

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._etendre()

    def _etendre(self) -> None:
        self._plan.setGeometry(self._cadre())
        self._mettre_a_portee()
        if self._couverture is not None:
            self._couverture.setGeometry(self._cadre())

    @property
    def descendue(self) -> bool:
        """Whether everything that can be pressed is in the lower part of an upright screen."""
        return self._descendue

    def descendre(self, descendue: bool) -> None:
        """« Descendre les commandes »: for somebody seated or short, until asked again or the end of the visit."""
        self._descendue = descendue
        self._barre.descendre(descendue)
        self._barre.outil("descendre").setChecked(descendue)
        if self._ecran is not None:
            self._ecran.descendre(descendue)
        self._mettre_a_portee()

    def _mettre_a_portee(self) -> None:
        """Where everything is in everybody's reach, there is nothing to bring down."""
        recul = actuel().mesures.hors_de_portee(self._plan.height())
        self._barre.outil("descendre").setVisible(recul > 0)
        self._bandeau.prendre(recul if self._descendue else 0)
        self._plan.setProperty("recul", recul if self._descendue else 0)
        self._bientot.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.fermee.emit()
