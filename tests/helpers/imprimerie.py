"""A real CUPS with the rules of Debian and printers of every temper, to print receipts on."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.terminal.impression_cups import imprimantes
from kiosk.terminal.ipp import CupsAbsent, Serveur

ABSENT = "CUPS is not installed: packaging/preparer --tests (cups-daemon, cups-client)"
SYSTEME = Path("/usr/lib/cups")

# Jobs belong to who made them, as /etc/cups/cupsd.conf of Debian says; managing printers is left open.
_CUPSD = """\
Listen {prise}
LogLevel warn
DefaultAuthType Basic
WebInterface No
Browsing Off
ErrorPolicy retry-job
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Cancel-Job Purge-Jobs Cancel-My-Jobs Close-Job Set-Job-Attributes>
    Require user @OWNER
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""

_FICHIERS = """\
ServerRoot {dossier}/root
ServerBin {dossier}/bin
CacheDir {dossier}/cache
StateDir {dossier}/state
RequestRoot {dossier}/spool
TempDir {dossier}/tmp
ErrorLog {dossier}/error_log
AccessLog {dossier}/access_log
PageLog {dossier}/page_log
SystemGroup root
"""

# What the printers do: CUPS runs these with the job's number first and its document last, or on the input.
_PRINTERS = {
    "bonne": 'cat ${6:+"$6"} > "${DEVICE_URI#*:}"',
    "muette": "exec sleep 600",
    "sans-papier": "echo 'STATE: +media-empty-error' >&2; exec sleep 600",
    "cassee": "exit 4",
    "ipp": "exit 4",
}


@dataclass(frozen=True)
class Imprimerie:
    """A running cupsd."""

    dossier: Path
    serveur: Serveur

    def commande(self, nom: str, *arguments: str) -> str:
        """One of CUPS's own commands, on this server; what it says."""
        fait = subprocess.run(
            [nom, "-h", self.serveur.prise, *arguments],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            env=os.environ | {"LC_ALL": "C"},
        )
        assert fait.returncode == 0, fait.stderr
        return fait.stdout

    def ajouter(self, nom: str, temper: str = "bonne") -> None:
        """The default queue from now on: prints into `papier(nom)`, or behaves as one of the others."""
        self.commande("lpadmin", "-p", nom, "-v", f"{temper}:{self.papier(nom)}", "-E")
        self.commande("lpadmin", "-d", nom)

    def brancher(self, nom: str, appareil: str) -> None:
        """The default queue from now on, of a printer with a URI of its own, on which nothing is printed."""
        self.commande("lpadmin", "-p", nom, "-v", appareil, "-E")
        self.commande("lpadmin", "-d", nom)

    def raison(self, nom: str, raison: str) -> None:
        """Have a printer say `raison` (an IPP keyword), as a driver does; « none » takes all back."""
        self.commande("lpadmin", "-p", nom, "-o", f"printer-state-reasons={raison}")

    @contextlib.contextmanager
    def en_reseau(self) -> Iterator[int]:
        """Reached over TCP too, at the port that is given, as a printer with a network plug is."""
        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Relais) as relais:
            relais.daemon_threads = True
            relais.prise = self.serveur.prise  # type: ignore[attr-defined]
            fil = threading.Thread(target=relais.serve_forever, kwargs={"poll_interval": 0.05})
            fil.start()
            try:
                yield relais.server_address[1]
            finally:
                relais.shutdown()
                fil.join()

    def changer(self, temper: str, autre: str) -> None:
        """The printers of one temper have the other from their next job on, and what CUPS knows of them stays."""
        _programmer(self.dossier, temper, autre)

    def raisons(self, nom: str) -> tuple[str, ...]:
        """What CUPS says that the printer lacks."""
        return next(i.raisons for i in imprimantes(self.serveur, 5) if i.nom == nom)

    def papier(self, nom: str) -> Path:
        """What came out of it."""
        return self.dossier / "papier" / nom

    def restes(self) -> list[str]:
        """What CUPS still holds: the names of the files of its spool, and every line of its history."""
        fichiers = [f.name for f in (self.dossier / "spool").iterdir() if f.is_file()]
        return fichiers + self.commande("lpstat", "-W", "all", "-o").splitlines()

    def journaux(self) -> str:
        """All that CUPS wrote down."""
        return "".join(f.read_text(errors="replace") for f in self.dossier.glob("*_log"))


class _Relais(socketserver.BaseRequestHandler):
    """One request and its answer, from TCP to a local socket."""

    def handle(self) -> None:
        with socket.socket(socket.AF_UNIX) as cups:
            cups.connect(self.server.prise)  # type: ignore[attr-defined]
            bouts = {self.request: cups, cups: self.request}
            while True:
                for bout in select.select(list(bouts), [], [])[0]:
                    octets = bout.recv(65536)
                    if not octets:
                        return
                    bouts[bout].sendall(octets)


def manque() -> bool:
    """Whether this machine lacks CUPS."""
    return not (Path("/usr/sbin/cupsd").exists() and shutil.which("lpadmin"))


def _programmer(dossier: Path, temper: str, comme: str) -> None:
    programme = dossier / "bin" / "backend" / temper
    neuf = programme.with_suffix(".neuf")
    neuf.write_text(f"#!/bin/sh\n[ $# -eq 0 ] && exit 0\n{_PRINTERS[comme]}\n")
    neuf.chmod(0o755)
    neuf.replace(programme)


def repond(serveur: Serveur) -> bool:
    """Whether a printing system answers there. Its socket is there a moment before anybody listens."""
    try:
        imprimantes(serveur, 1)
    except CupsAbsent:
        return False
    return True


@contextlib.contextmanager
def imprimerie() -> Iterator[Imprimerie]:
    """A server without any queue; it dies at the end, with its directory."""
    # A short path: the name of a socket has 107 characters at most.
    with tempfile.TemporaryDirectory(prefix="recu-") as nom:
        dossier, prise = Path(nom), Path(nom) / "cups.sock"
        dossier.chmod(0o755)
        for sous_dossier in ("root", "cache", "state", "spool", "tmp", "bin", "bin/backend", "papier"):
            (dossier / sous_dossier).mkdir()
        # Printers run as the user lp.
        (dossier / "papier").chmod(0o777)
        for partie in ("daemon", "notifier"):
            (dossier / "bin" / partie).symlink_to(SYSTEME / partie)
        for temper in _PRINTERS:
            _programmer(dossier, temper, temper)
        (dossier / "cupsd.conf").write_text(_CUPSD.format(prise=prise))
        (dossier / "fichiers.conf").write_text(_FICHIERS.format(dossier=dossier))
        serveur = Serveur(prise=str(prise))
        commande = ["/usr/sbin/cupsd", "-f", "-c", str(dossier / "cupsd.conf")]
        with (
            (dossier / "sortie").open("wb") as sortie,
            subprocess.Popen(
                [*commande, "-s", str(dossier / "fichiers.conf")], stdout=sortie, stderr=sortie
            ) as processus,
        ):
            try:
                limite = time.monotonic() + 30
                while not repond(serveur):
                    assert processus.poll() is None, f"cupsd ended: {processus.returncode}"
                    assert time.monotonic() < limite, "cupsd did not start"
                    time.sleep(0.01)
                yield Imprimerie(dossier, serveur)
            finally:
                processus.terminate()
                processus.wait(10)
