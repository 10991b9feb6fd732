"""Logs: one JSON object per line. What may be written is listed; anything else is dropped, whoever added it."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import structlog

PERMIS: Final = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "route",
        "methode",
        "statut",
        "duree_ms",
        "erreur",
        "lieu",
        "hote",
        "port",
        "version",
        "canal",
        "etat",
        "terminal",
    }
)


def configurer(sortie: TextIO | None = None) -> None:
    """Send the logs of this process to `sortie` (standard error by default)."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            ne_garder_que_le_permis,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sortie or sys.stderr),
        cache_logger_on_first_use=False,
    )


def ne_garder_que_le_permis(
    _journal: Any, _methode: str, evenement: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The last step: keep the keys of `PERMIS`, so that no value of a visitor can slip into a line."""
    return {cle: valeur for cle, valeur in evenement.items() if cle in PERMIS}
