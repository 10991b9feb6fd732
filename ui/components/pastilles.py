"""Discs with an icon. Decorative: the words beside them say the same."""

from typing import NamedTuple

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.components.dessin import disque
from ui.theme import actuel, pixmap
from ui.theme.themable import Themable


class _Ton(NamedTuple):
    """Names of colours; `cerne`: in high contrast, where there is no tint, a ring."""

    fond: str
    encre: str
    icone: str = ""
    cerne: bool = False


_PUCES = {
    "info": _Ton("action_teinte", "action", cerne=True),
    "alerte": _Ton("alerte_fond", "alerte", cerne=True),
}
# Each is another shape too: colour says nothing alone.
_SCEAUX = {
    "succes": _Ton("succes", "surface", "coche"),
    "attente": _Ton("alerte_plein", "sur_alerte_plein", "horloge"),
    "info": _Ton("action", "sur_action", "info"),
    "muet": _Ton("encre_2", "sur_action", "outil"),
}


class _Pastille(Themable, QWidget):
    """A disc of `taille_mm`; its icon takes `part` of its width."""

    part: float

    def __init__(self, ton: _Ton, icone: str, taille_mm: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ton = ton
        self._icone = icone or ton.icone
        self._taille_mm = taille_mm
        self.pret()

    def mesurer(self) -> None:
        cote = actuel().mesures.mm(self._taille_mm)
        self.setFixedSize(cote, cote)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        couleurs = actuel().couleurs
        fond, encre = getattr(couleurs, self._ton.fond), getattr(couleurs, self._ton.encre)
        cote = round(self.width() * self.part)
        retrait = (self.width() - cote) // 2
        peintre = QPainter(self)
        disque(peintre, self.rect(), fond, encre, 2 if self._ton.cerne and couleurs.contraste else 0)
        peintre.drawPixmap(retrait, retrait, pixmap(self._icone, encre, cote))
        peintre.end()


class Puce(_Pastille):
    """A tinted disc before a line. `ton` is info or alerte."""

    part = 0.52

    def __init__(
        self, icone: str, ton: str = "info", taille_mm: float = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(_PUCES[ton], icone, taille_mm, parent)


class Sceau(_Pastille):
    """What became of a démarche, at a glance. `ton` is succes, attente, info or muet (out of service)."""

    part = 20 / 34

    def __init__(
        self, ton: str, icone: str = "", taille_mm: float = 34, parent: QWidget | None = None
    ) -> None:
        super().__init__(_SCEAUX[ton], icone, taille_mm, parent)
