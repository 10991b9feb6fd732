"""The one event loop: Qt's, with asyncio on it."""

import asyncio
import os

from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_API", "pyside6")  # qasync looks at it when it is imported
from qasync import QEventLoop


def tourner(app: QApplication) -> int:
    """Run until the application quits."""
    boucle = QEventLoop(app)
    asyncio.set_event_loop(boucle)
    arret = asyncio.Event()
    app.aboutToQuit.connect(arret.set)
    with boucle:
        boucle.run_until_complete(arret.wait())
    return 0
