"""Mail addresses: as typed, as stored, as sent to.

Before the @, ASCII only: a mail server that takes more is rare, and the person would never get their code. After it,
any domain in any script, kept in lower case as its owner reads it.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

LONGUEUR_MAX = 254
_LOCAL_MAX = 64

REFUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "adresse-vide": "Écrivez votre adresse mail.",
        "adresse-espace": "Retirez les espaces qui sont dans l’adresse.",
        "adresse-arobase": "Écrivez le signe @ une seule fois, au milieu de l’adresse.",
        "adresse-incomplete": "Écrivez l’adresse en entier\u00a0: il faut du texte avant et après le signe @.",
        "adresse-accent": "Retirez les accents et les signes spéciaux qui sont avant le signe @.",
        "adresse-point-final": "Retirez le point qui termine l’adresse.",
        "adresse-points": "Vérifiez les points\u00a0: jamais deux de suite, ni à côté du signe @, ni au début.",
        "adresse-domaine": "Complétez la fin de l’adresse, après le signe @. Elle finit souvent par .fr ou .com.",
        "adresse-reservee": "Aucun message n’arrive à cette adresse. Vérifiez ce qui est après le signe @.",
        "adresse-longue": "Cette adresse est trop longue. Vérifiez que vous l’avez écrite une seule fois.",
        "adresse-caracteres": "Un signe de cette adresse ne peut pas y être. Vérifiez-la lettre par lettre.",
    }
)
"""Every code and its sentence."""

_INVISIBLES = re.compile("[\u00ad\u200b\u200e\u200f\u2060\u202a-\u202e\ufeff]")
_RESERVES = re.compile(r"(?:^|\.)(?:arpa|example|invalid|local|localhost|onion|test)$")


class AdresseRefusee(ValueError):
    """What was typed cannot be kept. `code` is stable, `message` says what to do and never repeats the address."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def lire_adresse(texte: str) -> str:
    """The stored form: no space around, the domain in lower case Unicode. Raises `AdresseRefusee`.

    The shape alone is checked, never whether the domain exists: the backend may have no name server to ask.
    """
    nette = unicodedata.normalize("NFC", _INVISIBLES.sub("", texte)).strip()
    _verifier_forme(nette)
    lue = _lire(nette)
    return f"{lue.local_part}@{lue.domain}"


def pour_envoi(adresse: str) -> str:
    """The form a mail server takes: the domain in ASCII (IDNA 2008). Raises `AdresseRefusee`."""
    lue = _lire(adresse)
    return f"{lue.local_part}@{lue.ascii_domain}"


def egales(une: str, autre: str) -> bool:
    """Whether two stored addresses are the same mailbox, whatever their case.

    Not casefolded: two domains that differ by « ß » and « ss » belong to two owners.
    """
    return une.lower() == autre.lower()


def masquer(adresse: str) -> str:
    """`camille@exemple.fr` → `c•••••@exemple.fr`, always five dots."""
    local, _, domaine = adresse.rpartition("@")
    return f"{local[:1]}•••••@{domaine}"


def _verifier_forme(adresse: str) -> None:
    """The mistakes that people make, each with its own sentence; the library sees to the rest."""
    if not adresse:
        raise _refus("adresse-vide")
    if re.search(r"\s", adresse):
        raise _refus("adresse-espace")
    if adresse.count("@") != 1:
        raise _refus("adresse-arobase")
    local, _, domaine = adresse.partition("@")
    if len(adresse) > LONGUEUR_MAX or len(local) > _LOCAL_MAX:
        raise _refus("adresse-longue")
    if not local or not domaine:
        raise _refus("adresse-incomplete")
    if not local.isascii():
        raise _refus("adresse-accent")
    if domaine.endswith(".") and domaine.strip("."):
        raise _refus("adresse-point-final")
    if any(partie.startswith(".") or ".." in partie or partie.endswith(".") for partie in (local, domaine)):
        raise _refus("adresse-points")
    if "." not in domaine:
        raise _refus("adresse-domaine")
    if _RESERVES.search(domaine.lower()):
        raise _refus("adresse-reservee")


def _lire(adresse: str) -> "ValidatedEmail":
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(adresse, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise _refus("adresse-caracteres") from None


def _refus(code: str) -> AdresseRefusee:
    return AdresseRefusee(code, REFUS[code])
