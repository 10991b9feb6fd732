"""`caf-kiosk enroll`: what whoever sets a terminal up does once, on the terminal."""

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.backend.client import ClientBackend
    from kiosk.backend.identite import Identite
    from kiosk.backend.schemas_terminaux import TerminalVue
    from kiosk.terminal.settings import Reglages

FAIT, IMPOSSIBLE, REFUSE = 0, 1, 2
SORTIE_STANDARD: Final = "-"


class _SortieImpossible(Exception):
    """The credential cannot be written where it was asked; the message is for the operator."""


def enroll(texte: str, config: Path | None, sortie: str) -> int:
    """Exchange a code for the terminal's credential, and keep it. Returns the exit code.

    `sortie`: a file, or `-` for the standard output, that takes the credential instead of the keyring, for systemd.
    """
    from kiosk.cli_services import reglages_terminal
    from kiosk.metier.code_enrolement import CodeInvalide, lire
    from kiosk.terminal.processus import endurcir_processus
    from kiosk.terminal.run import CODE_REGLAGES

    endurcir_processus()  # the credential goes through this process too
    try:
        code = lire(texte).texte()
    except CodeInvalide as erreur:
        return _dire(str(erreur), REFUSE)
    reglages = reglages_terminal(config)
    if reglages is None:
        return CODE_REGLAGES
    if sortie == SORTIE_STANDARD and sys.stdout.isatty():
        return _dire(
            "Le secret ne s’affiche pas à l’écran. Envoyez la sortie à systemd-creds encrypt, "
            "ou donnez un nom de fichier.",
            REFUSE,
        )
    return _enroler(reglages, code, sortie)


def _enroler(reglages: "Reglages", code: str, sortie: str) -> int:
    from kiosk.backend.errors import BackendError, BackendIncompris, Refus
    from kiosk.terminal.lock import prevenir
    from kiosk.terminal.secrets import CoffreErreur

    try:
        vue = asyncio.run(_echanger(reglages, code, sortie))
    except Refus as non:
        if non.code == "enrolement_refuse":
            return _dire(
                "Le backend n’accepte pas ce code\u00a0: il a déjà servi, il est dépassé, ou il y a eu trop d’erreurs. "
                "Demandez-en un autre (caf-kiosk terminal-code).",
                REFUSE,
            )
        return _dire(f"Le backend refuse ce terminal ({non.code}). Rien n’a changé.", IMPOSSIBLE)
    except BackendIncompris:
        return _dire(
            f"{reglages.backend_url} n’est pas le backend attendu. Vérifiez backend_url.", IMPOSSIBLE
        )
    except BackendError as erreur:
        return _dire(
            f"{reglages.backend_url} ne répond pas ({type(erreur).__name__}). "
            "Vérifiez le réseau, puis recommencez avec le même code.",
            IMPOSSIBLE,
        )
    except (CoffreErreur, _SortieImpossible) as erreur:
        return _dire(f"{erreur}\nLe code peut resservir.", IMPOSSIBLE)
    ailleurs = sys.stderr if sortie == SORTIE_STANDARD else sys.stdout
    ailleurs.write(f"Ce terminal est enrôlé sous le nom «\u00a0{vue.nom}\u00a0».\n")
    if not sortie:
        prevenir(reglages.dossier_etat)
    return FAIT


async def _echanger(reglages: "Reglages", code: str, sortie: str) -> "TerminalVue":
    from kiosk.backend.client import ClientBackend
    from kiosk.backend.identite import Identite
    from kiosk.terminal.enrolement import enroler
    from kiosk.terminal.secrets import choisir

    identite = Identite()
    async with ClientBackend(reglages.backend_url, terminal=identite) as client:
        if sortie:
            return await _ecrire_ailleurs(client, identite, code, sortie)
        coffre = await choisir(reglages.dossier_etat, reglages.profil)
        maintenant = datetime.now().astimezone()
        return await enroler(coffre, reglages.dossier_etat, client, identite, code, maintenant)


async def _ecrire_ailleurs(
    client: "ClientBackend", identite: "Identite", code: str, sortie: str
) -> "TerminalVue":
    """For `LoadCredential=` of systemd: the credential goes where the operator says, and is shown once as usual."""
    donne = await client.enroler(code)
    try:
        await asyncio.to_thread(_poser, sortie, f"{donne.secret}\n".encode())
    except OSError as erreur:
        raise _SortieImpossible(f"{sortie} ne s’écrit pas\u00a0: {erreur.strerror}.") from None
    identite.changer(donne.secret)
    return await client.terminal()


def _poser(sortie: str, octets: bytes) -> None:
    from kiosk.terminal.ecriture import ecrire_durablement

    if sortie == SORTIE_STANDARD:
        with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as flux:
            flux.write(octets)
    else:
        ecrire_durablement(Path(sortie).absolute(), octets)


def _dire(message: str, code: int) -> int:
    sys.stderr.write(f"{message}\n")
    return code
