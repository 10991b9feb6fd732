"""The terminal's log: one JSON object a line on stderr, with a redaction step after everything that adds text.

Nothing that is logged should hold personal data; this step is the net below. It also catches the records of
other libraries, which go through the same chain.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TextIO

import structlog

CAVIARDE = "[caviardé]"

_CLES = re.compile(
    r"(?i)nir$|mot_?de_?passe|passw|secret|jeton|token|authori[sz]ation|cookie|nom$|mail|telephone"
)
_SEPARATEUR = r"[\s.\-/\u00a0\u202f]?"
_FORMES = re.compile(
    "|".join(
        (
            # mail
            r"[^\s\"'<>,;:()@]+@[^\s\"'<>,;:()@]+\.[^\s\"'<>,;:()@]+",
            # bearer and JWT
            r"(?i:\bbearer\s+\S+)",
            r"\beyJ[\w\-]+(?:\.[\w\-]+)*",
            # Corsican NIR, with or without its key
            rf"(?<!\w)[12](?:{_SEPARATEUR}\d){{4}}{_SEPARATEUR}2{_SEPARATEUR}[ABab](?:{_SEPARATEUR}\d){{6,8}}(?!\w)",
            # ten digits and more: NIR, telephone, account or card number
            rf"(?<![\w])\+?\d(?:{_SEPARATEUR}\d){{9,}}(?![\w])",
            # opaque token: long, digits and letters mixed, not a canonical UUID (the id of a deposit)
            r"(?<![\w\-])(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w\-]))"
            r"(?=[\w\-]*\d)(?=[\w\-]*[A-Za-z])[A-Za-z0-9_\-]{32,}",
        )
    )
)


def caviarder_texte(texte: str) -> str:
    """`texte` with everything that looks like a NIR, a mail, a telephone or a token blacked out."""
    return _FORMES.sub(CAVIARDE, texte)


def _caviarder_valeur(valeur: object) -> object:
    if valeur is None or isinstance(valeur, bool | float):
        return valeur
    if isinstance(valeur, int):
        return CAVIARDE if abs(valeur) >= 10**9 else valeur
    if isinstance(valeur, str):
        return caviarder_texte(valeur)
    if isinstance(valeur, Mapping):
        return {caviarder_texte(str(cle)): _caviarder_champ(str(cle), v) for cle, v in valeur.items()}
    if isinstance(valeur, Sequence) and not isinstance(valeur, bytes | bytearray):
        return [_caviarder_valeur(v) for v in valeur]
    # The text of an unknown object is not ours to publish.
    return f"<{type(valeur).__name__}>"


def _caviarder_champ(cle: str, valeur: object) -> object:
    return CAVIARDE if _CLES.search(cle) and valeur is not None else _caviarder_valeur(valeur)


def caviarder(
    _journal: object, _methode: str, champs: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """structlog processor: black out every field. To be last before the renderer."""
    horodatage = champs.pop("timestamp", None)
    propres = {caviarder_texte(cle): _caviarder_champ(cle, valeur) for cle, valeur in champs.items()}
    return propres if horodatage is None else {"timestamp": horodatage, **propres}


def configurer(sortie: TextIO | None = None, niveau: int = logging.INFO) -> None:
    """Send structlog and the standard `logging` to `sortie` (stderr) as redacted JSON lines."""
    flux = sys.stderr if sortie is None else sortie
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
