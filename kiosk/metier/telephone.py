"""Telephone numbers of France and of the overseas regions: as typed, as stored (E.164), as shown."""

INSECABLE = "\u00a0"


class TelephoneRefuse(ValueError):
    """What was typed cannot be kept. `code` is stable, `message` says what to do and never repeats the number."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def lire_telephone(texte: str, *, mobile: bool) -> str:
    """E.164 form of a French or overseas number, `+33639981042`. Raises `TelephoneRefuse`."""
    raise NotImplementedError


def afficher(e164: str) -> str:
    """`+33639981042` → `06 39 98 10 42`, with no-break spaces."""
    national = f"0{e164[-9:]}"
    return INSECABLE.join(national[i : i + 2] for i in range(0, 10, 2))


def masquer(e164: str) -> str:
    """`+33639981042` → `06 •• •• •• 42`, with no-break spaces."""
    groupes = afficher(e164).split(INSECABLE)
    return INSECABLE.join((groupes[0], "••", "••", "••", groupes[-1]))
