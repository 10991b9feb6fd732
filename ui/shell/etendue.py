"""Whether the window is given every screen at once."""

from PySide6.QtGui import QGuiApplication


def etiree() -> bool:
    """True under Wayland: cage makes every window as large as all screens together, and shows only the last one."""
    return QGuiApplication.platformName().startswith("wayland")
