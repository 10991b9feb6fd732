"""What keeps a visitor inside the window: no shortcut, no other button than the finger's, always in front."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QMouseEvent, QTouchEvent, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from ui.components.pressable import Pressable
from ui.shell.fenetre import Fenetre
from ui.shell.passation import Passation

PAUME_MM = 30.0
"""What touches on more than this is not a fingertip (8 to 15 mm)."""
DOIGTS_MAX = 3
"""Two thumbs may overlap and one may linger; more is a hand."""
REPRISE_MS = 300
"""Before taking the screen back: the next visit may have it, and this one is then about to be killed."""
PASSATION_MS = 2
"""Between two tries to have the keyboard that the last visit is about to let go."""
PASSATION_ESSAIS = 500
"""The last visit is killed a second after this one is shown: then nobody else has a reason to hold it."""
ESSAIS_MAX = 12
ESSAIS_POLIS = 3
"""A window manager may refuse to bring a window forward; it never refuses one that appears."""

_SAISIE = Qt.KeyboardModifier.ControlModifier
_SORTIES = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_PERMISES = frozenset(
    {
        *(Qt.Key.Key_A, Qt.Key.Key_V, Qt.Key.Key_Y, Qt.Key.Key_Z),
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
        *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Control, Qt.Key.Key_Shift),
    }
)
"""With Ctrl: what writing needs. A field refuses what it must not do among these."""
_FONCTIONS = frozenset(range(Qt.Key.Key_F1, Qt.Key.Key_F35 + 1)) | {
    *(Qt.Key.Key_Menu, Qt.Key.Key_Help, Qt.Key.Key_Print, Qt.Key.Key_SysReq, Qt.Key.Key_Pause),
    *(Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_Meta, Qt.Key.Key_Hyper_L, Qt.Key.Key_Hyper_R),
}
_MULTIMEDIA = (range(Qt.Key.Key_Back, Qt.Key.Key_AltGr), range(Qt.Key.Key_MediaLast, Qt.Key.Key_unknown))
"""Keys of « multimedia » keyboards: browser, mail, files, sleep. What composes letters is not among them."""

_CLAVIER = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_SOURIS = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick}
)
_TOUCHER = frozenset({QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd})
_JAMAIS = frozenset(
    {
        *(QEvent.Type.ContextMenu, QEvent.Type.NativeGesture, QEvent.Type.ToolTip, QEvent.Type.WhatsThis),
        *(QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop),
    }
)


def touche_permise(touche: int, modificateurs: Qt.KeyboardModifier) -> bool:
    """Whether a key of a real keyboard may reach the page: what writes, moves or presses, and no command."""
    if modificateurs & _SORTIES or touche in _FONCTIONS or any(touche in plage for plage in _MULTIMEDIA):
        return False
    return not modificateurs & _SAISIE or touche in _PERMISES


class Verrou(QObject):
    """Locks the window of a visit once it has a place on a screen; `ceder` when the visit is over, then `lacher`.

    Keys, buttons and gestures that are not a visitor's stop before any widget. Keyboard and pointer are grabbed,
    so that a window manager's own keys and clicks do nothing. A window that is no longer full-screen and active
    becomes so again.
    """

    pret = Signal()
    """After `guetter`: the last visit may let the keyboard go."""

    def __init__(self, fenetre: Fenetre, px_par_mm: float) -> None:
        super().__init__(fenetre)
        self._fenetre = fenetre
        self._paume_px = PAUME_MM * px_par_mm
        self._paume = False
        self._poignee: QWindow | None = None
        self._cedee: QWindow | None = None
        self._passation = Passation(self)
        self._passation.tentee.connect(self.pret)
        self._attendus = 0
        self._essais = 0
        self._reprend = False
        self._reprise = QTimer(self)
        self._reprise.setSingleShot(True)
        self._reprise.timeout.connect(self._reprendre)

    def guetter(self) -> None:
        """Before the window is shown: no key may be heard by anybody between the last visit and this one."""
        if self._poignee is None:
            self._passation.geler()

    def serrer(self) -> None:
        """Lock. The window must have been shown once; a second call changes nothing."""
        poignee = self._fenetre.windowHandle()
        if poignee is None or poignee is self._poignee:
            return
        self._poignee = poignee
        self._attendus = PASSATION_ESSAIS
        poignee.installEventFilter(self)
        poignee.visibilityChanged.connect(self._veiller)
        poignee.activeChanged.connect(self._veiller)
        self._reprendre()

    @property
    def guette(self) -> bool:
        """Whether the last visit must still keep the keyboard; then `pret` follows."""
        return self._passation.en_cours

    def conclure(self) -> None:
        """The visit begins: the last one is not waited for. `pret` comes before this returns, if it was to come."""
        self._passation.conclure()

    def ceder(self) -> None:
        """The visit is over: the screen belongs to the next one. Input still goes nowhere else.

        The keyboard is held until `lacher`: while nobody held it, a window manager would see the keys that are its
        own, and put its menus over the terminal.
        """
        if self._poignee is None:
            return
        self._reprise.stop()
        self._passation.degeler()
        self._cedee, self._poignee = self._poignee, None
        self._cedee.visibilityChanged.disconnect(self._veiller)
        self._cedee.activeChanged.disconnect(self._veiller)
        if _a_tenir():
            self._lacher_le_pointeur()
            # Again once the next window is in front: a finger that is still down would keep it.
            self._cedee.activeChanged.connect(self._lacher_le_pointeur)

    def lacher(self) -> None:
        """The next visit is there, and has the keys wait until the keyboard is its own."""
        if self._cedee is not None:
            _tenir(self._cedee, tenir=False)
            self._cedee = None

    def _lacher_le_pointeur(self) -> None:
        if self._cedee is not None:
            self._cedee.setMouseGrabEnabled(False)

    # -- in front --------------------------------------------------------------------------------------

    def _veiller(self, *_: object) -> None:
        # A window says that it goes by the same signals.
        if not self._reprend and self._poignee is not None and isValid(self._poignee):
            self._essais = 0
            self._reprise.start(0 if self._poignee.isActive() else REPRISE_MS)

    def _reprendre(self) -> None:
        """In front, with keyboard and pointer; again a little later while somebody else has it, then no more."""
        if self._poignee is None or not isValid(self._poignee):
            return
        self._reprend = True
        try:
            self._passer_devant(self._poignee)
        finally:
            self._reprend = False

    def _passer_devant(self, poignee: QWindow) -> None:
        if poignee.visibility() is not QWindow.Visibility.FullScreen:
            self._fenetre.showFullScreen()
        tenu = poignee.isActive()
        if not tenu:
            _tenir(poignee, tenir=False)  # Qt does not hear that it is active while it holds the keyboard
            if self._essais >= ESSAIS_POLIS:
                self._fenetre.hide()
                self._fenetre.showFullScreen()
            self._fenetre.raise_()
            self._fenetre.activateWindow()
        elif not (tenu := self._prendre(poignee)) and self._attendus:
            self._attendus -= 1
            self._reprise.start(PASSATION_MS)
            return
        self._essais += 1
        if self._essais >= ESSAIS_MAX:
            self._passation.degeler()
        elif not tenu:
            self._reprise.start(REPRISE_MS)

    def _prendre(self, poignee: QWindow) -> bool:
        """Keyboard, then pointer: the other grab of it, which freezes the keyboard, must end in between."""
        if not _a_tenir():
            return True
        if poignee.setKeyboardGrabEnabled(True):
            self._attendus = 0
        if not self._attendus:
            self._passation.degeler()
        return _tenir(poignee, tenir=True)

    # -- input -----------------------------------------------------------------------------------------

    def eventFilter(self, _objet: QObject, event: QEvent) -> bool:
        genre = event.type()
        if genre in _CLAVIER and isinstance(event, QKeyEvent):
            refuse = not touche_permise(event.key(), event.modifiers())
        elif genre in _SOURIS and isinstance(event, QMouseEvent):
            refuse = event.button() is not Qt.MouseButton.LeftButton
        elif genre in _TOUCHER and isinstance(event, QTouchEvent):
            return self._juger_la_main(event)
        else:
            refuse = genre in _JAMAIS
        if refuse and genre in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            event.ignore()
        elif refuse:
            event.accept()  # a ShortcutOverride that is accepted is no shortcut any more
        return refuse

    def _juger_la_main(self, event: QTouchEvent) -> bool:
        """A palm presses nothing: what its first point has pressed is let go, its moves are not seen."""
        points = event.points()
        if not self._paume:
            large = any(
                max(p.ellipseDiameters().width(), p.ellipseDiameters().height()) > self._paume_px
                for p in points
            )
            if not large and len(points) <= DOIGTS_MAX:
                if len(points) > 1:
                    Pressable.relacher()  # two thumbs are for the keys; on the page two fingers ask for nothing
                return False
            self._paume = True
            Pressable.relacher()
            self._fenetre.relacher()
        if event.type() is QEvent.Type.TouchBegin:
            return True
        if event.type() is QEvent.Type.TouchEnd:
            self._paume = False
            Pressable.relacher()
            self._fenetre.relacher()
            # Not seen as a touch; Qt still has to lift the mouse that it made of the first point.
            return False
        event.accept()
        return True


def _a_tenir() -> bool:
    """Whether a window manager may have keys and clicks of its own: under cage there are none."""
    return QGuiApplication.platformName() == "xcb"


def _tenir(poignee: QWindow, *, tenir: bool) -> bool:
    """Take the keyboard and the pointer, or let them go; whether it is done."""
    if not _a_tenir():
        return True
    clavier = poignee.setKeyboardGrabEnabled(tenir)
    return poignee.setMouseGrabEnabled(tenir) and clavier


def ne_rien_offrir(presse_papier: QClipboard) -> None:
    """Whatever widget copies or selects, nothing of a visit is ever offered to other programs.

    Taken back before the event loop turns, and it is the event loop that would have answered who asks.
    """

    def reprendre(mode: QClipboard.Mode) -> None:
        offert = {
            QClipboard.Mode.Clipboard: presse_papier.ownsClipboard,
            QClipboard.Mode.Selection: presse_papier.ownsSelection,
        }.get(mode)
        if offert is not None and offert():
            presse_papier.clear(mode)

    presse_papier.changed.connect(reprendre)


def preparer(application: QApplication, *, curseur: bool) -> None:
    """Before any window: nothing can be dragged or copied, and no arrow is shown where there is no mouse."""
    ne_rien_offrir(application.clipboard())
    application.setStartDragDistance(1_000_000)
    application.setStartDragTime(1_000_000)
    if not curseur:
        application.setOverrideCursor(Qt.CursorShape.BlankCursor)
