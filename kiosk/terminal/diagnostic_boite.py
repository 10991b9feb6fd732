"""The state directory and the envelopes in it: room, rights, what waits to be sent and what was refused for good.

Only looks: opening the queue itself would make directories and change rights. What it keeps, and under which names, is
said in `kiosk.outbox.store`.
"""

import os
import pwd
import stat
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.terminal import diagnostic_mots as mots
from kiosk.terminal.causes import cause_du_systeme
from kiosk.terminal.diagnostic import Constat, Etat, Fiche

ENVOIS: Final = "envois"
"""Where a terminal keeps its envelopes, under the state directory."""

PLACE_ATTENTION: Final = 500 * 10**6
PLACE_PANNE: Final = 20 * 10**6
"""Bytes. An envelope takes some kilobytes; what fills a disk is something else, and it will not stop there."""

ATTENTE_ATTENTION_S: Final = 30 * 60.0
ATTENTE_PANNE_S: Final = 24 * 3600.0
"""The relay tries at least every five minutes."""

_DOSSIER: Final = "Dossier d’état"
DOSSIER: Final = Fiche("etat.ok", Etat.OK, _DOSSIER)
ABSENT: Final = Fiche(
    "etat.absent",
    Etat.ATTENTION,
    _DOSSIER,
    "Démarrez l’application une fois, ou corrigez la clé dossier_etat des réglages.",
)
ILLISIBLE: Final = Fiche(
    "etat.illisible",
    Etat.INCONNU,
    _DOSSIER,
    "Lancez cette commande depuis le compte de l’application, ou en administrateur.",
)
PAS_UN_DOSSIER: Final = Fiche(
    "etat.pas-un-dossier",
    Etat.PANNE,
    _DOSSIER,
    "Déplacez ce qui est à cet endroit, ou corrigez la clé dossier_etat des réglages. Puis redémarrez l’application.",
)
FERME: Final = Fiche(
    "etat.ferme", Etat.PANNE, _DOSSIER, "Rendez-le à son propriétaire\u00a0: chmod 700 {dossier}"
)
OUVERT: Final = Fiche(
    "etat.permissions", Etat.ATTENTION, _DOSSIER, "Fermez-le aux autres comptes\u00a0: chmod 700 {dossier}"
)
PROPRIETAIRE: Final = Fiche(
    "etat.proprietaire",
    Etat.PANNE,
    _DOSSIER,
    "Rendez tout au compte de l’application\u00a0: chown -R {compte} {dossier}",
)
LECTURE_SEULE: Final = Fiche(
    "etat.lecture-seule",
    Etat.PANNE,
    _DOSSIER,
    "Le disque est peut-être abîmé\u00a0: mettez le poste hors service et appelez l’assistance.",
)

_PLACE: Final = "Espace disque"
PLACE: Final = Fiche("disque.ok", Etat.OK, _PLACE)
PEU: Final = Fiche(
    "disque.bas",
    Etat.ATTENTION,
    _PLACE,
    "Libérez de la place sur ce disque, par exemple\u00a0: journalctl --vacuum-size=200M",
)
PLEIN: Final = Fiche(
    "disque.plein",
    Etat.PANNE,
    _PLACE,
    "Libérez de la place sur ce disque. D’ici là, chaque déclaration est envoyée sans être gardée.",
)

_ATTENTE: Final = "Envois en attente"
INUTILISABLE: Final = Fiche(
    "envois.pas-un-dossier",
    Etat.PANNE,
    _ATTENTE,
    "Déplacez ce qui est à cet endroit, puis redémarrez l’application. D’ici là, rien n’est gardé avant l’envoi.",
)
RIEN: Final = Fiche("envois.ok", Etat.OK, _ATTENTE)
RECENTS: Final = Fiche("envois.recents", Etat.OK, _ATTENTE)
ANCIENS: Final = Fiche(
    "envois.anciens",
    Etat.ATTENTION,
    _ATTENTE,
    "Corrigez ce qui est dit du backend\u00a0: ils partiront seuls. N’effacez rien.",
)
TRES_ANCIENS: Final = Fiche(
    "envois.tres-anciens",
    Etat.PANNE,
    _ATTENTE,
    "Appelez l’assistance\u00a0: des déclarations faites ici n’arrivent pas. N’effacez rien.",
)
_REFUS: Final = "Envois refusés"
REFUSES: Final = Fiche(
    "envois.refuses",
    Etat.PANNE,
    _REFUS,
    "Appelez l’assistance avec ces codes\u00a0: ces déclarations sont gardées, mais ne partiront pas seules.",
)
FICHES: Final = (
    *(
        DOSSIER,
        ABSENT,
        ILLISIBLE,
        PAS_UN_DOSSIER,
        FERME,
        OUVERT,
        PROPRIETAIRE,
        LECTURE_SEULE,
        PLACE,
        PEU,
        PLEIN,
    ),
    *(INUTILISABLE, RIEN, RECENTS, ANCIENS, TRES_ANCIENS, REFUSES),
)


def regarder(dossier: Path) -> Iterator[Constat]:
    """The directory first; the envelopes when it can be read."""
    try:
        infos = dossier.stat()
    except FileNotFoundError:
        if dossier.is_symlink():
            yield PAS_UN_DOSSIER.constat(
                f"{dossier} est un lien vers {dossier.readlink()}, qui n’existe pas."
            )
        else:
            yield ABSENT.constat(f"{dossier} n’existe pas encore.")
        return
    except PermissionError:
        yield ILLISIBLE.constat(f"{dossier} est fermé au compte {_compte(os.geteuid())}.")
        return
    except OSError as erreur:
        yield PAS_UN_DOSSIER.constat(cause_du_systeme(erreur))
        return
    if not stat.S_ISDIR(infos.st_mode):
        yield PAS_UN_DOSSIER.constat(f"{dossier} est un fichier, pas un dossier.")
        return
    yield from _droits(dossier, infos)
    yield from _place(dossier)
    try:
        yield from _envois(dossier / ENVOIS, time.time())
    except PermissionError:
        yield ILLISIBLE.constat(f"{dossier / ENVOIS} est fermé au compte {_compte(os.geteuid())}.")
    except NotADirectoryError as erreur:
        yield INUTILISABLE.constat(cause_du_systeme(erreur))


def _droits(dossier: Path, infos: os.stat_result) -> Iterator[Constat]:
    faute = False
    if os.statvfs(dossier).f_flag & os.ST_RDONLY:
        faute = True
        yield LECTURE_SEULE.constat(f"Rien ne peut être écrit dans {dossier}.")
    if infos.st_mode & 0o300 != 0o300:
        faute = True
        yield FERME.constat(
            f"Même {_compte(infos.st_uid)} ne peut rien écrire dans {dossier}.", dossier=dossier
        )
    if stat.S_IMODE(infos.st_mode) & 0o077:
        faute = True
        yield OUVERT.constat(f"D’autres comptes peuvent lire {dossier}.", dossier=dossier)
    try:
        etrangers = [
            chemin.relative_to(dossier).as_posix()
            for racine in (dossier, dossier / ENVOIS)
            if racine.is_dir()
            for chemin in racine.iterdir()
            if chemin.lstat().st_uid != infos.st_uid
        ]
    except PermissionError:
        etrangers = []
    if etrangers:
        faute = True
        compte = _compte(infos.st_uid)
        yield PROPRIETAIRE.constat(
            f"{mots.nombre(len(etrangers), 'fichier')} d’un autre compte que {compte}, dont {min(etrangers)}.",
            compte=compte,
            dossier=dossier,
        )
    if not faute:
        yield DOSSIER.constat(f"{dossier}, au compte {_compte(infos.st_uid)} seul.")


def _place(dossier: Path) -> Iterator[Constat]:
    disque = os.statvfs(dossier)
    libre = disque.f_bavail * disque.f_frsize
    # A file system that counts no files (btrfs) says 0 of 0.
    sans_fichier = disque.f_files > 0 and disque.f_favail == 0
    fiche = PLEIN if libre < PLACE_PANNE or sans_fichier else PEU if libre < PLACE_ATTENTION else PLACE
    quoi = "plus aucun fichier ne peut être créé" if sans_fichier else f"{mots.taille(libre)} libres"
    yield fiche.constat(f"{dossier}\u00a0: {quoi}.")


def _envois(boite: Path, maintenant_s: float) -> Iterator[Constat]:
    dates = _dates(boite)
    if not dates:
        yield RIEN.constat("Aucun.")
    else:
        age_s = maintenant_s - min(dates)
        fiche = (
            TRES_ANCIENS if age_s >= ATTENTE_PANNE_S else ANCIENS if age_s >= ATTENTE_ATTENTION_S else RECENTS
        )
        yield fiche.constat(f"{mots.nombre(len(dates), 'envoi')}, le plus ancien depuis {mots.duree(age_s)}.")
    codes = Counter(nom.split(".")[1] for nom in _noms(boite / "refuses") if nom.count(".") == 2)
    if codes:
        liste = ", ".join(f"{code} ({combien})" for code, combien in sorted(codes.items()))
        yield REFUSES.constat(f"{mots.nombre(codes.total(), 'envoi')}\u00a0: {liste}.")


def _dates(boite: Path) -> list[float]:
    """When each envelope that waits was kept, seconds since the epoch."""
    dates = []
    for nom in _noms(boite):
        try:
            dates.append((boite / nom).stat().st_mtime)
        except FileNotFoundError:
            continue  # sent meanwhile
    return dates


def _noms(dossier: Path) -> list[str]:
    """The names of the envelopes in a directory, none when it does not exist. Raises PermissionError."""
    try:
        noms = [chemin.name for chemin in dossier.iterdir()]
    except FileNotFoundError:
        return []
    return [nom for nom in noms if nom.endswith(".enveloppe")]


def _compte(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
