"""What the tests of the screens share: one application, and the theme they ask for."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme import THEMES, Forme, Mesures, TailleTexte, Theme, appliquer
from ui.theme.mesures import ECRANS_DE_REFERENCE

Habiller = Callable[..., Theme]


@pytest.fixture
def habiller(qapp: QApplication) -> Habiller:
    """Put a theme in force: `habiller(forme, nom, taille)`."""

    def _habiller(
        forme: Forme = Forme.PORTRAIT, nom: str = "clair", taille: TailleTexte = TailleTexte.NORMAL
    ) -> Theme:
        theme = Theme(THEMES[nom], Mesures(ECRANS_DE_REFERENCE[forme][0], forme, taille), nom)
        appliquer(qapp, theme)
        return theme

    return _habiller


@pytest.fixture
def theme(habiller: Habiller) -> Theme:
    """The theme of most tests: borne, portrait, light."""
    return habiller()
