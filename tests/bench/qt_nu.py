"""The least that Qt can do: one application, one empty coloured widget as large as the screen; a touch changes it."""

import sys

from PySide6.QtGui import QColor, QMouseEvent, QPalette
from PySide6.QtWidgets import QApplication, QWidget

COULEURS = ("#2f6f4f", "#6f2f4f")


class Fenetre(QWidget):
    """Another colour at each touch."""

    touches = 0

    def colorer(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(COULEURS[self.touches % 2]))
        self.setPalette(palette)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.touches += 1
        self.colorer()
        event.accept()


application = QApplication(sys.argv)
fenetre = Fenetre()
fenetre.colorer()
fenetre.setGeometry(application.primaryScreen().geometry())
fenetre.show()
sys.exit(application.exec())
