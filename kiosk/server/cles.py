"""The secrets of the organisation, in one directory: keys that open envelopes, and the secret that hides NIRs.

    cles/0001.cle 0002.cle …   private keys; the last one is given out, the others still open what is on its way
    cles/identifiants.secret   key of the HMAC that accounts are found by; losing it loses every account

All files are 0600: one that others can read is refused rather than used.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kiosk.backend.envelope import ClePrivee, en_trousseau, nouvelle_cle
from kiosk.backend.errors import CleInutilisable
from kiosk.backend.schemas import ClePublique

_T = TypeVar("_T")
_SECRET = "identifiants.secret"  # noqa: S105 - a file name


class SecretsInutilisables(Exception):
    """The directory of secrets is missing, incomplete, or open to others; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What was read: `trousseau` by key id, the public key to give out, the HMAC secret."""

    trousseau: dict[str, ClePrivee] = field(repr=False)
    publique: ClePublique
    identifiants: bytes = field(repr=False)


def charger(dossier: Path) -> Secrets:
    """Read the secrets; raises `SecretsInutilisables`."""
    try:
        cles = [_comprendre(chemin, ClePrivee.depuis_texte) for chemin in sorted(_fichiers(dossier))]
        if not cles:
            raise SecretsInutilisables(
                f"aucune clé dans {dossier}. Donnez le dossier du backend avec --etat, ou rendez la sauvegarde."
            )
        identifiants = _comprendre(dossier / _SECRET, bytes.fromhex)
    except PermissionError as erreur:
        raise SecretsInutilisables(
            f"{erreur.filename} est fermé à ce compte. Prenez celui du backend, ou root."
        ) from erreur
    return Secrets(trousseau=en_trousseau(*cles), publique=cles[-1].publique(), identifiants=identifiants)


def creer_si_absents(dossier: Path) -> None:
    """First start: a key and a secret where there is none. Never replaces anything."""
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not any(dossier.glob("*.cle")):
        tourner(dossier)
    if not (dossier / _SECRET).exists():
        _ecrire(dossier / _SECRET, secrets.token_hex(32))


def tourner(dossier: Path) -> ClePublique:
    """Add a new key, given out from the next start on; the older ones go on opening envelopes."""
    dernier = max((int(chemin.stem) for chemin in dossier.glob("*.cle")), default=0)
    cle = nouvelle_cle()
    _ecrire(dossier / f"{dernier + 1:04d}.cle", cle.texte())
    return cle.publique()


def _fichiers(dossier: Path) -> list[Path]:
    # `glob` finds nothing, without a word, in a directory that is closed to this account.
    try:
        return [fichier for fichier in dossier.iterdir() if fichier.suffix == ".cle"]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _comprendre(chemin: Path, lire: Callable[[str], _T]) -> _T:
    try:
        return lire(_lire(chemin))
    except (ValueError, CleInutilisable):
        # Without the cause: it may quote the secret.
        raise SecretsInutilisables(f"{chemin} est abîmé. Rendez la sauvegarde.") from None


def _lire(chemin: Path) -> str:
    try:
        if chemin.stat().st_mode & 0o077:
            raise SecretsInutilisables(f"{chemin} est ouvert à d’autres comptes. Fermez-le\u00a0: chmod 600.")
        return chemin.read_text("ascii").strip()
    except FileNotFoundError as erreur:
        raise SecretsInutilisables(f"{chemin} manque. Rendez la sauvegarde.") from erreur


def _ecrire(chemin: Path, texte: str) -> None:
    descripteur = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descripteur, "w", encoding="ascii") as fichier:
        fichier.write(texte + "\n")
        fichier.flush()
        os.fsync(fichier.fileno())
