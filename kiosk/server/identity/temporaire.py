"""Passwords that an agent gives at the desk: good for one sign-in and a few days, then the person makes their own."""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy import select

from kiosk.metier.nir import Nir
from kiosk.server.etat import Etat
from kiosk.server.identity.avertissement import TEMPORAIRE, avertir
from kiosk.server.identity.sessions import fermer_toutes
from kiosk.server.identity.tentatives import effacer
from kiosk.server.storage.models import CompteLigne
from resources import chemin

NOMBRE_DE_MOTS: Final = 3
"""28 bits out of some 650 words: with nine tries a day until it ends, one chance in some millions."""


class CompteInconnu(LookupError):
    """No account has this NIR. Told to an agent only, never to a visitor."""


@dataclass(frozen=True, slots=True)
class Temporaire:
    """What is given to the person, once, and until when it opens their account."""

    mot_de_passe: str = field(repr=False)
    jusqu_a: datetime


async def donner(etat: Etat, nir: Nir) -> Temporaire:
    """Replace the password of an account by a temporary one, unlock the account and end its sessions.

    The person is warned on a secured contact detail, in case somebody else stands at the desk. Raises
    `CompteInconnu`; nothing is changed then.
    """
    identifiant = etat.connexion.identifiant(nir)
    clair = await asyncio.to_thread(generer)
    empreinte = await etat.mots_de_passe.hacher(clair)
    jusqu_a = etat.horloge() + timedelta(days=etat.reglages.mot_de_passe_temporaire_j)
    async with etat.base.ecrire() as session:
        compte = await session.scalar(
            select(CompteLigne).where(CompteLigne.identifiant == identifiant).with_for_update()
        )
        if compte is None:
            raise CompteInconnu
        compte.mot_de_passe = empreinte
        compte.mot_de_passe_temporaire_jusqu_a = jusqu_a
        await fermer_toutes(session, compte.id)
        await effacer(session, identifiant)
        await avertir(session, etat, compte, TEMPORAIRE)
    etat.facteur.reveiller()
    return Temporaire(clair, jusqu_a)


def generer() -> str:
    """Three plain words with a space between them: told, written down and typed without a mistake."""
    return " ".join(secrets.choice(mots()) for _ in range(NOMBRE_DE_MOTS))


@cache
def mots() -> tuple[str, ...]:
    """The words to draw from: at least four plain letters each, so that three of them make 14 characters."""
    return tuple(chemin("mots_de_passe", "mots.txt").read_text("ascii").split())
