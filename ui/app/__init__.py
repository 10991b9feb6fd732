"""One visit's process: link, window, then everything that the first paint does not need."""

import os
import sys


def main() -> int:
    """Run one visit until it is stopped. Returns the exit code."""
    from kiosk.terminal.processus import endurcir_processus

    endurcir_processus(oom_score_adj=500)
    # Sizes are already those of the real screen: Qt must not scale them again.
    os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"
    # Accents are composed by Qt itself: an input method of the desktop has windows, menus and a memory of its own.
    os.environ["QT_IM_MODULE"] = "compose"
    # Nor a session manager, which can ask to close, nor the desktop's dialogs.
    for variable in ("QT_IM_MODULES", "SESSION_MANAGER", "QT_QPA_PLATFORMTHEME"):
        os.environ.pop(variable, None)
    from PySide6.QtWidgets import QApplication

    from kiosk.terminal.link import LienEnfant
    from ui.app.composition import Composition
    from ui.bridge.lien import LienVisite

    tuyau = LienEnfant.de_environnement()
    if tuyau is None:
        sys.stderr.write("ui is started by the supervisor: use « caf-kiosk run » or « caf-kiosk demo »\n")
        return 2
    app = QApplication(["caf-kiosk"])
    app.setQuitOnLastWindowClosed(False)
    depart = tuyau.attendre_depart()
    if depart is None:
        return 0
    lien = LienVisite(tuyau)
    composition = Composition(app, depart, lien)
    sys.excepthook = composition.exception
    if depart.montrer:
        # The first page of the day waits for nothing but Qt; what the first touch needs comes right after.
        composition.pret()
        composition.montrer()
        composition.attendre_l_image()
        composition.brancher()
    else:
        composition.brancher()
        composition.chauffer()
        composition.pret()
    lien.ouvrir()
    from ui.bridge.boucle import tourner

    return tourner(app)
