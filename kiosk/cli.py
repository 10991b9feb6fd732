"""`caf-kiosk`: one command per use. Each command's code is imported only when it is called."""

from typing import Annotated

import typer

app = typer.Typer(
    name="caf-kiosk",
    help="Borne des accueils de la Caf\u00a0: déclarer, vérifier, déposer.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # its tracebacks show local variables: answers could be among them
)


@app.callback()
def racine() -> None:
    """Keeps the name of the subcommand required, even while there is only one."""


@app.command("verifier")
def verifier(
    demarche: Annotated[
        str, typer.Argument(metavar="DEMARCHE", help="Code de la démarche, «\u00a0ressources\u00a0».")
    ],
    fichier: Annotated[
        str, typer.Argument(metavar="FICHIER.json|-", help="Réponses en JSON, ou - pour l’entrée standard.")
    ],
    jour: Annotated[
        str, typer.Option("--date", metavar="AAAA-MM-JJ", help="Date de référence. Par défaut, aujourd’hui.")
    ] = "",
) -> None:
    """Dit si des réponses sont acceptées.

    Code de sortie\u00a0: 0 si oui, 1 si non, 2 si le fichier ou la commande ne se lisent pas.
    """
    from kiosk.cli_verifier import verifier_fichier

    raise typer.Exit(verifier_fichier(demarche, fichier, jour))


def main() -> None:
    """Entry point of the `caf-kiosk` script."""
    app()


if __name__ == "__main__":
    main()
