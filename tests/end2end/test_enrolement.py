"""A terminal that has to be enrolled, and a hall that goes on meanwhile: enrolled, renewed during a visit, revoked."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.end2end.visite import ACCUEIL, CAMILLE, KARIM, Visite
from tests.helpers import attente, trousseau
from tests.helpers.bureau import Bureau
from tests.helpers.terminal import CAF_KIOSK, Backend, Terminal
from tests.helpers.visiteur import BOUTON, Visiteur

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(240)]

REFUSE = "Le service ne répond pas comme prévu"


def operer(backend: Backend, *argv: str) -> str:
    """What `caf-kiosk` answers to the operator of the backend."""
    return subprocess.run(
        [str(CAF_KIOSK), *argv, "--etat", str(backend.etat)],
        env=backend.bureau.env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=30,
    ).stdout


def enroler(backend: Backend, terminal: Terminal, *options: str) -> None:
    dit = operer(backend, "terminal-code", "--nom", "Hall 2", *options)
    code = dit.splitlines()[0].rpartition(" ")[2]
    assert "«\u00a0Hall 2\u00a0»" in terminal.commander("enroll", code)


def attendre(terminal: Terminal, evenement: str, *, depuis: int, **champs: Any) -> None:
    """Until the supervisor has said it, after its first `depuis` lines."""
    cherche = {"event": evenement, **champs}.items()
    attente.attendre(
        lambda: any(cherche <= fait.items() for fait in terminal.faits()[depuis:]),
        lambda: terminal.bureau.journal(terminal.nom)[-2000:],
        20,
    )


def essayer_de_s_identifier(visite: Visite) -> None:
    """What a visitor meets on a terminal that the backend does not serve; leaves the home page behind."""
    visite.commencer()
    visite.se_connecter(KARIM)
    visite.visiteur.attendre(REFUSE)
    assert "demandez à l’accueil" in visite.visiteur.textes()
    visite.visiteur.toucher("Précédent", BOUTON)
    visite.visiteur.attendre(ACCUEIL, BOUTON)


def test_a_terminal_is_enrolled_renewed_and_revoked_while_people_use_it(bureau_possible: None) -> None:
    with Bureau(1080, 1920) as bureau:
        bureau.env["CAF_SERVEUR_ENROLEMENT_EXIGE"] = "true"
        with (
            Backend(bureau) as backend,
            Terminal(bureau, backend.url) as terminal,
            Visiteur(bureau) as visiteur,
        ):
            visite = Visite(visiteur)
            essayer_de_s_identifier(visite)
            enroler(backend, terminal)
            premier = secret(terminal)

            visite.commencer()
            visite.s_identifier(CAMILLE)
            visite.ouvrir_les_ressources()
            dits = len(terminal.faits())
            operer(backend, "renouveler", "--tous")
            os.kill(terminal.pid, signal.SIGHUP)  # rather than wait for its next look
            attendre(terminal, "secret_renouvele", depuis=dits)
            second = secret(terminal)
            assert premier != second
            visite.tout_continuer()
            visite.envoyer()
            assert not visiteur.voit("En attente de transmission")
            visite.terminer()

            operer(backend, "revoquer", "Hall 2")
            dits = len(terminal.faits())
            essayer_de_s_identifier(visite)
            attendre(terminal, "terminal_refuse", depuis=dits, cause="terminal_revoque")
            enroler(backend, terminal)
            assert terminal.pannes() == []
            for mot in (premier, second, secret(terminal)):
                assert mot not in vu_de_tous(terminal)
                assert mot not in bureau.journal("terminal") + bureau.journal("serve")


def test_a_shared_pc_keeps_its_secret_in_the_session_s_keyring(bureau_possible: None) -> None:
    if not trousseau.possible():
        pytest.skip(trousseau.MANQUE)
    env = {"CAF_KIOSK_PROFIL": "libre_service", "CAF_KIOSK_ECRAN__PPI": "92.56"}
    with Bureau(1920, 1080) as bureau, trousseau.service(bureau.env):
        bureau.env["CAF_SERVEUR_ENROLEMENT_EXIGE"] = "true"
        with Backend(bureau) as backend:
            terminal = Terminal(bureau, backend.url, env=env)
            enroler(backend, terminal)
            assert sorted(fichier.name for fichier in terminal.etat.iterdir()) == ["terminal.json"]
            with terminal, Visiteur(bureau) as visiteur:
                visiteur.attendre("Commencer", BOUTON, delai_s=30)
                visiteur.toucher("Commencer", BOUTON)
                visiteur.attendre("Numéro de Sécurité sociale", "text")
                visiteur.taper_clavier_physique(CAMILLE.nir)
                visiteur.touche_physique("Tab")
                visiteur.taper_clavier_physique(CAMILLE.mot_de_passe)
                visiteur.touche_physique("Return")
                visiteur.attendre_absence("Numéro de Sécurité sociale", "text")
                assert not visiteur.voit(REFUSE)
            assert "en service" in operer(backend, "terminaux")


def secret(terminal: Terminal) -> str:
    """What a borne keeps."""
    return (terminal.etat / "terminal.secret").read_text().split('"secret": "')[1].split('"')[0].split()[0]


def vu_de_tous(terminal: Terminal) -> str:
    """The command lines and environments of the terminal's processes."""
    return "".join(
        Path(f"/proc/{pid}/{nom}").read_bytes().decode(errors="replace")
        for pid in terminal.descendants()
        for nom in ("cmdline", "environ")
    )
