"""Files that travel with the product: texts, dated values, icons, document templates."""

from pathlib import Path

RACINE = Path(__file__).parent


def chemin(*parties: str) -> Path:
    """Path of a bundled file, `chemin("icons", "euro.svg")`."""
    return RACINE.joinpath(*parties)
