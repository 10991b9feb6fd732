"""A démarche on screen: follows the walk, one page at a time."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.formulaire import Anomalie, Etape, Lieu, Page, Parcours
from ui.components.ecran import Ecran
from ui.wizard.page_etape import PageEtape
from ui.wizard.page_verification import PageVerification
from ui.wizard.pages import PageSortie, PageTexte


class Assistant(QObject):
    """`page(Ecran)` is what to show now; `envoyer` when everything is right and sworn; `quitter` before the
    first page; `sortir(vers)` past an exit.
    """

    page = Signal(object)
    envoyer = Signal()
    quitter = Signal()
    sortir = Signal(str)

    def __init__(self, parcours: Parcours[Any]) -> None:
        super().__init__()
        self.parcours = parcours
        self._courante: Ecran | None = None

    def afficher(self, anomalies: tuple[Anomalie, ...] = ()) -> None:
        """Show where the walk stands, with what is wrong there."""
        if (sortie := self.parcours.sortie) is not None:
            self.page.emit(PageSortie(self.parcours, sortie, self._sortir, self._precedent))
        elif self.parcours.en_verification:
            verification = PageVerification(self.parcours, self._envoyer, self._precedent)
            verification.modifier.connect(self._modifier)
            self._courante = verification
            self.page.emit(verification)
        else:
            page = self._page(self.parcours.lieu)
            self._courante = page
            self.page.emit(page)
            if anomalies and isinstance(page, PageEtape):
                page.signaler(anomalies)

    def en_cours(self) -> None:
        """The answers are on their way."""
        if isinstance(self._courante, PageVerification):
            self._courante.en_cours()

    def _page(self, lieu: Lieu) -> Ecran:
        if isinstance(lieu.etape, Page):
            return PageTexte(self.parcours, lieu.etape, self._continuer, self._precedent)
        assert isinstance(lieu.etape, Etape)
        page = PageEtape(self.parcours, lieu, self._continuer, self._precedent)
        page.ailleurs.connect(self._aller)
        page.actualiser()
        return page

    def _continuer(self) -> None:
        anomalies = self.parcours.continuer()
        if not anomalies:
            self.afficher()
        elif isinstance(self._courante, PageEtape):
            self._courante.signaler(anomalies)

    def _precedent(self) -> None:
        if self.parcours.precedent():
            self.afficher()
        else:
            self.quitter.emit()

    def _modifier(self, chemin: str) -> None:
        self.parcours.modifier(chemin)
        self.afficher()

    def _aller(self, chemin: str) -> None:
        self.parcours.aller(chemin)
        self.afficher()

    def _envoyer(self) -> None:
        anomalies = self.parcours.conclure()
        if anomalies:
            self.afficher(anomalies)
        else:
            self.envoyer.emit()

    def _sortir(self) -> None:
        sortie = self.parcours.sortie
        if sortie is not None:
            self.sortir.emit(sortie.vers)
