"""A real socket pair between a visit under test and the test, which plays the supervisor."""

import select
import socket

from kiosk.terminal.link import LienEnfant, LienSuperviseur
from ui.bridge.lien import LienVisite


class Bout:
    """The supervisor's end, and what the visit's end said to the loop."""

    def __init__(self) -> None:
        ici, la = socket.socketpair()
        self.superviseur = LienSuperviseur(ici)
        self.lien = LienVisite(LienEnfant(la.detach()))
        self.recus: list[object] = []
        self.dits: list[object] = []
        self.lien.montrer.connect(lambda: self.dits.append("montrer"))
        self.lien.ceder.connect(lambda: self.dits.append("ceder"))
        self.lien.arreter.connect(lambda: self.dits.append("arreter"))
        self.lien.hors_service.connect(self.dits.append)

    def entendre(self) -> list[object]:
        if select.select([self.superviseur], [], [], 0)[0]:
            self.recus += self.superviseur.lire()
        return self.recus

    def fermer(self) -> None:
        self.superviseur.fermer()
        assert self.lien._lien is not None
        self.lien._couper()
        self.lien._lien.fermer()
