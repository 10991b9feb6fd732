"""The state of one terminal, in findings: what `caf-kiosk doctor` prints and what the staff's page shows.

    settings ─▶ versions · backend · outbox · staff · keyring · printer · screen · supervisor · service · log

The settings are read first, because all others need them; then every probe runs at once, each with a time limit.
Nothing is written, nothing polls, and no personal data is read. The codes are listed in `docs/diagnostic.md`.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.terminal import (
    diagnostic,
    diagnostic_backend,
    diagnostic_boite,
    diagnostic_ecran,
    diagnostic_equipe,
    diagnostic_imprimante,
    diagnostic_journal,
    diagnostic_reglages,
    diagnostic_superviseur,
    diagnostic_trousseau,
    diagnostic_versions,
    secrets,
)
from kiosk.terminal.diagnostic import Constat, Etat, Fiche, Sonde, sonder

if TYPE_CHECKING:
    from kiosk.terminal.settings import Reglages

_GRAVITE: Final = (Etat.OK, Etat.INCONNU, Etat.ATTENTION, Etat.PANNE)

CATALOGUE: Final[tuple[tuple[str, str, tuple[Fiche, ...]], ...]] = (
    ("reglages", "Réglages", diagnostic_reglages.FICHES),
    ("versions", "Versions", diagnostic_versions.FICHES),
    ("superviseur", "Superviseur et service", diagnostic_superviseur.FICHES),
    ("backend", "Backend", diagnostic_backend.FICHES),
    ("trousseau", "Secret du poste", diagnostic_trousseau.FICHES),
    ("boite", "Dossier d’état et envois", diagnostic_boite.FICHES),
    ("ecran", "Écran", diagnostic_ecran.FICHES),
    ("imprimante", "Imprimante", diagnostic_imprimante.FICHES),
    ("equipe", "Accès de l’équipe", diagnostic_equipe.FICHES),
    ("journal", "Dernières erreurs", diagnostic_journal.FICHES),
)
"""Every probe: its name, its title, the findings it may make. `<name>.sans-reponse` and `<name>.en-echec` besides."""


@dataclass(frozen=True, slots=True)
class Rapport:
    """Everything that was found at one moment, in the order it is shown."""

    quand: datetime
    constats: tuple[Constat, ...]

    @property
    def etat(self) -> Etat:
        """The most serious of the findings."""
        return max((constat.etat for constat in self.constats), key=_GRAVITE.index, default=Etat.OK)

    @property
    def code_sortie(self) -> int:
        """1 when something is broken, 0 otherwise: what needs attention, or cannot be seen from here, is no failure."""
        return 1 if self.etat is Etat.PANNE else 0

    def to_json(self) -> dict[str, object]:
        """The report as JSON values."""
        return {
            "quand": self.quand.isoformat(timespec="seconds"),
            "etat": self.etat.value,
            "constats": [asdict(constat) for constat in self.constats],
        }


def examiner(config: Path | None = None, lignes: diagnostic_journal.Lignes | None = None) -> Rapport:
    """Look at the terminal of these settings. Blocks for some seconds at most: from an event loop, use a thread.

    `config`: the settings file, None for CAF_KIOSK_CONFIG. `lignes`: the log, None for systemd's.
    """
    lus: list[Reglages] = []
    constats = sonder([_sonde("reglages", lambda: diagnostic_reglages.regarder(config, lus.append))])
    if lus:
        constats += sonder(_sondes(lus[0], lignes))
    else:
        constats += sonder([_sonde("versions", diagnostic_versions.regarder)])
        constats += (diagnostic_reglages.REQUIS.constat("Elles ont besoin des réglages."),)
    return Rapport(datetime.now().astimezone(), constats)


def _sondes(reglages: "Reglages", lignes: diagnostic_journal.Lignes | None) -> list[Sonde]:
    dossier = reglages.dossier_etat
    return [
        _sonde("versions", diagnostic_versions.regarder),
        _sonde("superviseur", lambda: _superviseur(dossier)),
        _sonde(
            "backend",
            lambda: diagnostic_backend.regarder(reglages.backend_url, dossier),
            2 * diagnostic_backend.DELAI_S + secrets.DELAI_S,
        ),
        _sonde(
            "trousseau",
            lambda: diagnostic_trousseau.regarder(dossier, reglages.profil),
            secrets.DELAI_S + diagnostic.DELAI_S,
        ),
        _sonde("boite", lambda: diagnostic_boite.regarder(dossier)),
        _sonde("ecran", lambda: diagnostic_ecran.regarder(reglages)),
        _sonde(
            "imprimante",
            lambda: diagnostic_imprimante.regarder(reglages.impression.imprimante, dossier=dossier),
        ),
        _sonde("equipe", lambda: diagnostic_equipe.regarder(dossier)),
        _sonde("journal", lambda: diagnostic_journal.regarder(lignes or _journal_de(dossier))),
    ]


def _sonde(nom: str, regarder: Callable[[], Iterable[Constat]], delai_s: float = diagnostic.DELAI_S) -> Sonde:
    titre = next(titre for sonde, titre, _ in CATALOGUE if sonde == nom)
    return Sonde(nom, titre, regarder, delai_s)


def _superviseur(dossier: Path) -> Iterable[Constat]:
    yield from diagnostic_superviseur.regarder(dossier)
    yield from diagnostic_superviseur.regarder_service(dossier)


def _journal_de(dossier: Path) -> diagnostic_journal.Lignes:
    """The log of the service that the supervisor runs in, the packaged one's when it does not run."""

    def lire() -> Iterable[str]:
        unite = diagnostic_superviseur.unite_du_superviseur(dossier)
        return diagnostic_journal.de_systemd(diagnostic_journal.commande_systemd(unite))

    return lire
