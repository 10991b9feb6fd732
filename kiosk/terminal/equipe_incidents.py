"""The last incidents of the terminal, kept by the supervisor for the staff's page: a visit cannot read the log.

They are the events that the supervisor logs, as it logs them: names, numbers and types of errors, nothing that was
typed. They last as long as the supervisor.
"""

import json
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Final

GARDES: Final = 10

INCIDENTS: Final = frozenset(
    {
        "ecran_perdu",
        "equipe_sans_acces",
        "hors_service_non_efface",
        "hors_service_non_ecrit",
        "imprevu",
        "lancement_impossible",
        "relais_en_panne",
    }
)
"""Events that are incidents whatever they say."""

_FINS: Final = frozenset({"panne", "fige"})


class Incidents:
    """Passes events on to `dire`, and keeps the last `GARDES` of those that are incidents."""

    def __init__(self, dire: Callable[..., None], maintenant: Callable[[], datetime]) -> None:
        self._suite = dire
        self._maintenant = maintenant
        self._gardes: deque[str] = deque(maxlen=GARDES)

    def dire(self, evenement: str, **champs: object) -> None:
        """Log one event."""
        if evenement in INCIDENTS or _a_garder(evenement, champs):
            ligne = {"timestamp": self._maintenant().isoformat(), "event": evenement, **champs}
            self._gardes.append(json.dumps(ligne, default=str))
        self._suite(evenement, **champs)

    def lignes(self) -> tuple[str, ...]:
        """Oldest first, in the form of the log (`diagnostic_journal`)."""
        return tuple(self._gardes)


def _a_garder(evenement: str, champs: dict[str, object]) -> bool:
    return (evenement == "processus_fini" and champs.get("motif") in _FINS) or (
        evenement == "acces_equipe" and champs.get("resultat") == "refuse"
    )
