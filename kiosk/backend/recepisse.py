"""The receipt as text: what the QR code of the end page holds, and nothing that names the person."""

from datetime import datetime

_INSECABLE = "\u00a0"


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
