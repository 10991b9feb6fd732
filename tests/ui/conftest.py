"""What the tests of the screens share: one application, and the theme they ask for."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.theme import THEMES, Forme, Mesures, TailleTexte, Theme, appliquer
from ui.theme.mesures import ECRANS_DE_REFERENCE

if TYPE_CHECKING:
    from ui.shell.fenetre import Fenetre

Habiller = Callable[..., Theme]
Ouvrir = Callable[..., "Fenetre"]


@pytest.fixture
def habiller(qapp: QApplication) -> Habiller:
    """Put a theme in force: `habiller(forme, nom, taille)`."""

    def _habiller(
        forme: Forme = Forme.PORTRAIT, nom: str = "clair", taille: TailleTexte = TailleTexte.NORMAL
    ) -> Theme:
        theme = Theme(THEMES[nom], Mesures(ECRANS_DE_REFERENCE[forme][0], forme, taille), nom)
        # Qt goes through every widget of the process: a page that Python lets go in the middle would be met again.
        gc.disable()
        appliquer(qapp, theme)
        gc.enable()
        return theme

    return _habiller


@pytest.fixture
def theme(habiller: Habiller) -> Theme:
    """The theme of most tests: borne, portrait, light."""
    return habiller()


@pytest.fixture
def ouvrir(habiller: Habiller, qtbot: QtBot, qapp: QApplication) -> Iterator[Ouvrir]:
    """The visit's window, active, on the screen the design was drawn for: `ouvrir(forme, nom, taille)`."""
    from ui.shell.fenetre import Fenetre

    ouvertes: list[Fenetre] = []

    def _ouvrir(
        forme: Forme = Forme.PORTRAIT, nom: str = "clair", taille: TailleTexte = TailleTexte.NORMAL
    ) -> Fenetre:
        habiller(forme, nom, taille)
        fenetre = Fenetre(delai_touche_ms=0)
        ouvertes.append(fenetre)
        fenetre.resize(*ECRANS_DE_REFERENCE[forme][1:])
        with qtbot.waitExposed(fenetre):
            fenetre.show()
        fenetre.activateWindow()
        qtbot.waitUntil(fenetre.isActiveWindow)
        return fenetre

    yield _ouvrir
    # A visit's window lives as long as its process: here, nothing of it may run in the next test.
    qapp.processEvents()
    for fenetre in ouvertes:
        shiboken6.delete(fenetre)


@pytest.fixture
def fenetre(ouvrir: Ouvrir) -> "Fenetre":
    """The window of most tests: borne, portrait, light."""
    return ouvrir()
