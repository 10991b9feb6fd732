"""When something failed: what happened, what became of the answers, what to do. Never a traceback."""

from collections.abc import Callable

from ui.bridge.erreurs import Avis
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.textes import Paragraphe, Texte


class EcranPanne(Ecran):
    """A fault, in words. `reessayer` is offered when trying again makes sense."""

    connecte = True

    def __init__(
        self,
        titre_barre: str,
        avis: Avis,
        terminer: Callable[[], None],
        reessayer: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.titre_barre = titre_barre
        self.corps.addWidget(Texte(avis.titre, "h1"))
        self.corps.addWidget(Paragraphe(avis.texte, "intro"))
        self.pousser()
        if avis.conseil:
            self.corps.addWidget(Encart("discret", "Que faire\u00a0?", avis.conseil))
        if reessayer is None:
            self.proposer(Action("Terminer ma session", terminer, "p", "sortie"))
        else:
            # No icon: on the secondary's width it would push the label onto a second line.
            self.proposer(
                Action("Terminer ma session", terminer, "s"), Action("Réessayer", reessayer, "p", "rejouer")
            )
        self.pret()
