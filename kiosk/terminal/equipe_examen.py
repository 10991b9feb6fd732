"""What `caf-kiosk doctor` says of this terminal, asked by the supervisor without waiting for it.

In a process of its own: a probe that hangs, and all that it imports, stay out of the supervisor.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from kiosk.terminal.diagnostic import Constat
from kiosk.terminal.link_equipe import lire_constats

DELAI_S: Final = 30.0
"""Longer than the slowest probe with its own limit, and the start of a process on a slow machine."""

CONSTATS_MAX: Final = 40
MOTS_MAX: Final = 400
"""Characters of a cause: what is shown must fit in a message."""

_DU_SUPERVISEUR_SEUL: Final = ("NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC")


def commande_examen(config: Path | None = None) -> tuple[str, ...]:
    """How the terminal of these settings is examined; the log comes by the standard input."""
    suite = () if config is None else ("--config", str(config))
    return (sys.executable, "-m", "kiosk.cli", "doctor", "--json", "--journal", "-", *suite)


async def examiner(
    commande: Sequence[str], journal: Iterable[str], delai_s: float = DELAI_S
) -> tuple[Constat, ...]:
    """The findings; none when the examination failed or took longer than `delai_s`, and then it is ended."""
    environnement = {nom: valeur for nom, valeur in os.environ.items() if nom not in _DU_SUPERVISEUR_SEUL}
    try:
        processus = await asyncio.create_subprocess_exec(
            *commande,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environnement,
        )
    except OSError:
        return ()
    try:
        async with asyncio.timeout(delai_s):
            dit, _ = await processus.communicate("".join(f"{ligne}\n" for ligne in journal).encode())
    except TimeoutError:
        return ()
    finally:
        if processus.returncode is None:
            with suppress(ProcessLookupError):
                processus.kill()
            await processus.wait()
    return _lire(dit)


def _lire(dit: bytes) -> tuple[Constat, ...]:
    try:
        constats = lire_constats(json.loads(dit)["constats"])
    except (ValueError, KeyError, TypeError):
        return ()
    return tuple(
        replace(constat, cause=constat.cause[:MOTS_MAX], que_faire=constat.que_faire[:MOTS_MAX])
        for constat in constats[:CONSTATS_MAX]
    )
