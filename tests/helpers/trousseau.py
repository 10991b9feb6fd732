"""A private session bus with a real Secret Service (gnome-keyring) on it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jeepney import MatchRule, message_bus
from jeepney.io.blocking import open_dbus_connection

NOM = "org.freedesktop.secrets"
MANQUE = "no private Secret Service without dbus-daemon and gnome-keyring (packaging/apt-test.txt)"


def possible() -> bool:
    return shutil.which("dbus-daemon") is not None and shutil.which("gnome-keyring-daemon") is not None


@dataclass(frozen=True)
class Session:
    """What a process of that session has in its environment, and the daemon that keeps its secrets."""

    env: dict[str, str]
    service: int | None

    @contextmanager
    def fige(self) -> Iterator[None]:
        """The Secret Service answers nothing meanwhile."""
        assert self.service is not None
        os.kill(self.service, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.service, signal.SIGCONT)


class Trousseau(StrEnum):
    """What the session's Secret Service is like."""

    OUVERT = "ouvert"
    """Unlocked when the person signed in, as PAM does."""
    VERROUILLE = "verrouille"
    """There is a keyring, and nobody gave its password."""
    VIERGE = "vierge"
    """The service runs and has no keyring yet."""
    ABSENT = "absent"


@contextmanager
def session(dossier: Path, trousseau: Trousseau = Trousseau.OUVERT) -> Iterator[Session]:
    """A bus with this Secret Service on it, and on which nothing else starts by itself."""
    prives = {nom: dossier / nom for nom in ("home", "runtime", "data", "config", "cache")}
    for prive in prives.values():
        prive.mkdir(mode=0o700, parents=True, exist_ok=True)
    env = {
        nom: v for nom, v in os.environ.items() if not nom.startswith(("DBUS_", "XDG_", "GNOME_", "DISPLAY"))
    }
    env |= {
        "HOME": str(prives["home"]),
        "XDG_RUNTIME_DIR": str(prives["runtime"]),
        "XDG_DATA_HOME": str(prives["data"]),
        "XDG_CONFIG_HOME": str(prives["config"]),
        "XDG_CACHE_HOME": str(prives["cache"]),
    }
    with contextlib.ExitStack() as pile:
        env["DBUS_SESSION_BUS_ADDRESS"] = _bus(dossier, env, pile)
        if trousseau is Trousseau.VERROUILLE:
            with contextlib.ExitStack() as hier:
                _demon(env, hier, ouvert=True)
        demon = None
        if trousseau is not Trousseau.ABSENT:
            demon = _demon(env, pile, ouvert=trousseau is Trousseau.OUVERT)
        yield Session(env, demon)


@contextmanager
def service(env: dict[str, str]) -> Iterator[int]:
    """An unlocked Secret Service on the session of `env`: its process number."""
    with contextlib.ExitStack() as pile:
        yield _demon(env, pile, ouvert=True)


def _bus(dossier: Path, env: dict[str, str], pile: contextlib.ExitStack) -> str:
    """A bus that starts nothing by itself: only what this module starts is on it."""
    configuration = dossier / "bus.conf"
    configuration.write_text(
        "<busconfig><type>session</type>"
        "<listen>unix:tmpdir=/tmp</listen>"  # a path of pytest's own may be too long for a socket
        '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>'
        '<allow own="*"/></policy></busconfig>'
    )
    bus = pile.enter_context(
        _programme(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address=1"], env, b""
        )
    )
    assert bus.stdout is not None
    return bus.stdout.readline().decode().strip()


def _demon(env: dict[str, str], pile: contextlib.ExitStack, *, ouvert: bool) -> int:
    argv = ["gnome-keyring-daemon", "--foreground", "--components=secrets", *(["--unlock"] if ouvert else [])]
    demon = pile.enter_context(_programme(argv, env, b"une phrase de passe" if ouvert else b""))
    _attendre_le_service(env["DBUS_SESSION_BUS_ADDRESS"])
    return demon.pid


def _attendre_le_service(adresse: str) -> None:
    """Until somebody answers for the Secret Service on the bus."""
    with open_dbus_connection(adresse) as bus:
        regle = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
        regle.add_arg_condition(0, NOM)
        with bus.filter(regle) as arrivees:
            bus.send_and_get_reply(message_bus.AddMatch(regle))
            if not bus.send_and_get_reply(message_bus.NameHasOwner(NOM)).body[0]:
                bus.recv_until_filtered(arrivees, timeout=20)


@contextmanager
def _programme(argv: list[str], env: dict[str, str], entree: bytes) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        argv, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as programme:
        try:
            assert programme.stdin is not None
            programme.stdin.write(entree)
            programme.stdin.close()
            yield programme
        finally:
            programme.kill()
