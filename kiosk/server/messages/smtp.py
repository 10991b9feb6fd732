"""Mail over SMTP, one step at a time: where a conversation is cut decides whether it may be had again (RFC 5321 §3.3).

A server takes charge of a message when it has received the line that holds a single dot. Before that line leaves,
nothing was delivered; after it, only the answer tells.
"""

import asyncio
import re
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as REGLES_SMTP
from email.utils import format_datetime
from typing import Final

from aiosmtplib import SMTP, SMTPResponseException, SMTPServerDisconnected

from kiosk.metier.adresse_mail import AdresseRefusee, pour_envoi
from kiosk.server.messages.transports import EchecCertain, Pli, Remise
from kiosk.server.reglages import ReglagesMail, Securite

_TRANSACTION: Final = frozenset({"mail", "rcpt", "data", "fin"})
_REGLAGE_A_REVOIR: Final = frozenset({530, 534, 535, 538})
"""Answers about how we sign in (RFC 4954 §6): they say nothing of the message, which can wait."""
_CODE_ETENDU: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


class TransportSmtp:
    """One connection for each message, to the organisation's mail server."""

    rejouable = False
    garde_le_corps = False

    def __init__(self, reglages: ReglagesMail) -> None:
        self._reglages = reglages
        self._domaine = reglages.expediteur.rpartition("@")[2]
        self._contexte = (
            None
            if reglages.securite is Securite.CLAIR
            else ssl.create_default_context(cafile=reglages.certificats)
        )

    async def envoyer(self, pli: Pli, remise: Remise) -> None:
        """Hand `pli` over; see `Transport.envoyer`."""
        try:
            destinataire = pour_envoi(pli.destinataire)
        except AdresseRefusee as refus:
            raise EchecCertain(refus.code, definitif=True) from None
        octets = await self._composer(pli, destinataire)
        smtp = SMTP(
            hostname=self._reglages.hote,
            port=self._reglages.port_effectif,
            timeout=self._reglages.delai_s,
            use_tls=self._reglages.securite is Securite.TLS,
            start_tls=False,
            tls_context=self._contexte,
            local_hostname=self._domaine,
        )
        try:
            await self._ouvrir(smtp, remise)
            await self._remettre(smtp, remise, destinataire, octets)
        except SMTPResponseException as reponse:
            if not 400 <= reponse.code <= 599:
                raise
            raise EchecCertain(
                _resume(reponse),
                definitif=reponse.code >= 500
                and remise.phase in _TRANSACTION
                and reponse.code not in _REGLAGE_A_REVOIR,
            ) from None
        finally:
            smtp.close()

    async def fermer(self) -> None:
        """Nothing stays open between two messages."""

    async def _ouvrir(self, smtp: SMTP, remise: Remise) -> None:
        remise.phase = "connexion"
        await smtp.connect()
        remise.phase = "ehlo"
        await smtp.ehlo()
        if self._reglages.securite is Securite.STARTTLS:
            remise.phase = "starttls"
            await smtp.starttls()
            remise.phase = "ehlo"
            await smtp.ehlo()
        if self._reglages.utilisateur:
            remise.phase = "login"
            await smtp.login(self._reglages.utilisateur, self._reglages.mot_de_passe.get_secret_value())

    async def _remettre(self, smtp: SMTP, remise: Remise, destinataire: str, octets: bytes) -> None:
        remise.phase = "mail"
        taille = [f"SIZE={len(octets)}"] if smtp.supports_extension("size") else []
        await smtp.mail(self._reglages.expediteur, options=taille)
        remise.phase = "rcpt"
        await smtp.rcpt(destinataire)
        remise.phase = "data"
        reponse = await smtp.execute_command(b"DATA")
        if reponse.code != 354:
            raise SMTPResponseException(reponse.code, reponse.message)
        # The library sends text and final dot in one call: which of the two was cut is what must be known.
        protocole, transport = smtp.protocol, smtp.transport
        if protocole is None or not isinstance(transport, asyncio.WriteTransport):
            raise SMTPServerDisconnected("cut before the text")
        transport.set_write_buffer_limits(high=0)
        flux = asyncio.StreamWriter(transport, protocole, None, asyncio.get_running_loop())
        flux.write(re.sub(rb"(?m)^\.", b"..", octets))
        async with asyncio.timeout(self._reglages.delai_fin_s):
            await flux.drain()
        remise.phase = "fin"
        protocole.write(b".\r\n")
        remise.engagee = True
        reponse = await protocole.read_response(self._reglages.delai_fin_s)
        if not 200 <= reponse.code <= 299:
            raise SMTPResponseException(reponse.code, reponse.message)
        flux.write(b"QUIT\r\n")  # its answer would change nothing
        flux.close()

    async def _composer(self, pli: Pli, destinataire: str) -> bytes:
        """The mail as it travels: lines end in CRLF, the last one too."""
        mail = EmailMessage(policy=REGLES_SMTP)
        mail["From"] = Address(self._reglages.nom, addr_spec=self._reglages.expediteur)
        mail["To"] = Address(addr_spec=destinataire)
        mail["Subject"] = pli.sujet
        mail["Date"] = format_datetime(pli.cree_le)
        mail["Message-ID"] = f"<{pli.id}@{self._domaine}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence is answered to us
        mail.set_content(pli.corps, charset="utf-8", cte="quoted-printable")
        mail["Content-Language"] = "fr"
        if pli.piece is not None:
            piece = await pli.piece()
            mail.add_attachment(piece.octets, maintype="application", subtype="pdf", filename=piece.nom)
        return mail.as_bytes()


def _resume(reponse: SMTPResponseException) -> str:
    """The codes of an answer and never its words: a server repeats the address in them."""
    etendu = _CODE_ETENDU.match(reponse.message)
    return f"{reponse.code} {etendu[0]}" if etendu else str(reponse.code)
