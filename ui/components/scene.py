"""The home page's picture: people of every age under a sun. Flat shapes in the illustration's tokens."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme, actuel
from ui.theme.themable import Themable

_LARGEUR, _HAUTEUR = 1080, 600
_CIEL = 330
_GROUPE, _MILIEU = 900, 578  # width of the people together, and where their middle is
_GRIS = {1: "#7D8794", 2: "#E2D9C8", 3: "#A9A396", 4: "#A3ADB8", 6: "#D9D5CB"}

# (shape, token number): filled in colour; in high contrast, outlined.
_FORMES = (
    ('ellipse cx="-42" cy="690" rx="482" ry="190"', 6),
    ('ellipse cx="1122" cy="701" rx="482" ry="246"', 6),
    ('path d="M170 600V413a77 77 0 0 1 155 0V600z"', 4),
    ('circle cx="248" cy="276" r="49"', 4),
    ('path d="M341 600V347a92 92 0 0 1 184 0V600z"', 1),
    ('circle cx="432" cy="186" r="59"', 1),
    ('path d="M488 600V510a52 52 0 0 1 103 0V600z"', 7),
    ('circle cx="540" cy="416" r="33"', 7),
    ('path d="M609 600V372a87 87 0 0 1 175 0V600z"', 3),
    ('circle cx="697" cy="218" r="56"', 3),
    ('rect transform="rotate(-24 708 443)" x="659" y="407" width="69" height="116" rx="35"', 7),
    ('circle transform="rotate(-24 708 443)" cx="693" cy="376" r="24"', 7),
    ('path d="M833 600V471a71 71 0 0 1 141 0V600z"', 1),
    ('circle cx="904" cy="345" r="45"', 1),
)
# (shape, token number, line width): drawn with a line in every theme.
_LIGNES = (
    ('path d="M146 600V432a19 19 0 0 1 38 0"', 1, 11),
    ('circle cx="901" cy="531" r="64"', 7, 12),
    ('circle cx="1001" cy="578" r="17"', 1, 10),
    ('path d="M972 517h22l7 43"', 1, 10),
)
_MOYEU = 'circle cx="901" cy="531" r="10"'


def _svg(theme: Theme, muet: bool, haut: int) -> str:
    """`haut`: how much sky there is above the people; the sun rises in it."""
    couleurs = theme.couleurs

    def jeton(numero: int) -> str:
        if muet and numero in _GRIS:
            return _GRIS[numero]
        valeur: str = getattr(couleurs, f"deco_{numero}")
        return valeur

    morceaux = []
    soleil = f'circle cx="547" cy="{70 if haut else 533}" r="381"'
    for forme, numero in ((soleil, 2), *_FORMES):
        if couleurs.contraste:
            morceaux.append(f'<{forme} fill="{couleurs.fond}" stroke="{couleurs.encre}" stroke-width="3"/>')
        else:
            morceaux.append(f'<{forme} fill="{jeton(numero)}"/>')
    for forme, numero, largeur in _LIGNES:
        trait, epaisseur = (couleurs.encre, 3) if couleurs.contraste else (jeton(numero), largeur)
        morceaux.append(
            f'<{forme} fill="none" stroke="{trait}" stroke-width="{epaisseur}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )
    morceaux.append(f'<{_MOYEU} fill="{couleurs.encre if couleurs.contraste else jeton(7)}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-haut} {_LARGEUR} {_HAUTEUR + haut}">'
        + "".join(morceaux)
        + "</svg>"
    )


class Scene(Themable, QWidget):
    """Fills its width and stands on its lower edge. `muet`: in greys, for a terminal out of service."""

    def __init__(self, muet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._muet = muet
        self._image: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.pret()

    def mesurer(self) -> None:
        self._image = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image is None or self._image.size() != self.size():
            self._image = self._dessiner()
        peintre = QPainter(self)
        peintre.drawPixmap(0, 0, self._image)
        peintre.end()

    def _dessiner(self) -> QPixmap:
        theme = actuel()
        image = QPixmap(self.size())
        image.fill(QColor(theme.couleurs.surface_2 if self._muet else theme.couleurs.deco_5))
        # Nobody is cut off: in a narrow picture the hills are, and the sky fills what is left above.
        etroite = self.height() > self.width()
        haut = _CIEL if etroite else 0
        echelle = self.width() / (_GROUPE if etroite else _LARGEUR)
        largeur, hauteur = _LARGEUR * echelle, (_HAUTEUR + haut) * echelle
        milieu = _MILIEU * echelle if etroite else largeur / 2
        cadre = QRectF(self.width() / 2 - milieu, self.height() - hauteur, largeur, hauteur)
        peintre = QPainter(image)
        QSvgRenderer(QByteArray(_svg(theme, self._muet, haut).encode())).render(peintre, cadre)
        peintre.end()
        return image
