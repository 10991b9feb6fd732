"""What is asked of an answer, ticked while it is typed: an icon, the words, and the state in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.metier.mot_de_passe import Exigence
from ui.components.annonce import annoncer
from ui.components.dessin import disque
from ui.components.encarts import Carte
from ui.components.textes import Paragraphe, Texte
from ui.theme import Forme, actuel, pixmap, police
from ui.theme.themable import Themable

OUI, PAS_ENCORE = "oui", "pas\u00a0encore"
TOUT = "Tout y\u00a0est."
DELAI_MS = 1_000
_COTE_MM = 8


@dataclass(frozen=True, slots=True)
class _Vue:
    """A rule as it is shown: without a state as long as nothing is typed."""

    libelle: str
    tenue: bool | None

    @property
    def etat(self) -> str:
        return "" if self.tenue is None else OUI if self.tenue else PAS_ENCORE

    @property
    def en_mots(self) -> str:
        """« 12 caractères ou plus : pas encore »."""
        return f"{self.libelle}\u00a0: {self.etat}" if self.etat else self.libelle


class Exigences(Carte):
    """A card of rules. `a_dire`: the ones that changed, said once the typing rests, for assistive technology."""

    a_dire = Signal(str)

    def __init__(
        self, titre: str, conseil: str = "", *, delai_ms: int = DELAI_MS, parent: QWidget | None = None
    ) -> None:
        self._titre, self._conseil = Texte(titre, "libelle", titre=False), Paragraphe(conseil, "second")
        self._tout = Texte(TOUT)
        self._lignes: list[_Ligne] = []
        self._dites: tuple[_Vue, ...] = ()
        self._montrees: tuple[_Vue, ...] = ()
        self._rangs = QVBoxLayout()
        self._rangs.setContentsMargins(0, 0, 0, 0)
        super().__init__(parent=parent)
        self.corps.addWidget(self._titre)
        self.corps.addWidget(self._tout)
        self.corps.addLayout(self._rangs)
        self.corps.addWidget(self._conseil)
        self.corps.addStretch(1)
        self._tout.hide()
        self._conseil.setVisible(bool(conseil))
        self._repos = QTimer(self)
        self._repos.setSingleShot(True)
        self._repos.setInterval(delai_ms)
        self._repos.timeout.connect(self._dire)

    @property
    def libelles(self) -> str:
        """All the rules in one breath."""
        return ". ".join(x.libelle for x in self._montrees)

    def montrer(self, exigences: Sequence[Exigence], commence: bool = True) -> None:
        """Show where each rule stands; only what changed is drawn again. Nothing is judged before `commence`."""
        nouvelles = tuple(_Vue(x.libelle, x.tenue if commence else None) for x in exigences)
        if nouvelles == self._montrees:
            return
        premiere = not self._montrees
        self._montrees = nouvelles
        while len(self._lignes) < len(nouvelles):
            self._lignes.append(_Ligne())
            self._rangs.addWidget(self._lignes[-1])
        for ligne, vue in zip(self._lignes, nouvelles, strict=True):
            ligne.montrer(vue)
        self._resserrer()
        if premiere:
            self._dites = nouvelles
        else:
            self._repos.start()

    def _dire(self) -> None:
        changees = [x for x, avant in zip(self._montrees, self._dites, strict=True) if x != avant and x.etat]
        self._dites = self._montrees
        if changees:
            texte = ". ".join(x.en_mots for x in changees)
            self.a_dire.emit(texte)
            annoncer(self, texte)

    def _resserrer(self) -> None:
        """In large text beside a keyboard only what is missing has room."""
        mesures = actuel().mesures
        manques_seuls = mesures.forme is Forme.PAYSAGE and mesures.grand
        for ligne, vue in zip(self._lignes, self._montrees, strict=True):
            ligne.setVisible(not (manques_seuls and vue.tenue))
        rien = manques_seuls and all(vue.tenue for vue in self._montrees)
        self._tout.setVisible(rien)
        self._titre.setVisible(not rien)

    def mesurer(self) -> None:
        mesures = actuel().mesures
        mm = mesures.mm
        # Beside a keyboard that leaves a third of the screen, every line counts.
        serre = mesures.forme is Forme.PAYSAGE
        pad = mm(4 if serre else 6)
        self.corps.setContentsMargins(pad, pad, pad, pad)
        self.corps.setSpacing(mm(2 if serre else 3))
        self._rangs.setSpacing(mm(1 if serre else 2))
        if self._montrees:
            self._resserrer()


class _Marque(Themable, QWidget):
    """A tick in its circle, or the circle alone."""

    def __init__(self) -> None:
        super().__init__()
        self._tenue = False
        self.pret()

    def montrer(self, tenue: bool) -> None:
        self._tenue = tenue
        self.update()

    def mesurer(self) -> None:
        cote = actuel().mesures.mm(_COTE_MM)
        self.setFixedSize(cote, cote)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        couleurs = actuel().couleurs
        cote = self.width()
        peintre = QPainter(self)
        if self._tenue:
            peintre.drawPixmap(0, 0, pixmap("succes", couleurs.succes, cote))
        else:
            retrait = round(cote * 2 / 24)
            disque(
                peintre, QRect(retrait, retrait, cote - 2 * retrait, cote - 2 * retrait), "", couleurs.bord, 2
            )
        peintre.end()


class _Ligne(Themable, QWidget):
    """One rule. Its sentence is one text, so that it is read at once with its state."""

    def __init__(self) -> None:
        super().__init__()
        self._rang = QHBoxLayout(self)
        self._rang.setContentsMargins(0, 0, 0, 0)
        self._colonne = QVBoxLayout()
        self._marque = _Marque()
        self._colonne.addWidget(self._marque)
        self._colonne.addStretch(1)
        self._texte = Paragraphe(riche=True)
        self._montree: _Vue | None = None
        self._rang.addLayout(self._colonne)
        self._rang.addWidget(self._texte, 1)
        self.pret()

    def montrer(self, vue: _Vue) -> None:
        if vue == self._montree:
            return
        self._montree = vue
        self._marque.montrer(bool(vue.tenue))
        self._texte.setAccessibleName(vue.en_mots)
        # « oui » is too short to stand alone on a line.
        etat = {OUI: f"\u00a0:\u00a0<b>{OUI}</b>", PAS_ENCORE: f"\u00a0: <b>{PAS_ENCORE}</b>"}.get(
            vue.etat, ""
        )
        self._texte.ecrire(escape(vue.libelle) + etat)

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self._rang.setSpacing(mm(2.5))
        # The mark is centred on the first line.
        ligne = QFontMetrics(police("corps")).height()
        self._colonne.setContentsMargins(0, max(0, (ligne - mm(_COTE_MM)) // 2 + 1), 0, 0)
