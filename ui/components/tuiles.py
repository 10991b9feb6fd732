"""Tiles: an answer to choose, a démarche to open. The whole tile can be pressed."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components import etiquette
from ui.components.dessin import bloc, cadre, disque, ecrire, ecrire_egal, largeur_ligne, largeur_mot
from ui.components.etiquette import Mention
from ui.components.pressable import PressableAjuste
from ui.theme import Theme, actuel, pixmap, police

_TRAIT = 2  # pixels of the border at rest; padding is counted inside it


class _Tuile(PressableAjuste):
    """A frame with something on the left, a title, a line of help, something on the right."""

    def __init__(self, titre: str, aide: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._aide = aide
        self.setText(titre)
        self.setAccessibleName(titre)
        self.setAccessibleDescription(aide)
        self.setProperty("rayon", 4)
        politique = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        politique.setHeightForWidth(True)
        self.setSizePolicy(politique)

    # Lengths in mm: (minimum height, side padding, vertical padding, left figure, gap, right figure).
    _GABARIT = (30.0, 6.0, 4.0, 11.0, 5.0, 0.0)

    def _gauche(self, theme: Theme) -> int:
        _h, pad, _v, figure, ecart, _d = self._GABARIT
        mm = theme.mesures.mm
        return _TRAIT + mm(pad) + mm(figure) + mm(ecart)

    def _droite(self, theme: Theme) -> int:
        _h, pad, _v, _f, ecart, figure = self._GABARIT
        mm = theme.mesures.mm
        return _TRAIT + mm(pad) + (mm(figure) + mm(ecart) if figure else 0)

    def _hauteurs(self, largeur: int, theme: Theme) -> list[int]:
        """Heights of the blocks of text, top to bottom, gaps left out."""
        place = largeur - self._gauche(theme) - self._droite(theme)
        hauteurs = [bloc(police("bouton", gras=True), self.text(), place).height()]
        if self._aide:
            hauteurs.append(bloc(police("corps"), self._aide, place).height())
        return hauteurs

    def _pile(self, hauteurs: list[int], theme: Theme) -> int:
        return sum(hauteurs) + theme.mesures.mm(1.6) * (len(hauteurs) - 1)

    def _hauteur(self, largeur: int) -> int:
        theme = actuel()
        minimum, _p, vertical, *_ = self._GABARIT
        pile = self._pile(self._hauteurs(largeur, theme), theme)
        return max(theme.mesures.mm(minimum), pile + 2 * theme.mesures.mm(vertical))

    def sizeHint(self) -> QSize:
        theme = actuel()
        texte = largeur_ligne(police("bouton", gras=True), self.text())
        if self._aide:
            texte = max(texte, min(largeur_ligne(police("corps"), self._aide), theme.mesures.mm(150)))
        largeur = self._gauche(theme) + texte + self._droite(theme)
        return QSize(largeur, self.heightForWidth(largeur))

    def minimumSizeHint(self) -> QSize:
        theme = actuel()
        mot = largeur_mot(police("bouton", gras=True), self.text())
        if self._aide:
            mot = max(mot, largeur_mot(police("corps"), self._aide))
        return QSize(self._gauche(theme) + mot + self._droite(theme), theme.mesures.mm(self._GABARIT[0]))

    def _ecrire(self, peintre: QPainter, theme: Theme) -> int:
        """Paint title and help, centred in height; return the y under them."""
        hauteurs = self._hauteurs(self.width(), theme)
        gauche, place = self._gauche(theme), self.width() - self._gauche(theme) - self._droite(theme)
        y = (self.height() - self._pile(hauteurs, theme)) // 2
        # Lines of a title are about as long as each other; its help is running text.
        textes = (
            (police("bouton", gras=True), "encre", self.text(), ecrire_egal),
            (police("corps"), "encre_2", self._aide, ecrire),
        )
        for hauteur, (fonte, jeton, texte, dessiner) in zip(hauteurs, textes, strict=False):
            if texte:
                rect = QRect(gauche, y, place, hauteur)
                dessiner(peintre, rect, fonte, getattr(theme.couleurs, jeton), texte)
                y += hauteur + theme.mesures.mm(1.6)
        return y


class TuileChoix(_Tuile):
    """One answer among several (`unique`), or a box to tick. In a row of tiles, give them one parent."""

    def __init__(
        self, titre: str, aide: str = "", unique: bool = True, icone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(titre, aide, parent)
        self._unique = unique
        self._icone = icone
        if icone:
            self._GABARIT = (30.0, 6.0, 4.0, 11.0, 5.0, 9.0)
        self.setCheckable(True)
        # Also what makes a screen reader say « bouton radio » instead of « case à cocher ».
        self.setAutoExclusive(unique)
        self.pret()

    def signaler(self, message: str) -> None:
        """Attach an error to what a screen reader says of this tile; an empty message removes it."""
        self.setAccessibleDescription(" ".join(texte for texte in (message, self._aide) if texte))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        couleurs, mm = theme.couleurs, theme.mesures.mm
        retenu = self.isChecked()
        trait = (5 if couleurs.contraste else 3) if retenu else 2
        fond = couleurs.action_teinte if retenu or self.isDown() else couleurs.surface
        peintre = QPainter(self)
        bord = couleurs.action if retenu else couleurs.bord
        cadre(peintre, self.rect(), theme.mesures.r_carte, fond, bord, trait)
        cote = mm(11)
        marque = QRect(_TRAIT + mm(6), (self.height() - cote) // 2, cote, cote)
        rayon = cote / 2 if self._unique else mm(2)
        cadre(peintre, marque, rayon, couleurs.action if retenu else couleurs.surface, bord, 3)
        if retenu:
            tic = mm(8)
            image = pixmap("coche", couleurs.sur_action, tic, epaisseur=3)
            peintre.drawPixmap(marque.center() - QPoint(tic // 2 - 1, tic // 2 - 1), image)
        self._ecrire(peintre, theme)
        if self._icone:
            image = pixmap(self._icone, couleurs.encre, mm(9))
            peintre.drawPixmap(self.width() - _TRAIT - mm(6) - mm(9), (self.height() - mm(9)) // 2, image)
        peintre.end()


class TuileDemarche(_Tuile):
    """Opens a démarche: medallion, title, tag, chevron."""

    _GABARIT = (36.0, 5.0, 5.0, 20.0, 4.5, 8.0)

    def __init__(
        self, titre: str, icone: str, mention: Mention | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(titre, "", parent)
        self._icone = icone
        self.mentionner(mention)
        self.pret()

    def mentionner(self, mention: Mention | None) -> None:
        """Set or remove the tag."""
        self._mention = mention
        self.setAccessibleDescription(mention.texte if mention else "")
        self.remesurer()

    def _hauteurs(self, largeur: int, theme: Theme) -> list[int]:
        hauteurs = super()._hauteurs(largeur, theme)
        if self._mention:
            hauteurs.append(etiquette.taille(self._mention, theme).height())
        return hauteurs

    def minimumSizeHint(self) -> QSize:
        taille = super().minimumSizeHint()
        if self._mention:
            theme = actuel()
            mention = etiquette.taille(self._mention, theme).width()
            taille.setWidth(max(taille.width(), self._gauche(theme) + mention + self._droite(theme)))
        return taille

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = actuel()
        couleurs, mm = theme.couleurs, theme.mesures.mm
        fond = couleurs.action_teinte if self.isDown() else couleurs.surface
        bord = couleurs.encre if couleurs.contraste else couleurs.trait
        peintre = QPainter(self)
        cadre(peintre, self.rect(), theme.mesures.r_carte, fond, bord, 2)
        medaillon(
            peintre, QRect(_TRAIT + mm(5), (self.height() - mm(20)) // 2, mm(20), mm(20)), self._icone, theme
        )
        bas = self._ecrire(peintre, theme)
        if self._mention:
            etiquette.peindre(peintre, QPoint(self._gauche(theme), bas), self._mention, theme)
        cote = mm(8)
        image = pixmap("chevron", couleurs.action, cote)
        peintre.drawPixmap(self.width() - _TRAIT - mm(5) - cote, (self.height() - cote) // 2, image)
        peintre.end()


def medaillon(peintre: QPainter, rect: QRect, icone: str, theme: Theme) -> None:
    """A tinted disc with an icon; in high contrast, where there is no tint, a ring."""
    couleurs = theme.couleurs
    trait = 2 if couleurs.contraste else 0
    disque(peintre, rect, couleurs.action_teinte, couleurs.action, trait)
    cote = round(rect.width() * 0.58)
    image = pixmap(icone, couleurs.action, cote, epaisseur=1.8)
    peintre.drawPixmap(
        rect.left() + (rect.width() - cote) // 2, rect.top() + (rect.height() - cote) // 2, image
    )


class Medaillon(QWidget):
    """The disc alone, beside a line or a card's title. Decorative."""

    def __init__(self, icone: str, taille_mm: float = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icone = icone
        cote = actuel().mesures.mm(taille_mm)
        self.setFixedSize(cote, cote)

    def paintEvent(self, _event: QPaintEvent) -> None:
        peintre = QPainter(self)
        medaillon(peintre, self.rect(), self._icone, actuel())
        peintre.end()
