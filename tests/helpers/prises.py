"""A private desktop whose screens are plugged in and taken away while it runs: a real Xorg, its dummy driver.

Xvfb has one screen for ever. The dummy driver has sixteen places, DUMMY0 to DUMMY15, and RandR tells of each plug as
it does for a real one.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.helpers.bureau import OPTIONS_X, Bureau, BureauImpossible
from tests.helpers.prive import annonce

_PILOTE = Path("/usr/lib/xorg/modules/drivers/dummy_drv.so")
_REGLAGES = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "carte"
  Driver "dummy"
  VideoRam 192000
EndSection
Section "Monitor"
  Identifier "moniteur"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
EndSection
Section "Screen"
  Identifier "ecran"
  Device "carte"
  Monitor "moniteur"
  DefaultDepth 24
EndSection
"""


def manque() -> str | None:
    """What this machine lacks to plug screens in, as a sentence, or None."""
    if shutil.which("Xorg") and shutil.which("xrandr") and _PILOTE.exists():
        return None
    return "missing on this machine: Xorg, its dummy driver or xrandr; run packaging/preparer --tests"


class BureauAPrises(Bureau):
    """One screen at the start, DUMMY0, of `largeur` × `hauteur`: a size of the usual ones."""

    def _afficher(self) -> str:
        if (phrase := manque()) is not None:
            raise BureauImpossible(phrase)
        reglages = self.dossier / "xorg.conf"
        reglages.write_text(_REGLAGES)
        journal = str(self.dossier / "logs" / "Xorg.log")
        # No console is taken from whoever runs the tests.
        options = ["-config", str(reglages), "-logfile", journal, "-novtswitch", "-sharevts"]
        ligne = annonce(
            lambda ou: self.lancer(
                ["Xorg", "-displayfd", str(ou), *options, *OPTIONS_X], journal="xorg", pass_fds=(ou,)
            )
        )
        if not ligne:
            raise BureauImpossible(f"Xorg did not start: {self.journal('xorg')}")
        self.env["DISPLAY"] = f":{ligne}"
        self._xrandr("--output", "DUMMY0", "--mode", f"{self.largeur}x{self.hauteur}", "--primary")
        return ligne

    def brancher(self, place: str, largeur: int, hauteur: int, *, a_droite_de: str) -> None:
        """A screen comes, beside another one."""
        mode = f"{largeur}x{hauteur}"
        self._xrandr("--addmode", place, mode)
        self._xrandr("--output", place, "--mode", mode, "--right-of", a_droite_de)

    def debrancher(self, place: str) -> None:
        """A screen goes; those on its right stay where they are."""
        self._xrandr("--output", place, "--off")

    def _xrandr(self, *arguments: str) -> None:
        subprocess.run(["xrandr", *arguments], env=self.env, check=True, timeout=20)
