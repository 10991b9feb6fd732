"""The on-screen keyboard: follows the focus, types through Qt's own key events."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum
from typing import Literal

import shiboken6
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.components.clavier.disposition import disposition
from ui.components.clavier.modele import (
    LARGEUR_PAVE_DROITE_MM,
    Action,
    ClavierVoulu,
    Definition,
    Disposition,
    Eveil,
    Page,
)
from ui.components.clavier.parcours_champs import clavier_voulu, voisins
from ui.components.clavier.suivi import SuiviFocus
from ui.components.clavier.touche import DELAI_MS, Touche
from ui.theme.mesures import MM_PAR_POUCE, Forme, Profil, TailleTexte
from ui.theme.theme import actuel

_TRAIT_PX = 2
_PAD_MM = 5
_PAD_DROITE_MM = (8, 6)  # left of the dock, below it
_DEPART_NIR = 6  # the 7th character of a NIR opens the department


class _Majuscule(Enum):
    RELACHEE = 0
    UNE_FOIS = 1
    VERROUILLEE = 2


class Clavier(QFrame):
    """The keyboard of a touch terminal, laid out by the page at `ancrage`, `taille_voulue()` large.

    It shows itself when an editor with a `clavier_voulu` (attribute or dynamic property) has the focus,
    and only on a `borne`. A key of a real keyboard hides it until a field is touched. It never takes the
    focus. A container with the dynamic property `portee_clavier` bounds « Champ suivant » to its fields.

    `geometrie_changee`: shown, hidden, moved or resized; the page lays itself out again.
    `termine`: « Suivant » was pressed in the last field.
    `a_dire`: name of the key just used, for a headset; never a character of a masked password.
    """

    geometrie_changee = Signal()
    termine = Signal()
    a_dire = Signal(str)

    _pret = False

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        delai_ms: int = DELAI_MS,
        horloge: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._horloge = horloge
        self._delai_ms = delai_ms
        self._touches: list[Touche] = []
        self._disposition: Disposition | None = None
        self._voisins: tuple[QWidget | None, QWidget | None] = (None, None)
        self._signes = False
        self._majuscule = _Majuscule.RELACHEE
        self._clavier_reel = False
        self._derniere_geometrie: tuple[bool, str, QSize] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setAccessibleName("Clavier à l’écran")
        self.hide()
        self._pret = True
        self._suivi = SuiviFocus(self)
        self._suivi.rejoint.connect(self._rejoindre)
        self._suivi.quitte.connect(self._ranger)
        self._suivi.texte_change.connect(self._reveiller)
        self._suivi.doigt.connect(self._toucher_champ)
        self._suivi.touche_reelle.connect(self._ceder_au_clavier_reel)

    # --- what the page reads ------------------------------------------------------------------------

    @property
    def ancrage(self) -> Literal["bas", "droite"]:
        """Where the keyboard stands beside the page."""
        return self._disposition.ancrage if self._disposition else "bas"

    @property
    def deploye(self) -> bool:
        """Whether the keyboard takes room, even while the window is not shown yet."""
        return not self.isHidden()

    @property
    def editeur(self) -> QWidget | None:
        """The field that receives the keys."""
        return self._suivi.editeur

    @property
    def touches(self) -> tuple[Touche, ...]:
        """The keys of the layout in force, in reading order."""
        nombre = len(self._disposition.touches) if self._disposition else 0
        return tuple(self._touches[:nombre])

    @property
    def delai_ms(self) -> int:
        """How long the same key stays deaf after it counted."""
        return self._delai_ms

    @delai_ms.setter
    def delai_ms(self, delai_ms: int) -> None:
        self._delai_ms = delai_ms
        for touche in self._touches:
            touche.delai_ms = delai_ms

    def taille_voulue(self) -> QSize:
        """Needed pixels; the free dimension (width below, height at the right) is 0."""
        if self._disposition is None:
            return QSize(0, 0)
        mm = actuel().mesures.mm
        if self.ancrage == "droite":
            return QSize(mm(LARGEUR_PAVE_DROITE_MM), 0)
        return QSize(0, _TRAIT_PX + 2 * mm(_PAD_MM) + self._disposition.hauteur(self._px_par_mm()))

    def sizeHint(self) -> QSize:
        return self.taille_voulue()

    def minimumSizeHint(self) -> QSize:
        return self.taille_voulue()

    def changement_de_page(self) -> AbstractContextManager[None]:
        """While a page replaces another: the keyboard neither hides nor shows until the new one has its focus."""
        return self._suivi.changement_de_page()

    def masquer(self) -> None:
        """Hide until a field is touched or another one takes the focus."""
        self._ranger()

    def relacher(self) -> None:
        """What is pressed is let go without being typed: a palm has come down."""
        for touche in self.touches:
            touche.relacher()

    # --- focus --------------------------------------------------------------------------------------

    def _rejoindre(self) -> None:
        editeur = self._suivi.editeur
        if editeur is None:
            return
        self._signes = False
        self._majuscule = _Majuscule.RELACHEE
        self._voisins = voisins(editeur)
        if self._clavier_reel:
            self._ranger()
        else:
            self._montrer()

    def _toucher_champ(self) -> None:
        self._clavier_reel = False
        self._montrer()

    def _ceder_au_clavier_reel(self) -> None:
        self._clavier_reel = True
        self._ranger()

    # --- show, hide, lay out ------------------------------------------------------------------------

    def _montrer(self) -> None:
        if self._suivi.editeur is None or actuel().mesures.profil is not Profil.BORNE:
            self._ranger()
            return
        self._poser()
        self.show()
        self._annoncer_geometrie()

    def _ranger(self) -> None:
        self.hide()
        self._annoncer_geometrie()

    def _annoncer_geometrie(self) -> None:
        geometrie = (self.deploye, self.ancrage, self.taille_voulue() if self.deploye else QSize(0, 0))
        if geometrie != self._derniere_geometrie:
            self._derniere_geometrie = geometrie
            self.updateGeometry()
            self.geometrie_changee.emit()

    def _page(self) -> Page:
        haute = self._majuscule is not _Majuscule.RELACHEE
        if self._signes:
            return "signes_bis" if haute else "signes"
        return "majuscules" if haute else "minuscules"

    def _voulu(self) -> ClavierVoulu:
        editeur = self._suivi.editeur
        return (clavier_voulu(editeur) if editeur is not None else None) or "texte"

    def _poser(self) -> None:
        """Make the keys those of the layout in force; widgets are kept and renamed, never rebuilt."""
        mesures = actuel().mesures
        nouvelle = disposition(
            self._voulu(),
            paysage=mesures.forme is not Forme.PORTRAIT,
            grand=mesures.taille is not TailleTexte.NORMAL,
            page=self._page(),
        )
        if nouvelle != self._disposition:
            self._disposition = nouvelle
            self._nommer(nouvelle)
            self._placer()
        self._reveiller()

    def _nommer(self, nouvelle: Disposition) -> None:
        for rang, definition in enumerate(nouvelle.touches):
            if rang == len(self._touches):
                touche = Touche(self, discretion=self.discret, horloge=self._horloge, delai_ms=self._delai_ms)
                touche.frappee.connect(self._frapper)
                self._touches.append(touche)
            self._touches[rang].definir(definition)
            self._touches[rang].show()
        for touche in self._touches[len(nouvelle.touches) :]:
            touche.hide()
        boite = "clavier_droite" if nouvelle.ancrage == "droite" else "clavier"
        if self.property("boite") != boite:
            self.setProperty("boite", boite)
            self.style().unpolish(self)
            self.style().polish(self)

    def _placer(self) -> None:
        if self._disposition is None:
            return
        mesures, px = actuel().mesures, self._px_par_mm()
        if self.ancrage == "droite":
            gauche, pied = (mesures.mm(x) for x in _PAD_DROITE_MM)
            x = _TRAIT_PX + gauche
            largeur = mesures.mm(LARGEUR_PAVE_DROITE_MM) - x - mesures.marge
            y = self.height() - pied - self._disposition.hauteur(px)
        else:
            x, y = mesures.marge, _TRAIT_PX + mesures.mm(_PAD_MM)
            largeur = self.width() - 2 * mesures.marge
        for touche, rectangle in zip(self._touches, self._disposition.rectangles(largeur, px), strict=False):
            touche.setGeometry(rectangle.translated(x, y))

    @staticmethod
    def _px_par_mm() -> float:
        return actuel().mesures.ppi / MM_PAR_POUCE

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placer()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._pret and event.type() == QEvent.Type.StyleChange and self.deploye:
            self._montrer()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    # --- keys ---------------------------------------------------------------------------------------

    def discret(self) -> bool:
        """Whether what is typed must leave no trace on the screen nor in the ear."""
        return self._suivi.masque()

    def _reveiller(self) -> None:
        avant_caret = self._suivi.avant_caret()
        compact = "".join(avant_caret.split())
        eveils = {
            Eveil.TOUJOURS: True,
            Eveil.JAMAIS: False,
            Eveil.AVANT: self._voisins[0] is not None,
            Eveil.APRES: self._voisins[1] is not None,
            Eveil.CORSE: len(compact) == _DEPART_NIR and compact.endswith("2"),
            Eveil.DOMAINE: "@" not in avant_caret or avant_caret.endswith("@"),
        }
        for touche in self.touches:
            definition = touche.definition
            touche.eveiller(eveils[definition.eveil])
            if definition.action is Action.MAJUSCULE:
                touche.allumer(
                    self._majuscule is not _Majuscule.RELACHEE,
                    verrouillee=self._majuscule is _Majuscule.VERROUILLEE,
                )

    def _frapper(self, definition: Definition) -> None:
        if definition.action is not Action.TEXTE or not self.discret():
            self.a_dire.emit(definition.nom)
        match definition.action:
            case Action.TEXTE:
                self._taper(definition.texte)
            case Action.EFFACER:
                self._suivi.envoyer(Qt.Key.Key_Backspace, "\b")
            case Action.CHAMP_PRECEDENT:
                self._aller(self._voisins[0])
            case Action.CHAMP_SUIVANT:
                self._aller(self._voisins[1])
            case Action.MASQUER:
                self.masquer()
            case Action.MAJUSCULE:
                suivante = (self._majuscule.value + 1) % len(_Majuscule)
                self._changer_page(self._signes, _Majuscule(suivante))
            case Action.SIGNES | Action.LETTRES:
                self._changer_page(definition.action is Action.SIGNES, _Majuscule.RELACHEE)

    def _taper(self, texte: str) -> None:
        if len(texte) > 1 and self._suivi.avant_caret().endswith("@"):
            texte = texte.removeprefix("@")
        for caractere in texte:
            majuscule = caractere.upper()
            self._suivi.envoyer(ord(majuscule) if len(majuscule) == 1 else 0, caractere)
        if self._majuscule is _Majuscule.UNE_FOIS:
            self._changer_page(self._signes, _Majuscule.RELACHEE)

    def _aller(self, champ: QWidget | None) -> None:
        if champ is None:
            self.masquer()
            self.termine.emit()
        elif shiboken6.isValid(champ):
            # Not a Tab reason: QLineEdit would select all, and the next key would wipe the answer.
            champ.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changer_page(self, signes: bool, majuscule: _Majuscule) -> None:
        self._signes, self._majuscule = signes, majuscule
        self._poser()
