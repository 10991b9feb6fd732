"""The keyring of a terminal without a Secret Service: systemd's credential, and one file for what replaced it.

A terminal of a hall has no session of a person, hence nothing that unlocks a keyring at start. systemd gives its unit a
credential (`LoadCredential=caf-kiosk.terminal`, encrypted on the disk where the machine can), which the unit cannot
write. A rotation therefore goes to `terminal.secret` of the state directory, 0600, the terminal's own user's like the
envelopes beside it: whoever reads it could ask the terminal itself.

The file says which credential it replaced. Another one in its place was put there by an operator, and counts more.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Final

from keyring.backend import KeyringBackend
from keyring.errors import InitError, PasswordDeleteError, PasswordSetError

from kiosk.terminal.ecriture import ecrire_durablement, effacer_durablement
from kiosk.terminal.secrets import credential_de_systemd

FICHIER: Final = "terminal.secret"


class CoffreFichier(KeyringBackend):
    """One secret for each state directory: the `username` of the keyring is the path of that directory."""

    priority = -1  # never taken by itself: kiosk.terminal.secrets names it

    def get_password(self, service: str, username: str) -> str | None:
        """The secret of the terminal of `username`. Raises InitError, CoffreInutilisable when it cannot be read."""
        del service
        donne = credential_de_systemd()
        try:
            garde = _lire(Path(username) / FICHIER)
        except (OSError, ValueError, KeyError, TypeError) as erreur:
            if donne is not None:
                return donne  # a credential is there: the damaged file is what it makes good
            raise InitError(f"{FICHIER}: {type(erreur).__name__}") from None
        if garde is None:
            return donne
        secret, remplace = garde
        return secret if donne is None or remplace == _empreinte(donne) else donne

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep `password`, on the disk when this returns. Raises PasswordSetError."""
        del service
        donne = credential_de_systemd()
        valeurs = {"remplace": None if donne is None else _empreinte(donne), "secret": password}
        try:
            ecrire_durablement(Path(username) / FICHIER, json.dumps(valeurs).encode())
        except OSError as erreur:
            raise PasswordSetError(f"{FICHIER}: {erreur.strerror}") from None

    def delete_password(self, service: str, username: str) -> None:
        """Forget what was kept; systemd's credential is not ours to remove. Raises PasswordDeleteError."""
        del service
        try:
            effacer_durablement(Path(username) / FICHIER)
        except OSError as erreur:
            raise PasswordDeleteError(f"{FICHIER}: {erreur.strerror}") from None


def _lire(fichier: Path) -> tuple[str, str | None] | None:
    """The secret and what it replaced. Raises OSError, ValueError, KeyError, TypeError."""
    try:
        with fichier.open("rb") as entree:
            if os.fstat(entree.fileno()).st_mode & 0o077:
                raise PermissionError("open to other users")
            valeurs = json.loads(entree.read())
    except FileNotFoundError:
        return None
    secret, remplace = valeurs["secret"], valeurs["remplace"]
    if not isinstance(secret, str) or not (remplace is None or isinstance(remplace, str)):
        raise TypeError("secret")
    return secret, remplace


def _empreinte(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
