"""The backend that a command acts on: found before anything is asked, and what it lacks said in plain words."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from kiosk.terminal.causes import cause_du_systeme

if TYPE_CHECKING:
    from pydantic import ValidationError
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.server.reglages import ReglagesServeur

FAIT, IMPOSSIBLE, REFUSE = 0, 1, 2
CODE_REGLAGES: Final = 78
"""Settings refused: EX_CONFIG of sysexits.h, as for a terminal."""

ADRESSE: Final = (
    "--base n’est pas l’adresse d’une base. Par exemple\u00a0: postgresql+psycopg://compte@serveur/base."
)
_PAS_A_JOUR: Final = "La base n’est pas à jour. Démarrez d’abord le backend de cette version."
_SQLITE: Final = {
    "SQLITE_READONLY": "La base ne s’ouvre pas\u00a0: ce compte n’y a pas accès. Prenez celui du backend, ou root.",
    "SQLITE_CANTOPEN": "La base ne s’ouvre pas\u00a0: ce compte n’y a pas accès. Prenez celui du backend, ou root.",
    "SQLITE_PERM": "La base ne s’ouvre pas\u00a0: ce compte n’y a pas accès. Prenez celui du backend, ou root.",
    "SQLITE_BUSY": "La base est occupée. Recommencez dans une minute.",
    "SQLITE_FULL": "Le disque est plein\u00a0: rien n’a été écrit.",
    "SQLITE_NOTADB": "Ce fichier n’est pas une base. Vérifiez --etat, ou rendez la sauvegarde.",
    "SQLITE_CORRUPT": "La base est abîmée. Rendez la sauvegarde.",
}
"""By the first two words of the driver's name of the error: the rest is for those who write SQLite."""

_VERROU_POSTGRESQL: Final = "55P03"


def reglages_serveur(
    etat: Path, base: str, jour: date | None = None, demonstration: bool = False
) -> "ReglagesServeur":
    """The settings of the backend whose state is in `etat`. Raises ValidationError."""
    from kiosk.server.reglages import ReglagesServeur

    return ReglagesServeur(
        base=base or f"sqlite+aiosqlite:///{etat / 'caf-kiosk.sqlite3'}",
        dossier_cles=etat / "cles",
        demonstration=demonstration,
        date_reference=jour if demonstration else None,
    )


def agir(etat: Path, base: str, geste: Callable[["ReglagesServeur"], int], *, cles: bool = True) -> int:
    """Do `geste` to the backend of `etat`, and return its exit code. Nothing is created where there is no backend.

    What stops it is said on standard error: IMPOSSIBLE, or CODE_REGLAGES for its settings. `cles`: its keys are needed.
    """
    from pydantic import ValidationError
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.server.cles import SecretsInutilisables, charger

    try:
        reglages = reglages_serveur(etat, base)
        if absent := base_absente(reglages.base):
            return dire(
                f"Aucune base ici\u00a0: {absent}. Donnez le dossier du backend avec --etat, ou démarrez-le d’abord.",
                IMPOSSIBLE,
            )
        if cles:
            charger(reglages.dossier_cles)
        return geste(reglages)
    except ValidationError as erreur:
        return refuser(erreur)
    except SecretsInutilisables as erreur:
        return dire(f"Les clés de ce backend ne se lisent pas\u00a0: {erreur}", IMPOSSIBLE)
    except SQLAlchemyError as erreur:
        return dire(cause_de_la_base(erreur), IMPOSSIBLE)
    except ModuleNotFoundError:  # the driver of a database that we do not speak to
        return dire(ADRESSE, IMPOSSIBLE)
    except OSError as erreur:
        return dire(en_clair(erreur), IMPOSSIBLE)


def base_absente(url: str) -> str:
    """The file that is missing, empty when there is one: opening it would create it.

    Raises SQLAlchemyError when `url` is no address, OSError when this account may not look.
    """
    from sqlalchemy import make_url

    adresse = make_url(url)
    if adresse.get_backend_name() != "sqlite" or Path(adresse.database or "").is_file():
        return ""
    return str(adresse.database)


def cause_de_la_base(erreur: "SQLAlchemyError") -> str:
    """Why the database cannot be used, and what to do. Never the statement, which the error quotes with its values."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    if isinstance(erreur, ArgumentError):
        return ADRESSE
    origine = erreur.orig if isinstance(erreur, DBAPIError) else None
    if nom := getattr(origine, "sqlite_errorname", ""):
        return _SQLITE.get("_".join(nom.split("_")[:2]), _PAS_A_JOUR)
    etat = getattr(origine, "sqlstate", None)
    if etat == _VERROU_POSTGRESQL:
        return _SQLITE["SQLITE_BUSY"]
    return (
        _PAS_A_JOUR if etat else "La base ne répond pas, ou refuse ce compte. Vérifiez son adresse, --base."
    )


def en_clair(erreur: OSError) -> str:
    """The file and why, as a sentence; who to be, when it is a matter of rights."""
    cause = cause_du_systeme(erreur)
    sans_acces = isinstance(erreur, PermissionError)
    return f"{cause} Prenez le compte qui s’en sert, ou root." if sans_acces else cause


def refuser(erreur: "ValidationError") -> int:
    """Say which settings of the backend are refused; returns CODE_REGLAGES."""
    for detail in erreur.errors(include_input=False):
        variable = "__".join(str(cle).upper() for cle in detail["loc"])
        dire(f"Réglage refusé\u00a0: CAF_SERVEUR_{variable}\u00a0: {detail['msg']}", CODE_REGLAGES)
    return CODE_REGLAGES


def demander_numero() -> str:
    """A person's number, typed unseen on a terminal, else the first line of the standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return str(typer.prompt("Numéro de Sécurité sociale", hide_input=True))


def dire(message: str, code: int) -> int:
    """Say on standard error what stops the command; returns `code`."""
    sys.stderr.write(f"{message}\n")
    return code
