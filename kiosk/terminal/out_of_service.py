"""« Hors service », written down: the state survives a restart until somebody clears it."""

import json
import os
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from kiosk.terminal.link_messages import HorsService

FICHIER = "hors-service.json"


class EtatHorsService:
    """The file `hors-service.json` of the state directory: there when out of service, absent otherwise."""

    def __init__(self, dossier: Path) -> None:
        self._fichier = dossier / FICHIER

    def lire(self) -> HorsService | None:
        """Why and since when the terminal is out of service; None when it is in service.

        A damaged file counts: better a closed terminal than one that forgets why it was closed.
        """
        try:
            brut = self._fichier.read_bytes()
        except FileNotFoundError:
            return None
        try:
            valeurs = json.loads(brut)
            return HorsService(str(valeurs["motif"]), str(valeurs["depuis"]))
        except (ValueError, KeyError, TypeError):
            modifie = datetime.fromtimestamp(self._fichier.stat().st_mtime).astimezone()
            return HorsService("état illisible", modifie.isoformat(timespec="seconds"))

    def declarer(self, etat: HorsService) -> None:
        """Write the state durably: a power cut leaves the old state or the new one.

        Raises OSError. On a full disk the terminal may stay closed all the same, without the reason.
        """
        dossier = self._fichier.parent
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
        provisoire = self._fichier.with_suffix(".tmp")
        try:
            with provisoire.open("w", encoding="utf-8") as sortie:
                json.dump(asdict(etat), sortie, ensure_ascii=False)
                sortie.flush()
                os.fsync(sortie.fileno())
        except OSError:
            # A name needs no room, and a file that cannot be read counts.
            with suppress(OSError):
                self._nommer(provisoire)
            raise
        self._nommer(provisoire)

    def _nommer(self, provisoire: Path) -> None:
        provisoire.replace(self._fichier)
        _synchroniser(self._fichier.parent)

    def effacer(self) -> bool:
        """Put the terminal back in service; false when it already was. Raises OSError."""
        try:
            self._fichier.unlink()
        except FileNotFoundError:
            return False
        _synchroniser(self._fichier.parent)
        return True


def _synchroniser(dossier: Path) -> None:
    fd = os.open(dossier, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
