"""The pages of the window: one shown, some kept ready beside it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from ui.components.defilement import Defilement
from ui.components.ecran import Ecran

SUITE = "Voir la suite"


class Pages(QStackedWidget):
    """A stack of scrolled pages. One that was not prepared is destroyed when it is left."""

    vue_changee = Signal()
    """The room of the page shown has changed."""

    def __init__(self) -> None:
        super().__init__()
        self._vues: dict[Ecran, Defilement] = {}
        self._gardees: set[Ecran] = set()
        self._courante: Ecran | None = None

    @property
    def vue(self) -> Defilement | None:
        """The scrolled page that is shown."""
        return self._vues.get(self._courante) if self._courante is not None else None

    def hasHeightForWidth(self) -> bool:
        # A page scrolls: asking for its whole height, it would push a tall keyboard over the action bar.
        return False

    def preparer(self, ecran: Ecran) -> None:
        """Build the place of a page and lay it out now, so that showing it costs only a painting."""
        self._gardees.add(ecran)
        vue = self._vue(ecran)
        vue.setGeometry(self.contentsRect())
        vue.ensurePolished()
        for widget in (vue, vue.zone, ecran):
            layout = widget.layout()
            if layout is not None:
                layout.activate()

    def montrer(self, ecran: Ecran) -> None:
        """Show a page, at its top."""
        ancienne = self._courante
        self._courante = ecran
        vue = self._vue(ecran)
        vue.remonter()
        self.setCurrentWidget(vue)
        if ancienne is not None and ancienne is not ecran and ancienne not in self._gardees:
            self._detruire(ancienne)

    def oublier(self, ecran: Ecran) -> None:
        """Destroy a page, now or as soon as it is left."""
        self._gardees.discard(ecran)
        if ecran is not self._courante:
            self._detruire(ecran)

    def _vue(self, ecran: Ecran) -> Defilement:
        vue = self._vues.get(ecran)
        if vue is None:
            vue = self._vues[ecran] = Defilement(ecran, SUITE)
            vue.setProperty("portee_clavier", True)
            vue.vue_changee.connect(self.vue_changee)
            self.addWidget(vue)
        return vue

    def _detruire(self, ecran: Ecran) -> None:
        vue = self._vues.pop(ecran, None)
        if vue is not None:
            self.removeWidget(vue)
            vue.deleteLater()
