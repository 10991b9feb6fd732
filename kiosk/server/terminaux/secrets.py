"""What a terminal is known by: a credential of 256 random bits behind the terminal's id, of which a hash is kept.

    1b4e28ba-2fa1-41d2-883f-0016d3cca427.Xq3…        the id finds the row, the rest is compared in constant time

The hash is of the whole: no two terminals can have one credential, whatever is drawn.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from kiosk.metier.base32 import ALPHABET
from kiosk.metier.code_enrolement import REPERE, SECRET, CodeEnrolement
from kiosk.server.storage.models import TerminalLigne

ESSAIS_MAX: Final = 5
"""Wrong tries of one code: with 25 bits, one chance in six million to guess it."""

_SECRET_MAX: Final = 64


@dataclass(frozen=True, slots=True)
class Presente:
    """What a call carried: which terminal it says it is, and the hash of what proves it."""

    terminal_id: UUID
    empreinte: bytes = field(repr=False)


def nouveau(terminal_id: UUID) -> str:
    """A credential for this terminal, never given before."""
    return f"{terminal_id}.{secrets.token_urlsafe(32)}"


def empreinte(secret: str) -> bytes:
    """SHA-256: a fast hash is enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def lire(secret: str | None) -> Presente | None:
    """What a header holds; None when it is no credential of ours."""
    identifiant, point, suite = (secret or "").partition(".")
    if not secret or not point or len(suite) > _SECRET_MAX or not secret.isascii():
        return None
    try:
        terminal_id = UUID(identifiant)
    except ValueError:
        return None
    return Presente(terminal_id, empreinte(secret))


def nouveau_code() -> CodeEnrolement:
    """An enrolment code, every one of them as likely."""
    repere, secret = ("".join(secrets.choice(ALPHABET) for _ in range(n)) for n in (REPERE, SECRET))
    return CodeEnrolement(repere, secret)


def empreinte_code(cle: bytes, terminal_id: UUID, code: CodeEnrolement) -> bytes:
    """HMAC-SHA-256 under the backend's secret: a stolen table does not give away codes that are still good."""
    return hmac.digest(cle, b"enrolement:" + terminal_id.bytes + code.secret.encode("ascii"), hashlib.sha256)


def est_celui(connue: bytes | None, presentee: bytes) -> bool:
    """Whether two hashes are the same, in the same time whatever the difference; none is nobody's."""
    return hmac.compare_digest(connue or bytes(32), presentee) and connue is not None


def reconnait(ligne: TerminalLigne, presentee: bytes) -> bool:
    """Whether this is one of the credentials that the terminal may use; all are compared, found or not."""
    possibles = (ligne.empreinte, ligne.empreinte_suivante, ligne.empreinte_enrolement)
    return sum(est_celui(connue, presentee) for connue in possibles) > 0
