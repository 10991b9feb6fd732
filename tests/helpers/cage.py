"""The packaged session's compositor, cage, with the options of its unit, on screens that need no graphics card.

Either a window of a private X display, through which real keys and touches go, or screens of its own (wlroots's
headless backend), which have neither keyboard nor pointer.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from tests.helpers.attente import attendre
from tests.helpers.bureau import Bureau
from tests.helpers.fenetres_x import FenetresX
from tests.helpers.prive import DansUnDossier

UNITE = Path(__file__).parents[2] / "packaging" / "systemd" / "caf-kiosk-ecran.service"
_PRISE = Path(__file__).with_name("prise_cage.c")
_PERSONNE = 65534  # nobody: cage refuses to run as root
_DELAI_S = 15.0
_CONNECTES = "03"


def manque() -> str | None:
    """What this machine lacks to run cage, as a sentence, or None."""
    absents = [nom for nom in ("cage", "Xwayland", "grim", "tcc") if shutil.which(nom) is None]
    return (
        f"missing on this machine: {', '.join(absents)}; run packaging/preparer --tests" if absents else None
    )


def options_de_l_unite() -> list[str]:
    """What the packaged unit gives to cage, before the program that cage starts."""
    ligne = re.search(r"^ExecStart=/usr/bin/cage (.*?)-- ", UNITE.read_text(), re.MULTILINE)
    assert ligne is not None, UNITE
    return ligne[1].split()


class Cage(DansUnDossier):
    """cage on a desktop without a window manager. Use it as a context manager, inside that of the desktop.

    `sorties`: how many headless screens it has, 1280 × 720 each, side by side; with 0 it is a window over all of the
    private X display. Headless, it has no input but through assistive technology.
    """

    PREFIXE = "caf-kiosk-cage-"

    def __init__(self, bureau: Bureau, *, sorties: int = 0) -> None:
        super().__init__()
        self.bureau = bureau
        self._sorties = sorties
        self._processus: subprocess.Popen[bytes] | None = None

    def _demarrer(self) -> None:
        if os.geteuid() == 0:
            os.chown(self.dossier, _PERSONNE, _PERSONNE)
        self.demarrer()

    def _tout_finir(self) -> None:
        if self._processus is not None:
            self.bureau.finir(self._processus)

    def demarrer(self) -> None:
        """Starts it, again after `tuer`, as its unit does; returns once windows can be opened."""
        sans_droits: list[str] = []
        if os.geteuid() == 0:
            sans_droits = ["setpriv", f"--reuid={_PERSONNE}", f"--regid={_PERSONNE}", "--clear-groups"]
        env = {
            "WLR_BACKENDS": "headless" if self._sorties else "x11",
            "WLR_HEADLESS_OUTPUTS": str(self._sorties),
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "LIBSEAT_BACKEND": "noop",
            "XKB_DEFAULT_LAYOUT": "us",
            "XDG_RUNTIME_DIR": str(self.dossier),
            "HOME": str(self.dossier),
        }
        avec_prise = ["env", f"LD_PRELOAD={self._prise()}"] if self._sorties else []
        self._processus = self.bureau.lancer(
            [*sans_droits, *avec_prise, "cage", *options_de_l_unite(), "--", "sleep", "infinity"],
            journal="cage",
            env=env,
        )
        attendre(self._prete, lambda: self.bureau.journal("cage"), _DELAI_S)
        if not self._sorties:
            taille = (str(self.bureau.largeur), str(self.bureau.hauteur))
            argv = ["xdotool", "windowsize", "--sync", str(self._fenetres()[-1]), *taille]
            subprocess.run(argv, env=self.bureau.env, check=True, timeout=30)

    def tuer(self) -> None:
        """SIGKILL, as by the kernel; returns once it is gone, with what it had started."""
        assert self._processus is not None
        self._processus.kill()
        self._processus.wait()
        self._tout_finir()

    def figer(self) -> None:
        """It neither reads nor draws any more, as on a machine that does not follow, until `reprendre`."""
        assert self._processus is not None
        self._processus.send_signal(signal.SIGSTOP)

    def reprendre(self) -> None:
        """It goes on, with all that it was told meanwhile."""
        assert self._processus is not None
        self._processus.send_signal(signal.SIGCONT)

    def _prise(self) -> Path:
        faite = self.dossier / "prise.so"
        subprocess.run(["tcc", "-shared", "-nostdlib", "-o", faite, _PRISE], check=True, timeout=60)
        return faite

    def brancher(self) -> None:
        """Asks for one more headless screen, of 1024 × 768, on the right of the others."""
        assert self._processus is not None
        self._processus.send_signal(signal.SIGUSR1)

    def debrancher(self) -> None:
        """Asks that the screen of `brancher` goes."""
        assert self._processus is not None
        self._processus.send_signal(signal.SIGUSR2)

    def photographier(self, sortie: str, fichier: Path) -> bool:
        """The picture of one screen that cage itself gives (grim); False while there is no such screen.

        A window that has the very size of its only headless screen cannot be photographed: see docs/essais.md.
        """
        argv = ["grim", "-o", sortie, str(fichier)]
        env = {**self.bureau.env, **self.env}
        return not subprocess.run(argv, env=env, capture_output=True, timeout=30).returncode

    def _prete(self) -> bool:
        if not self.vivante():
            raise OSError(f"cage did not start: {self.bureau.journal('cage')}")
        return any(map(_ecoute, self._prises())) and bool(self._sorties or self._fenetres())

    def _fenetres(self) -> list[int]:
        with FenetresX(self.bureau.env["DISPLAY"]) as fenetres:
            return [fenetre.numero for fenetre in fenetres.a_l_ecran()]

    def _prises(self) -> list[Path]:
        return [prise for prise in self.dossier.glob("wayland-*") if prise.suffix != ".lock"]

    @property
    def env(self) -> dict[str, str]:
        """What a program needs to open its windows there."""
        return {"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": str(self._prises()[0])}

    def vivante(self) -> bool:
        return self._processus is not None and self._processus.poll() is None

    def clients(self) -> int:
        """How many programs are connected to it."""
        prise = str(self._prises()[0])
        lignes = [ligne.split() for ligne in Path("/proc/net/unix").read_text().splitlines()]
        return sum(len(mots) > 7 and mots[7] == prise and mots[5] == _CONNECTES for mots in lignes)


def _ecoute(prise: Path) -> bool:
    """Whether somebody listens there: the socket of one that was killed stays."""
    with socket.socket(socket.AF_UNIX) as essai:
        return essai.connect_ex(str(prise)) == 0
