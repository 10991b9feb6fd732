"""Why the system refuses, in the words of who looks after a terminal. Imports nothing that a start would wait for."""

import errno
from pathlib import Path
from typing import Final

_SANS_ACCES: Final = "ce compte n’y a pas accès"
_PAS_UN_DOSSIER: Final = "ce n’est pas un dossier"
_CAUSES: Final = {
    errno.EACCES: _SANS_ACCES,
    errno.EPERM: _SANS_ACCES,
    errno.ENOENT: "n’existe pas",
    errno.EEXIST: _PAS_UN_DOSSIER,
    errno.ENOTDIR: _PAS_UN_DOSSIER,
    errno.EISDIR: "c’est un dossier, pas un fichier",
    errno.ELOOP: "ce lien ne mène nulle part",
    errno.ENAMETOOLONG: "ce chemin est trop long",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "ce compte n’a plus de place sur le disque",
    errno.EROFS: "le disque est en lecture seule",
    errno.EIO: "le disque est peut-être abîmé",
    errno.EADDRINUSE: "un autre programme a déjà ce port",
    errno.EADDRNOTAVAIL: "cette adresse n’est pas celle de cette machine",
}


def cause_du_systeme(erreur: OSError) -> str:
    """The file and why, as a sentence, in French for every error that a folder or a port is known to meet."""
    fichier = erreur.filename
    if erreur.errno == errno.ENOTDIR and fichier:
        fichier = _qui_n_est_pas_un_dossier(Path(str(fichier)))
    cause = _CAUSES.get(erreur.errno or 0, erreur.strerror or type(erreur).__name__)
    return f"{fichier}\u00a0: {cause}." if fichier else f"{cause[:1].upper()}{cause[1:]}."


def _qui_n_est_pas_un_dossier(chemin: Path) -> Path:
    """The system names what was asked for; it is that, or one of the folders above it, that is a file."""
    return next((lieu for lieu in (chemin, *chemin.parents) if lieu.exists() and not lieu.is_dir()), chemin)
