"""How many deposits the reference backend takes, and how long each waits when it is half busy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from uuid import uuid4

from kiosk.backend.client import ClientBackend
from kiosk.backend.envelope import Enveloppe, sceller
from kiosk.backend.schemas import Dossier
from tests.bench.calcul import DATE
from tests.bench.processus import quantile
from tests.end2end.visite import CAMILLE
from tests.helpers.bureau import Bureau
from tests.helpers.postgresql import serveur_postgresql
from tests.helpers.terminal import Backend

TERMINAUX = 8
"""How many terminals send at the same time."""


def depots(bureau: Bureau, nombre: int) -> dict[str, float]:
    """`nombre` deposits as fast as they are taken, then as many again at half that rate."""
    with Backend(bureau) as backend:
        return asyncio.run(_charger(backend.url, nombre))


def depots_postgresql(bureau: Bureau, nombre: int) -> dict[str, float]:
    """The same on PostgreSQL, with commits that reach the disk."""
    with (
        serveur_postgresql(durable=True) as base,
        Backend(bureau, base=base, etat=bureau.dossier / "backend-postgresql") as backend,
    ):
        mesures = asyncio.run(_charger(backend.url, nombre))
    return {cle.replace("deposit", "postgresql_deposit", 1): valeur for cle, valeur in mesures.items()}


async def _charger(url: str, nombre: int) -> dict[str, float]:
    enveloppes = await _sceller(url, 2 * nombre)
    async with AsyncExitStack() as pile:
        clients = [await pile.enter_async_context(ClientBackend(url)) for _ in range(TERMINAUX)]
        debut = time.perf_counter()
        await asyncio.gather(
            *(_envoyer(client, enveloppes[rang:nombre:TERMINAUX]) for rang, client in enumerate(clients))
        )
        par_seconde = nombre / (time.perf_counter() - debut)
        attentes = await _au_rythme(clients, enveloppes[nombre:], par_seconde / 2)
    return {"deposits_per_s": par_seconde, "deposit_p99_ms": 1e3 * quantile(attentes, 0.99)}


async def _sceller(url: str, nombre: int) -> list[Enveloppe]:
    """Real envelopes, sealed to the backend's key, each with a right to deposit."""
    async with ClientBackend(url) as client:
        session = await client.ouvrir_session(CAMILLE.nir, CAMILLE.mot_de_passe)
        cle = await client.cle_publique()
        await client.fermer_session()
    return [sceller(dossier(session.bon_de_depot), cle, uuid4()) for _ in range(nombre)]


def dossier(bon_de_depot: str) -> Dossier:
    """The answers of a person alone with a salary."""
    return Dossier(
        demarche="ressources",
        date_reference=DATE,
        bon_de_depot=bon_de_depot,
        attestation=True,
        reponses={"personnes": [{"qualite": "vous", "prenom": CAMILLE.prenom, "salaires": 18240}]},
    )


async def _envoyer(client: ClientBackend, enveloppes: Sequence[Enveloppe]) -> None:
    for enveloppe in enveloppes:
        await client.deposer(enveloppe.id, enveloppe.octets)


async def _au_rythme(
    clients: Sequence[ClientBackend], enveloppes: Sequence[Enveloppe], par_seconde: float
) -> list[float]:
    """Seconds that each deposit took from the moment it was due, late or not: a queue would show."""
    debut = time.perf_counter()

    async def un(rang: int, enveloppe: Enveloppe) -> float:
        prevu = debut + rang / par_seconde
        await asyncio.sleep(max(0.0, prevu - time.perf_counter()))  # the rate is what is asked
        await clients[rang % len(clients)].deposer(enveloppe.id, enveloppe.octets)
        return time.perf_counter() - prevu

    return await asyncio.gather(*(un(rang, enveloppe) for rang, enveloppe in enumerate(enveloppes)))
