"""`caf-kiosk pin`: the staff's PIN of this terminal, typed unseen or piped in, never an argument."""

import sys
from pathlib import Path

import typer

from kiosk.cli_base import IMPOSSIBLE, dire, en_clair
from kiosk.terminal.equipe_pin import EquipePin
from kiosk.terminal.errors import ReglagesInvalides
from kiosk.terminal.pin import PinRefuse
from kiosk.terminal.run import CODE_REGLAGES


def choisir_pin(config: Path | None) -> int:
    """Ask for the PIN and keep it; returns the exit code."""
    from kiosk.terminal.settings_lecture import lire

    try:
        acces = EquipePin(lire(config).dossier_etat)
    except ReglagesInvalides as erreur:
        sys.stderr.write(f"{erreur}\n")
        return CODE_REGLAGES
    try:
        acces.definir(_demander())
    except PinRefuse as refus:
        sys.stderr.write(f"{refus.message} Rien n’a changé.\n")
        return 2
    except OSError as erreur:
        return dire(f"Le code n’a pas pu être gardé. {en_clair(erreur)}", IMPOSSIBLE)
    sys.stdout.write("Le code de l’équipe est enregistré.\n")
    return 0


def _demander() -> str:
    """Twice, unseen, on a terminal; else the first line of the standard input. Raises `PinRefuse`."""
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    choisi = typer.prompt("Nouveau code de l’équipe", hide_input=True)
    if typer.prompt("Le même, une seconde fois", hide_input=True) != choisi:
        raise PinRefuse("pin-different", "Les deux codes ne sont pas les mêmes.")
    return str(choisi)
