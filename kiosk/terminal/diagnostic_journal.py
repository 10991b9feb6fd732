"""The last errors of the terminal's log: what happened and when, from an allow-list, never a word that was typed.

The log is one JSON object a line, of the supervisor, its relay and its visits. It is read where systemd keeps it, or
from any lines that are given.
"""

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.terminal import diagnostic_mots as mots
from kiosk.terminal.caviardage import caviarder_texte
from kiosk.terminal.diagnostic import Constat, Etat, Fiche

LIGNES: Final = 2_000
MONTREES: Final = 5
RECENT: Final = timedelta(days=1)

_TITRE: Final = "Dernières erreurs"
AUCUNE: Final = Fiche("journal.ok", Etat.OK, _TITRE)
ERREURS: Final = Fiche(
    "journal.erreurs", Etat.ATTENTION, _TITRE, "Si elles reviennent, donnez ces lignes à l’assistance."
)
ILLISIBLE: Final = Fiche(
    "journal.illisible",
    Etat.INCONNU,
    _TITRE,
    "En administrateur\u00a0: journalctl -u caf-kiosk -o cat -n 2000 | caf-kiosk doctor --journal -",
)
FICHES: Final = (AUCUNE, ERREURS, ILLISIBLE)

_MOTS: Final[Mapping[str, str]] = {
    "acces_equipe": "code de l’équipe refusé",
    "boite_illisible": "envois en attente illisibles",
    "deja_en_marche": "une seconde application a voulu démarrer sur ce poste",
    "depot_non_efface": "un envoi fait n’a pas pu être effacé",
    "depot_non_garde": "une déclaration n’a pas pu être gardée sur le disque",
    "depot_refuse": "le backend a refusé une déclaration",
    "ecran_absent": "l’écran que les réglages nomment n’était pas branché",
    "ecran_perdu": "l’écran ne répondait plus",
    "entretien_manque": "le backend n’a pas répondu pendant une saisie",
    "equipe_sans_acces": "une action de l’équipe a été demandée sans son code",
    "exception": "un écran s’est arrêté sur une erreur",
    "hors_service": "mise hors service",
    "hors_service_non_efface": "la remise en service n’a pas pu être écrite",
    "hors_service_non_ecrit": "le hors service n’a pas pu être écrit",
    "image_non_prise": "l’écran n’a pas pris une page à temps",
    "imprevu": "imprévu du superviseur",
    "lancement_impossible": "une visite n’a pas pu démarrer",
    "reglages_invalides": "réglages refusés",
    "reglages_non_gardes": "les réglages n’ont pas pu être gardés en mémoire du disque",
    "relais_en_panne": "l’envoi automatique s’est arrêté, puis a repris",
    "tache_en_panne": "un écran s’est arrêté sur une erreur",
}
"""The events that are errors whatever their level, in words; any other is one when its level says so."""

_FINS: Final[Mapping[str, str]] = {
    "panne": "une visite s’est arrêtée sur une panne",
    "fige": "une visite ne répondait plus",
}
_NIVEAUX: Final = frozenset({"warning", "error", "critical", "exception"})
_DETAILS: Final = ("tache", "erreur", "cause", "errno", "code")
"""The fields that may be shown: types of errors, codes and numbers; never `detail` nor a reason that somebody typed."""

Lignes = Callable[[], Iterable[str]]


class JournalIllisible(Exception):
    """The log cannot be read from here; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One error: when it happened, None when its line does not say, and in words."""

    instant: datetime | None
    texte: str


def regarder(lignes: Lignes) -> Iterator[Constat]:
    """The errors among `lignes`, the last ones shown."""
    try:
        incidents = tuple(lire(lignes()))
    except JournalIllisible as erreur:
        yield ILLISIBLE.constat(str(erreur))
        return
    if not incidents:
        yield AUCUNE.constat("Aucune dans la partie du journal qui est gardée.")
        return
    debut = datetime.now(UTC) - RECENT
    recents = sum(1 for incident in incidents if incident.instant is not None and incident.instant >= debut)
    tete = f"{mots.nombre(len(incidents), 'erreur')} dans le journal, dont {recents} depuis 24\u00a0heures."
    dernieres = [_ligne(incident) for incident in incidents[-MONTREES:]]
    yield ERREURS.constat("\n".join([tete, *dernieres]))


def lire(lignes: Iterable[str]) -> Iterator[Incident]:
    """The errors of a log, in its order; lines that are not the terminal's are left out."""
    for ligne in lignes:
        try:
            champs = json.loads(ligne)
        except (ValueError, RecursionError):
            continue
        if isinstance(champs, dict) and (texte := _texte(champs)):
            yield Incident(_instant(champs.get("timestamp")), texte)


def de_systemd(commande: tuple[str, ...]) -> Iterable[str]:
    """The lines that `journalctl` gives. Raises JournalIllisible."""
    try:
        lu = subprocess.run(
            commande,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=4,
            check=False,
            env={"LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise JournalIllisible("systemd n’est pas installé sur ce poste.") from None
    except subprocess.TimeoutExpired:
        raise JournalIllisible("journalctl ne répond pas.") from None
    lignes = lu.stdout.splitlines()
    if lu.returncode or not lignes:
        # A terminal that has started once has logged something.
        raise JournalIllisible("Le journal du système est vide, ou fermé à ce compte.")
    return lignes


def commande_systemd(unite: str) -> tuple[str, ...]:
    """How the log of a systemd service is asked for."""
    return (
        "/usr/bin/journalctl",
        f"--unit={unite}",
        "--output=cat",
        f"--lines={LIGNES}",
        "--no-pager",
    )


def de_fichier(fichier: Path) -> Iterable[str]:
    """The last lines of a file. Raises JournalIllisible."""
    try:
        return fichier.read_text(encoding="utf-8", errors="replace").splitlines()[-LIGNES:]
    except OSError as erreur:
        raise JournalIllisible(f"{fichier}\u00a0: {erreur.strerror}.") from None


def _texte(champs: Mapping[str, object]) -> str:
    """The error that a line tells; empty when it tells none."""
    evenement, motif = str(champs.get("event", "")), str(champs.get("motif", ""))
    if evenement == "processus_fini":
        return _FINS.get(motif, "")
    if evenement == "acces_equipe" and champs.get("resultat") != "refuse":
        return ""
    if evenement not in _MOTS and str(champs.get("level")) not in _NIVEAUX:
        return ""
    # An event that is not ours may be a sentence of a library, with anything in it.
    debut = _MOTS.get(evenement) or "erreur d’un composant"
    details = [str(champs[nom]) for nom in _DETAILS if champs.get(nom) is not None]
    lieux = champs.get("lieux")
    if isinstance(lieux, list) and lieux:
        details.append(str(lieux[-1]))
    details = [caviarder_texte(detail)[:60] for detail in details]
    return f"{debut} ({', '.join(details)})" if details else debut


def _instant(valeur: object) -> datetime | None:
    try:
        lu = datetime.fromisoformat(str(valeur))
    except ValueError:
        return None
    return None if lu.tzinfo is None else lu


def _ligne(incident: Incident) -> str:
    quand = "date inconnue" if incident.instant is None else mots.moment(incident.instant)
    return f"{quand}\u00a0: {incident.texte}"
