"""Text messages through a gateway: what it is told, what its answers mean, and never two on one phone."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.server.messages.boite import Canal, EtatMessage
from kiosk.server.reglages import ReglagesServeur
from tests.helpers.passerelle_sms import Passerelle, passerelle_sms
from tests.helpers.poste import CORPS, MOBILE, avec_sms, ouvrir


@pytest.fixture
def passerelle() -> Iterator[Passerelle]:
    with passerelle_sms() as ouverte:
        yield ouverte


def test_a_gateway_is_told_all_it_needs(
    reglages: ReglagesServeur, temps: Any, passerelle: Passerelle
) -> None:
    async def scenario() -> str:
        async with ouvrir(avec_sms(reglages, passerelle.url, passerelle.jeton), temps) as poste:
            message_id = await poste.poster(Canal.SMS)
            await poste.facteur.passer()
            ligne = await poste.ligne(message_id)
            assert (ligne.etat, ligne.corps) == (EtatMessage.ENVOYE, None)
            return str(message_id)

    message_id = asyncio.run(scenario())
    ((entetes, corps),) = passerelle.appels
    assert corps == {"id": message_id, "destinataire": MOBILE, "texte": CORPS, "emetteur": "Caf"}
    assert entetes["idempotency-key"] == message_id
    assert entetes["authorization"] == f"Bearer {passerelle.jeton}"
    assert entetes["content-type"] == "application/json"


@pytest.mark.parametrize("panne", ["coupure_avant", "coupure_apres", 500, 502, 503, 429, 408, 403, 302])
def test_what_may_pass_is_sent_again_and_delivered_once(
    deux_bases: ReglagesServeur, temps: Any, passerelle: Passerelle, panne: int | str
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_sms(deux_bases, passerelle.url, passerelle.jeton), temps) as poste:
            passerelle.pannes += [panne, panne]
            message_id = await poste.poster(Canal.SMS)
            await poste.facteur.passer()
            assert await poste.etat_de(message_id) is EtatMessage.A_ENVOYER
            await poste.passer_longtemps(minutes=5)
            assert (await poste.ligne(message_id)).essais == 3
            assert await poste.etat_de(message_id) is EtatMessage.ENVOYE

    asyncio.run(scenario())
    assert len(passerelle.delivres) == 1
    assert len(passerelle.appels) == 3
    assert len({entetes["idempotency-key"] for entetes, _ in passerelle.appels}) == 1


@pytest.mark.parametrize("statut", [400, 422])
def test_what_a_gateway_will_never_take_is_given_up(
    reglages: ReglagesServeur, temps: Any, passerelle: Passerelle, statut: int
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_sms(reglages, passerelle.url, passerelle.jeton), temps) as poste:
            passerelle.pannes.append(statut)
            message_id = await poste.poster(Canal.SMS)
            await poste.passer_longtemps(minutes=5)
            ligne = await poste.ligne(message_id)
            assert (ligne.etat, ligne.erreur, ligne.corps) == (
                EtatMessage.ABANDONNE,
                f"appel: {statut}",
                None,
            )

    asyncio.run(scenario())
    assert passerelle.delivres == []


def test_a_wrong_token_waits_for_the_right_one(
    reglages: ReglagesServeur, temps: Any, passerelle: Passerelle
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_sms(reglages, passerelle.url, "un autre"), temps) as poste:
            message_id = await poste.poster(Canal.SMS)
            await poste.facteur.passer()
            assert (await poste.ligne(message_id)).erreur == "appel: 401"
        async with ouvrir(avec_sms(reglages, passerelle.url, passerelle.jeton), temps) as poste:
            await poste.passer_longtemps(minutes=1)
            assert await poste.etat_de(message_id) is EtatMessage.ENVOYE

    asyncio.run(scenario())
    assert len(passerelle.delivres) == 1


def test_nothing_is_called_once_it_is_too_late(
    reglages: ReglagesServeur, temps: Any, passerelle: Passerelle
) -> None:
    async def scenario() -> None:
        async with ouvrir(avec_sms(reglages, passerelle.url, passerelle.jeton), temps) as poste:
            message_id = await poste.poster(Canal.SMS)
            temps.avancer(minutes=16)
            await poste.facteur.passer()
            assert await poste.etat_de(message_id) is EtatMessage.ABANDONNE

    asyncio.run(scenario())
    assert passerelle.appels == []
