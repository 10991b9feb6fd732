"""The least that Qt can do: one application, one empty coloured widget as large as the screen."""

import sys

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

application = QApplication(sys.argv)
fenetre = QWidget()
palette = fenetre.palette()
palette.setColor(QPalette.ColorRole.Window, QColor("#2f6f4f"))
fenetre.setPalette(palette)
fenetre.setGeometry(application.primaryScreen().geometry())
fenetre.show()
sys.exit(application.exec())
