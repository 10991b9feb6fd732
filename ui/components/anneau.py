"""The focus ring: two tones, drawn outside the control that has the keyboard's attention.

A typed field shows it always (it says where the keys go). Anything else shows it only once a key was used:
a ring left behind by a finger would say nothing.

A control that is drawn in parts has a `rect_anneau()`: the part to surround, in its own pixels. It calls
`anneau().suivre(self)` when that changes.
"""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion, QWindow
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QScrollArea, QWidget
from shiboken6 import isValid

from ui.theme import actuel

_NOM_TRACE = "anneau_trace"
_INT_MM, _EXT_MM = 0.75, 1.0
_SUIVIS = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})
_POINTEUR = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})


@runtime_checkable
class EnParties(Protocol):
    """A control of which only a part is surrounded."""

    def rect_anneau(self) -> QRect:
        """The part in use, in the control's pixels."""
        ...


class _Trace(QWidget):
    """The ring itself, a pane of glass over its host. A host that had one keeps it for the next control."""

    def __init__(self, hote: QWidget) -> None:
        super().__init__(hote)
        self.setObjectName(_NOM_TRACE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._dedans, self._rayon = QSize(), 0

    def entourer(self, rect: QRect, rayon: int) -> None:
        mesures = actuel().mesures
        marge = mesures.mm(_INT_MM) + mesures.mm(_EXT_MM)
        self.setGeometry(rect.adjusted(-marge, -marge, marge, marge))
        if (rect.size(), rayon + marge) != (self._dedans, self._rayon):
            self._dedans, self._rayon = rect.size(), rayon + marge
            # A hole where the control is: what is typed in a field does not repaint the ring.
            dedans = QRect(QPoint(marge, marge), rect.size())
            trou = QRegion(dedans.adjusted(rayon, 0, -rayon, 0)).united(dedans.adjusted(0, rayon, 0, -rayon))
            self.setMask(QRegion(self.rect()).subtracted(trou))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        interieur, exterieur = theme.mesures.mm(_INT_MM), theme.mesures.mm(_EXT_MM)
        peintre = QPainter(self)
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        for couleur, trait, retrait in (
            (theme.couleurs.focus_ext, exterieur, exterieur / 2),
            (theme.couleurs.focus_int, interieur, exterieur + interieur / 2),
        ):
            peintre.setPen(QPen(QColor(couleur), trait))
            rayon = max(0.0, self._rayon - retrait)
            peintre.drawRoundedRect(
                QRectF(self.rect()).adjusted(retrait, retrait, -retrait, -retrait), rayon, rayon
            )
        peintre.end()


class Anneau(QObject):
    """Follows the focus of the whole application. Build one with `installer`."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName("anneau")
        self._clavier = False
        self._trace: _Trace | None = None
        self._cible: QWidget | None = None
        self._suivis: list[QWidget] = []
        app.focusChanged.connect(self._focus_change)
        app.focusWindowChanged.connect(self._ecouter)
        self._ecouter(app.focusWindow())

    @property
    def cible(self) -> QWidget | None:
        """The control that the ring surrounds now."""
        return self._cible if self._trace is not None and isValid(self._trace) else None

    def touche_pressee(self) -> None:
        """A key was used: controls show the ring from now on."""
        if not self._clavier:
            self._clavier = True
            self._focus_change(None, QApplication.focusWidget())

    def pointeur_presse(self) -> None:
        """A finger or the mouse was used: only fields show the ring from now on."""
        if self._clavier:
            self._clavier = False
            self._focus_change(None, QApplication.focusWidget())

    def suivre(self, widget: QWidget) -> None:
        """The part of `widget` to surround is another one; nothing if the ring is elsewhere."""
        if widget is self._cible:
            self._placer()

    def _ecouter(self, fenetre: QWindow | None) -> None:
        # What the system sends to the window, not what widgets send each other: a filter on the whole
        # application would be called for every event of every widget.
        if fenetre is not None:
            fenetre.installEventFilter(self)

    def _focus_change(self, _ancien: QWidget | None, nouveau: QWidget | None) -> None:
        self._lacher()
        if nouveau is None:
            return
        cible = self._a_entourer(nouveau)
        if cible is None:
            return
        hote = _hote(cible)
        self._cible, self._trace = cible, _trace(hote)
        ancetre: QWidget | None = cible
        while ancetre is not None and ancetre is not hote:
            ancetre.installEventFilter(self)
            self._suivis.append(ancetre)
            ancetre = ancetre.parentWidget()
        self._placer()

    def _a_entourer(self, widget: QWidget) -> QWidget | None:
        if isinstance(widget, QLineEdit):
            cadre = widget.parentWidget()
            return cadre if isinstance(cadre, QFrame) and cadre.property("saisie") else widget
        if widget.property("anneau") == "jamais":
            return None
        return widget if self._clavier or widget.property("anneau") == "toujours" else None

    def _lacher(self) -> None:
        for widget in self._suivis:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._suivis.clear()
        if self._trace is not None and isValid(self._trace):
            self._trace.hide()
        self._trace = self._cible = None

    def _placer(self) -> None:
        if self._trace is None or self._cible is None or not isValid(self._trace):
            return
        hote = self._trace.parentWidget()
        if hote is None:
            return
        if not self._cible.isVisible():
            self._trace.hide()
            return
        partie = self._cible.rect_anneau() if isinstance(self._cible, EnParties) else self._cible.rect()
        coin = self._cible.mapTo(hote, partie.topLeft())
        rayon_mm = self._cible.property("rayon")
        if rayon_mm is None:
            rayon_mm = 2 if self._cible.property("saisie") else 3
        self._trace.entourer(QRect(coin, partie.size()), actuel().mesures.mm(rayon_mm))

    def eventFilter(self, objet: QObject, event: QEvent) -> bool:
        genre = event.type()
        if isinstance(objet, QWindow):
            if genre == QEvent.Type.KeyPress:
                self.touche_pressee()
            elif genre in _POINTEUR:
                self.pointeur_presse()
        elif genre in _SUIVIS:
            self._placer()
        return False


def _trace(hote: QWidget) -> _Trace:
    """The ring of `hote`, made at the first call."""
    existante = hote.findChild(_Trace, _NOM_TRACE, Qt.FindChildOption.FindDirectChildrenOnly)
    return existante if isinstance(existante, _Trace) else _Trace(hote)


def _hote(cible: QWidget) -> QWidget:
    """The nearest ancestor that leaves room around `cible` and scrolls with it."""
    widget = cible
    while (parent := widget.parentWidget()) is not None:
        grand_parent = parent.parentWidget()
        if isinstance(grand_parent, QScrollArea) and grand_parent.viewport() is parent:
            return widget
        if parent.property("hote_anneau"):
            return parent
        widget = parent
    return widget


def installer(app: QApplication) -> Anneau:
    """The application's ring, made at the first call."""
    existant = app.findChild(Anneau, "anneau")
    return existant if isinstance(existant, Anneau) else Anneau(app)


def anneau() -> Anneau | None:
    """The ring in place, or `None` where nobody asked for one."""
    app = QApplication.instance()
    trouve = app.findChild(Anneau, "anneau") if app is not None else None
    return trouve if isinstance(trouve, Anneau) else None
