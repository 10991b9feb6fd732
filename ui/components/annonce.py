"""A sentence said to assistive technology about what changed away from the focus."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def annoncer(widget: QWidget, texte: str) -> None:
    """Have `texte` said after what is being said; nothing without a screen reader."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, texte))
