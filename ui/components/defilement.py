"""A page that may be longer than the screen: a strip says so and moves it; a swipe works too."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QScroller,
    QScrollerProperties,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.components.boutons import Bouton
from ui.components.pressable import Pressable
from ui.theme import actuel

_AUTOUR_MM = 2  # what is kept clear around a line of text: its ring
_PART_DE_VUE = 0.8  # what one press on the strip moves, so that some lines stay as a landmark


class Defilement(QWidget):
    """`contenu` scrolled in height; `suite` is the label of the strip."""

    vue_changee = Signal()
    """The strip came or went: what could be seen above it may be hidden now."""

    def __init__(self, contenu: QWidget, suite: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # It has the focus when there is nothing in it to reach: no ring around a whole page.
        self.setProperty("anneau", "jamais")
        self._zone = QScrollArea()
        self._zone.setWidgetResizable(True)
        self._zone.setFrameShape(QFrame.Shape.NoFrame)
        for regler in (self._zone.setHorizontalScrollBarPolicy, self._zone.setVerticalScrollBarPolicy):
            regler(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._zone.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._zone.setWidget(contenu)
        # The page or the sheet behind shows through: setWidget() had just made the content opaque.
        contenu.setAutoFillBackground(False)
        self._zone.viewport().setAutoFillBackground(False)
        self._suite = Bouton(suite, "suite", "bas")
        self._suite.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._suite.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._suite.clicked.connect(self._descendre)
        self._suite.hide()
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        colonne.addWidget(self._zone, 1)
        colonne.addWidget(self._suite)
        self._bientot = QTimer(self)
        self._bientot.setSingleShot(True)
        self._bientot.timeout.connect(self._montrer_suite)
        barre = self._zone.verticalScrollBar()
        barre.valueChanged.connect(self._juger)
        barre.rangeChanged.connect(self._juger)
        contenu.installEventFilter(self)
        self._glisse = False
        if actuel().mesures.borne:
            self._accepter_le_doigt()

    @property
    def suite_visible(self) -> bool:
        """Whether the strip says that there is more below."""
        return self._suite.isVisibleTo(self)

    @property
    def zone(self) -> QScrollArea:
        """The scroll area itself."""
        return self._zone

    def montrer(self, widget: QWidget, marge_mm: float = 12) -> None:
        """Scroll the least so that `widget`, a descendant of the content, is in view.

        Of a field taller than the view, the line of text is.
        """
        mm = actuel().mesures.mm
        self._zone.ensureWidgetVisible(widget, 0, mm(marge_mm))
        saisie = widget.focusProxy()
        # The frame: of a line of text Qt would bring only the caret into view.
        cadre = saisie.parentWidget() if saisie is not None else None
        if cadre is not None:
            self._zone.ensureWidgetVisible(cadre, 0, mm(_AUTOUR_MM))

    def remonter(self) -> None:
        """Back to the top."""
        self._zone.verticalScrollBar().setValue(0)

    def _accepter_le_doigt(self) -> None:
        vue = self._zone.viewport()
        QScroller.grabGesture(vue, QScroller.ScrollerGestureType.TouchGesture)
        defileur = QScroller.scroller(vue)
        proprietes = defileur.scrollerProperties()
        mesure = QScrollerProperties.ScrollMetric
        jamais = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
        proprietes.setScrollMetric(mesure.VerticalOvershootPolicy, jamais)
        proprietes.setScrollMetric(mesure.HorizontalOvershootPolicy, jamais)
        # A delay here would be added to every tap on a button of the page.
        proprietes.setScrollMetric(mesure.MousePressEventDelay, 0)
        # Far enough that a trembling finger still presses the button it is on.
        proprietes.setScrollMetric(mesure.DragStartDistance, 0.008)
        defileur.setScrollerProperties(proprietes)
        defileur.stateChanged.connect(self._suivre_le_doigt)

    def _suivre_le_doigt(self, etat: QScroller.State) -> None:
        # The page moves with the finger, which is lifted on the very button that it was put on. Again when it is
        # lifted: a finger that stops a page that runs is known to do so before the button knows of the finger.
        if self._glisse or etat is QScroller.State.Dragging:
            Pressable.relacher()
        self._glisse = etat is QScroller.State.Dragging

    def _descendre(self) -> None:
        barre = self._zone.verticalScrollBar()
        barre.setValue(barre.value() + round(self._zone.viewport().height() * _PART_DE_VUE))

    def _juger(self) -> None:
        # Later: what is shown inside a layout pass is not placed by it.
        self._bientot.start()

    def _montrer_suite(self) -> None:
        barre = self._zone.verticalScrollBar()
        contenu = self._zone.widget()
        # Compared with the height without the strip: it must not appear for the room it takes itself.
        deborde = contenu is not None and contenu.height() > self.height()
        visible = deborde and barre.maximum() > barre.value()
        if visible != self.suite_visible:
            self._suite.setVisible(visible)
            self.vue_changee.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._juger()

    def eventFilter(self, _objet: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._juger()
        return False
