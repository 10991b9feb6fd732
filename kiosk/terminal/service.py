"""Close and reopen a terminal from outside its supervisor, running or not: what the command line calls."""

from datetime import datetime
from pathlib import Path

from kiosk.terminal.link_messages import HorsService
from kiosk.terminal.lock import prevenir
from kiosk.terminal.out_of_service import EtatHorsService


def mettre_hors_service(dossier: Path, motif: str, maintenant: datetime) -> bool:
    """Close the terminal of the state directory `dossier`; a visit in progress is let end first.

    Returns whether a supervisor runs and was told. Raises OSError.
    """
    EtatHorsService(dossier).declarer(HorsService(motif, maintenant.isoformat(timespec="seconds")))
    return prevenir(dossier)


def remettre_en_service(dossier: Path) -> bool:
    """Reopen the terminal of `dossier`; false when it was not out of service. Raises OSError."""
    etait_ferme = EtatHorsService(dossier).effacer()
    prevenir(dossier)
    return etait_ferme
