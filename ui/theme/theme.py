"""The theme in force: colours and sizes, the font, the style, the palette.

`appliquer` tells every `Themable` of the process. There is no style sheet: with one, Qt tries its rules on each widget
there is, for most of a second on a long page.
"""

from dataclasses import dataclass
from functools import cache

import fontpkg_atkinson_hyperlegible as atkinson
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.couleurs import Couleurs
from ui.theme.mesures import Mesures

FAMILLE = atkinson.FAMILY
_FICHIERS = ("AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf")


@dataclass(frozen=True)
class Theme:
    """What every widget reads to size and paint itself; `nom` is the key of `THEMES`."""

    couleurs: Couleurs
    mesures: Mesures
    nom: str


_en_vigueur: Theme | None = None


def actuel() -> Theme:
    """The theme in force; `RuntimeError` before the first `appliquer`."""
    if _en_vigueur is None:
        raise RuntimeError("appliquer() must run before any widget is built")
    return _en_vigueur


def appliquer(app: QApplication, theme: Theme) -> None:
    """Make `theme` the one in force, for the widgets that exist and for those to come."""
    from ui.theme.themable import Themable

    global _en_vigueur
    premier = _en_vigueur is None or app.property("theme") is None
    if theme == _en_vigueur and not premier:
        return
    _en_vigueur = theme
    if premier:
        _charger_police()
        app.setStyle("Fusion")
    app.setProperty("theme", theme.nom)
    app.setFont(police("corps"))
    app.setPalette(_palette(theme.couleurs))
    for widget in app.allWidgets():
        if isinstance(widget, Themable):
            widget.suivre_theme()
    for fenetre in app.topLevelWidgets():
        fenetre.update()


def police(role: str, gras: bool = False, tabulaire: bool = False) -> QFont:
    """The font of a text role in the theme in force; `tabulaire` gives all digits one width."""
    fonte = QFont(FAMILLE)
    fonte.setPixelSize(actuel().mesures.texte(role))
    fonte.setBold(gras)
    if tabulaire:
        fonte.setFeature(QFont.Tag("tnum"), 1)
    return fonte


@cache
def _charger_police() -> None:
    for fichier in _FICHIERS:
        chemin = atkinson.ROOT / "files" / fichier
        if QFontDatabase.addApplicationFont(str(chemin)) < 0:
            raise RuntimeError(f"font {fichier} cannot be read")


def _palette(couleurs: Couleurs) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for roles, valeur in (
        ((role.Window,), couleurs.fond),
        ((role.Base, role.Button, role.AlternateBase), couleurs.surface),
        ((role.WindowText, role.Text, role.ButtonText), couleurs.encre),
        ((role.PlaceholderText,), couleurs.encre_2),
        ((role.Highlight, role.Link, role.LinkVisited), couleurs.action),
        ((role.HighlightedText,), couleurs.sur_action),
    ):
        for un_role in roles:
            palette.setColor(un_role, QColor(valeur))
    return palette
