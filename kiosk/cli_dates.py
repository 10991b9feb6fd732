"""The option `--date` of several commands."""

from datetime import date

import typer

DATE = typer.Option("--date", metavar="AAAA-MM-JJ", help="Date de référence. Par défaut, aujourd’hui.")


def lire_jour(texte: str) -> date | None:
    """The day that was written, None when none was. Raises `typer.BadParameter` when it is no day."""
    if not texte:
        return None
    try:
        return date.fromisoformat(texte)
    except ValueError as erreur:
        raise typer.BadParameter(
            f"«\u00a0{texte}\u00a0» n’est pas une date\u00a0: écrivez AAAA-MM-JJ, par exemple 2022-11-15."
        ) from erreur
