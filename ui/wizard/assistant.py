"""A démarche on screen: follows the walk, one page at a time."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.formulaire import Anomalie, Etape, Lieu, Page, Parcours
from ui.components.ecran import Ecran
from ui.wizard.page_etape import PageEtape
from ui.wizard.page_verification import PageVerification
from ui.wizard.pages import PageSortie, PageTexte

LAISSER_PEINDRE_MS = 30


_Cle = tuple[int | None, str, tuple[str, ...]]


class Assistant(QObject):
    """`page(Ecran)` is what to show now; `envoyer` when everything is right and sworn; `quitter` before the
    first page; `sortir(vers)` past an exit.

    The pages before and after the one shown are drawn ahead, check-answers once its last step is shown:
    `prepare(Ecran)` asks to keep one ready, `oublie(Ecran)` to let it go.
    """

    page = Signal(object)
    prepare = Signal(object)
    oublie = Signal(object)
    envoyer = Signal()
    quitter = Signal()
    sortir = Signal(str)

    def __init__(self, parcours: Parcours[Any]) -> None:
        super().__init__()
        self.parcours = parcours
        self._courante: Ecran | None = None
        self._pages: dict[_Cle, Ecran] = {}
        self._verification: PageVerification | None = None
        self._apres = QTimer(self)
        self._apres.setSingleShot(True)
        self._apres.timeout.connect(self._preparer_une_voisine)

    def afficher(self, anomalies: tuple[Anomalie, ...] = ()) -> None:
        """Show where the walk stands, with what is wrong there."""
        if (sortie := self.parcours.sortie) is not None:
            self.page.emit(PageSortie(self.parcours, sortie, self._sortir, self._precedent))
        elif self.parcours.en_verification:
            verification = self._verification or self._dessiner_la_verification()
            verification.actualiser()
            self._courante = verification
            self.page.emit(verification)
            verification.signaler(anomalies)
        else:
            page = self._page(self.parcours.lieu)
            self._courante = page
            if isinstance(page, PageTexte):
                page.actualiser()
            elif isinstance(page, PageEtape):
                page.actualiser()
                page.signaler(())  # it was kept as it was left
            self.page.emit(page)
            self._apres.start(LAISSER_PEINDRE_MS)
            if anomalies and isinstance(page, PageEtape):
                page.signaler(anomalies)

    def en_cours(self) -> None:
        """The answers are on their way."""
        if isinstance(self._courante, PageVerification):
            self._courante.en_cours()

    def _page(self, lieu: Lieu) -> Ecran:
        """The page of a screen, drawn once; another rank of the element, or other questions, make another page."""
        cle = _cle(lieu)
        page = self._pages.get(cle)
        if page is None:
            page = self._pages[cle] = self._dessiner(lieu)
            self.prepare.emit(page)
        return page

    def _dessiner(self, lieu: Lieu) -> Ecran:
        if isinstance(lieu.etape, Page):
            return PageTexte(self.parcours, lieu.etape, self._continuer, self._precedent)
        assert isinstance(lieu.etape, Etape)
        page = PageEtape(self.parcours, lieu, self._continuer, self._precedent)
        page.ailleurs.connect(self._aller)
        page.actualiser()
        return page

    def _preparer_une_voisine(self) -> None:
        """Draw one missing neighbour at a time, each after the loop had its turn; let the distant ones go.

        What is two pages away is not drawn, but kept: going back and forth would draw it again each time.
        """
        lieux = self.parcours.marche.lieux
        rang = next((n for n, lieu in enumerate(lieux) if lieu.ordre >= self.parcours.lieu.ordre), 0)
        voisins = lieux[max(0, rang - 1) : rang + 2]
        cles = {_cle(lieu) for lieu in lieux[max(0, rang - 2) : rang + 3]}
        for cle in [
            cle for cle, page in self._pages.items() if cle not in cles and page is not self._courante
        ]:
            self.oublie.emit(self._pages.pop(cle))
        manquant = next((lieu for lieu in voisins if _cle(lieu) not in self._pages), None)
        if manquant is not None:
            self._page(manquant)
            self._apres.start(LAISSER_PEINDRE_MS)
        elif self._verification is None and rang == len(lieux) - 1 and self._mene_a_la_verification:
            self._dessiner_la_verification().preparer()

    @property
    def _mene_a_la_verification(self) -> bool:
        parcours = self.parcours
        return parcours.demarche.fin is not None and parcours.marche.sortie is None

    def _dessiner_la_verification(self) -> PageVerification:
        """Kept until the look changes or the visitor leaves: « Modifier » comes back to it."""
        page = self._verification = PageVerification(self.parcours, self._envoyer, self._precedent)
        page.modifier.connect(self._modifier)
        page.dessinee.connect(self._poser_la_verification)
        self.prepare.emit(page)
        return page

    def _poser_la_verification(self) -> None:
        """Its last card has come: laid out while something else is shown, so that it only has to be painted."""
        if self._verification is not None and self._courante is not self._verification:
            self.prepare.emit(self._verification)

    def _oublier_la_verification(self) -> None:
        if self._verification is not None:
            self.oublie.emit(self._verification)
            self._verification = None

    def alleger(self) -> None:
        """Keep the page shown only; its neighbours are drawn again as soon as nothing else is to do."""
        autres = [cle for cle, page in self._pages.items() if page is not self._courante]
        for cle in autres:
            self.oublie.emit(self._pages.pop(cle))
        if self._courante is not self._verification:
            self._oublier_la_verification()
        if autres and self._pages:  # at check-answers nothing is drawn ahead
            self._apres.start(LAISSER_PEINDRE_MS)

    def fermer(self) -> None:
        """Let every page go: the visitor left the démarche."""
        self._apres.stop()
        for page in self._pages.values():
            self.oublie.emit(page)
        self._pages.clear()
        self._oublier_la_verification()

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


def _cle(lieu: Lieu) -> _Cle:
    return lieu.element, lieu.code, lieu.chemins
