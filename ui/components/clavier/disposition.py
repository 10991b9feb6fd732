"""Which keyboard a field asks for."""

from functools import cache

from ui.components.clavier.azerty import azerty
from ui.components.clavier.modele import ClavierVoulu, Disposition, Page
from ui.components.clavier.pave import pave

__all__ = ["ClavierVoulu", "Disposition", "Page", "disposition"]


@cache
def disposition(voulu: ClavierVoulu, *, paysage: bool, grand: bool, page: Page = "minuscules") -> Disposition:
    """The layout for what a field asks, on a screen and for a text size.

    `page` only matters for the letter keyboards.
    """
    if voulu in ("nombre", "nir", "code"):
        return pave(voulu, paysage, grand)
    return azerty(voulu, page, paysage, grand)
