"""Mail addresses: as typed, as stored, as sent to."""


class AdresseRefusee(ValueError):
    """What was typed cannot be kept. `code` is stable, `message` says what to do and never repeats the address."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def lire_adresse(texte: str) -> str:
    """The stored form: no space around, the domain in lower case Unicode. Raises `AdresseRefusee`."""
    raise NotImplementedError


def pour_envoi(adresse: str) -> str:
    """The form a mail server takes: the domain in ASCII (IDNA 2008)."""
    raise NotImplementedError


def masquer(adresse: str) -> str:
    """`camille@exemple.fr` → `c•••••@exemple.fr`, always five dots."""
    local, _, domaine = adresse.rpartition("@")
    return f"{local[:1]}•••••@{domaine}"
