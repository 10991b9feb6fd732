"""`caf-kiosk run`: the order in which a terminal starts, and nothing else.

The first child is started before the settings are read, before asyncio, pydantic and structlog are imported:
it imports Qt on another core meanwhile, and is told its settings through the pipe.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.terminal.lancement import COMMANDE, Lancement, lancer
from kiosk.terminal.processus import endurcir_processus

if TYPE_CHECKING:
    from kiosk.terminal.relay_task import Relais
    from kiosk.terminal.settings import Reglages

CODE_REGLAGES = 78
"""Exit code of wrong settings (EX_CONFIG): systemd must not try again (`RestartPreventExitStatus=78`)."""


def executer(
    chemin: Path | None = None,
    *,
    relais: "Callable[[Reglages], Relais] | None" = None,
    commande: Sequence[str] = COMMANDE,
    premier: Lancement | None = None,
) -> int:
    """Run the terminal until it is told to stop; returns the exit code.

    Args:
        chemin: the settings file; None for `CAF_KIOSK_CONFIG`.
        relais: makes the outbox relay; called after the first page is painted, so it may import what it needs.
        commande: how a visit is started.
        premier: a child that the caller has already started with `lancer`.
    """
    endurcir_processus()
    if premier is None:
        premier = lancer(commande)
    try:
        import asyncio

        from kiosk.terminal.lock import DejaEnMarche
        from kiosk.terminal.settings import ReglagesInvalides, lire
        from kiosk.terminal.supervisor import Superviseur

        try:
            reglages = lire(chemin)
        except ReglagesInvalides as erreur:
            sys.stderr.write(f"{erreur}\n")
            premier.abandonner()
            return CODE_REGLAGES
        superviseur = Superviseur(
            reglages.visite(),
            commande=commande,
            premier=premier,
            relais=None if relais is None else lambda: relais(reglages),
            rythme=reglages.rythme(),
        )
    except BaseException:
        premier.abandonner()
        raise
    try:
        asyncio.run(superviseur.tourner())
    except DejaEnMarche as erreur:
        sys.stderr.write(f"{erreur}\n")
        return 1
    return 0
