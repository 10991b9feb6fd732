"""What the staff's access keeps on the disk: the hash of the PIN, and the count of wrong ones.

    <dossier>/equipe-pin           argon2 hash, replaced whole
    <dossier>/equipe-essais.json   one record of fixed length, always overwritten in place

The count is overwritten in place because it must be possible to write it on a full disk too, when staff need the
terminal most. A record that a power cut tore does not match its sum, and counts for the longest wait.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from zlib import crc32

from kiosk.terminal.equipe_attente import ECHECS_INCONNUS, Essais, Instant

EMPREINTE: Final = "equipe-pin"
ESSAIS: Final = "equipe-essais.json"
_LONGUEUR: Final = 256
"""Bytes of the record: within one sector of a disk, which is written whole or not at all."""


class Carnet:
    """The count of wrong PINs, while nobody else can read or write it."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def lire(self) -> Essais:
        """The count; a damaged one is the worst one, dated from this boot of the machine. Raises OSError."""
        brut = os.pread(self._fd, _LONGUEUR, 0)
        if not brut:
            return Essais()
        try:
            corps = json.loads(brut)
            somme = corps.pop("somme")
            if somme != _somme(corps):
                raise ValueError("sum")
            echecs, demarrage, ecoule_s = corps["echecs"], corps["demarrage"], corps["ecoule_s"]
            return Essais(
                int(echecs), None if demarrage is None else Instant(str(demarrage), float(ecoule_s))
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return Essais(ECHECS_INCONNUS, Instant("", 0.0))

    def ecrire(self, essais: Essais) -> None:
        """Write the count durably. Raises OSError."""
        dernier = essais.dernier
        corps: dict[str, object] = {
            "echecs": essais.echecs,
            "demarrage": None if dernier is None else dernier.demarrage,
            "ecoule_s": 0.0 if dernier is None else round(dernier.ecoule_s, 3),
        }
        texte = json.dumps({**corps, "somme": _somme(corps)})
        octets = texte.encode().ljust(_LONGUEUR - 1) + b"\n"
        if os.pwrite(self._fd, octets, 0) != _LONGUEUR:
            raise OSError("record written in part")
        os.fsync(self._fd)


class Registre:
    """The two files, in the state directory `dossier`; both 0600 and of the directory's owner."""

    def __init__(self, dossier: Path) -> None:
        self._dossier = dossier

    def empreinte(self) -> str | None:
        """The hash of the PIN; None when none was ever set. Raises OSError."""
        try:
            return (self._dossier / EMPREINTE).read_text(encoding="ascii", errors="backslashreplace").strip()
        except FileNotFoundError:
            return None

    def garder_empreinte(self, empreinte: str) -> None:
        """Replace the hash durably: a power cut leaves the old one or the new one. Raises OSError."""
        self._dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
        provisoire = self._dossier / f"{EMPREINTE}.tmp"
        provisoire.unlink(missing_ok=True)
        fd = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "w", encoding="ascii") as sortie:
            self._donner(fd)
            sortie.write(f"{empreinte}\n")
            sortie.flush()
            os.fsync(fd)
        provisoire.replace(self._dossier / EMPREINTE)
        repertoire = os.open(self._dossier, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(repertoire)
        finally:
            os.close(repertoire)

    def essais(self) -> Essais:
        """The count, without writing anything, not even the file. Raises OSError."""
        try:
            fd = os.open(self._dossier / ESSAIS, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return Essais()
        try:
            fcntl.flock(fd, fcntl.LOCK_SH)
            return Carnet(fd).lire()
        finally:
            os.close(fd)

    @contextmanager
    def carnet(self) -> Iterator[Carnet]:
        """The count, locked: two processes never judge a PIN at the same time. Blocks; raises OSError."""
        drapeaux = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        fd = os.open(self._dossier / ESSAIS, drapeaux, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            self._donner(fd)
            yield Carnet(fd)
        finally:
            os.close(fd)

    def _donner(self, fd: int) -> None:
        """Root sets the PIN of a terminal that runs as somebody else: its files must be that account's."""
        proprietaire = self._dossier.stat()
        if os.geteuid() == 0 and os.fstat(fd).st_uid != proprietaire.st_uid:
            os.fchown(fd, proprietaire.st_uid, proprietaire.st_gid)


def _somme(corps: dict[str, object]) -> int:
    return crc32(json.dumps(corps, sort_keys=True).encode())
