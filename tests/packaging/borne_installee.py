"""The package installed on a machine of its own, and somebody in front of its screen.

The machine's screen is a window of a private X display, and touches are real pointer events, which go through cage as
those of a mouse do; or it is cage's headless backend, and things are done through assistive technology. What is seen
comes from AT-SPI, on a session bus that the packaged session does not have.
"""

from __future__ import annotations

import contextlib
import ctypes
import re
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.helpers.bureau import Bureau
from tests.helpers.visiteur import Element, Visiteur
from tests.helpers.visiteur_assiste import VisiteurAssiste
from tests.packaging.conteneur import RACINE_DU_DEPOT, Conteneur, base

UTILISATEUR = "caf-kiosk"
DATE = "2022-11-15"
REGLAGES = "/etc/caf-kiosk/kiosk.toml"
PORT = 8000
"""The backend of the default settings: http://127.0.0.1:8000."""

PATIENCE_S = 180.0
"""For what takes seconds on a machine that has nothing else to do: how long it takes is measured elsewhere."""

_PR_SET_CHILD_SUBREAPER = 36
_BUS = "unix:path=/run/essai/bus"
_AFFICHAGE = ":77"
_ECRAN_VIRTUEL = f"""\
[Unit]
ConditionPathExists=
[Service]
Environment=WLR_BACKENDS=x11 DISPLAY={_AFFICHAGE}
TemporaryFileSystem=/tmp/.X11-unix:mode=1777
BindPaths=/srv/essai/X:/tmp/.X11-unix/X{_AFFICHAGE[1:]}
"""
_SANS_ECRAN = """\
[Unit]
ConditionPathExists=
[Service]
Environment=WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_HEADLESS_OUTPUTS=2
"""
"""Two screens: of a window that has the very size of its only one, cage 0.1 gives no whole picture."""

ECRANS_SANS_TETE = ("HEADLESS-1", "HEADLESS-2")
"""Those, as cage calls them."""

_POSTE = f"""\
[Unit]
ConditionPathExists=
[Service]
Environment=QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 DBUS_SESSION_BUS_ADDRESS={_BUS}
Environment=QT_LOGGING_RULES=qt.accessibility.atspi.warning=false
"""


class BorneInstallee(Bureau):
    """A machine with Debian, then with the package `deb`. Use it as a context manager.

    What it starts with `lancer` runs inside, as the terminal's user, except the X display.
    """

    def __init__(self, deb: Path, largeur: int = 1080, hauteur: int = 1920) -> None:
        super().__init__(largeur, hauteur)
        self._deb = deb
        self.conteneur: Conteneur

    def _demarrer(self) -> None:
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        (self.dossier / "logs").mkdir()
        affichage = f":{self._afficher()}"
        self.env = {"DISPLAY": affichage}
        depend = subprocess.run(
            ["dpkg-deb", "--field", str(self._deb), "Depends"],
            check=True, capture_output=True, text=True, timeout=60,
        ).stdout.strip()  # fmt: skip
        aides = RACINE_DU_DEPOT / "tests" / "helpers"
        self.conteneur = Conteneur(
            base(depend),
            {
                Path(f"/tmp/.X11-unix/X{affichage[1:]}"): "/srv/essai/X",
                self._deb: "/srv/essai/caf-kiosk.deb",
                aides: str(aides),
            },
        )
        self._pile.enter_context(self.conteneur)

    def lancer(self, argv: Sequence[str], *, env: Mapping[str, str] | None = None, **options: Any) -> Any:
        if argv[0] == "Xvfb":
            # The machine's user is nobody's on this one: the display takes whoever reaches its socket.
            return super().lancer([*argv, "-ac"], env=env, **options)
        dedans = self.conteneur.commande(
            argv,
            utilisateur=UTILISATEUR,
            env={"DBUS_SESSION_BUS_ADDRESS": _BUS, "HOME": "/run/essai", **(env or {})},
        )
        return super().lancer(dedans, **options)

    # -- the package -------------------------------------------------------------------------------------

    def installer(self) -> str:
        """apt-get install of the package, without any network; returns what it said."""
        return self.conteneur.lire(
            *("apt-get", "install", "-y", "-q", "-o", "Dpkg::Options::=--force-confold", "--reinstall"),
            *("--no-install-recommends", "/srv/essai/caf-kiosk.deb"),
            delai_s=900,
        )

    def regler(self, **lignes: str) -> None:
        """Takes the « # » away from lines of the shipped settings, with a value, as an operator does."""
        texte = self.conteneur.chemin(REGLAGES).read_text(encoding="utf-8").splitlines()
        for cle, valeur in lignes.items():
            (rang,) = [i for i, ligne in enumerate(texte) if ligne.startswith((f"# {cle} = ", f"{cle} = "))]
            texte[rang] = f"{cle} = {valeur}"
        self.conteneur.ecrire(REGLAGES, "\n".join(texte) + "\n")

    # -- the session -------------------------------------------------------------------------------------

    def preparer(self) -> None:
        """What the tests add to the machine, all of it gone with its /run: buses, backend, units' environment."""
        c = self.conteneur
        c.ecrire("/run/systemd/system/caf-kiosk.service.d/essai.conf", _POSTE)
        c.lire("systemctl", "daemon-reload")
        self._service(
            "essai-bus", f"User={UTILISATEUR}", "dbus-daemon", "--session", "--nofork", f"--address={_BUS}"
        )
        serveur = (
            "caf-kiosk",
            "serve",
            "--demo",
            "--port",
            str(PORT),
            "--date",
            DATE,
            "--etat",
            "/run/essai-backend",
        )
        self._service("essai-backend", "DynamicUser=yes", *serveur)
        attendre(lambda: c.executer("bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{PORT}").returncode == 0)

    def _service(self, nom: str, identite: str, *argv: str) -> None:
        self.conteneur.lire(
            "systemd-run",
            f"--unit={nom}",
            "-p",
            identite,
            "-p",
            f"RuntimeDirectory={nom.replace('-bus', '')}",
            *argv,
        )

    def ranger(self) -> None:
        """Ends what `preparer` started."""
        self.conteneur.lire("systemctl", "stop", "essai-bus.service", "essai-backend.service")

    def brancher(self, *, ecran: bool) -> None:
        """The screen that the session will find: the private display, or those of cage's headless backend."""
        self.conteneur.ecrire(
            "/run/systemd/system/caf-kiosk-ecran.service.d/essai.conf",
            _ECRAN_VIRTUEL if ecran else _SANS_ECRAN,
        )
        self.conteneur.lire("systemctl", "daemon-reload")

    def ouvrir(self) -> None:
        """Starts the terminal on the private display, at the size of a terminal's screen."""
        self.brancher(ecran=True)
        self.conteneur.lire("systemctl", "restart", "caf-kiosk-ecran.service")
        self.conteneur.lire("systemctl", "start", "caf-kiosk.service")
        attendre(lambda: len(self._fenetres()) > 1)  # the root's and cage's
        self._xdotool("windowsize", "--sync", self._fenetres()[-1], str(self.largeur), str(self.hauteur))
        # A page keeps the format of the screen it was made for.
        self.conteneur.lire("systemctl", "restart", "caf-kiosk.service")

    def _fenetres(self) -> list[str]:
        return self._xdotool("search", "--onlyvisible", "--name", ".*").split()

    def _xdotool(self, *arguments: str) -> str:
        return subprocess.run(
            ["xdotool", *arguments], env={"DISPLAY": self.env["DISPLAY"]},
            check=True, capture_output=True, text=True, timeout=120,
        ).stdout  # fmt: skip

    def abreger_la_reprise(self, delai_s: int) -> None:
        """The minute before the next attempt becomes `delai_s`."""
        self.conteneur.ecrire(
            "/run/systemd/system/caf-kiosk-reprise.timer.d/essai.conf",
            f"[Timer]\nOnActiveSec=\nOnActiveSec={delai_s}\n",
        )
        self.conteneur.lire("systemctl", "daemon-reload")

    def photographier_par_wayland(self, fichier: Path, *choix: str) -> None:
        """The picture that cage itself gives of its screens (grim, with these options)."""
        c = self.conteneur
        env = {"XDG_RUNTIME_DIR": "/run/caf-kiosk-ecran", "WAYLAND_DISPLAY": "wayland-0"}
        fait = c.executer("grim", *choix, "/run/essai/ecran.png", utilisateur=UTILISATEUR, env=env)
        assert fait.returncode == 0, fait.stderr
        fichier.write_bytes(c.chemin("/run/essai/ecran.png").read_bytes())

    # -- what systemd knows ------------------------------------------------------------------------------

    def propriete(self, nom: str, unite: str = "caf-kiosk.service") -> str:
        return self.conteneur.lire("systemctl", "show", f"--property={nom}", "--value", unite)

    def superviseur(self) -> int:
        """The process number of the supervisor, inside. It must be running: 0 would be, to `kill`, all of us."""
        pid = int(self.propriete("MainPID"))
        assert pid, self.journal_de()[-3000:]
        return pid

    def visites(self) -> list[int]:
        """Those of its children, inside: the visible one and the spare."""
        pid = self.superviseur()
        return [
            int(mot) for mot in self.conteneur.chemin(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def journal_de(self, unite: str = "caf-kiosk.service") -> str:
        return self.conteneur.lire("journalctl", "--no-pager", "--output=cat", f"--unit={unite}")

    def attendre_autre_superviseur(self, ancien: int) -> None:
        """Until another supervisor has painted its home page."""
        attendre(
            lambda: (
                self.propriete("MainPID") not in ("0", str(ancien))
                and self.propriete("ActiveState") == "active"
            )
        )

    def remettre_en_service(self) -> None:
        """The terminal serves visitors, whatever was done to it before, and has all its starts in front of it."""
        self.conteneur.lire("systemctl", "reset-failed")
        self.conteneur.lire("systemctl", "start", "caf-kiosk.service")
        attendre(lambda: self.propriete("StatusText") == "en service")


class VisiteurPatient(Visiteur):
    """Somebody in front of it who waits as long as a busy machine takes."""

    def attendre(
        self,
        nom: str | re.Pattern[str] | None = None,
        role: str | None = None,
        *,
        etats: Iterable[str] = (),
        delai_s: float = 0.0,
    ) -> Element:
        return super().attendre(nom, role, etats=etats, delai_s=max(delai_s, PATIENCE_S))

    def attendre_absence(
        self, nom: str | re.Pattern[str] | None = None, role: str | None = None, *, delai_s: float = 0.0
    ) -> None:
        super().attendre_absence(nom, role, delai_s=max(delai_s, PATIENCE_S))


class VisiteurAssistePatient(VisiteurAssiste, VisiteurPatient):
    """As patient, and through assistive technology alone."""


def attendre(vrai: Callable[[], bool], delai_s: float = PATIENCE_S) -> None:
    """Until it is so. TimeoutError after `delai_s`."""
    limite = time.monotonic() + delai_s
    while True:
        with contextlib.suppress(OSError):
            if vrai():
                return
        if time.monotonic() > limite:
            raise TimeoutError(f"not so after {delai_s} s: {vrai}")
        time.sleep(0.05)
