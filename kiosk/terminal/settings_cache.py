"""The settings as they were last found valid, so that an unchanged terminal starts without validating again.

Importing pydantic-settings takes longer than importing Qt, and the first page would wait for it. What is kept is
compared with *everything* the settings were read from (the file's text, the environment, the code that
validates), so a stale answer is not possible; any doubt means a full reading.
"""

import json
import os
import zlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from kiosk.terminal.rythme import Rythme
from kiosk.terminal.visite import ReglagesVisite

FICHIER = "reglages.json"
_CODE = (
    "settings.py",
    "settings_cles.py",
    "settings_lecture.py",
    "settings_sections.py",
    "rythme.py",
    "visite.py",
)
_ENVIRONNEMENT = ("HOME", "XDG_STATE_HOME")
_DU_LANCEMENT = ("CAF_KIOSK_LIEN", "CAF_KIOSK_PARENT")


def lire_vite(
    chemin: Path | None = None, signaler: Callable[[OSError], object] | None = None
) -> tuple[ReglagesVisite, Rythme]:
    """The settings of `kiosk.terminal.settings_lecture.lire`, validated now or known to be valid.

    `signaler` is told when the result could not be kept (it only costs the next start its speed).

    Raises:
        ReglagesInvalides: as `lire` does.
    """
    cache = _dossier() / FICHIER
    source = _source(chemin)
    if source is not None and (garde := _relire(cache, source)) is not None:
        return garde
    from kiosk.terminal.settings_lecture import lire

    reglages = lire(chemin)
    visite, rythme = reglages.visite(), reglages.rythme()
    if source is not None:
        try:
            _garder(cache, {"source": source, "visite": visite.to_json(), "rythme": asdict(rythme)})
        except OSError as erreur:
            if signaler is not None:
                signaler(erreur)
    return visite, rythme


def _dossier() -> Path:
    """systemd's `CacheDirectory=`, else the user's own cache."""
    donne = os.environ.get("CACHE_DIRECTORY", "")
    if donne:
        return Path(donne.split(":")[0])
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "caf-kiosk"


def _source(chemin: Path | None) -> dict[str, object] | None:
    """Everything the settings depend on; None when the file cannot be read (the full reading will say so)."""
    nomme = os.environ.get("CAF_KIOSK_CONFIG")
    fichier = chemin if chemin is not None else Path(nomme) if nomme else None
    ici = Path(__file__).parent
    try:
        texte = None if fichier is None else fichier.read_text(encoding="utf-8")
        code = [zlib.crc32((ici / nom).read_bytes()) for nom in _CODE]
    except (OSError, UnicodeDecodeError):
        return None
    variables = {
        nom: valeur
        for nom, valeur in os.environ.items()
        if nom in _ENVIRONNEMENT or (nom.upper().startswith("CAF_KIOSK_") and nom not in _DU_LANCEMENT)
    }
    return {"texte": texte, "code": code, "environnement": variables}


def _relire(cache: Path, source: dict[str, object]) -> tuple[ReglagesVisite, Rythme] | None:
    try:
        garde = json.loads(cache.read_bytes())
        if garde["source"] != source:
            return None
        return ReglagesVisite.from_json(garde["visite"]), Rythme(**garde["rythme"])
    except (OSError, ValueError, KeyError, TypeError):
        # Absent, damaged or of another version: all are settled by reading the settings themselves.
        return None


def _garder(cache: Path, valeurs: dict[str, object]) -> None:
    cache.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    provisoire = cache.with_suffix(f".{os.getpid()}")
    fd = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as sortie:
        json.dump(valeurs, sortie)
    provisoire.replace(cache)
