"""What a page offers to do, in the bar under it; two pages that offer the same share its buttons."""

from collections.abc import Sequence

from ui.components.actions import BarreActions
from ui.components.boutons import Bouton
from ui.components.ecran import Action


class Commandes(BarreActions):
    """The bar of the window. `proposer` follows each page, and each change of what a page offers."""

    def __init__(self) -> None:
        super().__init__()
        self._actions: tuple[_BoutonAction, ...] = ()

    def proposer(self, actions: Sequence[Action]) -> None:
        """Offer these, left to right; a button that would show the same only does something else."""
        if [bouton.action_dite for bouton in self._actions] == [_dite(action) for action in actions]:
            for bouton, action in zip(self._actions, actions, strict=True):
                bouton.faire = action.faire
                bouton.changer_de_sens()
            return
        self._actions = tuple(map(_BoutonAction, actions))
        self.montrer(*self._actions)


def _dite(action: Action) -> tuple[str, str, str]:
    return action.texte, action.genre, action.icone


class _BoutonAction(Bouton):
    """A button that keeps its action, rather than a closure that would keep the page."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.texte, action.genre, action.icone)
        self.action_dite = _dite(action)
        self.faire = action.faire
        self.clicked.connect(self._agir)

    def _agir(self) -> None:
        self.faire()
