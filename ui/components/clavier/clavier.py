"""The on-screen keyboard: follows the focus, types through Qt's own key events."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.components.clavier.balayage import Balayage
from ui.components.clavier.disposition import disposition
from ui.components.clavier.modele import Action, ClavierVoulu, Definition, Eveil, Page
from ui.components.clavier.parcours_champs import clavier_voulu, voisins
from ui.components.clavier.plateau import Plateau
from ui.components.clavier.suivi import SuiviFocus
from ui.components.clavier.touche import DELAI_MS, Touche
from ui.theme.mesures import Forme, Profil, TailleTexte
from ui.theme.themable import Themable
from ui.theme.theme import actuel

_DEPART_NIR = 6  # the 7th character of a NIR opens the department


class _Majuscule(Enum):
    RELACHEE = 0
    UNE_FOIS = 1
    VERROUILLEE = 2


class Clavier(Themable, Plateau):
    """The keyboard of a touch terminal, laid out by the page at `ancrage`, `taille_voulue()` large.

    It shows itself when an editor with a `clavier_voulu` (attribute or dynamic property) has the focus,
    and only on a `borne`. What a real keyboard writes hides it until a field is touched; its arrows and Enter go
    through the keys (`Balayage`). It never takes the focus. A container with the dynamic property `portee_clavier`
    bounds « Champ suivant » to its fields.

    `geometrie_changee`: shown, hidden, moved or resized; the page lays itself out again.
    `termine`: « Suivant » was pressed in the last field.
    `a_dire`: name of the key just used or reached, for a headset; never a character of a masked password.
    """

    geometrie_changee = Signal()
    termine = Signal()
    a_dire = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        delai_ms: int = DELAI_MS,
        horloge: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent, discretion=self.discret, delai_ms=delai_ms, horloge=horloge)
        self._voisins: tuple[QWidget | None, QWidget | None] = (None, None)
        self._signes = False
        self._majuscule = _Majuscule.RELACHEE
        self._clavier_reel = False
        self._derniere_geometrie: tuple[bool, str, QSize] | None = None
        self.setAccessibleName("Clavier à l’écran")
        self.hide()
        self._suivi = SuiviFocus(self)
        self._suivi.rejoint.connect(self._rejoindre)
        self._suivi.quitte.connect(self._ranger)
        self._suivi.texte_change.connect(self._reveiller)
        self._suivi.doigt.connect(self._toucher_champ)
        self._suivi.touche_reelle.connect(self._ceder_au_clavier_reel)
        self._balayage = Balayage(self._touches_atteignables, self._dire)
        self._suivi.guide = self._balayage.suivre
        self.frappee.connect(self._frapper)
        self.pret()

    # --- what the page reads ------------------------------------------------------------------------

    @property
    def deploye(self) -> bool:
        """Whether the keyboard takes room, even while the window is not shown yet."""
        return not self.isHidden()

    @property
    def editeur(self) -> QWidget | None:
        """The field that receives the keys."""
        return self._suivi.editeur

    def changement_de_page(self) -> AbstractContextManager[None]:
        """While a page replaces another: the keyboard neither hides nor shows until the new one has its focus."""
        return self._suivi.changement_de_page()

    def masquer(self) -> None:
        """Hide until a field is touched or another one takes the focus."""
        self._ranger()

    # --- focus --------------------------------------------------------------------------------------

    def _rejoindre(self) -> None:
        editeur = self._suivi.editeur
        if editeur is None:
            return
        self._balayage.cesser()
        self._signes = False
        self._majuscule = _Majuscule.RELACHEE
        self._voisins = voisins(editeur)
        if self._clavier_reel:
            self._ranger()
        else:
            self._montrer()

    def _toucher_champ(self) -> None:
        self._balayage.cesser()
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
        self._balayage.cesser()
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
        """Make the keys those that the field, the page of keys and the screen ask for."""
        mesures = actuel().mesures
        self.disposer(
            disposition(
                self._voulu(),
                paysage=mesures.forme is not Forme.PORTRAIT,
                grand=mesures.taille is not TailleTexte.NORMAL,
                page=self._page(),
                seul=self._voisins == (None, None),
            )
        )
        self._reveiller()

    def mesurer(self) -> None:
        if self.deploye:
            self._montrer()

    # --- keys ---------------------------------------------------------------------------------------

    def discret(self) -> bool:
        """Whether what is typed must leave no trace on the screen nor in the ear."""
        return self._suivi.masque()

    def _reveiller(self) -> None:
        avant_caret = self._suivi.avant_caret()
        compact = "".join(avant_caret.split())
        eveils = {
            Eveil.TOUJOURS: True,
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
        self._annoncer(definition)
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

    def _touches_atteignables(self) -> tuple[Touche, ...]:
        return self.touches if self.deploye else ()

    def _dire(self, touche: Touche) -> None:
        self._annoncer(touche.definition)

    def _annoncer(self, definition: Definition) -> None:
        if definition.action is not Action.TEXTE or not self.discret():
            self.a_dire.emit(definition.nom)

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
