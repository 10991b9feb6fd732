"""`caf-kiosk messages`: what the backend has to say to people; and the same, live, where a demonstration runs."""

import asyncio
import json
import os
import select
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.cli_base import FAIT, agir

if TYPE_CHECKING:
    from kiosk.server.messages.transports import Pli
    from kiosk.server.reglages import ReglagesServeur
    from kiosk.server.storage.models import MessageLigne

_CANAUX: Final = {"sms": "SMS", "mail": "mail"}
_ETATS: Final = {
    "a_envoyer": "à envoyer",
    "en_cours": "en cours",
    "envoye": "envoyé",
    "incertain": "sort inconnu",
    "abandonne": "abandonné",
}
_GARDE: Final = "gardé ici"
"""No server was set up for this channel: nothing left, and this command is where the message is read."""


def messages(etat: Path, base: str, *, en_json: bool) -> int:
    """Print every message of the database, the oldest first; returns the exit code.

    Only the fictitious people of the demonstration are shown in clear. Of anybody else the address is masked, and
    the text is left out while it waits for a server: it may hold a code that nobody else should read.
    """
    return agir(etat, base, lambda reglages: _messages(reglages, en_json=en_json), cles=False)


def _messages(reglages: "ReglagesServeur", *, en_json: bool) -> int:
    lus = asyncio.run(_lire(reglages))
    lignes = (json.dumps(message, ensure_ascii=False) for message in lus) if en_json else _tableau(lus)
    sys.stdout.buffer.write("".join(f"{ligne}\n" for ligne in lignes).encode())
    sys.stdout.flush()
    return FAIT


class Annonceur:
    """What `caf-kiosk serve` says on its standard output: its address, then one line of JSON for each message.

    A message is dropped rather than wait for somebody to read: a pipe that nobody empties must never stop the
    backend, and the messages are in the database all the same.
    """

    def __init__(self, descripteur: int) -> None:
        self._descripteur = descripteur
        self._avant: list[bytes] | None = []
        """What was left by an earlier run and is sent before the backend answers: the address comes first."""

    def annoncer(self, url: str) -> None:
        """The backend answers at `url`."""
        os.write(self._descripteur, json.dumps({"url": url}).encode() + b"\n")
        avant, self._avant = self._avant or [], None
        for octets in avant:
            self._ecrire(octets)

    def afficher(self, pli: "Pli") -> None:
        """A message was sent, that no server was set up for."""
        objet = {
            "id": str(pli.id),
            "canal": pli.canal,
            "destinataire": lisible(pli.canal, pli.destinataire),
            "sujet": pli.sujet,
            "corps": pli.corps,
            "piece_jointe": pli.piece is not None,
        }
        octets = json.dumps({"message": objet}, ensure_ascii=False).encode() + b"\n"
        if self._avant is None:
            self._ecrire(octets)
        else:
            self._avant.append(octets)

    def _ecrire(self, octets: bytes) -> None:
        with suppress(OSError):  # whoever read has gone
            # Up to PIPE_BUF bytes are written whole and at once, or not at all.
            if len(octets) <= select.PIPE_BUF and select.select([], [self._descripteur], [], 0)[1]:
                os.write(self._descripteur, octets)


def recopier(flux: Iterable[bytes], ecrire: Callable[[str], object]) -> None:
    """Turn the lines of an `Annonceur` into sentences, until it ends."""
    for octets in flux:
        ecrire(f"{en_clair(json.loads(octets)['message'])}\n")


def en_clair(message: dict[str, Any]) -> str:
    """`SMS au 06 39 98 10 42 : Caf : votre code est 123456. …`, on one line."""
    corps = " ".join(message["corps"].split())
    if message["canal"] == "sms":
        return f"SMS au {message['destinataire']}\u00a0: {corps}"
    joint = " [récapitulatif joint, PDF]" if message["piece_jointe"] else ""
    return f"Mail à {message['destinataire']}\u00a0: {message['sujet']}. {corps}{joint}"


def lisible(canal: str, destinataire: str, *, masque: bool = False) -> str:
    """As a person reads it: `06 39 98 10 42` or a mail address, masked in part if asked."""
    from kiosk.metier.coordonnees import NatureCoordonnee
    from kiosk.metier.lecture_coordonnee import afficher, masquer

    nature = NatureCoordonnee.MOBILE if canal == "sms" else NatureCoordonnee.MAIL
    return masquer(nature, destinataire) if masque else afficher(nature, destinataire)


async def _lire(reglages: "ReglagesServeur") -> list[dict[str, Any]]:
    from sqlalchemy import select as choisir

    from kiosk.server.demo import fictifs
    from kiosk.server.storage.base import Base
    from kiosk.server.storage.models import MessageLigne

    base = Base(reglages.base, reglages.base_attente_s)
    try:
        async with base.lire() as session:
            lignes = await session.scalars(
                choisir(MessageLigne).order_by(MessageLigne.cree_le, MessageLigne.id)
            )
            return [_objet(ligne, fictif=ligne.compte_id in fictifs()) for ligne in lignes]
    finally:
        await base.fermer()


def _objet(ligne: "MessageLigne", *, fictif: bool) -> dict[str, Any]:
    return {
        "id": str(ligne.id),
        "cree_le": ligne.cree_le.isoformat(timespec="seconds"),
        "canal": ligne.canal,
        "destinataire": lisible(ligne.canal, ligne.destinataire, masque=not fictif),
        "sujet": ligne.sujet,
        "etat": ligne.etat,
        "essais": ligne.essais,
        "erreur": ligne.erreur,
        "envoye_le": ligne.envoye_le.isoformat(timespec="seconds") if ligne.envoye_le else None,
        "corps": ligne.corps if fictif or ligne.etat == "envoye" else None,
    }


def _tableau(lus: list[dict[str, Any]]) -> list[str]:
    """Columns that line up, the texts under them."""
    if not lus:
        return ["Aucun message."]
    entetes = ("Écrit le", "Canal", "Destinataire", "État", "Essais", "Objet")
    rangees = [entetes, *(_rangee(message) for message in lus)]
    largeurs = [max(map(len, colonne)) for colonne in zip(*rangees, strict=True)]
    alignees = [
        "  ".join(cellule.ljust(largeur) for cellule, largeur in zip(rangee, largeurs, strict=True)).rstrip()
        for rangee in rangees
    ]
    lignes = [alignees[0]]
    for message, rangee in zip(lus, alignees[1:], strict=True):
        lignes += ["", rangee]
        if message["erreur"]:
            lignes.append(f"    Dernier échec\u00a0: {message['erreur']}")
        lignes += [f"    {ligne}".rstrip() for ligne in (message["corps"] or "").rstrip().splitlines()]
    return lignes


def _rangee(message: dict[str, Any]) -> tuple[str, ...]:
    from datetime import datetime

    from kiosk.server.horloge import PARIS

    ecrit = datetime.fromisoformat(message["cree_le"]).astimezone(PARIS)
    garde = message["etat"] == "envoye" and message["corps"] is not None
    return (
        f"{ecrit:%d/%m/%Y %H:%M:%S}",
        _CANAUX[message["canal"]],
        message["destinataire"],
        _GARDE if garde else _ETATS[message["etat"]],
        str(message["essais"]),
        message["sujet"] if message["canal"] == "mail" else "",
    )
