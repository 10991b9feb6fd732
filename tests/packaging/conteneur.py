"""A Debian machine of its own: a root filled by mmdebstrap, started by its own systemd in systemd-nspawn.

No container engine, no service of this machine, no network but its own loopback. Needs root. The packages come from
where this machine's own apt gets Debian's. The root without the product is kept in build/conteneur/.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import platform
import re
import select
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.helpers.prive import DansUnDossier

RACINE_DU_DEPOT = Path(__file__).resolve().parents[2]
BASES = RACINE_DU_DEPOT / "build" / "conteneur"
PROGRAMMES = ("mmdebstrap", "systemd-nspawn", "nsenter", "setpriv", "dpkg-deb")
OUTILS = (
    *("systemd", "systemd-sysv", "dbus", "dbus-daemon", "passwd"),
    *("at-spi2-core", "gir1.2-atspi-2.0", "python3-gi", "grim"),
)
"""What the tests use inside, besides what the package depends on."""

# Limits for a machine that others keep busy: what hangs is found, nothing that is only slow fails.
BASE_S = 1200
COPIE_S = 300
DEMARRAGE_S = 240
COMMANDE_S = 240
ARRET_S = 60
PREFIXE = "caf-kiosk-conteneur-"
"""Of the folder of a machine, and of its control groups."""

RECENT_S = 60
"""A folder this young may be one that is just being made."""

PLACE_OCTETS = 6 * 1024**3
_DANS_SON_GROUPE = 'n=$1; shift; while [ "$n" -gt 0 ]; do echo $$ >"$1"; shift; n=$((n-1)); done; exec "$@"'
_DOSSIERS_VIVANTS = ("dev", "proc", "run", "sys", "tmp")


class ConteneurImpossible(RuntimeError):
    """It cannot be made or started; the message says why."""


def manque() -> str | None:
    """What this machine lacks, as a sentence, or None."""
    if os.geteuid() != 0:
        return "a container needs root"
    absents = [nom for nom in PROGRAMMES if shutil.which(nom) is None]
    if absents:
        return f"missing on this machine: {', '.join(absents)}; run packaging/preparer --tests"
    espaces = ("--pid", "--fork", "--mount-proc", "--net", "--uts", "--ipc")
    essai = subprocess.run(["unshare", *espaces, "true"], capture_output=True, text=True, timeout=60)
    if essai.returncode:
        return f"this machine lets nobody make namespaces: {essai.stderr.strip()}"
    return None


def base(dependances: str) -> Path:
    """The root of a fresh Debian of this machine's release, with `dependances` (a Depends field). Made once.

    ESSAI_BASE names another, of another release, which must have OUTILS and the dependencies of ESSAI_DEB.
    """
    if donnee := os.environ.get("ESSAI_BASE"):
        return Path(donnee)
    sources = _sources()
    empreinte = hashlib.sha256("\n".join((*sources, *OUTILS, dependances)).encode()).hexdigest()[:12]
    racine = BASES / f"base-{empreinte}"
    if racine.is_dir():
        return racine
    BASES.mkdir(parents=True, exist_ok=True)
    provisoire = Path(tempfile.mkdtemp(prefix="provisoire-", dir=BASES))
    provisoire.chmod(0o755)
    try:
        fait = subprocess.run(
            [
                *("mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", "--format=directory"),
                "--dpkgopt=force-unsafe-io",  # a disk that is thrown away: nothing waits for it
                *(f"--aptopt={ligne}" for ligne in _mandataires()),
                f"--include={','.join(OUTILS)}",
                '--customize-hook=chroot "$1" apt-get satisfy -qq -y --no-install-recommends "$DEPENDANCES"',
                *(_version(), str(provisoire), *sources),
            ],
            env={**os.environ, "DEPENDANCES": dependances, "DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True,
            text=True,
            timeout=BASE_S,
        )
        if fait.returncode:
            raise ConteneurImpossible(f"mmdebstrap: {fait.stderr[-3000:]}")
        with contextlib.suppress(OSError):  # somebody else was faster
            provisoire.rename(racine)
    finally:
        shutil.rmtree(provisoire, ignore_errors=True)
    return racine


def _retirer_groupe(groupe: Path) -> None:
    for dossier, _, _ in os.walk(groupe, topdown=False):
        with contextlib.suppress(OSError):
            Path(dossier).rmdir()


def _version() -> str:
    """The name of this machine's Debian release."""
    return platform.freedesktop_os_release()["VERSION_CODENAME"]


def _sources() -> list[str]:
    """Where this machine gets Debian from, as lines of sources.list; only its own release."""
    if not (lignes := _index()):
        # Images of machines are often stored without what apt knew.
        subprocess.run(["apt-get", "update", "-qq"], capture_output=True, check=False, timeout=BASE_S)
        lignes = _index()
    if not lignes:
        raise ConteneurImpossible("apt knows no Debian index here, even after apt-get update")
    return lignes


def _index() -> list[str]:
    champs = "$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)"
    lu = subprocess.run(
        ["apt-get", "indextargets", "--format", champs, "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=True,
        timeout=COMMANDE_S,
    ).stdout
    quadruplets = [ligne.split("|") for ligne in dict.fromkeys(lu.splitlines())]
    return [
        f"deb {uri} {suite} {partie}" for origine, uri, suite, partie in quadruplets if origine == "Debian"
    ]


def _mandataires() -> list[str]:
    """The proxies of this machine's apt, which mmdebstrap does not read by itself."""
    lu = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True, timeout=60).stdout
    return re.findall(r'^Acquire::https?::Proxy "[^"]+";$', lu, re.MULTILINE)


def _groupes() -> Iterator[Path]:
    """The control groups of this process that a systemd would manage, as folders."""
    chemins = dict(ligne.split(":", 2)[1:] for ligne in Path("/proc/self/cgroup").read_text().splitlines())
    for ligne in Path("/proc/self/mountinfo").read_text().splitlines():
        avant, apres = ligne.split(" - ")
        genre, _, options = apres.split(" ", 2)
        nom = {"cgroup2": ""}.get(genre, "name=systemd" if "name=systemd" in options.split(",") else None)
        if genre.startswith("cgroup") and nom in chemins:
            yield Path(avant.split()[4]) / chemins[nom].lstrip("/")


def _collecter_les_morts_du_dedans() -> None:
    """Ends the zombies of another PID namespace that were left to us: their machine cannot end before them."""
    for fil in Path("/proc/self/task").iterdir():
        for pid in (fil / "children").read_text().split():
            with contextlib.suppress(OSError, StopIteration):
                lignes = Path(f"/proc/{pid}/status").read_text().splitlines()
                etages = next(ligne for ligne in lignes if ligne.startswith("NSpid:")).split()[1:]
                if len(etages) > 1:
                    os.waitpid(int(pid), os.WNOHANG)


def _tenir(dossier: Path) -> int:
    """Locks a folder for as long as this process lives, or until the descriptor is closed. OSError when it is held."""
    descripteur = os.open(dossier, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descripteur)
        raise
    return descripteur


def _retirer_les_restes() -> None:
    """The disks and control groups of runs that were killed before they could, whoever's process numbers those were."""
    lieux = (Path("/dev/shm"), Path(tempfile.gettempdir()))
    for reste in (reste for lieu in lieux for reste in lieu.glob(f"{PREFIXE}*")):
        with contextlib.suppress(OSError):  # held, or gone meanwhile
            if time.time() - reste.stat().st_ctime > RECENT_S:
                os.close(_tenir(reste))
                shutil.rmtree(reste, ignore_errors=True)
    for reste in (reste for lieu in _groupes() for reste in lieu.glob(f"{PREFIXE}*")):
        if not any(
            (lieu / reste.name).exists() for lieu in lieux
        ):  # a control group tells no time of its own
            with contextlib.suppress(OSError):
                os.close(_tenir(reste))
                _retirer_groupe(reste)


def _place() -> str | None:
    """Where a machine's disk is laid: in memory where there is room, dpkg waits for each of its files to be written."""
    memoire = Path("/dev/shm")
    libre = re.search(r"MemAvailable: +([0-9]+) kB", Path("/proc/meminfo").read_text())
    assert libre is not None
    assez = memoire.is_dir() and min(shutil.disk_usage(memoire).free, int(libre[1]) * 1024) > PLACE_OCTETS
    return str(memoire) if assez else None


def _enfant(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


class Conteneur(DansUnDossier):
    """A machine started on a copy of `base`. Use it as a context manager.

    `liens`: what of this machine is seen inside, path outside → path inside.
    """

    PREFIXE = PREFIXE

    def __init__(self, base: Path, liens: Mapping[Path, str] | None = None) -> None:
        super().__init__()
        self._base = base
        self._liens = dict(liens or {})
        self.chef = 0
        """The process number, outside, of the machine's first process."""

    def __enter__(self) -> Self:
        _retirer_les_restes()
        return super().__enter__()

    def _lieu(self) -> str | None:
        return _place()

    def _demarrer(self) -> None:
        dossier = self.dossier
        self._pile.callback(os.close, _tenir(dossier))
        self.racine = dossier / "racine"
        subprocess.run(
            ["cp", "-a", "--reflink=auto", str(self._base), str(self.racine)], check=True, timeout=COPIE_S
        )
        # A machine that was started before: nothing is enabled or disabled by a first boot.
        identite = uuid.uuid4().hex
        (self.racine / "etc/machine-id").write_text(identite + "\n")
        # Its own control groups: two machines that share theirs kill each other's processes.
        siens = [groupe / dossier.name for groupe in _groupes()]
        for groupe in siens:
            groupe.mkdir()
            self._pile.callback(_retirer_groupe, groupe)
            self._pile.callback(os.close, _tenir(groupe))
        self.journal = dossier / "nspawn.log"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as avis, self.journal.open("wb") as journal:
            avis.bind(str(dossier / "avis"))
            processus = subprocess.Popen(
                [
                    *(
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        "--",
                        "sh",
                        "-c",
                        _DANS_SON_GROUPE,
                        "sh",
                        str(len(siens)),
                    ),
                    *(str(groupe / "cgroup.procs") for groupe in siens),
                    # When this Python goes, however it goes, everything below goes.
                    *("unshare", "--pid", "--mount-proc", "--fork", "--kill-child", "--"),
                    *("systemd-nspawn", "--quiet", "--boot"),
                    # A name of its own: nspawn keeps folders of this machine's /run under it.
                    *("--machine", f"essai-{identite}", "--directory", str(self.racine)),
                    *("--register=no", "--keep-unit", "--private-network"),
                    *("--console=passive", "--notify-ready=yes"),
                    *(f"--bind={dehors}:{dedans}" for dehors, dedans in self._liens.items()),
                ],
                env={"PATH": os.environ["PATH"], "NOTIFY_SOCKET": str(dossier / "avis")},
                stdin=subprocess.DEVNULL,
                stdout=journal,
                stderr=journal,
            )
            self._pile.callback(self._arreter, processus)
            self._attendre(avis, processus)

    def _attendre(self, avis: socket.socket, processus: subprocess.Popen[bytes]) -> None:
        """Until the machine says that it has started."""
        limite = time.monotonic() + DEMARRAGE_S
        recu = ""
        while "READY=1" not in recu:
            if processus.poll() is not None or time.monotonic() > limite:
                raise ConteneurImpossible(f"the machine did not start: {self.journal.read_text()[-3000:]}")
            if select.select([avis], [], [], 0.2)[0]:
                recu += avis.recv(65536).decode() + "\n"
        self.chef = _enfant(_enfant(processus.pid))  # unshare, systemd-nspawn, the machine's first process

    def _arreter(self, processus: subprocess.Popen[bytes]) -> None:
        """At once, as when the mains go: its disk is thrown away anyway. The kernel ends what runs inside."""
        temoin = os.pidfd_open(self.chef) if self.chef else None
        processus.kill()
        processus.wait(ARRET_S)
        if temoin is not None:
            limite = time.monotonic() + ARRET_S
            while not select.select([temoin], [], [], 0.02)[0] and time.monotonic() < limite:
                _collecter_les_morts_du_dedans()
            os.close(temoin)

    # -- what is done inside -----------------------------------------------------------------------------

    def commande(
        self, argv: Sequence[str], *, utilisateur: str = "root", env: Mapping[str, str] | None = None
    ) -> list[str]:
        """The command line, outside, of `argv` inside. Its environment is that of a login, and `env`."""
        propre = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **(env or {}),
        }
        identite = (
            []
            if utilisateur == "root"
            else ["setpriv", f"--reuid={utilisateur}", f"--regid={utilisateur}", "--init-groups", "--"]
        )
        return [
            *("nsenter", "--target", str(self.chef), "--all", "--wdns=/", "--"),
            *("env", "-i", *(f"{nom}={valeur}" for nom, valeur in propre.items())),
            *identite,
            *argv,
        ]

    def executer(
        self,
        *argv: str,
        utilisateur: str = "root",
        env: Mapping[str, str] | None = None,
        delai_s: float = COMMANDE_S,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program inside, to its end, whatever its exit code."""
        return subprocess.run(
            self.commande(argv, utilisateur=utilisateur, env=env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=delai_s,
        )

    def lire(self, *argv: str, utilisateur: str = "root", delai_s: float = COMMANDE_S) -> str:
        """What a program says inside. Its failure is ours."""
        fait = self.executer(*argv, utilisateur=utilisateur, delai_s=delai_s)
        if fait.returncode:
            recent = self.executer(
                "journalctl", "--no-pager", "--lines=60", "--output=short-monotonic"
            ).stdout
            raise AssertionError(f"{argv}: {fait.returncode}\n{fait.stdout}\n{fait.stderr}\n{recent}")
        return fait.stdout.strip()

    def chemin(self, dedans: str) -> Path:
        """A path of the running machine, as it is reached from outside."""
        return Path(f"/proc/{self.chef}/root/{dedans.lstrip('/')}")

    def ecrire(self, dedans: str, texte: str) -> None:
        """A file of the machine, with the folders it needs."""
        fichier = self.chemin(dedans)
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(texte, encoding="utf-8")

    def inventaire(self) -> set[str]:
        """Everything on the machine's disk, less what apt, dpkg and systemd write about every package."""
        ecartes = re.compile(r"^/var/(lib/dpkg|lib/apt|cache/apt|cache/debconf|log|backups|tmp)/")
        trouves = set()
        for dossier, sous_dossiers, fichiers in os.walk(self.racine):
            if Path(dossier) == self.racine:
                sous_dossiers[:] = [nom for nom in sous_dossiers if nom not in _DOSSIERS_VIVANTS]
            trouves |= {
                f"{dossier}/{nom}".removeprefix(str(self.racine)) for nom in (*sous_dossiers, *fichiers)
            }
        return {chemin for chemin in trouves if not ecartes.match(chemin)}
