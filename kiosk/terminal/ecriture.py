"""Small private files that a power cut leaves whole: as they were, or as they are to be."""

import contextlib
import os
from pathlib import Path


def ecrire_durablement(fichier: Path, octets: bytes) -> None:
    """Replace `fichier` (0600) by `octets`, on the disk when this returns; its directory is made if need be (0700).

    Written by root in a directory of somebody else, it is theirs: the terminal must be able to read what whoever
    sets it up wrote. Raises OSError.
    """
    dossier = fichier.parent
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    provisoire = fichier.with_name(f".{fichier.name}.nouveau")
    with contextlib.suppress(FileNotFoundError):
        provisoire.unlink()  # left by a cut; made again, so that its mode is ours
    fd = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "wb") as sortie:
        proprietaire = dossier.stat()
        if os.geteuid() == 0 != proprietaire.st_uid:
            os.fchown(sortie.fileno(), proprietaire.st_uid, proprietaire.st_gid)
        sortie.write(octets)
        sortie.flush()
        os.fsync(sortie.fileno())
    provisoire.replace(fichier)
    synchroniser(dossier)


def effacer_durablement(fichier: Path) -> None:
    """Remove `fichier` for good, if it is there. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        fichier.unlink()
        synchroniser(fichier.parent)


def synchroniser(dossier: Path) -> None:
    """What was renamed or removed in `dossier` is so on the disk. Raises OSError."""
    fd = os.open(dossier, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
