"""The one way a widget follows a change of theme."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.theme.theme import Theme, actuel

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object


class Themable(_Base):
    """Mixin, written before the Qt class: `mesurer` runs once built, then at each change of theme.

    A subclass ends its constructor with `self.pret()` and puts in `mesurer` all that depends on
    `actuel()`: margins, fixed sizes, fonts, pixmaps.
    """

    _pret = False
    _mesure_pour: Theme | None = None

    def pret(self) -> None:
        """The constructor is over: take the sizes of the theme in force."""
        self._pret = True
        self._mesure_pour = actuel()
        self.mesurer()

    def mesurer(self) -> None:
        """Read `actuel()` again."""
        self.updateGeometry()
        self.update()

    def suivre_theme(self) -> None:
        """Another theme may be in force: what `appliquer` asks of each."""
        if self._pret and self._mesure_pour is not actuel():
            self._mesure_pour = actuel()
            self.mesurer()
