"""What `doctor` found, drawn: what is wrong first, each with its sign, its cause and what to do."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.terminal.diagnostic import Constat, Etat
from ui.components.encarts import Carte
from ui.components.etiquette import Etiquette, Mention
from ui.components.icone import Icone
from ui.components.lignes import Lignes
from ui.components.rangee import Colonne, Rangee, en_grand
from ui.components.textes import Paragraphe, Texte
from ui.theme import actuel
from ui.theme.themable import Themable

MENTIONS: Final = {
    Etat.PANNE: Mention("En panne", "alerte", "croix"),
    Etat.ATTENTION: Mention("À corriger", "alerte", "alerte"),
    Etat.INCONNU: Mention("Non vérifié", "neutre", "aide"),
    Etat.OK: Mention("En ordre", "succes", "coche"),
}
"""A word and an icon for each: colour says nothing alone."""

GRAVITE: Final = (Etat.PANNE, Etat.ATTENTION, Etat.INCONNU)
_MOT_LONG: Final = 24
# A command that fits in a line of the largest letters is typed as it is read: whole.
_COMMANDE: Final = re.compile(
    r"\b(?:caf-kiosk|chmod|chown|journalctl|lpadmin|systemctl) (?=.{2,30}?(?:[.,;] |[.,;]?$))[^,;]+?(?=[.,;] |[.,;]?$)"
)


def a_traiter(constats: Sequence[Constat]) -> tuple[Constat, ...]:
    """What is not in order, the most serious first."""
    return tuple(constat for etat in GRAVITE for constat in constats if constat.etat is etat)


class CarteConstat(Carte):
    """One finding that is not in order."""

    def __init__(self, constat: Constat) -> None:
        super().__init__(3)
        self.corps.addWidget(
            Rangee(
                Texte(constat.titre, "h3"),
                Etiquette(MENTIONS[constat.etat]),
                parts=(1, 0),
                empiler=en_grand,
                alignement=Qt.AlignmentFlag.AlignVCenter,
            )
        )
        if constat.cause:
            self.corps.addWidget(Paragraphe(coupable(constat.cause)))
        if constat.que_faire:
            a_faire = (Texte("Que faire", "libelle"), Paragraphe(coupable(entiere(constat.que_faire))))
            self.corps.addWidget(Colonne(*a_faire, ecart_mm=1))
        self.corps.addWidget(Texte(f"Code pour l’assistance\u00a0: {constat.code}", "second"))


class CarteEnOrdre(Carte):
    """The findings that are in order, a line each."""

    def __init__(self, constats: Sequence[Constat]) -> None:
        super().__init__(3)
        self.corps.addWidget(Texte("En ordre", "h3"))
        self.corps.addWidget(Lignes([_LigneEnOrdre(constat) for constat in constats]))


class _LigneEnOrdre(Themable, QWidget):
    def __init__(self, constat: Constat) -> None:
        super().__init__()
        self._rang = QHBoxLayout(self)
        colonne = QVBoxLayout()
        colonne.setSpacing(0)
        colonne.addWidget(Texte(constat.titre, "libelle"))
        if constat.cause:
            colonne.addWidget(Texte(coupable(constat.cause), "second"))
        self._rang.addWidget(Icone("coche", "succes"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._rang.addLayout(colonne, 1)
        self.pret()

    def mesurer(self) -> None:
        mm = actuel().mesures.mm
        self._rang.setContentsMargins(0, mm(2), 0, mm(2))
        self._rang.setSpacing(mm(4))


def entiere(texte: str) -> str:
    """`texte`, whose short commands are not broken at their spaces nor at their hyphens."""
    return _COMMANDE.sub(lambda vu: vu[0].replace(" ", "\u00a0").replace("-", "-\u2060"), texte)


def coupable(texte: str) -> str:
    """`texte`, whose paths and addresses may break where they have a sign."""
    return " ".join(_coupable(mot) for mot in texte.split(" "))


def _coupable(mot: str) -> str:
    if len(mot) <= _MOT_LONG or "\u2060" in mot:
        return mot
    for signe in "/.-_:":
        mot = mot.replace(signe, f"{signe}\u200b")
    return mot
