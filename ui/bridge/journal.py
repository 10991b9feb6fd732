"""The visit's log: one redacted JSON object a line on stderr, like the supervisor's, without what that one costs."""

import json
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime

from kiosk.terminal.caviardage import caviarder_champ


def dire(evenement: str, **champs: object) -> None:
    """Log one event. Never give it what was typed; the redaction is only the net below.

    A log that cannot be written (full disk, broken pipe) must not cost a visit.
    """
    propres = {cle: caviarder_champ(cle, valeur) for cle, valeur in champs.items()}
    instant = datetime.now(UTC).isoformat()
    ligne = json.dumps({"timestamp": instant, "event": evenement, **propres}, ensure_ascii=False)
    with suppress(OSError):
        sys.stderr.write(f"{ligne}\n")
        sys.stderr.flush()


def lieux(erreur: BaseException) -> list[str]:
    """Where an error went through, `file.py:12 function`: its message could hold what was typed, and is left out."""
    cadres = traceback.extract_tb(erreur.__traceback__)
    return [f"{cadre.filename.rsplit('/', 1)[-1]}:{cadre.lineno} {cadre.name}" for cadre in cadres]
