"""A real CUPS of one's own: a private cupsd on a private socket, with queues that print into files."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.terminal.ipp import Serveur
from tests.helpers.imprimerie import repond

ABSENT = "CUPS is not installed: packaging/preparer --tests (cups-daemon, cups-client)"

_CUPSD = """\
Listen {prise}
LogLevel warn
DefaultAuthType None
WebInterface No
Browsing Off
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""

_FICHIERS = """\
ServerRoot {dossier}/root
CacheDir {dossier}/cache
StateDir {dossier}/state
RequestRoot {dossier}/spool
TempDir {dossier}/tmp
ErrorLog {dossier}/error_log
AccessLog {dossier}/access_log
PageLog {dossier}/page_log
FileDevice Yes
SystemGroup root
"""


@dataclass(frozen=True)
class Cups:
    """A running cupsd; `prise` is its socket."""

    dossier: Path
    prise: Path

    def commande(self, nom: str, *arguments: str) -> None:
        """One of CUPS's own commands, on this server."""
        fait = subprocess.run(
            [nom, "-h", str(self.prise), *arguments], capture_output=True, timeout=30, check=False
        )
        assert fait.returncode == 0, fait.stderr

    def ajouter(self, nom: str) -> None:
        """A queue that is ready, and prints into the file `<nom>.prn`."""
        self.commande("lpadmin", "-p", nom, "-v", f"file:{self.dossier / nom}.prn", "-E")

    def raison(self, nom: str, raison: str) -> None:
        """Have the printer say `raison` (an IPP keyword), as a driver does; « none » takes all back."""
        self.commande("lpadmin", "-p", nom, "-o", f"printer-state-reasons={raison}")


def manque() -> bool:
    """Whether this machine lacks CUPS."""
    return not all(shutil.which(nom) or Path(f"/usr/sbin/{nom}").exists() for nom in ("cupsd", "lpadmin"))


@contextlib.contextmanager
def cups() -> Iterator[Cups]:
    """A server without any queue; it dies at the end, with its directory."""
    # A short path: the name of a socket has 107 characters at most.
    with tempfile.TemporaryDirectory(prefix="cups-") as nom:
        dossier, prise = Path(nom), Path(nom) / "cups.sock"
        dossier.chmod(0o755)
        for sous_dossier in ("root", "cache", "state", "spool", "tmp"):
            (dossier / sous_dossier).mkdir()
        (dossier / "cupsd.conf").write_text(_CUPSD.format(prise=prise))
        (dossier / "fichiers.conf").write_text(_FICHIERS.format(dossier=dossier))
        commande = ["cupsd", "-f", "-c", str(dossier / "cupsd.conf"), "-s", str(dossier / "fichiers.conf")]
        sortie = (dossier / "sortie").open("wb")
        with (
            sortie,
            subprocess.Popen(
                commande,
                stdout=sortie,
                stderr=sortie,
                env=os.environ | {"PATH": f"/usr/sbin:/sbin:{os.environ['PATH']}"},
            ) as processus,
        ):
            try:
                limite = time.monotonic() + 30
                while not repond(Serveur(prise=str(prise))):
                    assert processus.poll() is None, f"cupsd ended: {processus.returncode}"
                    assert time.monotonic() < limite, "cupsd did not start"
                    time.sleep(0.01)  # cupsd tells nobody that it listens
                yield Cups(dossier, prise)
            finally:
                processus.kill()
