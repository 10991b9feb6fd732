"""`caf-kiosk`: one command per use. Each command's code is imported only when it is called."""

import sys
from typing import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    from kiosk.terminal.lancement import Lancement

_premier: "Lancement | None" = None
if __name__ != "__main__" and sys.argv[1:2] == ["run"] and not {"--help", "-h"} & set(sys.argv):
    # The terminal's first window imports Qt on another core while this process is still reading its arguments.
    from kiosk.terminal.lancement import lancer

    _premier = lancer()

import re  # noqa: E402
from pathlib import Path  # noqa: E402

import typer  # noqa: E402

from kiosk.cli_backend import backend  # noqa: E402
from kiosk.cli_dates import DATE, lire_jour  # noqa: E402

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


@app.command("api")
def api() -> None:
    """Écrit en Markdown les champs, les valeurs et les codes de chaque démarche."""
    from kiosk.cli_api import documenter

    typer.echo(documenter(), nl=False)


CONFIG = typer.Option(
    "--config", metavar="FICHIER.toml", help="Réglages, sinon CAF_KIOSK_CONFIG.", readable=False
)


@app.command("run")
def run(
    config: Annotated[Path | None, CONFIG] = None,
) -> None:
    """Démarre la borne, en plein écran, jusqu’à son arrêt."""
    from kiosk.cli_services import run

    raise typer.Exit(run(config, _premier))


@app.command("hors-service")
def hors_service(
    motif: Annotated[
        str, typer.Argument(help="Repère montré à l’équipe, par exemple «\u00a0écran fêlé\u00a0».")
    ],
    config: Annotated[Path | None, CONFIG] = None,
) -> None:
    """Met la borne hors service, même après un redémarrage. Une visite en cours se termine d’abord.

    Code de sortie\u00a0: 0 si c’est fait, 1 si cela n’a pas pu être écrit, 2 sans motif, 78 si les réglages sont
    refusés.
    """
    from kiosk.cli_services import fermer

    raise typer.Exit(fermer(motif, config))


@app.command("en-service")
def en_service(config: Annotated[Path | None, CONFIG] = None) -> None:
    """Remet la borne en service.

    Code de sortie\u00a0: 0 si c’est fait, 1 si cela n’a pas pu être écrit, 78 si les réglages sont refusés.
    """
    from kiosk.cli_services import rouvrir

    raise typer.Exit(rouvrir(config))


@app.command("doctor")
def doctor(
    config: Annotated[Path | None, CONFIG] = None,
    en_json: Annotated[bool, typer.Option("--json", help="Les constats en JSON.")] = False,
    journal: Annotated[
        str,
        typer.Option("--journal", metavar="FICHIER|-", help="Journal à lire, au lieu de celui de systemd."),
    ] = "",
    codes: Annotated[
        bool, typer.Option("--codes", help="Écrit seulement la liste des codes, en Markdown.")
    ] = False,
) -> None:
    """Dit ce qui va et ce qui ne va pas sur cette borne, et quoi faire. N’écrit rien.

    Code de sortie\u00a0: 1 si quelque chose est en panne, 0 sinon.
    """
    from kiosk import cli_doctor

    if codes:
        typer.echo(cli_doctor.documenter(), nl=False)
        return
    raise typer.Exit(cli_doctor.doctor(config, en_json=en_json, journal=journal))


@app.command("pin")
def pin(config: Annotated[Path | None, CONFIG] = None) -> None:
    """Choisit ou change le code de l’équipe. Il est demandé deux fois, ou lu sur l’entrée standard.

    Code de sortie\u00a0: 0 si c’est fait, 2 si le code est refusé, 1 s’il n’a pas pu être gardé.
    """
    from kiosk.cli_equipe import choisir_pin

    raise typer.Exit(choisir_pin(config))


@app.command("reglages")
def reglages(
    en_toml: Annotated[
        bool, typer.Option("--toml", help="Un fichier à remplir, au lieu du tableau.")
    ] = False,
) -> None:
    """Écrit en Markdown tous les réglages d’une borne\u00a0: clé, valeur par défaut, unité, sens, environnement."""
    from kiosk.cli_reglages import ecrire

    typer.echo(ecrire(en_toml=en_toml), nl=False)


@app.command("enroll")
def enroll(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Celui que donne caf-kiosk terminal-code.")],
    config: Annotated[Path | None, CONFIG] = None,
    sortie: Annotated[
        str,
        typer.Option(
            "--sortie",
            metavar="FICHIER|-",
            help="Écrit le secret là, pour LoadCredential= de systemd, et non dans le coffre du poste.",
        ),
    ] = "",
) -> None:
    """Sur le terminal\u00a0: échange un code contre le secret du terminal, et le garde.

    À lancer sous le compte de la borne, ou en root. Code de sortie\u00a0: 0 si c’est fait, 2 si le code est refusé,
    1 si le backend ne répond pas ou si le secret n’a pas pu être gardé\u00a0; le même code peut alors resservir.
    """
    from kiosk.cli_enroll import enroll

    raise typer.Exit(enroll(code, config, sortie))


@app.command("demo")
def demo(
    profil: Annotated[str, typer.Option("--profil", help="borne ou libre_service.")] = "borne",
    ecran: Annotated[str, typer.Option("--ecran", metavar="LxH", help="Écran imité, en pixels.")] = "",
    jour: Annotated[str, DATE] = "",
) -> None:
    """Essayer\u00a0: backend, comptes fictifs et borne, dans une fenêtre à l’échelle du bureau."""
    from kiosk.cli_services import demo

    if profil not in ("borne", "libre_service"):
        raise typer.BadParameter("le profil est borne ou libre_service.", param_hint="--profil")
    taille = ecran or ("1080x1920" if profil == "borne" else "1920x1080")
    if not re.fullmatch(r"[1-9]\d{2,4}[xX][1-9]\d{2,4}", taille):
        raise typer.BadParameter("écrivez largeur x hauteur, par exemple 1080x1920.", param_hint="--ecran")
    raise typer.Exit(demo(profil, taille, lire_jour(jour)))


app.add_typer(backend)


def main() -> None:
    """Entry point of the `caf-kiosk` script."""
    try:
        app()
    finally:
        if _premier is not None and _premier.processus.poll() is None:
            _premier.abandonner()


if __name__ == "__main__":
    main()
