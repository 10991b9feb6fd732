"""A visit's window on this X display, used the moment it is open. Prints what happened, in order.

    page_touchee.py

One word a line: `vue`, that the page is on the screen; `touchee`, that what the visitor does has been told.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from kiosk.terminal.settings import Reglages
from ui.app.placement import Placement


def jouer() -> None:
    place = Placement(QApplication([]), Reglages().visite())
    place.vue.connect(lambda: print("vue"))
    place.montrer()
    place.constater()
    print("touchee")


if __name__ == "__main__":
    jouer()
