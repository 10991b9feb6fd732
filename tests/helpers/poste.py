"""A post office for the tests of messages: one backend's worker, the box, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from kiosk.server.cles import charger
from kiosk.server.demo import fictifs
from kiosk.server.etat import Etat, assembler
from kiosk.server.messages.boite import Canal, EtatMessage, Message, poster
from kiosk.server.messages.facteur import Facteur
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.models import MessageLigne

COMPTE = min(fictifs())
ADRESSE = "camille.martin@exemple.fr"
MOBILE = "+33639981042"
CORPS = "Votre code\u00a0: 204 816\n"


@dataclass
class Poste:
    etat: Etat
    temps: Any

    @property
    def facteur(self) -> Facteur:
        return self.etat.facteur

    async def poster(self, canal: Canal = Canal.MAIL, **change: Any) -> UUID:
        """Write one message, committed; that of a code unless `change` says otherwise."""
        maintenant = self.temps()
        valeurs: dict[str, Any] = {
            "id": uuid4(),
            "compte_id": COMPTE,
            "canal": canal,
            "destinataire": MOBILE if canal is Canal.SMS else ADRESSE,
            "sujet": "Votre code de vérification",
            "corps": CORPS,
            "expire_le": maintenant + timedelta(minutes=15),
        }
        message = Message(**(valeurs | change))
        async with self.etat.base.ecrire() as session:
            await poster(session, message, maintenant)
        return message.id

    async def ligne(self, message_id: UUID) -> MessageLigne:
        async with self.etat.base.lire() as session:
            return await session.get_one(MessageLigne, message_id)

    async def etat_de(self, message_id: UUID) -> EtatMessage:
        return EtatMessage((await self.ligne(message_id)).etat)

    async def passer_longtemps(self, **duree: float) -> None:
        """Let the clock run over `duree`, the worker passing every minute of it."""
        fin = self.temps() + timedelta(**duree)
        while self.temps() < fin:
            self.temps.avancer(seconds=min(60.0, (fin - self.temps()).total_seconds()))
            await self.facteur.passer()


@asynccontextmanager
async def ouvrir(reglages: ReglagesServeur, temps: Any, **assemblage: Any) -> AsyncIterator[Poste]:
    """A post on the database of `reglages`, which nobody works for in the background."""
    etat = assembler(reglages, temps, charger(reglages.dossier_cles), **assemblage)
    try:
        yield Poste(etat, temps)
    finally:
        await etat.base.fermer()


def avec_smtp(reglages: ReglagesServeur, port: int, **change: Any) -> ReglagesServeur:
    """Mails go to a server of this machine, in clear unless `change` says otherwise."""
    mail = {"hote": "127.0.0.1", "port": port, "securite": "clair", "expediteur": "caf@exemple.fr"}
    return _avec(reglages, mail=mail | change)


def avec_sms(reglages: ReglagesServeur, url: str, jeton: str) -> ReglagesServeur:
    """Text messages go to a gateway of this machine."""
    return _avec(reglages, sms={"url": url, "jeton": jeton})


def _avec(reglages: ReglagesServeur, **change: Any) -> ReglagesServeur:
    return ReglagesServeur(**({nom: getattr(reglages, nom) for nom in type(reglages).model_fields} | change))
