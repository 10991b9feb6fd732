"""The reference that a binding loses at each signal (qualite.md §3): PySide6 6.12.0 aborts after some 500 of them."""

import gc
import sys

import pytest
from PySide6.QtCore import QObject, Signal


class Source(QObject):
    vrai = Signal(bool)
    rien = Signal()


class Cible(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.recus = 0

    def recevoir(self, _valeur: bool) -> None:
        self.recus += 1

    def noter(self) -> None:
        self.recus += 1


@pytest.mark.parametrize("valeur", [True, False, None])
def test_a_thousand_signals_lose_no_reference(qapp, valeur) -> None:
    source, cible = Source(), Cible()
    source.vrai.connect(cible.recevoir)
    source.rien.connect(cible.noter)
    gc.collect()
    gc.disable()
    try:
        avant = sys.getrefcount(valeur)
        for _ in range(1000):
            source.vrai.emit(True)
            source.rien.emit()
            source.setObjectName("x")
        apres = sys.getrefcount(valeur)
    finally:
        gc.enable()
    assert cible.recus == 2000
    assert abs(apres - avant) < 20
