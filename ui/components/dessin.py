"""Painting and measuring shared by the widgets that draw themselves."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

_HAUTEUR_LIBRE = 100_000
RETOUR = Qt.TextFlag.TextWordWrap
_SANS_COUPURE = "\u2060"  # after a hyphen: no line ends there


def bloc(fonte: QFont, texte: str, largeur: int) -> QSize:
    """Size in pixels of `texte` wrapped at `largeur`."""
    rect = QFontMetrics(fonte).boundingRect(QRect(0, 0, max(1, largeur), _HAUTEUR_LIBRE), int(RETOUR), texte)
    return rect.size()


def largeur_ligne(fonte: QFont, texte: str) -> int:
    """Width in pixels of the longest line of `texte`, unwrapped."""
    metriques = QFontMetrics(fonte)
    return max(metriques.horizontalAdvance(ligne) for ligne in texte.split("\n")) + 1


def largeur_mot(fonte: QFont, texte: str) -> int:
    """Width in pixels of the longest word: the narrowest box in which nothing is clipped."""
    metriques = QFontMetrics(fonte)
    # str.split() would also cut at no-break spaces, where Qt does not.
    mots = texte.replace("\n", " ").replace("-", "- ").split(" ")
    return max(metriques.horizontalAdvance(mot) for mot in mots) + 1


def lignes_egales(fonte: QFont, texte: str, libre: int) -> tuple[str, int]:
    """What to draw, and the narrowest width in pixels that wraps it in no more lines than `texte` takes in `libre`.

    Its lines are then about as long as each other, and « sont-elles » stays whole where that takes no other line.
    Beyond three lines it is no title: nothing changes.
    """
    if largeur_ligne(fonte, texte) <= libre:
        return texte, libre
    hauteur = bloc(fonte, texte, libre).height()
    if hauteur > 3 * QFontMetrics(fonte).lineSpacing():
        return texte, libre
    entier = texte.replace("-", f"-{_SANS_COUPURE}")
    if bloc(fonte, entier, libre).height() == hauteur and bloc(fonte, entier, libre).width() <= libre:
        texte = entier
    trop_etroit, assez = 0, libre
    while assez - trop_etroit > 1:
        essai = (trop_etroit + assez) // 2
        taille = bloc(fonte, texte, essai)
        if taille.height() > hauteur or taille.width() > essai:
            trop_etroit = essai
        else:
            assez = essai
    return texte, assez


def ecrire_egal(
    peintre: QPainter,
    rect: QRect,
    fonte: QFont,
    couleur: str,
    texte: str,
    alignement: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Wrapped text in `rect`, whose lines are about as long as each other (`lignes_egales`)."""
    dessine, largeur = lignes_egales(fonte, texte, rect.width())
    place = QRect(rect)
    if alignement & Qt.AlignmentFlag.AlignHCenter:
        place.setLeft(rect.left() + (rect.width() - largeur) // 2)
    place.setWidth(largeur)
    ecrire(peintre, place, fonte, couleur, dessine, alignement)


def cadre(
    peintre: QPainter,
    rect: QRect,
    rayon: float,
    fond: str,
    bord: str = "",
    epaisseur: int = 0,
    tirets: bool = False,
) -> None:
    """A rounded rectangle whose border lies inside `rect`. An empty colour paints nothing."""
    peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
    if bord and epaisseur:
        style = Qt.PenStyle.DashLine if tirets else Qt.PenStyle.SolidLine
        peintre.setPen(QPen(QColor(bord), epaisseur, style))
    else:
        peintre.setPen(Qt.PenStyle.NoPen)
        epaisseur = 0
    peintre.setBrush(QColor(fond) if fond else Qt.BrushStyle.NoBrush)
    demi = epaisseur / 2
    peintre.drawRoundedRect(
        QRectF(rect).adjusted(demi, demi, -demi, -demi), max(0, rayon - demi), max(0, rayon - demi)
    )


def disque(peintre: QPainter, rect: QRect, fond: str, bord: str = "", epaisseur: int = 0) -> None:
    """A disc inside `rect` (a square)."""
    cadre(peintre, rect, rect.width() / 2, fond, bord, epaisseur)


def ecrire(
    peintre: QPainter,
    rect: QRect,
    fonte: QFont,
    couleur: str,
    texte: str,
    alignement: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Wrapped text in `rect`."""
    peintre.setFont(fonte)
    peintre.setPen(QColor(couleur))
    peintre.drawText(rect, int(alignement | RETOUR), texte)
