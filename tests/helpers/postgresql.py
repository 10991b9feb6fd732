"""A private PostgreSQL server, on a socket of its own, gone when it is left."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ABSENT = "PostgreSQL is not installed: apt install postgresql"


def initdb() -> Path | None:
    """Debian's `initdb`, the newest; None where its server is not installed."""
    binaires = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return binaires[-1] if binaires else None


@contextmanager
def serveur_postgresql(*, durable: bool = False) -> Iterator[str]:
    """URL of the server. `durable`: commits reach the disk, as they do in service; tests have no use for it."""
    binaire = initdb()
    if binaire is None:
        raise FileNotFoundError(ABSENT)
    racine = Path(tempfile.mkdtemp(prefix="caf-pg-"))
    # PostgreSQL refuses to run as root, which is what a container is.
    autre: dict[str, Any] = {}
    if os.geteuid() == 0:
        personne = pwd.getpwnam("nobody")
        os.chown(racine, personne.pw_uid, personne.pw_gid)
        autre = {"user": "nobody", "group": personne.pw_gid, "extra_groups": []}
    options = f"-k {racine} -c listen_addresses= -c fsync={'on' if durable else 'off'}"
    pg_ctl = [str(binaire.with_name("pg_ctl")), "-D", str(racine / "base"), "-w", "-s"]
    commun: dict[str, Any] = {"check": True, "stdout": subprocess.DEVNULL, "cwd": racine, **autre}
    try:
        subprocess.run(
            [str(binaire), "-D", str(racine / "base"), "-U", "caf", "-A", "trust", "--no-sync"], **commun
        )
        subprocess.run([*pg_ctl, "-o", options, "-l", str(racine / "journal"), "start"], **commun)
        yield f"postgresql+psycopg://caf@/postgres?host={racine}"
        subprocess.run([*pg_ctl, "-m", "immediate", "stop"], **commun)
    finally:
        shutil.rmtree(racine, ignore_errors=True)
