"""`caf-kiosk run`: the order in which a terminal starts, and nothing else.

The first child is started before the settings are read and before asyncio, pydantic and structlog are imported:
it imports Qt on another core meanwhile, and is told its settings through the pipe.
"""

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.terminal.errors import DejaEnMarche, ReglagesInvalides
from kiosk.terminal.lancement import COMMANDE, Lancement, lancer
from kiosk.terminal.processus import endurcir_processus

if TYPE_CHECKING:
    from kiosk.terminal.relay_task import Relais
    from kiosk.terminal.visite import ReglagesVisite

    FabriqueRelais = Callable[[ReglagesVisite, Callable[[str], None]], Relais]

CODE_REGLAGES = 78
"""Exit code of wrong settings (EX_CONFIG): systemd must not try again (`RestartPreventExitStatus=78`)."""

CODE_ETAT = 74
"""Exit code when the state directory cannot be used (EX_IOERR)."""

CODE_OCCUPE = 75
"""Exit code when another supervisor holds the state directory (EX_TEMPFAIL)."""

CODE_QUITTE = 79
"""Exit code when the staff stopped the terminal: systemd must not start it again (`RestartPreventExitStatus=79`)."""


def executer(
    chemin: Path | None = None,
    *,
    relais: "FabriqueRelais | None" = None,
    commande: Sequence[str] = COMMANDE,
    premier: Lancement | None = None,
) -> int:
    """Run the terminal until it is told to stop; returns the exit code.

    Args:
        chemin: the settings file; None for `CAF_KIOSK_CONFIG`.
        relais: makes the outbox relay; called after the first page is painted, so it may import what it needs. It is
            given the settings, and what to call with the terminal's credential for the visits.
        commande: how a visit is started.
        premier: a child that the caller has already started with `lancer`.

    Raises:
        OSError: the first child cannot be started.
    """
    endurcir_processus()
    if premier is None:
        premier = lancer(commande)
    try:
        return _surveiller(premier, chemin, relais, commande)
    finally:
        # Already ended in order, unless it was never handed over.
        premier.abandonner()


def _surveiller(
    premier: Lancement,
    chemin: Path | None,
    relais: "FabriqueRelais | None",
    commande: Sequence[str],
) -> int:
    from kiosk.terminal.settings_cache import lire_vite

    try:
        visite, rythme = lire_vite(
            chemin, lambda erreur: _signaler(evenement="reglages_non_gardes", errno=erreur.errno)
        )
    except ReglagesInvalides as erreur:
        _signaler(evenement="reglages_invalides", detail=str(erreur))
        return CODE_REGLAGES

    import asyncio

    from kiosk.terminal.causes import cause_du_systeme
    from kiosk.terminal.equipe_examen import commande_examen
    from kiosk.terminal.supervisor import Superviseur
    from kiosk.terminal.systemd import Notificateur

    notificateur = Notificateur()
    superviseur = Superviseur(
        visite,
        commande=commande,
        premier=premier,
        relais=None if relais is None else lambda: relais(visite, superviseur.confier),
        rythme=rythme,
        notificateur=notificateur,
        examen=commande_examen(chemin),
    )
    try:
        asyncio.run(superviseur.tourner())
    except DejaEnMarche as erreur:
        _signaler(evenement="deja_en_marche", detail=str(erreur))
        return CODE_OCCUPE
    except OSError as erreur:
        if erreur.filename is None:
            raise
        _signaler(
            evenement="demarrage_impossible",
            cause=cause_du_systeme(erreur),
            detail=str(erreur.filename),
            que_faire="Lancez caf-kiosk doctor, du compte de la borne\u00a0: il dit quoi corriger.",
        )
        return CODE_ETAT
    return CODE_QUITTE if superviseur.quitte and notificateur.surveille else 0


def _signaler(evenement: str, **champs: object) -> None:
    """A line of log before the log is there (structlog costs too much to import before the first page)."""
    with suppress(OSError):
        sys.stderr.write(
            json.dumps({"event": evenement, "level": "error", **champs}, ensure_ascii=False) + "\n"
        )
