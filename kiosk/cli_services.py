"""What `caf-kiosk run`, `serve` and `demo` do once their arguments are read."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli_base import (
    ADRESSE,
    FAIT,
    IMPOSSIBLE,
    REFUSE,
    cause_de_la_base,
    dire,
    en_clair,
    refuser,
    reglages_serveur,
)
from kiosk.terminal.run import CODE_REGLAGES, executer

if TYPE_CHECKING:
    from kiosk.server.reglages import ReglagesServeur
    from kiosk.terminal.enrolement import Permanence
    from kiosk.terminal.lancement import Lancement
    from kiosk.terminal.settings import Reglages
    from kiosk.terminal.visite import ReglagesVisite

ENVOIS = "envois"
_PAS_DEMARRE = "Le backend n’a pas démarré\u00a0:"


def relais(reglages: "ReglagesVisite", confier: Callable[[str], None]) -> "Permanence":
    """What the supervisor runs: what the visits kept is sent even after they are over, the terminal stays known.

    `confier` is given each credential of the terminal that comes into use.
    """
    from kiosk.backend.client import ClientBackend
    from kiosk.backend.identite import Identite
    from kiosk.outbox.relay import Relais
    from kiosk.outbox.store import BoiteEnvoi
    from kiosk.terminal.enrolement import Permanence, Titulaire

    dossier = Path(reglages.dossier_etat)
    identite = Identite()
    client = ClientBackend(reglages.backend_url, terminal=identite, fuseau=reglages.fuseau)
    envois = Relais(BoiteEnvoi(dossier / ENVOIS), client.deposer)

    def prendre(secret: str) -> None:
        confier(secret)
        envois.reveiller()  # what was refused without it may pass now

    return Permanence(client, envois, Titulaire(dossier, client, identite, prendre))


def run(config: Path | None, premier: "Lancement | None") -> int:
    """The terminal itself; returns its exit code."""
    return executer(config, relais=relais, premier=premier)


def fermer(motif: str, config: Path | None) -> int:
    """Put the terminal of these settings out of service."""
    from kiosk.terminal.service import mettre_hors_service

    if not motif.strip():
        return dire("Écrivez un motif\u00a0: l’équipe le lit sur sa page.", REFUSE)
    reglages = reglages_terminal(config)
    if reglages is None:
        return CODE_REGLAGES
    try:
        prevenu = mettre_hors_service(reglages.dossier_etat, motif, datetime.now().astimezone())
    except OSError as erreur:
        return dire(f"La borne n’a pas pu être fermée. {en_clair(erreur)}", IMPOSSIBLE)
    sys.stdout.write("Hors service.\n" if prevenu else "Hors service, dès le prochain démarrage.\n")
    return FAIT


def rouvrir(config: Path | None) -> int:
    """Put it back in service."""
    from kiosk.terminal.service import remettre_en_service

    reglages = reglages_terminal(config)
    if reglages is None:
        return CODE_REGLAGES
    try:
        etait_fermee = remettre_en_service(reglages.dossier_etat)
    except OSError as erreur:
        return dire(f"La borne n’a pas pu être rouverte. {en_clair(erreur)}", IMPOSSIBLE)
    sys.stdout.write("De nouveau en service.\n" if etait_fermee else "La borne était déjà en service.\n")
    return FAIT


def reglages_terminal(config: Path | None) -> "Reglages | None":
    """The settings of the terminal; None when they are wrong, which was said then."""
    from kiosk.terminal.errors import ReglagesInvalides
    from kiosk.terminal.settings_lecture import lire

    try:
        return lire(config)
    except ReglagesInvalides as erreur:
        sys.stderr.write(f"{erreur}\n")
        return None


def serve(hote: str, port: int, etat: Path, demonstration: bool, jour: date | None, base: str) -> int:
    """The reference backend. Prints one line of JSON with its URL once it answers.

    A demonstration then prints one more for each message that has nowhere to go.
    """
    from pydantic import ValidationError
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.cli_messages import Annonceur
    from kiosk.server.cles import SecretsInutilisables
    from kiosk.server.demo import amorcer_demo
    from kiosk.server.serveur import DemarrageImpossible, servir

    try:
        reglages = reglages_serveur(etat, base, jour, demonstration)
    except ValidationError as erreur:
        return refuser(erreur)
    if reglages.enrolement_exige is None:
        reglages = reglages.model_copy(update={"enrolement_exige": not demonstration})
    try:
        etat.mkdir(parents=True, exist_ok=True, mode=0o700)
        _preparer(reglages)
        if demonstration:
            amorcer_demo(reglages)
        else:
            _prevenir(reglages)
        sortie = Annonceur(sys.stdout.fileno())
        servir(
            reglages,
            hote=hote,
            port=port,
            annoncer=sortie.annoncer,
            afficher=sortie.afficher if demonstration else None,
        )
    except SQLAlchemyError as erreur:
        return dire(f"{_PAS_DEMARRE} {cause_de_la_base(erreur)}", IMPOSSIBLE)
    except ModuleNotFoundError:  # the driver of a database that we do not speak to
        return dire(f"{_PAS_DEMARRE} {ADRESSE}", IMPOSSIBLE)
    except OSError as erreur:
        return dire(f"{_PAS_DEMARRE} {en_clair(erreur)}", IMPOSSIBLE)
    except (DemarrageImpossible, SecretsInutilisables) as erreur:
        return dire(f"{_PAS_DEMARRE} {erreur}", IMPOSSIBLE)
    return 0


def _preparer(reglages: "ReglagesServeur") -> None:
    """The keys of a backend that never ran. One that did must find its own: with others it would know nobody.

    Raises what the driver of the database raises, `SecretsInutilisables` and OSError.
    """
    from kiosk.server.cles import charger, creer_si_absents
    from kiosk.server.storage.base import Base

    async def a_servi() -> bool:
        base = Base(reglages.base, reglages.base_attente_s)
        try:
            return await base.revision() is not None
        finally:
            await base.fermer()

    if asyncio.run(a_servi()) and not reglages.demonstration:
        charger(reglages.dossier_cles)
    else:
        creer_si_absents(reglages.dossier_cles)


def _prevenir(reglages: "ReglagesServeur") -> None:
    """Tell an operator what nobody will receive, and who will not be let in."""
    if reglages.enrolement_exige:
        sys.stderr.write("Seuls les terminaux enrôlés sont acceptés (caf-kiosk terminal-code).\n")
    for absent, quoi in ((not reglages.mail.hote, "mail"), (not reglages.sms.url, "SMS")):
        if absent:
            sys.stderr.write(
                f"Aucun envoi de {quoi} n’est réglé\u00a0: ils restent dans la base (caf-kiosk messages).\n"
            )


def demo(profil: str, taille: str, jour: date | None) -> int:
    """Backend, supervisor and kiosk in a window that can be closed; nothing is kept afterwards."""
    if not {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & set(os.environ):
        return dire(
            "Aucun écran ici. Ouvrez une session graphique, ou lancez «\u00a0make run\u00a0»\u00a0: "
            "il joue une visite sans écran.",
            IMPOSSIBLE,
        )
    largeur, hauteur = taille.lower().split("x")
    fini = threading.Event()
    with tempfile.TemporaryDirectory(prefix="caf-kiosk-") as dossier:
        commande = [sys.executable, "-m", "kiosk.cli", "serve", "--demo", "--etat", f"{dossier}/serveur"]
        if jour is not None:
            commande += ["--date", jour.isoformat()]
        with open(f"{dossier}/serveur.log", "wb") as journal:  # noqa: PTH123
            serveur = subprocess.Popen(commande, stdout=subprocess.PIPE, stderr=journal)
        try:
            assert serveur.stdout is not None
            ligne = serveur.stdout.readline()
            if not ligne:
                sys.stderr.write(Path(f"{dossier}/serveur.log").read_text("utf-8"))
                return 1
            sys.stdout.write(f"{presentation(json.loads(ligne)['url'])}\n\nFermez la fenêtre pour arrêter.\n")
            sys.stdout.flush()
            os.environ.update(
                CAF_KIOSK_BACKEND_URL=json.loads(ligne)["url"],
                CAF_KIOSK_DOSSIER_ETAT=f"{dossier}/borne",
                CAF_KIOSK_PROFIL=profil,
                CAF_KIOSK_ECRAN__MODE="fenetre",
                CAF_KIOSK_ECRAN__LARGEUR=largeur,
                CAF_KIOSK_ECRAN__HAUTEUR=hauteur,
            )
            if jour is not None:
                os.environ["CAF_KIOSK_DATE_REFERENCE"] = jour.isoformat()
            # Read to the end, or the pipe would fill; a line of the demonstration's terminal for each message.
            fil = threading.Thread(target=_suivre, args=(serveur.stdout, fini), daemon=True)
            fil.start()
            return executer(relais=relais)
        finally:
            fini.set()
            serveur.send_signal(signal.SIGINT)
            serveur.wait(timeout=10)


def _suivre(lignes: Iterable[bytes], fini: threading.Event) -> None:
    """Say each message of the backend, and its end when nobody asked for it: the window only tells of a cut."""
    from kiosk.cli_messages import recopier

    recopier(lignes, _dire)
    if not fini.is_set():
        _dire("Le backend de démonstration s’est arrêté. Fermez la fenêtre, puis recommencez.\n")


def _dire(phrase: str) -> None:
    sys.stdout.write(phrase)
    sys.stdout.flush()


def presentation(url: str) -> str:
    """Who can sign in to a demonstration: their numbers, passwords and situations, as text."""
    from kiosk.metier.nir import afficher
    from kiosk.server.demo import comptes_demo

    lignes = [
        f"Backend de démonstration\u00a0: {url}",
        "Comptes de démonstration (personnes fictives)\u00a0:",
    ]
    lignes += [
        f"  {afficher(compte.nir)}   {compte.mot_de_passe:<24} {compte.prenom:<8} {compte.situation}"
        for compte in comptes_demo()
    ]
    return "\n".join(lignes)
