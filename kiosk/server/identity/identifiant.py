"""From what a person typed to the identifier an account is found by."""

import hashlib
import hmac
import re

# Sex, year, month (20–42 and 50–99: incomplete birth records), department, commune, order (domaine.md §1.5).
_FORME = re.compile(r"[12]\d{2}(0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)(0[1-9]|[1-9]\d|2[AB])\d{6}")


class NirInvalide(ValueError):
    """What was typed cannot be a NIR; the message never repeats it."""


def normaliser(saisie: str) -> str:
    """The 13 characters that identify, from 13 or 15 typed ones; raises `NirInvalide`.

    Spaces are ignored, `2a`/`2b` upper-cased; the two-digit key must be right when it is given.
    """
    compact = re.sub(r"\s", "", saisie).upper()
    corps, cle = compact[:13], compact[13:]
    if not compact.isascii() or not _FORME.fullmatch(corps):
        raise NirInvalide("not the shape of a NIR")
    if cle and cle != cle_de(corps):
        raise NirInvalide("the key does not fit")
    return corps


def cle_de(corps: str) -> str:
    """The two digits that complete the 13 characters: 97 − (n mod 97), Corsica read as 19 and 18."""
    nombre = int(corps.replace("2A", "19", 1).replace("2B", "18", 1) if corps[5:7] in {"2A", "2B"} else corps)
    return f"{97 - nombre % 97:02d}"


def empreinte_nir(nir: str, secret: bytes) -> str:
    """HMAC-SHA-256 of a normalised NIR, 64 hexadecimal digits: the only form in which it is stored.

    The secret matters: there are few enough NIRs to try them all against a plain hash.
    """
    return hmac.new(secret, nir.encode("ascii"), hashlib.sha256).hexdigest()
