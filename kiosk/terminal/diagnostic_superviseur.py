"""The supervisor and the service it gives: running, since when, started again how often; closed, why, since when."""

import fcntl
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kiosk.terminal import diagnostic_mots as mots
from kiosk.terminal.caviardage import caviarder_texte
from kiosk.terminal.diagnostic import Constat, Etat, Fiche
from kiosk.terminal.lock import CHIFFRES, FICHIER
from kiosk.terminal.out_of_service import EtatHorsService
from kiosk.terminal.relance import Relance

UNITE: Final = "caf-kiosk.service"
"""systemd's name of the supervisor, when nothing says otherwise."""

_SUPERVISEUR: Final = "Superviseur"
MARCHE: Final = Fiche("superviseur.ok", Etat.OK, _SUPERVISEUR)
ABSENT: Final = Fiche(
    "superviseur.absent",
    Etat.PANNE,
    _SUPERVISEUR,
    "Démarrez l’application\u00a0: systemctl start caf-kiosk. Si elle s’arrête\u00a0: journalctl -u caf-kiosk -n 50",
)
SUSPENDU: Final = Fiche(
    "superviseur.suspendu",
    Etat.PANNE,
    _SUPERVISEUR,
    "Redémarrez l’application\u00a0: systemctl restart caf-kiosk",
)
RELANCE: Final = Fiche(
    "superviseur.relance",
    Etat.ATTENTION,
    _SUPERVISEUR,
    "Lisez les dernières erreurs ci-dessous, et donnez-les à l’assistance.",
)
AUTRE_COMPTE: Final = Fiche(
    "superviseur.autre-compte",
    Etat.ATTENTION,
    _SUPERVISEUR,
    "Recommencez depuis le compte de l’application\u00a0: le trousseau et l’écran vus ici ne sont pas les siens.",
)
ILLISIBLE: Final = Fiche(
    "superviseur.illisible",
    Etat.INCONNU,
    _SUPERVISEUR,
    "Lancez cette commande depuis le compte de l’application, ou en administrateur.",
)

_SERVICE: Final = "Service"
OUVERT: Final = Fiche("service.ok", Etat.OK, _SERVICE)
FERME: Final = Fiche(
    "service.ferme", Etat.ATTENTION, _SERVICE, "Quand le motif a disparu\u00a0: caf-kiosk en-service"
)
PANNES: Final = Fiche(
    "service.pannes",
    Etat.PANNE,
    _SERVICE,
    "Lisez les dernières erreurs et donnez-les à l’assistance. Puis, pour essayer\u00a0: caf-kiosk en-service",
)
SERVICE_ILLISIBLE: Final = Fiche("service.illisible", Etat.INCONNU, _SERVICE, ILLISIBLE.que_faire)
FICHES: Final = (
    *(MARCHE, ABSENT, SUSPENDU, RELANCE, AUTRE_COMPTE, ILLISIBLE),
    *(OUVERT, FERME, PANNES, SERVICE_ILLISIBLE),
)


@dataclass(frozen=True, slots=True)
class Processus:
    """A living process, as /proc shows it: `unite` is its systemd service, empty outside of systemd."""

    pid: int
    etat: str
    uid: int
    depuis: datetime
    unite: str


def regarder(dossier: Path, compter: Callable[[str], int | None] | None = None) -> Iterator[Constat]:
    """The supervisor of the state directory `dossier`.

    `compter`: how often a service was started again, None where nobody would do it; by default, systemd is asked.
    """
    try:
        pid = pid_du_superviseur(dossier)
    except PermissionError:
        yield ILLISIBLE.constat(f"{dossier} est fermé à ce compte.")
        return
    if pid is None:
        yield ABSENT.constat("L’application n’est pas démarrée.")
        return
    processus = lire_processus(pid)
    if processus is None:
        # It holds its lock, so it lives: /proc does not show it to this account.
        yield MARCHE.constat(f"Processus {pid}.")
        return
    qui = f"Processus {processus.pid}, démarré le {mots.moment(processus.depuis)}"
    age = mots.duree((datetime.now(UTC) - processus.depuis).total_seconds())
    if processus.etat in "Tt":
        yield SUSPENDU.constat(f"{qui}, suspendu\u00a0: plus personne ne surveille les visites.")
        return
    relances = (compter or _relances)(processus.unite)
    if relances and Relance(dossier).a_lance(pid):
        yield MARCHE.constat(f"{qui} (il y a {age}), redémarré à la demande de l’équipe.")
    elif relances:
        yield RELANCE.constat(
            f"{qui} (il y a {age}), après {mots.nombre(relances, 'redémarrage')} par systemd."
        )
    else:
        yield MARCHE.constat(
            f"{qui} (il y a {age}){'' if relances is None else ', sans redémarrage par systemd'}."
        )
    if processus.uid != os.geteuid():
        yield AUTRE_COMPTE.constat("L’application tourne sous un autre compte que cette commande.")


def regarder_service(dossier: Path) -> Iterator[Constat]:
    """« Hors service », its reason and since when."""
    from kiosk.terminal.ouverture import PANNES_REPETEES

    try:
        ferme = EtatHorsService(dossier).lire()
    except PermissionError:
        yield SERVICE_ILLISIBLE.constat(f"{dossier} est fermé à ce compte.")
        return
    if ferme is None:
        yield OUVERT.constat("Le poste n’est pas hors service.")
        return
    depuis = ferme.depuis
    with suppress(ValueError):
        depuis = mots.moment(datetime.fromisoformat(depuis))
    fiche = PANNES if ferme.motif == PANNES_REPETEES else FERME
    yield fiche.constat(f"Hors service depuis le {depuis}\u00a0: {caviarder_texte(ferme.motif)}.")


def pid_du_superviseur(dossier: Path) -> int | None:
    """The process that holds the state directory; None when none does. Raises PermissionError."""
    try:
        fd = os.open(dossier / FICHIER, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        with suppress(ValueError):
            return int(os.read(fd, CHIFFRES))
    finally:
        os.close(fd)
    return None


def unite_du_superviseur(dossier: Path) -> str:
    """The systemd service that it runs in; the packaged one's name when that cannot be seen."""
    try:
        pid = pid_du_superviseur(dossier)
    except PermissionError:
        return UNITE
    processus = None if pid is None else lire_processus(pid)
    return UNITE if processus is None or not processus.unite else processus.unite


def lire_processus(pid: int) -> Processus | None:
    """What /proc shows of a process to any account; None when it is gone."""
    ici = Path(f"/proc/{pid}")
    try:
        # After the name, which may hold spaces and brackets: state is field 3, start time field 22 (proc(5)).
        champs = (ici / "stat").read_text().rpartition(")")[2].split()
        uid = next(ligne for ligne in (ici / "status").read_text().splitlines() if ligne.startswith("Uid:"))
        groupe = (ici / "cgroup").read_text()
    except (OSError, StopIteration):
        return None
    age_s = time.clock_gettime(time.CLOCK_BOOTTIME) - int(champs[19]) / os.sysconf("SC_CLK_TCK")
    unites = [morceau for morceau in groupe.strip().split("/") if morceau.endswith(".service")]
    return Processus(
        pid=pid,
        etat=champs[0],
        uid=int(uid.split()[1]),
        depuis=datetime.fromtimestamp(time.time() - age_s, UTC),
        unite=unites[-1] if unites else "",
    )


def _relances(unite: str) -> int | None:
    """How often systemd started it again; None where systemd does not run it."""
    if not unite or not Path("/run/systemd/system").is_dir():
        return None
    lu = subprocess.run(
        ["systemctl", "show", "--property=NRestarts", "--value", unite],
        capture_output=True,
        text=True,
        timeout=3,
        check=False,
    )
    return int(lu.stdout) if lu.stdout.strip().isdecimal() else None
