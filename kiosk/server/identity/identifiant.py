"""The form in which the backend knows a NIR: never the number itself."""

import hashlib
import hmac

from kiosk.metier.nir import Nir


def empreinte_nir(nir: Nir, secret: bytes) -> str:
    """HMAC-SHA-256 of a NIR, 64 hexadecimal digits: the only form in which it is stored.

    The secret matters: there are few enough NIRs to try them all against a plain hash.
    """
    return hmac.new(secret, nir.valeur.encode("ascii"), hashlib.sha256).hexdigest()
