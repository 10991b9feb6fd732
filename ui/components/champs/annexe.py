"""A button that belongs to a field."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from ui.components.pressable import Pressable


class Annexe(Pressable):
    """A finger on it leaves the focus, hence the keyboard, where it is; a Tab key reaches it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def hasHeightForWidth(self) -> bool:
        return False

    def heightForWidth(self, _largeur: int) -> int:
        return -1

    def sizeHint(self) -> QSize:
        return self.minimumSize()
