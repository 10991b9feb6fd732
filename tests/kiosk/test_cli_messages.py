"""`caf-kiosk messages`, and what `caf-kiosk serve --demo` says of each message: the real commands."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from click.testing import Result
from sqlalchemy import func, select
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.cli_messages import Annonceur, en_clair, recopier
from kiosk.server.cles import creer_si_absents
from kiosk.server.demo import amorcer_demo, comptes_demo
from kiosk.server.messages.boite import Canal
from kiosk.server.messages.transports import Pli
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur
from kiosk.server.storage.migrer import migrer
from kiosk.server.storage.models import CompteLigne, MessageLigne
from tests.helpers.poste import Poste, ouvrir

MAINTENANT = datetime(2022, 12, 1, 9, 30, tzinfo=UTC)


def appeler(*arguments: str) -> Result:
    """The same command in this process, to save minutes."""
    return CliRunner().invoke(app, arguments)


def commande(*arguments: str, **environnement: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "kiosk.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environnement},
        check=False,
    )


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("modele")
    amorcer_demo(_reglages(dossier))
    return dossier


@pytest.fixture
def dossier(modele: Path, tmp_path: Path) -> Path:
    """A state directory with the demonstration's people."""
    shutil.copytree(modele, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _reglages(dossier: Path) -> ReglagesServeur:
    return ReglagesServeur(
        base=f"sqlite+aiosqlite:///{dossier}/caf-kiosk.sqlite3",
        dossier_cles=dossier / "cles",
        argon2=ReglagesArgon2(temps=1, memoire_kio=8, parallelisme=1),
    )


def ecrire(dossier: Path, *messages: dict[str, Any], envoyer: bool = True) -> None:
    async def scenario() -> None:
        async with ouvrir(_reglages(dossier), lambda: MAINTENANT) as poste:
            for message in messages:
                await poste.poster(**message)
            if envoyer:
                await poste.facteur.passer()

    asyncio.run(scenario())


def test_messages_are_listed_with_their_text(dossier: Path) -> None:
    ecrire(
        dossier,
        {"canal": Canal.SMS, "corps": "Caf : votre code est 204816.", "id": uuid4()},
        {"canal": Canal.MAIL, "corps": "Bonjour,\n\nVotre code\u00a0: 117204\n"},
    )

    liste = commande("messages", "--etat", str(dossier))

    assert (liste.returncode, liste.stderr) == (0, "")
    entete, *lignes = liste.stdout.splitlines()
    colonne = entete.index("État")
    rangees = [ligne for ligne in lignes if ligne.startswith("01/12/2022 10:30:00")]
    assert [rangee[colonne:].split("  ")[0] for rangee in rangees] == ["gardé ici"] * 2
    assert any("06\u00a039\u00a098\u00a010\u00a042" in rangee for rangee in rangees)
    assert "    Caf : votre code est 204816." in lignes
    assert "    Votre code\u00a0: 117204" in lignes


def test_messages_are_listed_for_a_program(dossier: Path) -> None:
    ecrire(dossier, {"canal": Canal.SMS, "corps": "Caf : votre code est 204816."})

    liste = appeler("messages", "--json", "--etat", str(dossier))

    (message,) = [json.loads(ligne) for ligne in liste.stdout.splitlines()]
    assert message["etat"] == "envoye"
    assert message["corps"] == "Caf : votre code est 204816."
    assert message["destinataire"] == "06\u00a039\u00a098\u00a010\u00a042"
    assert (message["essais"], message["cree_le"]) == (1, "2022-12-01T09:30:00+00:00")


def test_real_people_are_masked_and_a_code_that_waits_is_not_shown(dossier: Path) -> None:
    reelle = uuid4()

    async def scenario() -> None:
        async with ouvrir(_reglages(dossier), lambda: MAINTENANT) as poste:
            await _ajouter(poste, reelle)
            await poste.poster(
                Canal.MAIL, compte_id=reelle, destinataire="zoe.real@exemple.fr", corps="204816"
            )

    asyncio.run(scenario())

    for options in ([], ["--json"]):
        liste = appeler("messages", "--etat", str(dossier), *options).stdout
        assert "z•••••@exemple.fr" in liste
        assert "zoe" not in liste
        assert "204816" not in liste


async def _ajouter(poste: Poste, compte_id: Any) -> None:
    async with poste.etat.base.ecrire() as session:
        session.add(
            CompteLigne(id=compte_id, identifiant="0" * 64, mot_de_passe="", prenom="Zoé", nom="Real")
        )


def test_a_base_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    liste = appeler("messages", "--etat", str(tmp_path))

    assert (liste.exit_code, liste.stdout) == (1, "")
    assert "Aucune base ici" in liste.stderr
    assert list(tmp_path.iterdir()) == []

    (tmp_path / "caf-kiosk.sqlite3").touch()
    vide = appeler("messages", "--etat", str(tmp_path))
    assert vide.exit_code == 1
    assert "La base n’est pas à jour. Démarrez d’abord le backend" in vide.stderr


def test_nothing_to_say_is_said(tmp_path: Path) -> None:
    migrer(_reglages(tmp_path).base)

    assert appeler("messages", "--etat", str(tmp_path)).stdout == "Aucun message.\n"


def test_a_sentence_says_each_message_on_one_line() -> None:
    sms = {
        "canal": "sms",
        "destinataire": "06 39 98 10 42",
        "sujet": "",
        "corps": "votre code est 204816.\n",
        "piece_jointe": False,
    }
    mail = sms | {
        "canal": "mail",
        "destinataire": "a@exemple.fr",
        "sujet": "Objet",
        "corps": "Bonjour,\n\nVoici.",
        "piece_jointe": True,
    }

    assert en_clair(sms) == "SMS au 06 39 98 10 42\u00a0: votre code est 204816."
    assert en_clair(mail) == "Mail à a@exemple.fr\u00a0: Objet. Bonjour, Voici. [récapitulatif joint, PDF]"
    dites: list[str] = []
    recopier([json.dumps({"message": sms}).encode()], dites.append)
    assert dites == [f"{en_clair(sms)}\n"]


@contextlib.contextmanager
def demonstration(dossier: Path, **environnement: str) -> Iterator[subprocess.Popen[bytes]]:
    serveur = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "kiosk.cli", "serve", "--demo", "--etat", str(dossier)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "CAF_SERVEUR_MESSAGES__BALAYAGE_S": "0.05", **environnement},
    )
    with serveur:
        try:
            yield serveur
        finally:
            serveur.send_signal(signal.SIGINT)
            serveur.communicate(timeout=20)
            assert serveur.returncode == 0


def lire(serveur: subprocess.Popen[bytes]) -> Any:
    assert serveur.stdout is not None
    return json.loads(serveur.stdout.readline())


def test_a_demonstration_says_its_address_then_each_message(dossier: Path) -> None:
    ecrire(dossier, {"canal": Canal.SMS, "corps": "écrit avant", "expire_le": None}, envoyer=False)

    with demonstration(dossier) as serveur:
        url = lire(serveur)["url"]
        assert httpx2.get(f"{url}/readyz").status_code == 200
        assert lire(serveur)["message"]["corps"] == "écrit avant"
        ecrire(dossier, {"canal": Canal.MAIL, "corps": "écrit pendant", "expire_le": None}, envoyer=False)
        message = lire(serveur)["message"]

    assert (message["canal"], message["destinataire"]) == ("mail", "camille.martin@exemple.fr")
    assert (message["corps"], message["piece_jointe"]) == ("écrit pendant", False)


def test_the_address_comes_first_whatever_was_waiting() -> None:
    lecture, ecriture = os.pipe()
    pli = Pli(UUID(int=1), Canal.SMS, "+33639981042", "", "écrit avant", MAINTENANT)

    sortie = Annonceur(ecriture)
    sortie.afficher(pli)
    sortie.annoncer("http://127.0.0.1:1")
    sortie.afficher(pli)
    lignes = os.read(lecture, 1 << 16).splitlines()
    os.close(lecture)
    sortie.afficher(pli)
    os.close(ecriture)

    assert ["url" in json.loads(ligne) for ligne in lignes] == [True, False, False]


def test_nobody_has_to_read_what_a_demonstration_says(dossier: Path) -> None:
    """More than a pipe holds (64 KiB), and nobody who empties it."""
    messages = [{"canal": Canal.SMS, "corps": "x" * 3000, "expire_le": None} for _ in range(40)]
    ecrire(dossier, *messages, envoyer=False)
    seule = comptes_demo()[0]

    with demonstration(dossier) as serveur:
        url = lire(serveur)["url"]
        identite = {"nir": seule.nir, "mot_de_passe": seule.mot_de_passe}
        assert httpx2.post(f"{url}/api/v1/sessions", json=identite, timeout=20).status_code == 201
        attendre_envoyes(dossier, len(messages))


def attendre_envoyes(dossier: Path, nombre: int) -> None:
    async def scenario() -> None:
        async with ouvrir(_reglages(dossier), lambda: MAINTENANT) as poste, asyncio.timeout(20):
            compter = select(func.count()).where(MessageLigne.etat == "envoye")
            while True:
                async with poste.etat.base.lire() as session:
                    if await session.scalar(compter) == nombre:
                        return

    asyncio.run(scenario())


def test_a_backend_with_wrong_settings_says_which_and_no_secret(tmp_path: Path) -> None:
    creer_si_absents(tmp_path / "cles")

    refus = commande(
        "serve",
        "--etat",
        str(tmp_path),
        CAF_SERVEUR_MAIL__HOTE="smtp.exemple.fr",
        CAF_SERVEUR_MAIL__MOT_DE_PASSE="tres-secret",
    )

    assert refus.returncode != 0
    assert "mail.expediteur is missing" in refus.stderr
    assert "Traceback" not in refus.stderr
    assert "tres-secret" not in refus.stderr
