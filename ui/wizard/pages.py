"""The pages of a démarche that ask nothing: to read before, and the ways out."""

from collections.abc import Callable
from typing import Any

from kiosk.formulaire import Page, Parcours, Sortie
from resources import chemin
from ui.components.ecran import Action, Ecran
from ui.components.markdown import TexteMarkdown
from ui.components.resultat import EnTeteResultat
from ui.components.textes import Texte


def page_editoriale(fichier: str, langue: str = "fr") -> str:
    """The source of a Markdown page of `resources/pages/<langue>/`."""
    return chemin("pages", langue, fichier).read_text("utf-8")


class PageTexte(Ecran):
    """A page to read, then « Continuer »."""

    connecte = True

    def __init__(
        self,
        parcours: Parcours[Any],
        page: Page,
        continuer: Callable[[], None],
        precedent: Callable[[], None],
    ) -> None:
        super().__init__()
        self.titre_barre = parcours.depart.titre
        self._parcours, self._page = parcours, page
        self._lu = self._lire()
        self._titre = Texte(parcours.texte(page.titre), "h1")
        self._texte = TexteMarkdown(self._lu)
        self.corps.addWidget(self._titre)
        self.corps.addWidget(self._texte)
        self.pousser()
        self.proposer(Action("Précédent", precedent, "s", "gauche"), Action("Continuer", continuer))
        self.pret()

    def _lire(self) -> str:
        return self._parcours.texte(page_editoriale(self._page.contenu))

    def actualiser(self) -> None:
        """The page was drawn before the last answers were given: write it again if they change its words."""
        self._titre.setText(self._parcours.texte(self._page.titre))
        lu = self._lire()
        if lu != self._lu:
            self._lu, ancien = lu, self._texte
            self._texte = TexteMarkdown(lu)
            self.corps.replaceWidget(ancien, self._texte)
            ancien.hide()
            ancien.deleteLater()


class PageSortie(Ecran):
    """The end of the road before the end: why, and what to do instead. Nothing was sent."""

    connecte = True

    def __init__(
        self,
        parcours: Parcours[Any],
        sortie: Sortie,
        partir: Callable[[], None],
        precedent: Callable[[], None],
    ) -> None:
        super().__init__()
        self.titre_barre = parcours.depart.titre
        self.corps.addWidget(EnTeteResultat(parcours.texte(sortie.sceau), parcours.texte(sortie.titre)))
        self.corps.addWidget(TexteMarkdown(parcours.texte(page_editoriale(sortie.contenu))))
        self.pousser()
        self.corps.addWidget(Texte("Rien n’a été envoyé.", "second"))
        self.proposer(
            Action("Précédent", precedent, "s", "gauche"),
            Action(sortie.bouton, partir),
        )
        self.pret()
