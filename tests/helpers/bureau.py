"""A private desktop: X display, session bus, assistive technology, all gone at the end.

Nothing is shared with the desktop of whoever runs the tests: the X server chooses a free display number, the bus,
the home and the runtime folder are new. Every process started here, and every process that those start, is ended
on the way out, including when the test fails or is interrupted.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Self

from tests.helpers.prive import DansUnDossier, annonce

MARQUE = "BUREAU_PRIVE_ID"
"""Environment variable that every process of one desktop inherits; its value is the desktop's id.

Not named after the product: the terminal refuses variables of its own that it does not know.
"""

_PR_SET_CHILD_SUBREAPER = 36

OPTIONS_X = ("-nolisten", "tcp", "-noreset")
"""Of every X server: only this machine reaches it, and it outlives its last window."""

PROGRAMMES = ("Xvfb", "dbus-daemon", "dbus-send", "setpriv", "xdotool")
_PILOTE_POSSIBLE = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"


class BureauImpossible(RuntimeError):
    """The desktop cannot be made here; the message says what is missing and what to do."""


def manque() -> str | None:
    """What this machine lacks to make a desktop, as a sentence, or None."""
    absents = [nom for nom in PROGRAMMES if shutil.which(nom) is None]
    if subprocess.run(
        ["/usr/bin/python3", "-c", _PILOTE_POSSIBLE], capture_output=True, timeout=30
    ).returncode:
        absents.append("python3-gi with gir1.2-atspi-2.0")
    if absents:
        return f"missing on this machine: {', '.join(absents)}; run packaging/preparer --tests"
    return None


class Bureau(DansUnDossier):
    """One desktop of `largeur` × `hauteur` pixels at `dpi`. Use it as a context manager.

    `gestionnaire` starts openbox; a terminal has no window manager, a shared PC has one.
    """

    PREFIXE = "caf-kiosk-bureau-"

    def __init__(
        self, largeur: int = 1080, hauteur: int = 1920, dpi: int = 96, *, gestionnaire: bool = False
    ) -> None:
        super().__init__()
        self.largeur = largeur
        self.hauteur = hauteur
        self.dpi = dpi
        self.identite = uuid.uuid4().hex
        self._gestionnaire = gestionnaire
        self._processus: list[subprocess.Popen[Any]] = []
        self.env: dict[str, str] = {}

    # -- life --------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        if (phrase := manque()) is not None:
            raise BureauImpossible(phrase)
        return super().__enter__()

    def _demarrer(self) -> None:
        # Orphans of this desktop come to us, not to a first process that may never collect them.
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        prives = {
            nom: self.dossier / nom for nom in ("runtime", "home", "config", "data", "state", "cache", "logs")
        }
        for dossier in prives.values():
            dossier.mkdir(mode=0o700)
        retires = (
            "WAYLAND_DISPLAY",
            "QT_QPA_PLATFORM",
            "XAUTHORITY",
            "AT_SPI_BUS_ADDRESS",
            "NO_AT_BRIDGE",
            "XMODIFIERS",
        )
        self.env = {
            nom: v for nom, v in os.environ.items() if nom not in retires and not nom.startswith("CAF_")
        }
        self.env |= {
            MARQUE: self.identite,
            "HOME": str(prives["home"]),
            "XDG_RUNTIME_DIR": str(prives["runtime"]),
            "XDG_CONFIG_HOME": str(prives["config"]),
            "XDG_DATA_HOME": str(prives["data"]),
            "XDG_STATE_HOME": str(prives["state"]),
            "XDG_CACHE_HOME": str(prives["cache"]),
            "XDG_SESSION_TYPE": "x11",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "LC_ALL": "C.UTF-8",
            # Qt tells every text event of a widget that has become a label; hundreds of lines hide the others.
            "QT_LOGGING_RULES": "qt.accessibility.atspi.warning=false",
        }
        self.env["DISPLAY"] = f":{self._afficher()}"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._relier()
        # Asking for the address starts the accessibility bus, and answers once it is there.
        demande = "--dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress"
        reponse = subprocess.run(
            ["dbus-send", "--session", "--print-reply", "--reply-timeout=20000", *demande.split()],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=30,
        )
        if reponse.returncode:
            raise BureauImpossible(f"no accessibility bus (package at-spi2-core): {reponse.stderr.strip()}")
        if self._gestionnaire:
            self.lancer(["openbox", "--sm-disable"], journal="openbox")

    def _afficher(self) -> str:
        options = ["-screen", "0", f"{self.largeur}x{self.hauteur}x24", "-dpi", str(self.dpi)]
        ligne = annonce(
            lambda ou: self.lancer(
                ["Xvfb", "-displayfd", str(ou), *options, *OPTIONS_X], journal="xvfb", pass_fds=(ou,)
            )
        )
        if not ligne:
            raise BureauImpossible(f"Xvfb did not start: {self.journal('xvfb')}")
        return ligne

    def _relier(self) -> str:
        argv = ["dbus-daemon", "--session", "--nofork", "--nopidfile"]
        ligne = annonce(
            lambda ou: self.lancer([*argv, f"--print-address={ou}"], journal="dbus", pass_fds=(ou,))
        )
        if not ligne:
            raise BureauImpossible(f"dbus-daemon did not start: {self.journal('dbus')}")
        return ligne

    # -- processes ---------------------------------------------------------------------------------------

    def lancer(
        self,
        argv: Sequence[str],
        *,
        journal: str,
        env: Mapping[str, str] | None = None,
        stdin: int | None = subprocess.DEVNULL,
        stdout: int | None = None,
        cwd: Path | None = None,
        pass_fds: Sequence[int] = (),
    ) -> subprocess.Popen[bytes]:
        """Starts a program on this desktop. What it says goes to `journal` unless `stdout` is a pipe.

        The kernel ends it if this Python dies without having had the time to.
        """
        with self._journal(journal).open("ab") as fichier:
            processus = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *argv],
                env={**self.env, **(env or {})},
                stdin=stdin,
                stdout=fichier if stdout is None else stdout,
                stderr=fichier,
                start_new_session=True,
                pass_fds=tuple(pass_fds),
                cwd=cwd,
            )
        self._processus.append(processus)
        return processus

    def finir(self, processus: subprocess.Popen[Any], *, patience_s: float = 3.0) -> None:
        """Ends one program and its process group: asks first, then insists. Returns when it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(processus.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            processus.wait(patience_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(processus.pid, signal.SIGKILL)
        processus.wait(10)
        for flux in (processus.stdin, processus.stdout, processus.stderr):
            _fermer(flux)
        self._processus = [autre for autre in self._processus if autre is not processus]

    def _tout_finir(self) -> None:
        vus = set(self.processus_vivants()) - {processus.pid for processus in self._processus}
        for processus in reversed(list(self._processus)):  # the display last: the others die badly without it
            self.finir(processus)
        limite = time.monotonic() + 5
        while restants := list(self.processus_vivants()):
            for pid in restants:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            if time.monotonic() > limite:
                raise RuntimeError(f"processes of the private desktop would not die: {restants}")
            vus.update(restants)
            time.sleep(0.02)  # a process that is killed is gone when the kernel has had its turn
        for pid in vus:
            with contextlib.suppress(ChildProcessError):  # its own parent collected it
                os.waitpid(pid, os.WNOHANG)

    def processus_vivants(self) -> Iterator[int]:
        """Pids of the processes of this desktop, direct or not, that have not ended."""
        marque = f"{MARQUE}={self.identite}".encode()
        for entree in Path("/proc").iterdir():
            if not entree.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                if marque in (entree / "environ").read_bytes().split(b"\0"):
                    yield int(entree.name)

    # -- what was said -----------------------------------------------------------------------------------

    def _journal(self, nom: str) -> Path:
        return self.dossier / "logs" / f"{nom}.log"

    def journal(self, nom: str) -> str:
        """All that the program started with this `journal` name has said so far."""
        fichier = self._journal(nom)
        return fichier.read_text(errors="replace") if fichier.exists() else ""


def _fermer(flux: IO[Any] | None) -> None:
    if flux is not None:
        with contextlib.suppress(BrokenPipeError):
            flux.close()
