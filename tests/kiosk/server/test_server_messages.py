"""The worker: what it sends, when, how often, and what it leaves behind."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import structlog

from kiosk.backend.schemas import EtatEnvoi
from kiosk.server.messages.boite import Canal, EtatMessage, Message, poster
from kiosk.server.messages.transports import Pli
from kiosk.server.reglages import ReglagesMessages, ReglagesServeur
from tests.helpers.poste import ADRESSE, COMPTE, CORPS, MOBILE, avec_smtp, ouvrir
from tests.helpers.serveur_smtp import ServeurSmtp, serveur_smtp

LIMITE_S = 20


@pytest.fixture
def smtp() -> Iterator[ServeurSmtp]:
    with serveur_smtp() as serveur:
        yield serveur


@pytest.fixture
def journal() -> Iterator[list[Any]]:
    """Every log line of the test."""
    with structlog.testing.capture_logs() as lignes:
        yield lignes


def test_a_message_goes_with_its_transaction(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste:
            message = Message(uuid4(), COMPTE, Canal.MAIL, ADRESSE, "Votre code", CORPS)
            with contextlib.suppress(ZeroDivisionError):
                async with poste.etat.base.ecrire() as session:
                    await poster(session, message, temps())
                    raise ZeroDivisionError
            assert await poste.facteur.passer() == 0

            for _ in range(2):
                async with poste.etat.base.ecrire() as session:
                    await poster(session, message, temps())
                await poste.facteur.passer()

    asyncio.run(scenario())
    assert smtp.destinataires == [ADRESSE], "the same id twice is one message"


def test_an_outage_delays_a_message_and_nothing_more(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste:
            smtp.arreter()
            message_id = await poste.poster()
            assert await poste.facteur.passer() == 1
            ligne = await poste.ligne(message_id)
            assert (ligne.etat, ligne.erreur) == (EtatMessage.A_ENVOYER, "connexion: SMTPConnectError")
            assert temps() < ligne.prochain_le <= temps() + timedelta(seconds=5)
            assert await poste.facteur.passer() == 0, "not before its time"
            await poste.passer_longtemps(minutes=5)

            smtp.demarrer()
            await poste.passer_longtemps(minutes=5)

            ligne = await poste.ligne(message_id)
            assert (ligne.etat, ligne.corps, ligne.erreur) == (EtatMessage.ENVOYE, None, None)
            assert ligne.envoye_le is not None
            await poste.passer_longtemps(hours=1)

    asyncio.run(scenario())
    assert smtp.destinataires == [ADRESSE]


@pytest.mark.parametrize("etape", ["connexion", "ehlo", "mail", "rcpt", "data"])
def test_a_conversation_cut_before_the_text_is_had_again(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp, etape: str
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste:
            smtp.coupure = etape
            message_id = await poste.poster()
            await poste.facteur.passer()
            ligne = await poste.ligne(message_id)
            assert ligne.etat == EtatMessage.A_ENVOYER
            assert ligne.erreur is not None
            assert ligne.erreur.startswith(f"{etape}: ")

            smtp.coupure = ""
            await poste.passer_longtemps(minutes=2)
            assert await poste.etat_de(message_id) is EtatMessage.ENVOYE

    asyncio.run(scenario())
    assert smtp.destinataires == [ADRESSE]


def test_a_cut_in_the_middle_of_the_text_is_known_to_have_delivered_nothing(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    gros = "Une ligne de texte, longue comme il y en a tant.\n" * 200_000

    async def scenario() -> None:
        async with ouvrir(avec_smtp(reglages, smtp.port), temps) as poste:
            smtp.coupure = "texte"
            message_id = await poste.poster(corps=gros)
            await poste.facteur.passer()
            assert await poste.etat_de(message_id) is EtatMessage.A_ENVOYER

            smtp.coupure = ""
            await poste.passer_longtemps(minutes=2)
            assert await poste.etat_de(message_id) is EtatMessage.ENVOYE

    asyncio.run(scenario())
    assert [recu.texte for recu in smtp.recus] == [gros]


def test_a_mail_whose_fate_is_unknown_is_never_sent_again(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste:
            smtp.coupure = "fin"
            message_id = await poste.poster()
            await poste.facteur.passer()
            ligne = await poste.ligne(message_id)
            assert (ligne.etat, ligne.corps) == (EtatMessage.INCERTAIN, None)
            assert ligne.erreur == "fin: SMTPServerDisconnected"

            smtp.coupure = ""
            await poste.passer_longtemps(hours=1)
            assert 'caf_messages_total{canal="mail",resultat="incertain"} 1' in poste.etat.metriques.texte()

    asyncio.run(scenario())
    assert smtp.destinataires == [ADRESSE], "the server had taken it"


@pytest.mark.parametrize(
    ("etape", "reponse", "attendu"),
    [
        ("ehlo", "421 4.3.2 closing", EtatMessage.A_ENVOYER),
        ("mail", "451 4.3.0 later", EtatMessage.A_ENVOYER),
        ("mail", "530 5.7.0 sign in first", EtatMessage.A_ENVOYER),
        ("mail", "550 5.7.1 not you", EtatMessage.ABANDONNE),
        ("rcpt", "450 4.2.0 greylisted", EtatMessage.A_ENVOYER),
        ("rcpt", "550 5.1.1 <camille.martin@exemple.fr> nobody here", EtatMessage.ABANDONNE),
        ("data", "452 4.3.1 disk full", EtatMessage.A_ENVOYER),
        ("data", "554 5.6.0 no", EtatMessage.ABANDONNE),
        ("fin", "452 4.3.1 disk full", EtatMessage.A_ENVOYER),
        ("fin", "554 5.7.1 looks like spam", EtatMessage.ABANDONNE),
        ("fin", "354 what?", EtatMessage.INCERTAIN),
    ],
)
def test_what_a_server_answers_decides(
    reglages: ReglagesServeur,
    temps: Any,
    smtp: ServeurSmtp,
    journal: list[Any],
    etape: str,
    reponse: str,
    attendu: EtatMessage,
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(reglages, smtp.port), temps) as poste:
            smtp.reponses[etape] = reponse
            message_id = await poste.poster()
            await poste.facteur.passer()
            ligne = await poste.ligne(message_id)
            assert ligne.etat == attendu
            assert (ligne.corps is None) == (attendu is not EtatMessage.A_ENVOYER)
            assert ligne.erreur is not None
            assert ligne.erreur.split()[1] in (reponse[:3], "SMTPResponseException")
            assert "camille" not in ligne.erreur
            smtp.reponses.clear()
            await poste.passer_longtemps(minutes=14)

    asyncio.run(scenario())
    assert smtp.destinataires == [ADRESSE] * (attendu is EtatMessage.A_ENVOYER)
    assert [ligne["etat"] for ligne in journal] == [attendu]
    assert "camille" not in str(journal)


def test_nothing_leaves_once_it_is_too_late(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste:
            jamais_essaye = await poste.poster()
            temps.avancer(minutes=15)
            assert await poste.facteur.passer() == 0
            ligne = await poste.ligne(jamais_essaye)
            assert (ligne.etat, ligne.corps, ligne.essais) == (EtatMessage.ABANDONNE, None, 0)

            smtp.arreter()
            en_panne = await poste.poster()
            await poste.passer_longtemps(minutes=15)
            ligne = await poste.ligne(en_panne)
            assert (ligne.etat, ligne.corps) == (EtatMessage.ABANDONNE, None)
            assert ligne.essais >= 8, "a code is tried all through its short life"
            smtp.demarrer()
            await poste.passer_longtemps(hours=1)

    asyncio.run(scenario())
    assert smtp.recus == []


def test_a_message_that_never_expires_is_given_up_after_so_many_attempts(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    patience = reglages.model_copy(update={"messages": ReglagesMessages(essais_max=3)})

    async def scenario() -> None:
        async with ouvrir(avec_smtp(patience, smtp.port), temps) as poste:
            smtp.arreter()
            message_id = await poste.poster(expire_le=None)
            await poste.passer_longtemps(hours=1)
            ligne = await poste.ligne(message_id)
            assert (ligne.etat, ligne.essais) == (EtatMessage.ABANDONNE, 3)

    asyncio.run(scenario())


def test_waits_grow_between_attempts_up_to_a_limit(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> list[float]:
        attentes = []
        async with ouvrir(avec_smtp(reglages, smtp.port), temps) as poste:
            smtp.arreter()
            message_id = await poste.poster(expire_le=None)
            for _ in range(14):
                await poste.facteur.passer()
                prochain_le = (await poste.ligne(message_id)).prochain_le
                attentes.append((prochain_le - temps()).total_seconds())
                temps.instant = prochain_le
        return attentes

    attentes = asyncio.run(scenario())
    for rang, attente in enumerate(attentes):
        plafond = min(5 * 2**rang, 1800)
        assert plafond / 2 <= attente <= plafond


def test_a_code_passes_before_what_can_wait(reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp) -> None:
    un_a_la_fois = reglages.model_copy(update={"messages": ReglagesMessages(simultanes=1)})

    async def scenario() -> None:
        async with ouvrir(avec_smtp(un_a_la_fois, smtp.port), temps) as poste:
            await poste.poster(sujet="3", expire_le=None)
            await poste.poster(sujet="2", expire_le=temps() + timedelta(days=1))
            temps.avancer(seconds=10)
            await poste.poster(sujet="1")
            await poste.facteur.passer()

    asyncio.run(scenario())
    assert [recu.mail["subject"] for recu in smtp.recus] == ["1", "2", "3"]


def test_finished_messages_are_erased_after_thirty_days(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste:
            envoye = await poste.poster()
            await poste.facteur.passer()
            smtp.arreter()
            temps.avancer(days=29, hours=23)
            await poste.facteur.passer()
            assert await poste.etat_de(envoye) is EtatMessage.ENVOYE
            attend = await poste.poster(expire_le=None)
            temps.avancer(hours=2)
            await poste.facteur.passer()
            assert await poste.etat_de(attend) is EtatMessage.A_ENVOYER
            assert await poste.facteur.attendre(envoye, 0) is EtatEnvoi.EN_RETARD, "its row is gone"

    asyncio.run(scenario())


def test_a_clock_set_back_holds_nothing_for_long(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste:
            nouveau = await poste.poster()
            smtp.arreter()
            essaye = await poste.poster(expire_le=None)
            await poste.facteur.passer()
            smtp.demarrer()
            nouveau_aussi = await poste.poster()
            temps.avancer(hours=-3)
            await poste.facteur.passer()
            for message_id in (nouveau, essaye, nouveau_aussi):
                assert await poste.etat_de(message_id) is EtatMessage.ENVOYE

    asyncio.run(scenario())
    assert len(smtp.recus) == 3


def test_what_has_no_server_stays_here_with_its_text(deux_bases: ReglagesServeur, temps: Any) -> None:
    vus: list[Pli] = []

    async def scenario() -> None:
        async with ouvrir(deux_bases, temps, afficher=vus.append) as poste:
            sms, mail = await poste.poster(Canal.SMS), await poste.poster()
            assert await poste.facteur.passer() == 2
            for message_id in (sms, mail):
                ligne = await poste.ligne(message_id)
                assert (ligne.etat, ligne.corps) == (EtatMessage.ENVOYE, CORPS)

    asyncio.run(scenario())
    assert sorted((pli.canal, pli.destinataire, pli.corps) for pli in vus) == [
        (Canal.MAIL, ADRESSE, CORPS),
        (Canal.SMS, MOBILE, CORPS),
    ]


# --- in the background -------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def au_travail(poste: Any) -> Any:
    """The worker runs, as in a backend; leaving stops it as a backend does."""
    tache = asyncio.create_task(poste.facteur.tourner())
    try:
        async with asyncio.timeout(LIMITE_S):
            yield tache
    finally:
        if not tache.cancelling():
            tache.cancel()
        await asyncio.wait({tache})
    assert tache.cancelled()


def test_a_request_knows_within_its_time_what_became_of_its_message(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste, au_travail(poste):
            facteur = poste.facteur
            parti = await poste.poster()
            facteur.reveiller()
            assert await facteur.attendre(parti, LIMITE_S) is EtatEnvoi.PARTI
            assert await facteur.attendre(parti, 0) is EtatEnvoi.PARTI, "asked again, later"

            smtp.reponses["rcpt"] = "450 4.2.0 later"
            reporte = await poste.poster()
            facteur.reveiller()
            assert await facteur.attendre(reporte, LIMITE_S) is EtatEnvoi.EN_RETARD
            smtp.reponses.clear()

            smtp.retenue = "rcpt"
            lent = await poste.poster()
            facteur.reveiller()
            assert await facteur.attendre(lent, 0.1) is EtatEnvoi.EN_RETARD
            smtp.liberer()
            assert await facteur.attendre(lent, LIMITE_S) is EtatEnvoi.PARTI
            assert await facteur.attendre(uuid4(), 0) is EtatEnvoi.EN_RETARD

    asyncio.run(scenario())


def test_a_slow_server_holds_neither_the_other_channel_nor_other_mails(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(reglages, smtp.port), temps) as poste, au_travail(poste):
            smtp.retenue = "mail"
            await poste.poster()
            poste.facteur.reveiller()
            await asyncio.to_thread(smtp.attendre_retenue)
            smtp.retenue = ""
            for canal in Canal:
                message_id = await poste.poster(canal)
                poste.facteur.reveiller()
                assert await poste.facteur.attendre(message_id, LIMITE_S) is EtatEnvoi.PARTI
            smtp.liberer()

    asyncio.run(scenario())


def test_what_waits_from_before_a_restart_is_sent_without_being_asked(
    deux_bases: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste:
            message_id = await poste.poster()
        async with ouvrir(avec_smtp(deux_bases, smtp.port), temps) as poste, au_travail(poste):
            assert await poste.facteur.attendre(message_id, LIMITE_S) is EtatEnvoi.PARTI

    asyncio.run(scenario())


def test_a_sweep_finds_what_another_process_wrote(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    souvent = reglages.model_copy(update={"messages": ReglagesMessages(balayage_s=0.05)})

    async def scenario() -> None:
        async with ouvrir(avec_smtp(souvent, smtp.port), temps) as poste, au_travail(poste):
            premier = await poste.poster()
            poste.facteur.reveiller()
            await poste.facteur.attendre(premier, LIMITE_S)
            async with ouvrir(reglages, temps) as ailleurs:
                second = await ailleurs.poster()
            assert await poste.facteur.attendre(second, LIMITE_S) is EtatEnvoi.PARTI

    asyncio.run(scenario())


def test_a_stop_lets_what_is_on_its_way_arrive(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_smtp(reglages, smtp.port), temps) as poste:
            async with au_travail(poste) as tache:
                smtp.retenue = "fin"
                message_id = await poste.poster()
                poste.facteur.reveiller()
                await asyncio.to_thread(smtp.attendre_retenue)
                tache.cancel()
                await asyncio.sleep(0)
                smtp.liberer()
            assert await poste.etat_de(message_id) is EtatMessage.ENVOYE

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("etape", "attendu"), [("rcpt", EtatMessage.A_ENVOYER), ("fin", EtatMessage.INCERTAIN)]
)
def test_a_stop_does_not_wait_for_ever_and_knows_what_it_leaves(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp, etape: str, attendu: EtatMessage
) -> None:
    presse = reglages.model_copy(update={"messages": ReglagesMessages(arret_s=0.05)})

    async def scenario() -> None:
        async with ouvrir(avec_smtp(presse, smtp.port), temps) as poste:
            async with au_travail(poste):
                smtp.retenue = etape
                message_id = await poste.poster()
                poste.facteur.reveiller()
                await asyncio.to_thread(smtp.attendre_retenue)
            assert await poste.etat_de(message_id) is attendu

    asyncio.run(scenario())


def test_the_worker_outlives_a_database_that_is_away(
    reglages: ReglagesServeur, temps: Any, smtp: ServeurSmtp, journal: list[Any]
) -> None:
    presse = reglages.model_copy(
        update={"base_attente_s": 0.05, "messages": ReglagesMessages(recul_s=0.05, balayage_s=0.05)}
    )
    fichier = reglages.base.removeprefix("sqlite+aiosqlite:///")

    async def scenario() -> None:
        async with ouvrir(avec_smtp(presse, smtp.port), temps) as poste:
            message_id = await poste.poster()
            with contextlib.closing(sqlite3.connect(fichier, isolation_level=None)) as autre:
                autre.execute("BEGIN IMMEDIATE")
                async with au_travail(poste):
                    assert await poste.facteur.attendre(message_id, 0.5) is EtatEnvoi.EN_RETARD
                    autre.execute("ROLLBACK")
                    assert await poste.facteur.attendre(message_id, LIMITE_S) is EtatEnvoi.PARTI

    asyncio.run(scenario())
    assert {ligne["event"] for ligne in journal} == {"facteur_empeche"}


def test_a_backend_sends_while_it_answers(
    reglages: ReglagesServeur,
    smtp: ServeurSmtp,
    temps: Any,
    demarrer: Callable[[ReglagesServeur], Any],
) -> None:
    async def ecrire_avant() -> None:
        async with ouvrir(reglages, temps) as poste:
            await poste.poster()

    asyncio.run(ecrire_avant())
    smtp.retenue = "fin"
    backend = demarrer(avec_smtp(reglages, smtp.port))
    smtp.attendre_retenue()
    assert backend.http.get("/healthz").status_code == 200
    smtp.liberer()
