"""Several backends on one database, and backends killed while they send: one message, one mail, at most."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.server.messages.boite import Canal, EtatMessage
from kiosk.server.reglages import ReglagesServeur
from tests.helpers.passerelle_sms import passerelle_sms
from tests.helpers.poste import ADRESSE, avec_sms, avec_smtp, ouvrir
from tests.helpers.serveur_smtp import ServeurSmtp, serveur_smtp

NOMBRE = 60


@pytest.fixture
def smtp() -> Iterator[ServeurSmtp]:
    with serveur_smtp() as serveur:
        yield serveur


class Horloge:
    """The real time, moved on at will: a killed process had no other."""

    def __init__(self) -> None:
        self.avance: Any = None

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.avance if self.avance else datetime.now(UTC)


def test_two_backends_on_one_database_share_the_work(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    reglages = avec_smtp(deux_bases, smtp.port)

    async def ecrire() -> None:
        async with ouvrir(reglages, temps) as poste:
            for rang in range(NOMBRE):
                await poste.poster(destinataire=f"personne-{rang}@exemple.fr")

    async def travailler() -> int:
        async with ouvrir(reglages, temps) as poste:
            return await poste.facteur.passer()

    asyncio.run(ecrire())
    with ThreadPoolExecutor(3) as fils:
        faits = list(fils.map(lambda _: asyncio.run(travailler()), range(3)))

    assert sum(faits) == NOMBRE
    assert sorted(smtp.destinataires) == sorted(f"personne-{rang}@exemple.fr" for rang in range(NOMBRE))


@contextmanager
def processus(reglages: ReglagesServeur) -> Iterator[subprocess.Popen[bytes]]:
    """A backend in a process of its own, that answers."""
    programme = (
        "import sys; from kiosk.server.reglages import ReglagesServeur; from kiosk.server.serveur import servir;"
        "servir(ReglagesServeur.model_validate_json(sys.argv[1]), annoncer=lambda url: print(url, flush=True))"
    )
    jeton = reglages.sms.jeton.get_secret_value()
    lance = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", programme, _en_json(reglages, jeton)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with lance:
        try:
            assert lance.stdout is not None
            assert lance.stdout.readline().startswith(b"http")
            yield lance
        finally:
            lance.kill()


def _en_json(reglages: ReglagesServeur, jeton: str) -> str:
    objet = json.loads(reglages.model_dump_json())
    objet["sms"]["jeton"] = jeton
    return json.dumps(objet)


def tuer_pendant(
    reglages: ReglagesServeur, canal: Canal, arrive: Callable[[], None], suite: Callable[[], None]
) -> EtatMessage:
    """A message is being sent when its backend is killed; what becomes of it once others may take it over."""
    horloge = Horloge()

    async def scenario() -> EtatMessage:
        async with ouvrir(reglages, horloge) as poste:
            message_id = await poste.poster(canal)
            with processus(reglages) as lance:
                await asyncio.to_thread(arrive)
                os.kill(lance.pid, signal.SIGKILL)
                await asyncio.to_thread(lance.wait)
            suite()
            assert await poste.etat_de(message_id) is EtatMessage.EN_COURS
            assert await poste.facteur.passer() == 0, "for all one knows, its backend is still at it"
            ligne = await poste.ligne(message_id)
            horloge.avance = ligne.prochain_le - datetime.now(UTC)
            await poste.facteur.passer()
            await poste.facteur.passer()
            return await poste.etat_de(message_id)

    return asyncio.run(scenario())


@pytest.mark.parametrize("etape", ["rcpt", "fin"])
def test_a_mail_that_was_being_sent_by_a_killed_backend_is_never_sent_again(
    deux_bases: ReglagesServeur, smtp: ServeurSmtp, etape: str
) -> None:
    smtp.retenue = etape

    etat = tuer_pendant(
        avec_smtp(deux_bases, smtp.port), Canal.MAIL, smtp.attendre_retenue, suite=smtp.liberer
    )

    assert etat is EtatMessage.INCERTAIN
    assert smtp.destinataires == ([ADRESSE] if etape == "fin" else [])
    assert smtp.connexions == 1


def test_a_text_message_that_was_being_sent_by_a_killed_backend_is_delivered_once(
    deux_bases: ReglagesServeur,
) -> None:
    with passerelle_sms() as passerelle:
        passerelle.pannes.append("silence")
        etat = tuer_pendant(
            avec_sms(deux_bases, passerelle.url, passerelle.jeton),
            Canal.SMS,
            passerelle.attendre_silence,
            suite=passerelle.parler,
        )

        assert etat is EtatMessage.ENVOYE
        assert len(passerelle.appels) == 2
        assert len(passerelle.delivres) == 1


def test_a_backend_that_slept_through_its_lease_tells_the_truth_when_it_wakes(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    """A virtual machine was paused: another backend thinks the message lost, then the first one has sent it."""
    reglages = avec_smtp(deux_bases, smtp.port)

    async def scenario() -> None:
        async with ouvrir(reglages, temps) as endormi, ouvrir(reglages, temps) as autre:
            message_id = await endormi.poster()
            smtp.retenue = "fin"
            envoi = asyncio.create_task(endormi.facteur.passer())
            await asyncio.to_thread(smtp.attendre_retenue)
            temps.avancer(minutes=6)
            assert await autre.facteur.passer() == 0
            assert await autre.etat_de(message_id) is EtatMessage.INCERTAIN
            smtp.liberer()
            await envoi
            assert await autre.etat_de(message_id) is EtatMessage.ENVOYE

    asyncio.run(scenario())
    assert smtp.destinataires == [ADRESSE]
