"""The real thing on a private desktop: `caf-kiosk serve` on a free port and `caf-kiosk run` in front of it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.helpers.bureau import Bureau

CAF_KIOSK = Path(sys.executable).with_name("caf-kiosk")
DATE_DEMO = "2022-11-15"
"""The campaign of 2021 incomes is open on that day."""

PPI = "102.46"
"""Of a terminal's screen: 21.5 inches, 1080 × 1920. A virtual screen announces nothing true."""

DEMARRAGE_S = 30.0


class Backend:
    """`caf-kiosk serve` with the demonstration accounts. Use it as a context manager."""

    def __init__(
        self,
        bureau: Bureau,
        *,
        date: str = DATE_DEMO,
        etat: Path | None = None,
        port: int = 0,
        base: str = "",
    ) -> None:
        self.bureau = bureau
        self.date = date
        self.etat = etat or bureau.dossier / "backend"
        self.port = port
        self.base = base
        self.url = ""
        self.processus: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Backend:
        self.demarrer()
        return self

    def __exit__(self, *exc: object) -> None:
        self.arreter()

    def demarrer(self) -> None:
        """Starts it, again on the same port and the same data after `arreter`."""
        self.etat.mkdir(parents=True, exist_ok=True)
        argv = [
            str(CAF_KIOSK),
            "serve",
            "--port",
            str(self.port),
            "--demo",
            "--etat",
            str(self.etat),
            "--date",
            self.date,
        ]
        if self.base:
            argv += ["--base", self.base]
        self.processus = self.bureau.lancer(argv, journal="serve", stdout=subprocess.PIPE)
        self.url = _premiere_ligne(self.processus, lambda: self.bureau.journal("serve"))["url"]
        self.port = int(self.url.rsplit(":", 1)[1].rstrip("/"))

    def messages(self) -> list[dict[str, Any]]:
        """Every mail and text message so far, the oldest first, as `caf-kiosk messages --json` tells them."""
        argv = [str(CAF_KIOSK), "messages", "--json", "--etat", str(self.etat)]
        if self.base:
            argv += ["--base", self.base]
        lus = subprocess.run(argv, check=True, stdout=subprocess.PIPE, timeout=DEMARRAGE_S).stdout
        return [json.loads(ligne) for ligne in lus.splitlines()]

    def attendre_message(self, destinataire: str, *, rang: int = 0, delai_s: float = 20.0) -> dict[str, Any]:
        """The `rang`-th message to this number or address, as soon as it was sent."""
        limite = time.monotonic() + delai_s
        while True:
            connus = [
                m for m in self.messages() if _sans_espaces(m["destinataire"]) == _sans_espaces(destinataire)
            ]
            if len(connus) > rang and connus[rang]["etat"] == "envoye":
                return connus[rang]
            if time.monotonic() > limite:
                raise TimeoutError(f"no message {rang} to {destinataire}; those: {connus}")

    def lire_code(self, destinataire: str, *, rang: int = 0) -> str:
        """The six digits of the `rang`-th message to this number or address."""
        corps = self.attendre_message(destinataire, rang=rang)["corps"]
        trouve = re.search(r"\b[0-9]{6}\b", corps)
        assert trouve is not None, f"no code in: {corps}"
        return trouve[0]

    def arreter(self) -> None:
        if self.processus is not None:
            self.bureau.finir(self.processus)
            self.processus = None


class Terminal:
    """`caf-kiosk run` in front of a backend. Use it as a context manager.

    `nom` names its log and its state directory: two terminals of one desktop need two.
    """

    def __init__(
        self,
        bureau: Bureau,
        url: str,
        *,
        date: str = DATE_DEMO,
        options: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        nom: str = "terminal",
    ) -> None:
        self.bureau = bureau
        self.nom = nom
        self.etat = bureau.dossier / nom
        self.options = options
        self.env = {
            "CAF_KIOSK_BACKEND_URL": url,
            "CAF_KIOSK_DOSSIER_ETAT": str(self.etat),
            "CAF_KIOSK_DATE_REFERENCE": date,
            "CAF_KIOSK_ECRAN__PPI": PPI,
            **(env or {}),
        }
        self.processus: subprocess.Popen[bytes] | None = None
        self._deja_dit = 0
        self._faits: list[dict[str, Any]] = []

    def __enter__(self) -> Terminal:
        # Another of the same name may have been on this desktop before: what it said is not said of this one.
        self._deja_dit = len(self.bureau.journal(self.nom))
        self._faits.clear()
        self.demarrer()
        return self

    def __exit__(self, *exc: object) -> None:
        if self.processus is not None:
            self.bureau.finir(self.processus)

    def demarrer(self) -> None:
        """Starts it, again on the same state directory after `tuer`."""
        self.etat.mkdir(parents=True, exist_ok=True)
        self.processus = self.bureau.lancer(
            [str(CAF_KIOSK), "run", *self.options], journal=self.nom, env=self.env
        )

    def tuer(self) -> None:
        """SIGKILL to the supervisor, as by the kernel; returns once it and all it had started are gone."""
        assert self.processus is not None
        restants = self.descendants()
        self.processus.kill()
        self.processus.wait()
        self.processus = None
        limite = time.monotonic() + 5
        while restants := [pid for pid in restants if vivant(pid)]:
            if time.monotonic() > limite:
                raise TimeoutError(f"they outlive their supervisor: {restants}")
            time.sleep(0.01)

    def terminer(self) -> int:
        """SIGTERM to the supervisor, as systemd does; returns its exit code."""
        assert self.processus is not None
        self.processus.terminate()
        code = self.processus.wait(DEMARRAGE_S)
        self.processus = None
        return code

    def commander(self, *argv: str) -> str:
        """What `caf-kiosk` answers to this command, with the settings of this terminal."""
        return subprocess.run(
            [str(CAF_KIOSK), *argv],
            env={**self.bureau.env, **self.env},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=DEMARRAGE_S,
        ).stdout

    @property
    def pid(self) -> int:
        assert self.processus is not None
        return self.processus.pid

    def faits(self) -> list[dict[str, Any]]:
        """What the supervisor has said so far, one JSON object a line; other lines are left out."""
        nouveau = self.bureau.journal(self.nom)[self._deja_dit :]
        # Read once: after a thousand visits the log is long, and it is asked for a hundred times a second.
        entieres = nouveau[: nouveau.rfind("\n") + 1]
        self._deja_dit += len(entieres)
        self._faits += (fait for ligne in entieres.splitlines() if (fait := _objet(ligne)) is not None)
        return list(self._faits)

    def attendre_fait(self, cle: str, *, rang: int = 0, delai_s: float = 20.0) -> dict[str, Any]:
        """The `rang`-th line of the supervisor that has this key, as soon as it is written."""
        limite = time.monotonic() + delai_s
        while True:
            trouves = [fait for fait in self.faits() if cle in fait]
            if len(trouves) > rang:
                return trouves[rang]
            if time.monotonic() > limite:
                raise TimeoutError(
                    f"the supervisor never said {cle}:\n{self.bureau.journal('terminal')[-3000:]}"
                )
            if self.processus is not None and self.processus.poll() is not None:
                raise ChildProcessError(
                    f"the supervisor has ended:\n{self.bureau.journal('terminal')[-3000:]}"
                )
            time.sleep(0.01)

    def pannes(self) -> list[dict[str, Any]]:
        """The visits that ended by a fault of ours: the visitor sees no more than a new home page."""
        return [fait for fait in self.faits() if fait.get("motif") == "panne"]

    def descendants(self) -> list[int]:
        """Pids of the supervisor and of everything it started, itself first."""
        return descendance(self.pid)


@contextlib.contextmanager
def terminal_complet(
    bureau: Bureau, *, date: str = DATE_DEMO, env: Mapping[str, str] | None = None
) -> Iterator[tuple[Backend, Terminal]]:
    """Backend and terminal together, with the demonstration accounts. `env`: more settings of the terminal."""
    with Backend(bureau, date=date) as backend, Terminal(bureau, backend.url, date=date, env=env) as terminal:
        yield backend, terminal


def descendance(pid: int) -> list[int]:
    """Pids of a process and of all below it that live, itself first."""
    pids = [pid]
    for connu in pids:
        for fil in Path(f"/proc/{connu}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                pids.extend(int(enfant) for enfant in fil.read_text().split())
    return pids


def vivant(pid: int) -> bool:
    """Whether a process runs: one that is only waiting to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def _sans_espaces(texte: str) -> str:
    return "".join(texte.split())


def _objet(ligne: str) -> dict[str, Any] | None:
    if not ligne.startswith("{"):
        return None
    try:
        objet = json.loads(ligne)
    except json.JSONDecodeError:  # of another program, that begins alike
        return None
    return objet if isinstance(objet, dict) else None


def _premiere_ligne(processus: subprocess.Popen[bytes], journal: Any) -> dict[str, Any]:
    assert processus.stdout is not None
    descripteur = processus.stdout.fileno()
    recu = b""
    limite = time.monotonic() + DEMARRAGE_S
    while b"\n" not in recu:
        if not select.select([descripteur], [], [], max(limite - time.monotonic(), 0))[0]:
            raise TimeoutError(f"caf-kiosk serve does not listen after {DEMARRAGE_S} s:\n{journal()}")
        morceau = os.read(descripteur, 4096)
        if not morceau:
            raise ChildProcessError(f"caf-kiosk serve has ended:\n{journal()}")
        recu += morceau
    premiere: dict[str, Any] = json.loads(recu.split(b"\n", 1)[0])
    return premiere
