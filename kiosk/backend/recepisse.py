"""The receipt as text: what the QR code of the end page holds, and nothing that names the person."""

from datetime import datetime
from typing import Final

_INSECABLE = "\u00a0"

RASSURER: Final = "Votre demande n’est pas refusée\u00a0: un conseiller vérifiera avec vous."
"""Said once, where conditions that may not be met are listed: right whether the deposit has left or waits."""


def texte_recepisse(organisme: str, demarche: str, numero: str, quand: datetime) -> str:
    """Four lines a phone shows as they are: organisation, démarche, deposit number, date and time of the hall.

    `demarche` is its title, `numero` the grouped form. Raises ValueError when `quand` has no time zone: the hall
    may be overseas, and its own clock is the one the person looked at.
    """
    if quand.tzinfo is None:
        raise ValueError("the time of a receipt is a time of the hall, with its zone")
    return "\n".join(
        (
            organisme,
            demarche,
            f"Numéro de dépôt{_INSECABLE}: {numero}",
            f"Enregistré le {quand:%d/%m/%Y} à {quand.hour}{_INSECABLE}h{_INSECABLE}{quand:%M}",
        )
    )
