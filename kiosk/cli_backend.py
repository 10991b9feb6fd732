"""The commands of the backend and of who looks after it. Each command's code is imported only when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli_dates import DATE, lire_jour

ETAT = Path("var/serveur")
# `readable=False`: a directory that is closed to this account is told by the command, with what to do.
Etat = Annotated[Path, typer.Option("--etat", metavar="DOSSIER", help="Base et clés.", readable=False)]
Base = Annotated[str, typer.Option("--base", help="Adresse SQLAlchemy de la base, SQLite dans --etat sinon.")]

backend = typer.Typer()


@backend.command("serve")
def serve(
    hote: Annotated[str, typer.Option("--hote", help="Adresse d’écoute.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port\u00a0; 0 en prend un libre.")
    ] = 0,
    etat: Etat = ETAT,
    base: Base = "",
    demonstration: Annotated[bool, typer.Option("--demo", help="Avec des comptes fictifs.")] = False,
    jour: Annotated[str, DATE] = "",
) -> None:
    """Démarre le backend de référence. Écrit son adresse en JSON sur la sortie standard."""
    from kiosk.cli_services import serve

    raise typer.Exit(serve(hote, port, etat, demonstration, lire_jour(jour), base))


@backend.command("deverrouiller")
def deverrouiller(
    etat: Etat = ETAT,
    base: Base = "",
) -> None:
    """Rend l’accès à une personne bloquée par trop d’essais. Son numéro est demandé, jamais écrit.

    Code de sortie\u00a0: 0 si c’est fait, 1 si le backend ne le peut pas, 2 si le numéro n’en est pas un.
    """
    from kiosk.cli_comptes import deverrouiller

    raise typer.Exit(deverrouiller(etat, base))


@backend.command("mot-de-passe-temporaire")
def mot_de_passe_temporaire(
    etat: Etat = ETAT,
    base: Base = "",
) -> None:
    """Donne un mot de passe temporaire, affiché une fois, et rend l’accès au compte.

    Vérifiez d’abord l’identité de la personne. Son numéro est demandé, jamais écrit.
    Code de sortie\u00a0: 0 si c’est fait, 1 si le backend ne le peut pas, 2 si le numéro n’est pas le bon.
    """
    from kiosk.cli_comptes import mot_de_passe_temporaire

    raise typer.Exit(mot_de_passe_temporaire(etat, base))


@backend.command("messages")
def messages(
    etat: Etat = ETAT,
    base: Base = "",
    en_json: Annotated[bool, typer.Option("--json", help="Un objet JSON par ligne.")] = False,
) -> None:
    """Liste les mails et les SMS du backend\u00a0: où ils en sont, et leur texte s’il est encore là."""
    from kiosk.cli_messages import messages

    raise typer.Exit(messages(etat, base, en_json=en_json))


@backend.command("terminal-code")
def terminal_code(
    nom: Annotated[str, typer.Option("--nom", help="Nom du terminal, par exemple «\u00a0Hall 2\u00a0».")],
    remplacer: Annotated[
        bool, typer.Option("--remplacer", help="Une autre machine prend la place de celle qui a ce nom.")
    ] = False,
    etat: Etat = ETAT,
    base: Base = "",
) -> None:
    """Sur le backend\u00a0: donne un code pour enrôler un terminal, valable une fois et une heure.

    Code de sortie\u00a0: 0 si c’est fait, 1 si le backend ne le peut pas, 2 si le nom ne convient pas.
    """
    from kiosk.cli_terminaux import terminal_code

    raise typer.Exit(terminal_code(etat, base, nom, remplacer=remplacer))


@backend.command("terminaux")
def terminaux(
    etat: Etat = ETAT,
    base: Base = "",
    en_json: Annotated[bool, typer.Option("--json", help="Un objet JSON par ligne.")] = False,
) -> None:
    """Sur le backend\u00a0: liste les terminaux, leur état, depuis quand, et quand ils ont appelé."""
    from kiosk.cli_terminaux import terminaux

    raise typer.Exit(terminaux(etat, base, en_json=en_json))


@backend.command("renouveler")
def renouveler(
    nom: Annotated[str, typer.Argument(metavar="[NOM]", help="Nom du terminal, ou --tous.")] = "",
    tous: Annotated[bool, typer.Option("--tous", help="Tous les terminaux.")] = False,
    etat: Etat = ETAT,
    base: Base = "",
) -> None:
    """Sur le backend\u00a0: demande à un terminal, ou à tous, de changer de secret, sans aller dans le hall."""
    from kiosk.cli_terminaux import renouveler

    if bool(nom) == tous:
        raise typer.BadParameter("donnez un nom, ou --tous.", param_hint="NOM")
    raise typer.Exit(renouveler(etat, base, None if tous else nom))


@backend.command("revoquer")
def revoquer(
    nom: Annotated[str, typer.Argument(metavar="NOM", help="Nom du terminal.")],
    etat: Etat = ETAT,
    base: Base = "",
) -> None:
    """Sur le backend\u00a0: refuse un terminal dès maintenant. Pour qu’il revienne, enrôlez-le de nouveau."""
    from kiosk.cli_terminaux import revoquer

    raise typer.Exit(revoquer(etat, base, nom))
