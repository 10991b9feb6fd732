"""The product, its Python and its Qt: there, of one piece, and able to open a window. Qt is never started."""

import platform
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from kiosk.terminal.diagnostic import Constat, Etat, Fiche

VERSIONS: Final = Fiche("versions.ok", Etat.OK, "Versions")
QT_ABSENT: Final = Fiche(
    "versions.qt-absent", Etat.PANNE, "Versions", "Installez de nouveau caf-kiosk\u00a0: Qt en fait partie."
)
QT_MELANGE: Final = Fiche(
    "versions.qt-melange",
    Etat.PANNE,
    "Versions",
    "Installez de nouveau caf-kiosk, sans ajouter de paquet Python à la main.",
)
QT_BIBLIOTHEQUES: Final = Fiche(
    "versions.bibliotheques",
    Etat.PANNE,
    "Versions",
    "Installez les paquets Debian dont caf-kiosk dépend\u00a0: apt-get install --fix-broken.",
)
QT_UNE_PLATEFORME: Final = Fiche(
    "versions.une-plateforme",
    Etat.ATTENTION,
    "Versions",
    "Si l’écran s’affiche, ne faites rien. Sinon\u00a0: apt-get install --fix-broken.",
)
FICHES: Final = (VERSIONS, QT_ABSENT, QT_MELANGE, QT_BIBLIOTHEQUES, QT_UNE_PLATEFORME)

PLATEFORMES: Final = ("libqxcb.so", "libqwayland.so")
"""The two kinds of screen that a terminal may have: X and Wayland."""


def regarder() -> Iterator[Constat]:
    """The versions, then what keeps Qt from opening a window."""
    produit, python = _version("caf-kiosk") or "de travail", platform.python_version()
    qt, liaison = _version("PySide6-Essentials"), _version("shiboken6")
    origine = find_spec("PySide6")
    if qt is None or origine is None or origine.origin is None:
        yield QT_ABSENT.constat(f"caf-kiosk {produit}, Python {python}, Qt introuvable.")
        return
    if qt != liaison:
        yield QT_MELANGE.constat(f"PySide6 {qt} et shiboken6 {liaison or 'absent'} ne vont pas ensemble.")
        return
    yield from _plateformes(Path(origine.origin).parent / "Qt" / "plugins" / "platforms")
    yield VERSIONS.constat(f"caf-kiosk {produit}, Python {python}, Qt {qt}, {_systeme()}.")


def _plateformes(dossier: Path) -> Iterator[Constat]:
    manques = {nom: manque for nom in PLATEFORMES if (manque := bibliotheques_manquantes(dossier / nom))}
    if manques:
        fiche = QT_BIBLIOTHEQUES if len(manques) == len(PLATEFORMES) else QT_UNE_PLATEFORME
        cause = "\n".join(f"{nom}\u00a0: il manque {', '.join(manque)}." for nom, manque in manques.items())
        yield fiche.constat(cause)


def bibliotheques_manquantes(greffon: Path) -> tuple[str, ...]:
    """The system libraries that a plugin of Qt asks for in vain; itself when it is not there."""
    if not greffon.is_file():
        return (greffon.name,)
    lu = subprocess.run(
        ["ldd", str(greffon)], capture_output=True, text=True, timeout=4, check=False, env={"LC_ALL": "C"}
    )
    return tuple(ligne.split()[0] for ligne in lu.stdout.splitlines() if ligne.endswith("not found"))


def _version(paquet: str) -> str | None:
    try:
        return version(paquet)
    except PackageNotFoundError:
        return None


def _systeme() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        return "Linux"
