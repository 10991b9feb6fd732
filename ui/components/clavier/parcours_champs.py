"""Which editors ask for a keyboard, and which stand before and after one."""

from typing import cast, get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.components.clavier.modele import ClavierVoulu

_VOULUS = get_args(ClavierVoulu)


def clavier_voulu(widget: QWidget) -> ClavierVoulu | None:
    """The keyboard a widget asks for, by its attribute or its dynamic property `clavier_voulu`."""
    voulu = getattr(widget, "clavier_voulu", None) or widget.property("clavier_voulu")
    if voulu is None:
        return None
    if voulu not in _VOULUS:
        raise ValueError(f"unknown keyboard {voulu!r}")
    return cast(ClavierVoulu, voulu)


def _portee(widget: QWidget) -> QWidget:
    """The container whose fields are walked: the nearest with `portee_clavier`, or the window."""
    ancetre = widget.parentWidget()
    while ancetre is not None:
        if ancetre.property("portee_clavier") or ancetre.isWindow():
            return ancetre
        ancetre = ancetre.parentWidget()
    return widget


def voisins(editeur: QWidget) -> tuple[QWidget | None, QWidget | None]:
    """The editors before and after this one in tab order, `None` at the ends of their container."""
    portee = _portee(editeur)
    # The order of the tree is that of the page; the focus chain runs through every page that is kept ready.
    champs = [
        widget
        for widget in portee.findChildren(QLineEdit)
        if clavier_voulu(widget)
        and widget.isVisibleTo(portee)
        and widget.isEnabled()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    if editeur not in champs:
        return None, None
    rang = champs.index(editeur)
    return (champs[rang - 1] if rang else None), (champs[rang + 1] if rang + 1 < len(champs) else None)
