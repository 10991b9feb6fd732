"""How many people the reference backend signs in, how many codes it checks, and how long each waits at half of it."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from kiosk.backend.client import ClientBackend
from kiosk.backend.errors import Refus
from kiosk.backend.schemas import DemandeVerification, GesteDemande, GestesDemandes
from kiosk.metier.coordonnees import VERIFIABLES, Geste, NatureCoordonnee
from kiosk.metier.nir import lire_nir
from kiosk.server.cles import charger
from kiosk.server.identity.identifiant import empreinte_nir
from kiosk.server.identity.mots_de_passe import MotsDePasse
from kiosk.server.reglages import ReglagesArgon2
from kiosk.server.storage.base import Base
from kiosk.server.storage.models import CompteLigne, MessageLigne
from tests.bench.processus import quantile
from tests.helpers.bureau import Bureau
from tests.helpers.postgresql import serveur_postgresql
from tests.helpers.terminal import Backend

TERMINAUX = 8
"""How many terminals ask at the same time."""

FAUX = 4
"""Wrong codes before the right one: a fifth would end it."""

GROUPE = 40
"""Codes that are tried in turn: as many checks lie between two tries of one code."""

MOT_DE_PASSE = "girafe nuage vélo 1937"
CLES = ("sign_ins_per_s", "sign_in_p99_ms", "code_checks_per_s", "code_check_p99_ms")
_ATTENDUS = frozenset({"code_incorrect", "code_utilise"})  # used: a wrong one that the right one overtook
_SIX_CHIFFRES = re.compile(r"\b[0-9]{6}\b")

Action = Callable[[], Awaitable[None]]


def comptes(bureau: Bureau, identifications: int, codes: int) -> dict[str, float]:
    """`identifications` and `codes` as fast as they are taken, then as many again at half that rate."""
    etat = bureau.dossier / "backend-comptes"
    with Backend(bureau, etat=etat) as backend:
        base = f"sqlite+aiosqlite:///{etat / 'caf-kiosk.sqlite3'}"
        return asyncio.run(_charger(backend.url, base, etat / "cles", identifications, codes))


def comptes_postgresql(bureau: Bureau, identifications: int, codes: int) -> dict[str, float]:
    """The same on PostgreSQL, with commits that reach the disk."""
    etat = bureau.dossier / "backend-comptes-postgresql"
    with serveur_postgresql(durable=True) as base, Backend(bureau, base=base, etat=etat) as backend:
        mesures = asyncio.run(_charger(backend.url, base, etat / "cles", identifications, codes))
    return {f"postgresql_{cle}": valeur for cle, valeur in mesures.items()}


@dataclass(frozen=True, slots=True)
class _Code:
    """A code that was sent, and the line of the person it was sent to."""

    client: ClientBackend
    verification: UUID
    juste: str = field(repr=False)


async def _charger(
    url: str, adresse_base: str, cles: Path, identifications: int, codes: int
) -> dict[str, float]:
    base = Base(adresse_base, 5)
    tls = ssl.create_default_context()  # one for all: each would read the system's authorities again
    async with AsyncExitStack() as pile:
        pile.push_async_callback(base.fermer)
        # Two codes for each person, and each code is tried until it is right.
        par_phase = -(-codes // (len(VERIFIABLES) * (FAUX + 1)))
        nirs = await _inscrire(base, charger(cles).identifiants, max(2 * par_phase, TERMINAUX * 5))

        async def ligne() -> ClientBackend:
            return await pile.enter_async_context(ClientBackend(url, contexte_tls=tls))

        guichets = [await ligne() for _ in range(TERMINAUX)]
        identifier = [partial(_identifier, guichets, nirs, rang) for rang in range(2 * identifications)]
        sign_ins = await _mesurer(identifier)
        visites = []
        for nir in nirs[: 2 * par_phase]:
            visites.append(await ligne())
            await visites[-1].ouvrir_session(nir, MOT_DE_PASSE)
        envoyes = [code for visite in visites for code in await _demander(visite)]
        justes = await _lire(base, [verification for _, verification in envoyes])
        essais = _essais([_Code(client, v, justes[v]) for client, v in envoyes])
        return dict(zip(CLES, (*sign_ins, *await _mesurer(essais)), strict=True))


async def _inscrire(base: Base, secret: bytes, nombre: int) -> list[str]:
    """Fictitious people with one password, hashed at the real cost; the backend knows no other way in for them."""
    empreinte = await MotsDePasse(ReglagesArgon2(), 1).hacher(MOT_DE_PASSE)
    nirs = [f"2850675{rang:06d}" for rang in range(nombre)]
    async with base.ecrire() as session:
        for rang, nir in enumerate(nirs):
            session.add(
                CompteLigne(
                    id=uuid4(),
                    identifiant=empreinte_nir(lire_nir(nir), secret),
                    mot_de_passe=empreinte,
                    prenom=f"Personne {rang}",
                    nom="Essai",
                )
            )
    return nirs


async def _identifier(guichets: Sequence[ClientBackend], nirs: Sequence[str], rang: int) -> None:
    await guichets[rang % len(guichets)].ouvrir_session(nirs[rang % len(nirs)], MOT_DE_PASSE)


async def _demander(client: ClientBackend) -> list[tuple[ClientBackend, UUID]]:
    """A mobile and a mail that wait for their codes, which are sent."""
    valeurs = {NatureCoordonnee.MOBILE: "06 39 98 10 42", NatureCoordonnee.MAIL: "essai@example.org"}
    gestes = tuple(
        GesteDemande(nature=nature, geste=Geste.MODIFIER, valeur=valeur) for nature, valeur in valeurs.items()
    )
    compte = await client.compte()
    await client.enregistrer_coordonnees(GestesDemandes(version=compte.coordonnees.version, gestes=gestes))
    demandes = [DemandeVerification(id=uuid4(), nature=nature) for nature in valeurs]
    for demande in demandes:
        await client.envoyer_code(demande)
    return [(client, demande.id) for demande in demandes]


async def _lire(base: Base, verifications: Sequence[UUID]) -> dict[UUID, str]:
    """What people would read on their telephones: the local transport keeps it."""
    async with base.lire() as session:
        lignes = (await session.execute(select(MessageLigne.id, MessageLigne.corps))).all()
    corps = {ligne.id: ligne.corps or "" for ligne in lignes}
    return {v: _SIX_CHIFFRES.findall(corps[v])[0] for v in verifications}


def _essais(codes: Sequence[_Code]) -> list[Action]:
    """Four wrong tries of each code, then the right one, in turn within each group."""
    essais: list[Action] = []
    for debut in range(0, len(codes), GROUPE):
        groupe = codes[debut : debut + GROUPE]
        for tour in range(FAUX + 1):
            essais += [partial(_essayer, code, tour) for code in groupe]
    return essais


async def _essayer(code: _Code, tour: int) -> None:
    if tour == FAUX:
        await code.client.verifier_code(code.verification, code.juste)
        return
    try:
        await code.client.verifier_code(code.verification, f"{(int(code.juste) + 1 + tour) % 10**6:06d}")
    except Refus as refus:
        if refus.code not in _ATTENDUS:
            raise
    else:
        raise AssertionError("a wrong code was accepted")


async def _mesurer(gestes: Sequence[Action]) -> tuple[float, float]:
    """Half of them as fast as they are taken: how many a second. The rest at half that rate: p99 in ms."""
    moitie = len(gestes) // 2
    file = iter(gestes[:moitie])

    async def un_terminal() -> None:
        for geste in file:
            await geste()

    debut = time.perf_counter()
    await asyncio.gather(*(un_terminal() for _ in range(TERMINAUX)))
    par_seconde = moitie / (time.perf_counter() - debut)
    depart = time.perf_counter()

    async def au_rythme(rang: int, geste: Action) -> float:
        # From the moment it was due, late or not: a queue would show.
        prevu = depart + 2 * rang / par_seconde
        await asyncio.sleep(max(0.0, prevu - time.perf_counter()))  # the rate is what is asked
        await geste()
        return time.perf_counter() - prevu

    attentes = await asyncio.gather(*(au_rythme(rang, geste) for rang, geste in enumerate(gestes[moitie:])))
    return par_seconde, 1e3 * quantile(attentes, 0.99)
