"""The packaged session's compositor, cage, as a window of a private X display: real keys go through it.

It is started with the options of the packaged unit. Its other backends need a graphics card or have no keyboard.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.helpers.bureau import Bureau
from tests.helpers.fenetres_x import FenetresX

UNITE = Path(__file__).parents[2] / "packaging" / "systemd" / "caf-kiosk-ecran.service"
_PERSONNE = 65534  # nobody: cage refuses to run as root
_DELAI_S = 15.0
_CONNECTES = "03"


def manque() -> str | None:
    """What this machine lacks to run cage, as a sentence, or None."""
    absents = [nom for nom in ("cage", "Xwayland") if shutil.which(nom) is None]
    return (
        f"missing on this machine: {', '.join(absents)}; run packaging/preparer --tests" if absents else None
    )


def options_de_l_unite() -> list[str]:
    """What the packaged unit gives to cage, before the program that cage starts."""
    ligne = re.search(r"^ExecStart=/usr/bin/cage (.*?)-- ", UNITE.read_text(), re.MULTILINE)
    assert ligne is not None, UNITE
    return ligne[1].split()


class Cage:
    """cage on a desktop without a window manager, over all of its screen. Use it as a context manager."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self._pile = contextlib.ExitStack()
        self._dossier = Path()

    def __enter__(self) -> Cage:
        self._dossier = Path(tempfile.mkdtemp(prefix="caf-kiosk-cage-"))
        self._pile.callback(shutil.rmtree, self._dossier, ignore_errors=True)
        try:
            self._demarrer()
        except BaseException:
            self._pile.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self._pile.close()

    def _demarrer(self) -> None:
        sans_droits: list[str] = []
        if os.geteuid() == 0:
            os.chown(self._dossier, _PERSONNE, _PERSONNE)
            sans_droits = ["setpriv", f"--reuid={_PERSONNE}", f"--regid={_PERSONNE}", "--clear-groups"]
        env = {
            "WLR_BACKENDS": "x11",
            "WLR_RENDERER": "pixman",
            "LIBSEAT_BACKEND": "noop",
            "XKB_DEFAULT_LAYOUT": "us",
            "XDG_RUNTIME_DIR": str(self._dossier),
            "HOME": str(self._dossier),
        }
        self.processus = self.bureau.lancer(
            [*sans_droits, "cage", *options_de_l_unite(), "--", "sleep", "infinity"], journal="cage", env=env
        )
        self._pile.callback(self.bureau.finir, self.processus)
        largeur, hauteur = self.bureau.largeur, self.bureau.hauteur
        with FenetresX(self.bureau.env["DISPLAY"]) as fenetres:
            limite = time.monotonic() + _DELAI_S
            while not (vues := fenetres.a_l_ecran()) or not self._prises():
                if time.monotonic() > limite or self.processus.poll() is not None:
                    raise OSError(f"cage did not start: {self.bureau.journal('cage')}")
            argv = ["xdotool", "windowsize", "--sync", str(vues[-1].numero), str(largeur), str(hauteur)]
            subprocess.run(argv, env=self.bureau.env, check=True, timeout=30)

    def _prises(self) -> list[Path]:
        return [prise for prise in self._dossier.glob("wayland-*") if prise.suffix != ".lock"]

    @property
    def env(self) -> dict[str, str]:
        """What a program needs to open its windows there."""
        return {"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": str(self._prises()[0])}

    def vivante(self) -> bool:
        return self.processus.poll() is None

    def clients(self) -> int:
        """How many programs are connected to it."""
        prise = str(self._prises()[0])
        lignes = [ligne.split() for ligne in Path("/proc/net/unix").read_text().splitlines()]
        return sum(len(mots) > 7 and mots[7] == prise and mots[5] == _CONNECTES for mots in lignes)
