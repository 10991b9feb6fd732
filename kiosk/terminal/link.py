"""The pipe between the supervisor and one visit: JSON, one message a line, over one inherited socket.

Both ends are non-blocking and know no event loop: the supervisor hooks `fileno()` into asyncio, the visit into
a `QSocketNotifier`. What the other end says is parsed strictly (`link_messages`): an unknown message, an unknown key
or a line without end raises `LienInvalide`, so that garbage condemns the process that sent it and nobody else.
"""

import os
import select
import socket
from typing import Generic, TypeVar

from kiosk.terminal.environnement import VARIABLE_LIEN
from kiosk.terminal.link_messages import (
    DeLaVisite,
    Depart,
    DuSuperviseur,
    LienInvalide,
    Stop,
    decoder_superviseur,
    decoder_visite,
    encoder,
)

LIGNE_MAX = 65_536
"""Longest line, bytes: a sender that never ends its line must not fill the memory of the other end."""

_LECTURE = 65_536
_Recu = TypeVar("_Recu", DeLaVisite, DuSuperviseur)


class _Lien(Generic[_Recu]):
    """One end: lines in, lines out, never blocking."""

    def __init__(self, prise: socket.socket) -> None:
        prise.setblocking(False)
        self._prise = prise
        self._entrant = bytearray()
        self._sortant = bytearray()
        self.ferme = False
        """The other end is gone: nothing more will be read, and what is sent is lost."""

    def _decoder(self, ligne: bytes) -> _Recu:
        raise NotImplementedError

    def fileno(self) -> int:
        """The descriptor to watch for reading."""
        return self._prise.fileno()

    def envoyer(self, message: DeLaVisite | DuSuperviseur) -> None:
        """Send without blocking; what the other end has no room for goes with the next call.

        A vanished other end is no error here: it sets `ferme`, and the next reading says so.

        Raises:
            LienInvalide: the other end has read nothing for `LIGNE_MAX` bytes.
        """
        self._sortant += encoder(message)
        try:
            envoyes = self._prise.send(self._sortant)
        except BlockingIOError:
            envoyes = 0
        except (BrokenPipeError, ConnectionResetError):
            self.ferme = True
            envoyes = len(self._sortant)
        del self._sortant[:envoyes]
        if len(self._sortant) > LIGNE_MAX:
            raise LienInvalide("l'autre bout ne lit plus")

    def lire(self) -> list[_Recu]:
        """The messages that have arrived, perhaps none; sets `ferme` at the end of the stream.

        Raises:
            LienInvalide: garbage; the link is then of no more use.
        """
        try:
            recu = self._prise.recv(_LECTURE)
        except BlockingIOError:
            return []
        except ConnectionResetError:
            recu = b""
        if not recu:
            self.ferme = True
            return []
        self._entrant += recu
        *lignes, reste = self._entrant.split(b"\n")
        self._entrant = reste
        if len(reste) > LIGNE_MAX:
            raise LienInvalide("une ligne sans fin")
        return [self._decoder(bytes(ligne)) for ligne in lignes]

    def fermer(self) -> None:
        """Close this end; the other one reads the end of the stream."""
        self._prise.close()


class LienSuperviseur(_Lien[DeLaVisite]):
    """The supervisor's end of one visit's pipe."""

    def _decoder(self, ligne: bytes) -> DeLaVisite:
        return decoder_visite(ligne)


class LienEnfant(_Lien[DuSuperviseur]):
    """The visit's end, from the number of the inherited descriptor.

    When the supervisor is gone `lire` returns one `Stop`: a visit that obeys its messages dies with it.
    """

    def __init__(self, fd: int) -> None:
        # A helper started by the visit (speech, printing) must not hold the pipe open after the visit died.
        os.set_inheritable(fd, False)
        super().__init__(socket.socket(fileno=fd))

    @classmethod
    def de_environnement(cls) -> "LienEnfant | None":
        """The link this process was started with; None when it was started by hand, without a supervisor."""
        numero = os.environ.pop(VARIABLE_LIEN, None)
        return None if numero is None else cls(int(numero))

    def _decoder(self, ligne: bytes) -> DuSuperviseur:
        return decoder_superviseur(ligne)

    def lire(self) -> list[DuSuperviseur]:
        """The messages that have arrived; the last one is `Stop` when the supervisor is gone."""
        messages = super().lire()
        if self.ferme:
            messages.append(Stop())
        return messages

    def attendre_depart(self, delai_s: float = 30.0) -> Depart | None:
        """Block until the supervisor says what this process is for; None when it is to stop instead.

        The only blocking call, for the start, before any loop turns: import everything first, ask then, since
        the supervisor reads its settings in the meantime. What comes after the first message stays in the
        socket, for a notifier to announce.

        Raises:
            TimeoutError: `delai_s` seconds passed without a word.
            LienInvalide: the first message is none of the two.
        """
        fin = -1
        while fin < 0:
            if not select.select([self._prise], [], [], delai_s)[0]:
                raise TimeoutError("le superviseur n'a rien dit")
            fin = self._lire_jusqu_a_la_ligne()
            if self.ferme:
                return None
        ligne, self._entrant = bytes(self._entrant), bytearray()
        match self._decoder(ligne):
            case Depart() as depart:
                return depart
            case Stop():
                return None
        raise LienInvalide("le premier message n'est pas un départ")

    def _lire_jusqu_a_la_ligne(self) -> int:
        """Take what has arrived, up to the first end of line; its place, -1 when it is still to come."""
        apercu = self._prise.recv(_LECTURE, socket.MSG_PEEK)
        fin = apercu.find(b"\n")
        self._entrant += self._prise.recv(len(apercu) if fin < 0 else fin + 1)
        self.ferme = not apercu
        return fin
