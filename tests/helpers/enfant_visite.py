"""A stand-in for `python -m ui`: a real process that speaks the protocol, and misbehaves on demand.

    enfant_visite.py DOSSIER

What it does by itself is one word in `DOSSIER/consigne` (absent: nothing wrong). What it is told to do arrives as
one word in a datagram on `DOSSIER/<pid>.ordre`; `equipe <line>` sends that line of the staff's page as it is. Each
credential it is given goes back as `<pid> <credential>` in a datagram to `DOSSIER/secrets`, and what the staff's page
is told as `<pid> <line>` to `DOSSIER/equipe`, where the test listens.
"""

import os
import select
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk.terminal.link import LienEnfant
from kiosk.terminal.link_equipe import EquipeEchec, EquipeEtat, EquipePorte
from kiosk.terminal.link_messages import (
    Alive,
    Depart,
    Deposited,
    Ended,
    HorsService,
    Motif,
    Ready,
    SecretTerminal,
    Show,
    Shown,
    Stop,
    VisitStarted,
    Yield,
    encoder,
)
from kiosk.terminal.processus import endurcir_processus

BATTEMENT_S = 0.05


class Enfant:
    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        consigne = dossier / "consigne"
        self.consigne = consigne.read_text().strip() if consigne.exists() else ""
        lien = LienEnfant.de_environnement()
        assert lien is not None
        self.lien = lien
        self.fd = lien.fileno()
        self.montre = ""

    def vivre(self) -> None:
        if self.consigne == "tombe-au-demarrage":
            os.abort()
        depart = self.lien.attendre_depart()
        if depart is None:
            return
        hors_service = depart.hors_service is not None
        if self.consigne == "jamais-pret":
            self.attendre_la_fin()
        if self.consigne == "ne-tient-pas" or (self.consigne == "page-ne-tient-pas" and hors_service):
            os.abort()
        ordres = self.ouvrir_les_ordres()
        self.lien.envoyer(Ready())
        if depart.montrer:
            self.montrer("hors-service" if hors_service else "accueil")
        elif self.consigne == "reserve-tombe":
            os.abort()
        while True:
            prets = select.select([self.fd, ordres], [], [], BATTEMENT_S)[0]
            self.lien.envoyer(Alive())
            if self.fd in prets:
                for message in self.lien.lire():
                    match message:
                        case Show():
                            if self.consigne == "attend-qu-on-cede":
                                self.attendre_la_cession()
                            self.montrer("accueil")
                        case HorsService():
                            self.montrer("hors-service")
                        case SecretTerminal(secret):
                            self.rendre("secrets", secret)
                        case EquipePorte() | EquipeEtat() | EquipeEchec():
                            self.rendre("equipe", encoder(message).decode())
                        case Yield():
                            (self.dossier / f"{os.getpid()}.cede").touch()
                        case Stop():
                            return
                        case Depart():
                            raise AssertionError("un second départ")
            if ordres in prets:
                self.obeir(ordres.recv(4096).decode())

    def attendre_la_cession(self) -> None:
        while not list(self.dossier.glob("*.cede")):
            self.lien.envoyer(Alive())
            time.sleep(BATTEMENT_S)

    def montrer(self, page: str) -> None:
        if self.consigne == "jamais-affiche":
            return
        (self.dossier / f"{os.getpid()}.page").write_text(page)
        self.lien.envoyer(Shown())
        if self.consigne == "tombe-affiche":
            os.abort()

    def rendre(self, ou: str, quoi: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as prise:
            prise.sendto(f"{os.getpid()} {quoi}".encode(), str(self.dossier / ou))

    def ouvrir_les_ordres(self) -> socket.socket:
        ordres = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        ordres.bind(str(self.dossier / f"{os.getpid()}.ordre"))
        return ordres

    def obeir(self, ordre: str) -> None:
        if ordre.startswith("equipe "):
            os.write(self.fd, ordre.removeprefix("equipe ").encode())
            return
        match ordre:
            case "visite":
                self.lien.envoyer(VisitStarted())
            case "fini" | "silence" | "panne":
                self.lien.envoyer(Ended(Motif(ordre)))
            case "depot":
                self.lien.envoyer(Deposited())
            case "fini-et-sort":
                self.lien.envoyer(Ended(Motif.FINI))
                os._exit(0)
            case "fini-sourd":
                self.lien.envoyer(Ended(Motif.FINI))
                self.attendre_la_fin()
            case "fini-puis-adieu":
                self.lien.envoyer(Ended(Motif.FINI))
                (self.dossier / f"{os.getpid()}.page").unlink()
                # Goes by itself once the next home page is there.
                while not list(self.dossier.glob("*.page")):
                    select.select([], [], [], 0.01)
                os._exit(7)
            case "avorte":
                os.abort()
            case "charabia":
                os.write(self.fd, b"\x00\xff{]\n")
            case "ligne-sans-fin":
                self.lien._prise.setblocking(True)
                self.lien._prise.sendall(b"x" * 200_000)
            case "hors-tour":
                self.lien.envoyer(Ready())
            case "boucle":
                while True:
                    pass
            case "bavarde-sans-vie":
                time.sleep(3600)
            case "sort":
                sys.exit(0)
            case _:
                raise AssertionError(ordre)

    def attendre_la_fin(self) -> None:
        select.select([], [], [])


if __name__ == "__main__":
    endurcir_processus(oom_score_adj=500)
    Enfant(Path(sys.argv[1])).vivre()
