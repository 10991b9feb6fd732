"""Verification codes: how they are drawn, kept and read, how long each lives, how many there may be (domaine.md)."""

import hashlib
import hmac
import math
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from kiosk.server.storage.models import CodeLigne

DUREE: Final = timedelta(minutes=15)
ESSAIS_MAX: Final = 5
ILLISIBLES_MAX: Final = 20
"""What is not six digits is a slip of the finger and costs no try, but a code does not listen for ever."""
ESPACEMENT: Final = timedelta(seconds=60)
PAR_JOUR: Final = 5
FENETRE: Final = timedelta(hours=24)
TOLERANCE: Final = timedelta(minutes=1)
"""How far ahead the clock of another server may be before a code counts as written in the future."""

_SIX_CHIFFRES = re.compile(r"[0-9]{6}")


class Fin(StrEnum):
    """Why a code is over before its time."""

    UTILISE = "utilise"
    EPUISE = "epuise"
    REMPLACE = "remplace"


def tirer() -> str:
    """Six digits, every one of the million as likely."""
    return f"{secrets.randbelow(1_000_000):06d}"


def empreinte(secret: bytes, verification_id: UUID, code: str) -> bytes:
    """HMAC-SHA-256, bound to the verification: a million codes are soon tried against a plain hash."""
    return hmac.digest(secret, b"code:" + verification_id.bytes + code.encode("ascii"), hashlib.sha256)


def lire_saisie(texte: str) -> str | None:
    """The six digits of what was typed, spaces and dashes ignored; None when that is not what it holds."""
    utiles = "".join(
        c
        for c in unicodedata.normalize("NFKC", texte)
        if not c.isspace() and unicodedata.category(c) not in {"Pd", "Cf"}
    )
    return utiles if _SIX_CHIFFRES.fullmatch(utiles) else None


def comparer(ligne: CodeLigne, secret: bytes, code: str) -> bool:
    """Whether `code` is the one of `ligne`, in the same time whatever the difference."""
    return hmac.compare_digest(ligne.empreinte, empreinte(secret, ligne.id, code))


def ramener(ligne: CodeLigne, maintenant: datetime) -> None:
    """A code from the future means that the clock was set back: it expires, and counts as asked now.

    It would otherwise live, or keep its owner waiting, until the clock has caught up.
    """
    if ligne.cree_le > maintenant + TOLERANCE:
        ligne.cree_le = ligne.expire_le = maintenant


def est_vivant(ligne: CodeLigne, maintenant: datetime) -> bool:
    """Whether it may still be typed."""
    return ligne.fin is None and maintenant < ligne.expire_le


def attente_s(jusqu_a: datetime, maintenant: datetime, borne: timedelta) -> int:
    """Whole seconds from `maintenant` to `jusqu_a`, from 0 to `borne`, whatever happened to the clock."""
    return math.ceil(min(max((jusqu_a - maintenant).total_seconds(), 0.0), borne.total_seconds()))
