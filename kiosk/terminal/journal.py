"""The terminal's log: one JSON object a line on stderr, with a redaction step after everything that adds text.

Nothing that is logged should hold personal data; this step is the net below. It also catches the records of
other libraries, which go through the same chain.
"""

import io
import logging
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import TextIO, cast

import structlog

from kiosk.terminal.caviardage import caviarder_champ, caviarder_texte


class FluxTenace(io.TextIOBase):
    """`flux`, whose troubles are nobody's: a full disk or a broken pipe costs lines of log, never a terminal."""

    def __init__(self, flux: TextIO) -> None:
        super().__init__()
        self._flux = flux

    def write(self, texte: str, /) -> int:
        """Write what can be written."""
        with suppress(OSError):
            self._flux.write(texte)
        return len(texte)

    def flush(self) -> None:
        """Hand over what can be handed over."""
        with suppress(OSError):
            self._flux.flush()


def caviarder(
    _journal: object, _methode: str, champs: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """structlog processor: black out every field. To be last before the renderer."""
    horodatage = champs.pop("timestamp", None)
    propres = {caviarder_texte(cle): caviarder_champ(cle, valeur) for cle, valeur in champs.items()}
    return propres if horodatage is None else {"timestamp": horodatage, **propres}


def configurer(sortie: TextIO | None = None, niveau: int = logging.INFO) -> None:
    """Send structlog and the standard `logging` to `sortie` (stderr) as redacted JSON lines."""
    flux = cast(TextIO, FluxTenace(sys.stderr if sortie is None else sortie))
    communs: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    rendu: list[structlog.typing.Processor] = [
        caviarder,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=[*communs, *rendu],
        wrapper_class=structlog.make_filtering_bound_logger(niveau),
        logger_factory=structlog.PrintLoggerFactory(flux),
        cache_logger_on_first_use=False,
    )
    relais = logging.StreamHandler(flux)
    relais.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=communs,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendu],
        )
    )
    racine = logging.getLogger()
    racine.handlers[:] = [relais]
    racine.setLevel(logging.WARNING)


def dire(evenement: str, **champs: object) -> None:
    """Log one event of the supervisor; configures the log first where nobody has."""
    if not structlog.is_configured():
        configurer()
    niveau = "error" if "exc_info" in champs else "info"
    getattr(structlog.get_logger("terminal"), niveau)(evenement, **champs)
