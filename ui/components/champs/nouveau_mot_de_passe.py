"""The field of a new password, with what is asked of it in the same view."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QWidget

from kiosk.metier.mot_de_passe import Exigence
from ui.components.champs.mot_de_passe import ChampMotDePasse
from ui.components.defilement import Defilement
from ui.components.exigences import Exigences
from ui.theme import actuel

PART_CHAMP, PART_LISTE = 6, 5
"""How the width is shared when the rules stand beside."""
_AIR_MM = 2


class ChampNouveauMotDePasse(ChampMotDePasse):
    """`liste` is drawn where the owner puts it, or by the field itself (`accompagner`): whatever brings the field
    into view, above a keyboard, then brings the rules too.
    """

    def __init__(
        self,
        libelle: str,
        liste: Exigences,
        *,
        aide: str = "",
        afficher_possible: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._liste = liste
        self._air = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        super().__init__(libelle, aide=aide, afficher_possible=afficher_possible, parent=parent)
        self._bientot = QTimer(self)
        self._bientot.setSingleShot(True)
        self._bientot.timeout.connect(self._rester_en_vue)

    def accompagner(self, a_cote: bool) -> None:
        """Put the rules beside the field, or under it."""
        if a_cote:
            self._colonne.addStretch(1)
            self._rang.setStretchFactor(self._colonne, PART_CHAMP)
            self._rang.addWidget(self._liste, PART_LISTE)
        else:
            self._colonne.addItem(self._air)
            self._colonne.addWidget(self._liste)

    def mesurer(self) -> None:
        super().mesurer()
        # The ring must not touch the rules below.
        self._air.changeSize(0, actuel().mesures.mm(_AIR_MM))

    def exiger(self, exigences: Sequence[Exigence]) -> None:
        """Show where each rule stands."""
        self._liste.montrer(exigences, commence=bool(self.valeur()))
        self._decrire()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A rule or an error that comes or goes while it is typed moves the rest of the field.
        if self.saisie.hasFocus() and event.size().height() != event.oldSize().height():
            self._bientot.start()

    def _rester_en_vue(self) -> None:
        vue = self.parentWidget()
        while vue is not None and not isinstance(vue, Defilement):
            vue = vue.parentWidget()
        if vue is not None:
            vue.montrer(self)

    def _decrire(self) -> None:
        """The rules too are read with the field, before anything is typed."""
        super()._decrire()
        description = self.saisie.accessibleDescription()
        regles = f"Il doit tenir ces règles\u00a0: {self._liste.libelles}." if self._liste.libelles else ""
        self.saisie.setAccessibleDescription(" ".join(x for x in (description, regles) if x))
