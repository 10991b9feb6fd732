"""Which keyboard a field asks for."""

from functools import cache

from ui.components.clavier.azerty import azerty
from ui.components.clavier.modele import ClavierVoulu, Disposition, Page
from ui.components.clavier.pave import pave

__all__ = ["ClavierVoulu", "Disposition", "Page", "disposition"]


@cache
def disposition(
    voulu: ClavierVoulu, *, paysage: bool, grand: bool, page: Page = "minuscules", seul: bool = False
) -> Disposition:
    """The layout for what a field asks, on a screen and for a text size.

    `page` only matters for the letter keyboards; `seul`, no field before this one nor after it, for the number
    pads: they then have no keys to go to one. A code never has any.
    """
    if voulu in ("nombre", "nir", "code"):
        return pave(voulu, paysage, grand, seul or voulu == "code")
    return azerty(voulu, page, paysage, grand)
